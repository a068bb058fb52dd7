import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { contradicted, settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** An import says something else than an edit made here: seen, reviewed, decided both ways. */
export async function review(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const amounts = async () =>
    (await ask(page, '/records/deal?q=Northwind%20Foods%20pilot%201')).records.find(
      (r) => r.title === 'Northwind Foods pilot 1',
    )?.fields;
  try {
    await page.goto(server.url);
    await settled(page);
    await test('the page says when there is nothing to review', async () => {
      await page.goto(`${server.origin}/imports/review`);
      await see(page, 'Nothing to review');
    });
    await contradicted(page);
    await test('an import that contradicts an edit leads to the review', async () => {
      await page.goto(`${server.origin}/imports`);
      await page.getByRole('link', { name: '2 edits differ from their source: review' }).click();
      await see(page, page.getByRole('heading', { name: 'Edits and their source' }));
      const amount = page.getByRole('listitem').filter({ hasText: 'Amount' });
      assert.match(await amount.textContent(), /Ours.*counts now.*9,?900.*Theirs.*12,?345/s);
      assert.deepEqual(await violations(page), []);
    });
    await test('one is decided for the source', async () => {
      await page.getByRole('checkbox', { name: 'Northwind Foods pilot 1, Amount' }).check();
      await see(page, '1 chosen');
      await page.getByRole('button', { name: 'Take theirs' }).click();
      await gone(page.getByRole('checkbox', { name: 'Northwind Foods pilot 1, Amount' }));
      await until(async () => Number((await amounts()).amount.amount) === 12345, 'the source’s amount counts');
    });
    await test('the other is kept, by keyboard', async () => {
      await page.getByRole('checkbox', { name: /^All/ }).focus();
      await page.keyboard.press('Space');
      await see(page, '1 chosen');
      const ours = page.getByRole('button', { name: 'Keep ours' });
      await until(() => ours.isEnabled(), 'the earlier decision is over');
      await page.keyboard.press('Tab');
      assert.ok(await ours.evaluate((b) => b === document.activeElement), 'the next stop is the button');
      await page.keyboard.press('Enter');
      await see(page, 'Nothing to review');
      assert.equal((await amounts()).next_step, 'call on Monday');
    });
    await test('review: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
