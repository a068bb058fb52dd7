import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Edits a deal here and imports other values for it, so that there is something to review. */
export async function contradicted(page) {
  await page.evaluate(async () => {
    const json = async (path, init) => (await fetch(`/api/v1${path}`, init)).json();
    if ((await json('/reviews')).total > 0) return;
    const deal = (await json('/records/deal?q=Northwind%20Foods%20pilot%201')).records.find(
      (r) => r.title === 'Northwind Foods pilot 1',
    );
    const patch = (fields) =>
      json(`/records/deal/${deal.id}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ fields }),
      });
    const send = async (row) => {
      const form = new FormData();
      form.append(
        'files',
        new File([`Id,Name,StageName,CloseDate,Amount,NextStep,LastModifiedDate\n${row}\n`], 'Opportunity.csv'),
      );
      const job = await json('/imports', { method: 'POST', body: form });
      for (let i = 0; i < 200; i++) {
        const now = await json(`/imports/${job.id}`);
        if (now.state === 'done') return;
        if (now.state === 'failed') throw new Error(JSON.stringify(now.problem));
        await new Promise((r) => setTimeout(r, 100));
      }
      throw new Error('the import does not end');
    };
    const same = `006000000000001,Northwind Foods pilot 1,${deal.fields.stage.name},${deal.fields.close_date}`;
    await send(`${same},7777,send the offer,2025-11-01T09:00:00Z`);
    await patch({ amount: { ...deal.fields.amount, amount: '9900' }, next_step: 'call on Monday' });
    await send(`${same},12345,wait for them,2025-11-02T09:00:00Z`);
    if ((await json('/reviews')).total !== 2) throw new Error(`to review: ${JSON.stringify(await json('/reviews'))}`);
  });
}

/** Makes a backup and checks it, so that there is one to list. */
async function backedUp(page) {
  await page.evaluate(async () => {
    const json = async (path, init) => (await fetch(`/api/v1${path}`, init)).json();
    const post = (path) =>
      json(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({}) });
    if ((await json('/backups')).backups.length > 0) return;
    const { id } = await post('/backups');
    for (let i = 0; i < 300; i++) {
      const job = await json(`/backups/jobs/${id}`);
      if (job.state === 'done') return post(`/backups/${job.backup.name}/verify`);
      if (job.state === 'failed') throw new Error(JSON.stringify(job.problem));
      await new Promise((r) => setTimeout(r, 100));
    }
    throw new Error('the backup does not end');
  });
}

// Every page, as the checks and the screenshots visit them. find turns a
// signed-in page into addresses that need an id.
export async function pages(page, base) {
  await contradicted(page);
  await backedUp(page);
  const get = (path) => page.evaluate(async (p) => (await fetch(p)).json(), `${base}/api/v1${path}`);
  const deals = await get('/records/deal?limit=1&sort=-amount');
  const contacts = await get('/records/contact?limit=1');
  const imports = await get('/imports');
  const deal = deals.records[0]?.id;
  const batch = imports.imports.find((i) => i.batch)?.batch;
  const answer = await get('/metrics/won_revenue?grain=month');
  return [
    { name: 'home', path: '/' },
    { name: 'twelve', path: '/metrics' },
    { name: 'twelve-compared', path: '/metrics?from=2025-01-01&to=2025-12-31&compare=previous' },
    { name: 'metric', path: '/metrics/win_rate' },
    {
      name: 'metric-compared',
      path: '/metrics/won_revenue?from=2025-01-01&to=2025-12-31&compare=previous&grain=month',
    },
    { name: 'metric-records', path: '/metrics/win_rate?open={}' },
    { name: 'metric-as-of', path: '/metrics/won_revenue?as_of=2025-09-30' },
    { name: 'deals', path: '/records/deal' },
    { name: 'leads', path: '/records/lead' },
    { name: 'deals-none', path: '/records/deal?q=zzzz' },
    ...(deal
      ? [
          { name: 'deal', path: `/records/deal/${deal}` },
          { name: 'deal-as-of', path: `/records/deal/${deal}?as_of=2025-09-30` },
        ]
      : []),
    { name: 'record-missing', path: '/records/deal/deal_0000000000000' },
    { name: 'imports', path: '/imports' },
    { name: 'review', path: '/imports/review' },
    ...(batch ? [{ name: 'import', path: `/imports/${batch}` }] : []),
    ...(answer.receipt ? [{ name: 'receipt', path: `/receipts/${answer.receipt}` }] : []),
    ...(answer.receipt
      ? [{ name: 'explain', path: `/explain?first=${answer.receipt}&second=${answer.receipt}&step=new_data` }]
      : []),
    { name: 'settings', path: '/settings' },
    { name: 'people', path: '/settings/people' },
    { name: 'mail', path: '/settings/mail' },
    { name: 'backups', path: '/settings/backups' },
    { name: 'erasure', path: '/settings/erasure' },
    ...(contacts.records[0] ? [{ name: 'erasure-one', path: `/settings/erasure?id=${contacts.records[0].id}` }] : []),
    { name: 'jobs', path: '/settings/jobs' },
    { name: 'audit', path: '/settings/audit' },
    { name: 'account', path: '/account' },
    { name: 'setup', path: '/setup' },
    { name: 'link-used', path: '/invitation#used' },
    { name: 'not-found', path: '/nowhere' },
  ];
}

/** Waits until a page shows what it will show: no skeleton, no question under way. */
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.locator('main').waitFor();
  await page.waitForFunction(() => !document.querySelector('main [class*="Skeleton"]'), undefined, { timeout: 30_000 });
  await page.waitForTimeout(150);
}

/** Drops files, given by path or by content. */
export const drop = (page, files) =>
  page
    .locator('input[type=file]')
    .last()
    .setInputFiles(
      [files]
        .flat()
        .map((f) =>
          typeof f === 'string' ? { name: path.basename(f), mimeType: 'text/csv', buffer: readFileSync(f) } : f,
        ),
    );
