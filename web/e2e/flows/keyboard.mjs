import { open } from '../browser.mjs';
import { assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** Everything once more without a mouse. */
export async function keyboard(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const press = (...keys) => keys.reduce((p, k) => p.then(() => page.keyboard.press(k)), Promise.resolve());
  try {
    await page.goto(server.url);
    await settled(page);

    await test('the first Tab skips to the content', async () => {
      await press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
      await press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    });
    await test('Ctrl-K finds a record by name and goes there', async () => {
      await press('Control+k');
      const box = await see(page, page.getByPlaceholder('Go to, find, do …'));
      await box.fill('Lumen Optics');
      await see(page, page.getByRole('dialog').getByText('Lumen Optics').first());
      await see(page, page.getByRole('dialog').getByText(/^Account/));
      await press('Enter');
      await page.waitForURL(/records\/\w+\/\w+/);
    });
    await test('Ctrl-K goes to a metric', async () => {
      await press('Control+k');
      await (await see(page, page.getByPlaceholder('Go to, find, do …'))).fill('win rate by value');
      await see(page, page.getByRole('dialog').getByText('Win rate by value'));
      await press('Enter');
      await page.waitForURL(/metrics\/win_rate_value/);
    });
    await test('Ctrl-K knows what people also call a thing', async () => {
      for (const word of ['opportunity', '商机', 'oportunidade']) {
        await press('Control+k');
        await (await see(page, page.getByPlaceholder('Go to, find, do …'))).fill(word);
        await see(page, page.getByRole('dialog').getByText('Deals', { exact: true }));
        await press('Enter');
        await page.waitForURL(/records\/deal$/);
        await page.goto(`${server.origin}/metrics`);
        await settled(page);
      }
    });
    await test('Ctrl-K does things: a period is chosen', async () => {
      await press('Control+k');
      await (await see(page, page.getByPlaceholder('Go to, find, do …'))).fill('last fiscal year');
      await see(page, page.getByRole('dialog').getByText('Period: Last fiscal year'));
      await press('Enter');
      await page.waitForURL(/from=\d{4}-01-01&to=\d{4}-12-31/);
    });
    await test('g and a letter go to a page, ? shows the keys, Escape closes', async () => {
      await page.locator('main').focus();
      await press('g', 'd');
      await page.waitForURL(/records\/deal/);
      await page.locator('main').focus();
      await press('?');
      await see(page, page.getByRole('dialog', { name: 'Keyboard' }));
      await press('Escape');
      await gone(page.getByRole('dialog', { name: 'Keyboard' }));
    });
    await test('/ searches the list, Enter on a record opens it', async () => {
      await settled(page);
      await press('/');
      await page.keyboard.type('rollout');
      await until(async () => /q=rollout/.test(page.url()), 'the list is searched');
      await settled(page);
      await page.getByRole('table').getByRole('link').first().focus();
      await press('Enter');
      await page.waitForURL(/records\/deal\/deal_/);
    });
    await test('e edits the record, Enter saves, Escape leaves', async () => {
      await settled(page);
      await page.locator('main').focus();
      await press('e');
      const box = await see(page, page.getByRole('textbox', { name: 'Name' }));
      await press('Escape');
      await gone(box);
      await page.locator('main').focus();
      await press('e');
      await (await see(page, page.getByRole('textbox', { name: 'Name' }))).fill('Renamed by key');
      await press('Enter');
      await see(page, page.getByRole('heading', { name: 'Renamed by key' }));
    });
    await test('a chart is walked with arrows, Enter opens the records of a point, Escape closes', async () => {
      await page.goto(`${server.origin}/metrics/won_deals?grain=quarter`);
      await settled(page);
      const chart = await see(page, page.getByRole('application'));
      await see(page, page.locator('canvas'));
      await chart.focus();
      await press('Home', 'ArrowRight');
      await until(
        async () => /Q\d 2025, Won deals: /.test(await page.locator('main').textContent()),
        'the point is said',
      );
      await press('Enter');
      const panel = await see(page, page.getByRole('complementary', { name: 'Records' }));
      await until(() => page.evaluate(() => document.activeElement.tagName === 'H2'), 'the panel has the focus');
      await press('Escape');
      await gone(panel);
    });
    await test('what gets the focus farther up stands below the bar', async () => {
      await page.goto(`${server.origin}/settings`);
      await settled(page);
      await page.getByRole('button', { name: 'Save', exact: true }).focus();
      await press('Tab');
      const { y } = await page.locator(':focus').boundingBox();
      const bar = await page.getByRole('banner').boundingBox();
      assert.ok(y >= bar.y + bar.height, `it stands at ${y}`);
    });
    await test('single keys can be turned off, Ctrl-K stays', async () => {
      await page.evaluate(() => localStorage.setItem('salesops.single-keys', 'off'));
      await page.locator('main').focus();
      await press('?');
      assert.equal(await page.getByRole('dialog').count(), 0);
      await press('Control+k');
      await see(page, page.getByPlaceholder('Go to, find, do …'));
      await press('Escape');
    });
    await test('keyboard: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
