// Every page, as the checks and the screenshots visit them. find turns a
// signed-in page into addresses that need an id.
export async function pages(page, base) {
  const get = (path) => page.evaluate(async (p) => (await fetch(p)).json(), `${base}/api/v1${path}`);
  const deals = await get('/records/deal?limit=1&sort=-amount');
  const imports = await get('/imports');
  const deal = deals.records[0]?.id;
  const batch = imports.imports.find((i) => i.batch)?.batch;
  const answer = await get('/metrics/won_revenue?grain=month');
  return [
    { name: 'home', path: '/' },
    { name: 'twelve', path: '/metrics' },
    { name: 'twelve-compared', path: '/metrics?from=2025-01-01&to=2025-12-31&compare=previous' },
    { name: 'metric', path: '/metrics/win_rate' },
    { name: 'metric-compared', path: '/metrics/won_revenue?from=2025-01-01&to=2025-12-31&compare=previous&grain=month' },
    { name: 'metric-records', path: '/metrics/win_rate?open={}' },
    { name: 'metric-as-of', path: '/metrics/won_revenue?as_of=2025-09-30' },
    { name: 'deals', path: '/records/deal' },
    { name: 'leads', path: '/records/lead' },
    { name: 'deals-none', path: '/records/deal?q=zzzz' },
    ...(deal ? [{ name: 'deal', path: `/records/deal/${deal}` }, { name: 'deal-as-of', path: `/records/deal/${deal}?as_of=2025-09-30` }] : []),
    { name: 'record-missing', path: '/records/deal/deal_0000000000000' },
    { name: 'imports', path: '/imports' },
    ...(batch ? [{ name: 'import', path: `/imports/${batch}` }] : []),
    ...(answer.receipt ? [{ name: 'receipt', path: `/receipts/${answer.receipt}` }] : []),
    ...(answer.receipt ? [{ name: 'explain', path: `/explain?first=${answer.receipt}&second=${answer.receipt}&step=new_data` }] : []),
    { name: 'settings', path: '/settings' },
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
