import assert from 'node:assert/strict';

export { assert };

/** Waits for a visible text or locator. */
export async function see(page, what, options = {}) {
  const locator = typeof what === 'string' || what instanceof RegExp ? page.getByText(what) : what;
  await locator.first().waitFor({ state: 'visible', timeout: options.timeout ?? 30_000 });
  return locator.first();
}

export async function gone(locator) {
  await locator.first().waitFor({ state: 'hidden', timeout: 30_000 });
}

/** The API as the signed-in page sees it. */
export const ask = (page, path) => page.evaluate(async (p) => (await fetch(`/api/v1${p}`)).json(), path);

/** Waits until a condition on the API holds. */
export async function until(check, text, timeout = 30_000) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    if (await check()) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  assert.fail(`waited in vain: ${text}`);
}
