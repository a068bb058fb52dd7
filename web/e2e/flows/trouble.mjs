import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { open } from '../browser.mjs';
import { assert, see } from '../expect.mjs';
import { drop, settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** What a person sees when something is wrong. */
export async function trouble(browser, test) {
  const server = await start({ filled: true });
  let stopped = false;
  try {
    await test('without the printed address there is no access, and the page says what to do', async () => {
      const { page, context } = await open(browser);
      await page.goto(`${server.origin}/metrics`);
      await see(page, page.getByRole('heading', { name: 'First administrator' }));
      await see(page, /salesops serve/);
      await context.close();
    });
    const { page, context } = await open(browser);
    await page.goto(server.url);
    await settled(page);
    await test('a wrong condition says what is wrong', async () => {
      await page.goto(`${server.origin}/metrics/win_rate?where=${encodeURIComponent('amuont > 3')}`);
      await see(page, page.getByRole('alert').getByText(/Deal has no field 'amuont'; did you mean “Amount”/));
    });
    await test('a file that no layout knows is named with its reason', async () => {
      const file = path.join(server.folder, 'lunch.csv');
      writeFileSync(file, 'Dish,Price\nSoup,3\n');
      await page.goto(`${server.origin}/imports`);
      await settled(page);
      await drop(page, [file]);
      await see(
        page,
        page.getByRole('region', { name: 'lunch.csv', exact: true }).getByText(/No object fits these columns/),
      );
      assert.equal(await page.getByRole('button', { name: /^Import \d/ }).count(), 0);
    });
    await test('a metric file that is wrong is named, and the numbers stay', async () => {
      mkdirSync(path.join(server.folder, 'data', 'metrics'), { recursive: true });
      writeFileSync(
        path.join(server.folder, 'data', 'metrics', 'mine.yaml'),
        'name: mine\nquestion: How many?\nkind: agregate\n',
      );
      await page.waitForTimeout(3_000); // changed files are looked for every two seconds
      await page.goto(`${server.origin}/metrics`);
      await see(page, 'Metric files that are not used');
      await see(page, /mine\.yaml/);
      await see(page, page.getByRole('heading', { name: 'More metrics' }));
    });
    await test('filters that leave nothing are told apart from no data', async () => {
      await page.goto(`${server.origin}/records/deal?q=zzzz`);
      await see(page, 'No record fits these filters');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await see(page, page.getByRole('table'));
    });
    await test('a part that cannot be loaded says so in the product’s words, and the page stays', async () => {
      await page.goto(`${server.origin}/metrics`);
      await settled(page);
      // an old tab reloads itself once; after that the failure is told
      await page.evaluate(() => sessionStorage.setItem('salesops.reloaded', String(Date.now())));
      await page.route(/SettingsPage.*\.(js|css)|Palette.*\.js/, (r) => r.abort());
      await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
      await see(page, page.getByRole('alert').getByText('The server does not answer'));
      await see(page, page.getByRole('navigation').getByRole('link', { name: 'Home' }));
      await page.goto(`${server.origin}/metrics`);
      await settled(page);
      await page.keyboard.press('Control+k');
      await see(page, 'The server does not answer');
      await see(page, page.getByRole('heading', { level: 1 }));
      await page.unroute(/SettingsPage.*\.(js|css)|Palette.*\.js/);
    });
    await test('a server that is gone is said, with the way on', async () => {
      await server.stop();
      stopped = true;
      await page.getByRole('link', { name: 'Leads', exact: true }).click();
      await see(page, 'The server does not answer', { timeout: 30_000 });
    });
    await context.close();
  } finally {
    if (!stopped) await server.stop();
  }
}
