import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** A number opened down to its records and their changes; edits, undo, time travel. */
export async function browse(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  try {
    await page.goto(server.url);
    await settled(page);

    await test('Home asks the API at most 12 times', async () => {
      const cold = await open(browser, { signedIn: await context.storageState() });
      const asked = [];
      cold.page.on('request', (r) => {
        const { pathname, search } = new URL(r.url());
        if (pathname.startsWith('/api/')) asked.push(pathname + search);
      });
      try {
        await cold.page.goto(server.origin);
        await settled(cold.page);
        await cold.page.waitForLoadState('networkidle');
        assert.ok(asked.length > 0 && asked.length <= 12, `${asked.length} requests:\n${asked.join('\n')}`);
        assert.equal(new Set(asked).size, asked.length, `asked twice:\n${asked.sort().join('\n')}`);
      } finally {
        await cold.context.close();
      }
    });
    await test('the twelve open a metric page that says what the API says', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Key metrics' }).click();
      await page.waitForURL(/\/metrics/);
      await page.getByRole('article').getByRole('link', { name: 'Win rate', exact: true }).click();
      const { rows } = await ask(page, '/metrics/win_rate');
      await see(page, `${rows[0].numerator} of ${rows[0].denominator}`);
      await see(page, page.getByTitle('Show the records behind this number'));
      await see(page, page.locator('canvas'));
    });
    await test('a chart has a twin as a table', async () => {
      await page.getByRole('button', { name: 'View as table' }).click();
      await see(page, page.getByRole('columnheader', { name: 'Period' }));
      await page
        .getByRole('button', { name: /^Records of/ })
        .first()
        .click();
      await see(page, page.getByRole('complementary', { name: 'Records' }));
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'View as chart' }).click();
    });
    await test('the leaderboard filters, the address holds it, Back takes it away', async () => {
      await page.getByRole('combobox', { name: 'Dimension' }).selectOption('source');
      await page.getByRole('button', { name: 'Only Partner' }).click();
      await see(page, page.getByRole('button', { name: 'Take away this condition' }));
      const filtered = await ask(page, `/metrics/win_rate?where=${encodeURIComponent('source == "Partner"')}`);
      await see(page, `${filtered.rows[0].numerator} of ${filtered.rows[0].denominator}`);
      assert.match(page.url(), /Partner/);
      await page.reload();
      await see(page, page.getByRole('button', { name: 'Take away this condition' }));
      await page.goBack();
      await gone(page.getByRole('button', { name: 'Take away this condition' }));
    });
    await test('the bars of a leaderboard have one scale', async () => {
      await page.goto(`${server.origin}/metrics/won_revenue?by=owner`);
      const rows = page.getByRole('region', { name: 'By dimension' }).getByRole('listitem');
      await until(async () => (await rows.count()) > 2, 'rows');
      const tracks = await rows.evaluateAll((all) =>
        all.map((row) => {
          const box = row.children[1].getBoundingClientRect();
          return `${Math.round(box.left)} ${Math.round(box.width)}`;
        }),
      );
      assert.equal(new Set(tracks).size, 1, `left and width: ${tracks.join(', ')}`);
    });
    await test('a filter on a person is shown by name', async () => {
      await page.goto(`${server.origin}/metrics/won_revenue?by=owner`);
      await page.getByRole('button', { name: 'Only Ana Souza' }).click();
      await see(page, page.getByText('Ana Souza').and(page.locator('b')));
      await gone(page.getByRole('alert'));
    });
    await test('the records behind a number add up to it', async () => {
      await page.goto(`${server.origin}/metrics/won_revenue`);
      const { rows } = await ask(page, '/metrics/won_revenue');
      await page.getByTitle('Show the records behind this number').click();
      const panel = page.getByRole('complementary', { name: 'Records' });
      const shown = await page.locator('[data-exact]').textContent();
      await see(page, panel.getByText(shown, { exact: true }));
      assert.equal(Number(shown.replace(/[^\d.]/g, '')), Number(rows[0].value));
    });
    await test('a record opens from the panel with its time line', async () => {
      await page.getByRole('complementary').getByRole('link').first().click();
      await see(page, page.getByRole('heading', { name: 'Time line' }));
      await see(page, page.getByText(/from Salesforce/));
      await see(page, page.getByText('Created', { exact: true }));
    });
    await test('an edit is shown at once, kept, and undone from the toast', async () => {
      await page.getByRole('button', { name: 'Show empty fields' }).click();
      await page.getByRole('button', { name: 'Edit Next step' }).click();
      await page.getByRole('textbox', { name: 'Next step' }).fill('Call Kim on Monday');
      await page.keyboard.press('Enter');
      await see(page, 'Next step changed');
      const [, object, id] = /records\/(\w+)\/(\w+)/.exec(page.url());
      await until(
        async () => (await ask(page, `/records/${object}/${id}`)).fields.next_step === 'Call Kim on Monday',
        'the edit is kept',
      );
      await see(page, page.getByRole('region', { name: 'Time line' }).getByText('Call Kim on Monday'));
      await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
      await see(page, 'Taken back');
      await until(
        async () => !(await ask(page, `/records/${object}/${id}`)).fields.next_step,
        'the edit is taken back',
      );
    });
    await test('a reference is chosen by name', async () => {
      await page.getByRole('button', { name: 'Edit Owner' }).click();
      await page.getByRole('option', { name: 'Dana Lee' }).click();
      await see(page, 'Owner changed');
      await see(page, page.getByRole('region', { name: 'Facts' }).getByRole('link', { name: 'Dana Lee' }));
    });
    await test('time travel shows the day and lets nothing be written', async () => {
      await page.getByRole('button', { name: /^As of/ }).click();
      await see(page, page.getByRole('dialog', { name: 'As of' }));
      await page.keyboard.press('Escape');
      await page.goto(`${page.url().split('?')[0]}?as_of=2025-12-20`);
      await see(page, 'You are looking at Dec 20, 2025, read-only.');
      assert.equal(await page.getByRole('button', { name: /^Edit / }).count(), 0);
      await page.getByRole('status').getByRole('button', { name: 'Back to now' }).click();
      await see(page, page.getByRole('button', { name: 'Edit Owner' }));
    });
    await test('the view goes along from page to page', async () => {
      await page.goto(`${server.origin}/metrics?as_of=2025-06-30`);
      await page.getByRole('link', { name: 'Won revenue' }).click();
      await see(page, 'You are looking at Jun 30, 2025, read-only.');
      const { rows } = await ask(page, '/metrics/won_revenue?as_of=2025-06-30');
      const shown = await page.locator('[data-exact]').textContent();
      assert.equal(Number(shown.replace(/[^\d.]/g, '')), Number(rows[0].value));
    });
    await test('lists sort, search and filter on the server', async () => {
      await page.goto(`${server.origin}/records/deal`);
      await page.getByRole('button', { name: 'Amount' }).click();
      const top = await ask(page, '/records/deal?sort=-amount&limit=1');
      await see(page, page.getByRole('row').nth(1).getByRole('link', { name: top.records[0].title }));
      await page.getByRole('textbox', { name: 'Find by name' }).fill('Lumen');
      await until(async () => /q=Lumen/.test(page.url()), 'the address holds the search');
      const found = await ask(page, '/records/deal?q=Lumen');
      await see(page, page.locator('header').getByText(String(found.total), { exact: true }));
    });
    await test('a long list holds only the rows in sight, and its last one when scrolled there', async () => {
      await page.goto(`${server.origin}/records/deal?sort=name`);
      await settled(page);
      const { records, total } = await ask(page, '/records/deal?sort=name&limit=200');
      const inPage = await page.locator('tbody tr:not([aria-hidden])').count();
      assert.ok(inPage > 15 && inPage < total, `${inPage} rows of ${total}`);
      await page.getByRole('region', { name: 'Deals' }).evaluate((el) => el.scrollTo(0, el.scrollHeight));
      await see(page, page.getByRole('link', { name: records.at(-1).title, exact: true }));
    });
    await test('exports come as files', async () => {
      for (const [form, type] of [
        ['csv', 'text/csv'],
        ['xlsx', 'spreadsheetml'],
      ]) {
        const href = await page.getByRole('link', { name: form.toUpperCase() }).first().getAttribute('href');
        const got = await page.evaluate(async (h) => {
          const r = await fetch(h);
          return [r.status, r.headers.get('content-type')];
        }, href);
        assert.equal(got[0], 200);
        assert.ok(got[1].includes(type), got[1]);
      }
    });
    await test('settings are saved and every number follows', async () => {
      await page.goto(`${server.origin}/settings`);
      await page.getByRole('textbox', { name: 'Report currency' }).fill('eur');
      await page.getByRole('button', { name: 'Save' }).click();
      await see(page, 'Settings saved');
      assert.equal((await ask(page, '/settings')).values.currency, 'EUR');
    });
    await test('a number’s own address opens it again', async () => {
      const { receipt, rows } = await ask(page, '/metrics/win_rate');
      await page.goto(`${server.origin}/receipts/${receipt}`);
      await see(page, page.getByRole('heading', { name: 'Win rate' }));
      await see(page, page.getByText(`${Math.round(rows[0].value * 1000) / 10}%`, { exact: true }));
      const asked = page.getByRole('region', { name: 'What was asked' });
      await see(page, asked.getByText('All time'));
      await see(page, asked.getByText('no condition'));
      const behind = await ask(page, '/metrics/win_rate/records');
      await see(
        page,
        page.getByRole('region', { name: 'Records' }).getByRole('link', { name: behind.records[0].name, exact: true }),
      );
    });
    await test('every other metric stands in its group with its value', async () => {
      await page.goto(`${server.origin}/metrics`);
      const { rows } = await ask(page, '/metrics/won_deals');
      const group = page.getByRole('region', { name: 'Revenue and deals' });
      await group.scrollIntoViewIfNeeded();
      await see(
        page,
        group.getByRole('listitem').filter({ hasText: 'Won deals' }).getByText(String(rows[0].value), { exact: true }),
      );
    });
    await test('browsing: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
