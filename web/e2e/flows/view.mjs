import { open } from '../browser.mjs';
import { ask, assert, gone, see } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** What holds for the whole page: days, comparison, past day, whose; obeyed, or visibly off. */
export async function view(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const chip = (name) => page.getByRole('banner').getByRole('button', { name });
  const off = async (name) => (await chip(name).getAttribute('aria-disabled')) === 'true';
  const go = async (path) => {
    await page.goto(server.origin + path);
    await settled(page);
  };
  try {
    await page.goto(server.url);
    await settled(page);
    const team = (await ask(page, '/records/team?sort=name')).records.find((r) => r.title === 'Sales North');
    const scope = encodeURIComponent(`owner.team == id("${team.id}")`);

    await test('a choice that a page does not follow is off there, and opens nothing', async () => {
      const follows = {
        '/': ['As of'],
        '/metrics?from=2025-01-01&to=2025-12-31': ['Period', 'Compare with', 'As of', 'Owner'],
        '/metrics/win_rate?from=2025-01-01&to=2025-12-31': ['Period', 'Compare with', 'As of', 'Owner'],
        '/records/deal': ['As of', 'Owner'],
        '/records/team': ['As of'],
        '/imports': [],
        '/settings': [],
      };
      for (const [path, on] of Object.entries(follows)) {
        await go(path);
        for (const name of ['Period', 'Compare with', 'As of', 'Owner']) {
          assert.equal(await off(new RegExp(`^${name}`)), !on.includes(name), `${name} on ${path}`);
        }
      }
      await chip(/^Period/).click({ force: true });
      assert.equal(await page.getByRole('dialog').count(), 0);
    });
    await test('without a period there is nothing to compare with, and the choice says so', async () => {
      await go('/metrics');
      assert.equal(await chip(/^Compare with/).getAttribute('title'), 'Choose a period first');
    });
    await test('a list follows whose records count, its export too', async () => {
      const conditions = `where=${scope}`;
      const want = await ask(page, `/records/deal?${conditions}`);
      const all = await ask(page, '/records/deal');
      assert.ok(want.total > 0 && want.total < all.total);
      await go(`/records/deal?scope=${scope}`);
      await see(page, page.locator('header').getByText(String(want.total), { exact: true }));
      assert.ok((await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).includes('owner.team'));
    });
    await test('Home in the past shows one day everywhere', async () => {
      const day = '2025-07-15';
      await go(`/?as_of=${day}`);
      await see(page, 'You are looking at Jul 15, 2025, read-only.');
      const { rows } = await ask(page, `/metrics/win_rate?as_of=${day}`);
      await see(
        page,
        page
          .getByRole('region', { name: 'How the numbers read on each day' })
          .getByText(`${rows[0].numerator} of ${rows[0].denominator}`),
      );
      assert.equal(await page.getByRole('slider').getAttribute('aria-valuetext'), 'Jul 15, 2025');
      await see(page, /of 12 metrics answered on Jul 15, 2025/);
      await see(
        page,
        page.getByRole('region', { name: 'Key metrics' }).getByText(`${Math.round(rows[0].value * 1000) / 10}%`),
      );
      assert.equal(await page.getByText(/reads .* today/).count(), 0);
    });
    await test('a record as of a day ends its time line there', async () => {
      const day = '2025-06-30';
      const { records } = await ask(page, `/records/deal?as_of=${day}&limit=200`);
      for (const r of records) {
        const path = `/records/deal/${r.id}`;
        const then = await ask(page, `${path}/changes?as_of=${day}`);
        if (then.changes.length === (await ask(page, `${path}/changes`)).changes.length) continue;
        await go(`${path}?as_of=${day}`);
        const line = page.getByRole('region', { name: 'Time line' });
        await see(page, line.getByText(`#${then.changes[0].seq}`));
        assert.equal(await line.locator(':scope > div > ol > li').count(), then.changes.length);
        return;
      }
      assert.fail('no deal changed after the day');
    });
    await test('every page says how old its data is', async () => {
      const { data } = await ask(page, '/me');
      assert.equal(data.source, 'salesforce');
      for (const path of ['/', '/metrics', '/metrics/win_rate', '/records/deal', '/imports', '/settings']) {
        await go(path);
        await see(page, page.getByRole('link', { name: /^Salesforce export, read in on / }));
        await see(page, /^Newest record: /);
      }
    });
    await test('past days are off where nothing follows them', async () => {
      await go('/settings?as_of=2025-06-30');
      await gone(page.getByText('You are looking at'));
      assert.ok(await off(/^As of/));
    });
    await test('view: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
