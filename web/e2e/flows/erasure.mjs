import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** An administrator forgets a person: found by name, told what goes, asked to type the name, told what went. */
export async function erasure(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  let contact;
  try {
    await test('the settings lead to the erasures, where nobody is named yet', async () => {
      await page.goto(server.url);
      await settled(page);
      contact = (await ask(page, '/records/contact?limit=1')).records[0];
      await page.goto(`${server.origin}/settings`);
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Erasure' }).click();
      await see(page, page.getByRole('heading', { level: 1, name: 'Erasure' }));
      await see(page, 'Nobody was erased yet');
      assert.deepEqual(await violations(page, true), []);
    });
    await test('a person is found by name, and the page says what would go', async () => {
      await page.getByRole('textbox', { name: 'Name of a lead, contact or person' }).fill(contact.title);
      const found = page.getByRole('list', { name: 'Found' }).getByRole('link', { name: contact.title });
      await see(page, found);
      await found.first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/settings/erasure?id=${contact.id}`);
      const plan = await ask(page, `/records/contact/${contact.id}/erasure`);
      assert.ok(plan.values > 0);
      const row = page.getByText('Names, addresses and phone numbers, at all times').locator('..');
      await see(page, row.getByText(String(plan.values), { exact: true }));
      assert.deepEqual(await violations(page, true), []);
    });
    await test('nothing begins before the name is typed', async () => {
      const button = page.getByRole('button', { name: 'Erase for good' });
      assert.ok(await button.isDisabled());
      const confirm = page.getByRole('textbox', { name: /^To confirm, type: / });
      await confirm.fill('somebody else');
      await confirm.press('Enter');
      assert.ok(await button.isDisabled());
      assert.equal((await ask(page, `/records/contact/${contact.id}`)).title, contact.title);
      await confirm.fill(contact.title.toUpperCase());
      await confirm.press('Enter');
    });
    await test('what was removed stands there, and in the list without a name', async () => {
      const done = page.getByRole('status', { name: 'What was removed' });
      await see(page, done, { timeout: 120_000 });
      await see(page, done.getByText(contact.id));
      assert.equal(await done.getByText(contact.title).count(), 0);
      const table = page.getByRole('region', { name: 'Erasures' }).getByRole('table');
      await see(page, table.getByRole('link', { name: contact.id }));
      const after = await ask(page, `/records/contact/${contact.id}`);
      assert.ok(after.exists && !after.fields.email && !after.fields.name);
      assert.deepEqual(await violations(page, true), []);
    });
    await test('the erasure is among the jobs, and the name is found no more', async () => {
      await page.goto(`${server.origin}/settings/jobs?kind=erasure`);
      await see(page, page.getByRole('table').getByText('Done'));
      await page.getByRole('table').getByRole('link', { name: 'Erasure' }).click();
      await page.getByRole('textbox', { name: 'Name of a lead, contact or person' }).fill(contact.title);
      await see(page, /^Nobody with such a name/);
      await gone(page.getByRole('list', { name: 'Found' }).getByRole('link', { name: contact.title }));
    });
    await test('erasure: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
