/** Sends a request as the signed-in page does, and hands back its answer. */
export const send = (page, method, path, body) =>
  page.evaluate(
    async ([m, p, b]) => {
      const init = b === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(b) };
      const r = await fetch(`/api/v1${p}`, { method: m, ...init });
      if (!r.ok) throw new Error(`${m} ${p}: ${r.status} ${await r.text()}`);
      return r.status === 204 ? undefined : r.json();
    },
    [method, path, body],
  );
