import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { send } from '../send.mjs';
import { start } from '../server.mjs';

const first = 'walnut drawer harbor nine';
const second = 'copper ladder morning fog';

/** One's own account, the people who may sign in, and the trail of it all. */
export async function people(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const guest = await open(browser, { width: 390, height: 844 });
  const field = (p, name) => p.getByLabel(name, { exact: true });
  const press = (p, name) => p.getByRole('button', { name, exact: true }).click();
  const title = (p, name) => p.getByRole('heading', { name, level: 1, exact: true });
  const row = (p, text) => p.getByRole('row').filter({ hasText: text });
  const signIn = (p, login, password) => send(p, 'POST', '/session', { login, password });
  try {
    await test('the owner of the folder is told that there is no account', async () => {
      await page.goto(server.url);
      await settled(page);
      await page.goto(`${server.origin}/account`);
      await see(page, title(page, 'You are the owner of the data folder'));
      await page.goto(`${server.origin}/settings/people`);
      await see(page, 'Nobody can sign in yet');
      await see(page, page.getByRole('main').getByRole('link', { name: 'Make the first administrator' }));
    });
    await send(page, 'POST', '/setup', { name: 'Ada Ruiz', login: 'ada@example.com', password: first });
    await guest.page.goto(server.origin);
    await settled(guest.page);
    await signIn(guest.page, 'ada@example.com', first);

    await test('the account says who is signed in, and where else', async () => {
      await page.goto(`${server.origin}/metrics`);
      await settled(page);
      await page.getByRole('button', { name: 'Account, colours, language, help' }).click();
      await page.getByRole('menuitem', { name: 'Your account' }).click();
      await see(page, title(page, 'Your account'));
      await see(page, page.getByRole('main').getByText('ada@example.com'));
      await see(
        page,
        page
          .getByRole('main')
          .getByRole('definition')
          .filter({ hasText: /^Administrator$/ }),
      );
      const sessions = page.getByRole('region', { name: 'Where you are signed in' });
      await see(page, sessions.getByText('This one'));
      await until(async () => (await sessions.getByRole('row').count()) === 3, 'two sessions and a head');
      assert.deepEqual(await violations(page), []);
    });
    await test('a session elsewhere is ended', async () => {
      await page.getByRole('button', { name: /^End the session on Chrome/ }).click();
      await see(page, 'Session ended');
      await until(async () => (await ask(guest.page, '/session')).signed_in === false, 'the other browser is out');
    });
    await test('the present password is asked for before another one', async () => {
      await field(page, 'Present password').fill('not this one');
      await field(page, 'New password').fill(second);
      await press(page, 'Change the password');
      await see(page, 'The present password is wrong');
      assert.equal(await field(page, 'Present password').getAttribute('aria-invalid'), 'true');
      assert.deepEqual(await violations(page), []);
    });
    await test('another password ends the other sessions and keeps this one', async () => {
      await signIn(guest.page, 'ada@example.com', first);
      await field(page, 'Present password').fill(first);
      await press(page, 'Change the password');
      await see(page, 'Password changed. Your other sessions have ended.');
      assert.equal((await ask(guest.page, '/session')).signed_in, false);
      assert.equal((await ask(page, '/session')).signed_in, true);
      await signIn(guest.page, 'ada@example.com', second);
    });
    await test('a token is shown once, works, and is revoked', async () => {
      await field(page, 'Name of the token').fill('Weekly report');
      await field(page, 'Password of your account').fill(first);
      await press(page, 'Make a token');
      await see(page, 'The present password is wrong');
      await field(page, 'Password of your account').fill(second);
      await press(page, 'Make a token');
      const secret = await field(page, 'Token Weekly report').inputValue();
      assert.match(secret, /^sops_/);
      assert.deepEqual(await violations(page), []);
      const use = async () =>
        (
          await fetch(`${server.origin}/api/v1/records/deal?limit=1`, {
            headers: { Authorization: `Bearer ${secret}` },
          })
        ).status;
      assert.equal(await use(), 200);
      await press(page, 'Done');
      await page.reload();
      await see(page, row(page, 'Weekly report'));
      assert.ok(!(await page.content()).includes(secret));
      await press(page, 'Revoke the token Weekly report');
      await see(page, 'You have no tokens.');
      assert.equal(await use(), 401);
    });

    let link;
    await test('somebody is added with a name, and the invitation is shown once', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('link', { name: 'People who sign in' }).click();
      await see(page, title(page, 'People who sign in'));
      await press(page, 'Add somebody');
      await field(page, 'Mail address').fill('no address');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      const records = page.getByRole('combobox', { name: 'Or somebody in the records' });
      await until(() => records.evaluate((el) => el === document.activeElement));
      await see(page, page.getByRole('option').first());
      await page.keyboard.press('Tab'); // the list of names is no stop, and goes
      await until(() =>
        page.getByRole('combobox', { name: 'Role', exact: true }).evaluate((el) => el === document.activeElement),
      );
      await press(page, 'Add and invite');
      await see(page, /This is no mail address/);
      assert.deepEqual(await violations(page), []);
      await field(page, 'Mail address').fill('ben@example.com');
      await field(page, 'Name of a new person').fill('Ben Okafor');
      await press(page, 'Add and invite');
      link = await page.getByRole('textbox', { name: 'Invitation for Ben Okafor' }).inputValue();
      assert.match(link, /\/invitation#/);
      await see(page, row(page, 'ben@example.com').getByText('Invited', { exact: true }));
      assert.deepEqual(await violations(page), []);
    });
    await test('an invitation made again takes the place of the first', async () => {
      await press(page, 'Invite again: Ben Okafor');
      await until(
        async () => (await page.getByRole('textbox', { name: 'Invitation for Ben Okafor' }).inputValue()) !== link,
        'the link is another one',
      );
      await guest.page.goto(link);
      await see(guest.page, title(guest.page, 'This link does not work'));
      link = await page.getByRole('textbox', { name: 'Invitation for Ben Okafor' }).inputValue();
      await guest.page.goto(server.origin);
      await guest.page.goto(link);
      await field(guest.page, 'New password').fill(second);
      await press(guest.page, 'Save and sign in');
      await until(async () => (await ask(guest.page, '/session')).login === 'ben@example.com', 'Ben is signed in');
    });
    await test('a person of the records is chosen instead of a new one', async () => {
      const { records } = await ask(page, '/records/person?limit=5');
      const seller = records.find((r) => !['Ada Ruiz', 'Ben Okafor'].includes(r.title));
      await press(page, 'Add somebody');
      await field(page, 'Mail address').fill('seller@example.com');
      await page.getByRole('combobox', { name: 'Or somebody in the records' }).fill(seller.title);
      await page.getByRole('option', { name: seller.title, exact: true }).click();
      await press(page, 'Add and invite');
      await see(page, row(page, 'seller@example.com'));
      const { users } = await ask(page, '/users');
      assert.equal(users.find((u) => u.login === 'seller@example.com').person, seller.id);
    });
    await test('a deactivated account is out at once, and comes back', async () => {
      await page.reload();
      await see(page, row(page, 'ben@example.com').getByText('Active', { exact: true }));
      await press(page, 'Deactivate Ben Okafor');
      await see(page, /Ben Okafor may no longer sign in/);
      await see(page, row(page, 'ben@example.com').getByText('Deactivated', { exact: true }));
      assert.equal((await ask(guest.page, '/session')).signed_in, false);
      await press(page, 'Activate Ben Okafor');
      await see(page, row(page, 'ben@example.com').getByText('Active', { exact: true }));
      await press(page, 'Reset link: Ben Okafor');
      assert.match(
        await page.getByRole('textbox', { name: 'Link for another password, for Ben Okafor' }).inputValue(),
        /\/reset#/,
      );
      assert.equal(await page.getByRole('button', { name: 'Deactivate Ada Ruiz' }).count(), 0);
    });
    await test('the trail names what was done, by whom and to whom', async () => {
      await page.getByRole('link', { name: 'Audit trail' }).click();
      await see(page, title(page, 'Audit trail'));
      const entry = row(page, 'Account deactivated').first();
      await see(page, entry.getByText('Ada Ruiz'));
      await see(page, entry.getByText('Ben Okafor'));
      assert.deepEqual(await violations(page), []);
    });
    await test('the trail is filtered in its address, and exported as it is filtered', async () => {
      await page.getByRole('combobox', { name: 'Outcome' }).selectOption('refused');
      await gone(row(page, 'Account deactivated'));
      await see(page, row(page, 'Password asked for again'));
      assert.match(page.url(), /outcome=refused/);
      const file = page.waitForEvent('download');
      await page.getByRole('link', { name: 'CSV' }).click();
      const stream = await (await file).createReadStream();
      let text = '';
      for await (const part of stream) text += part;
      assert.match(text, /password_confirm,refused/);
      assert.doesNotMatch(text, /user_deactivate/);
      await page.goto(`${server.origin}/settings/audit?q=no%20such%20thing%20at%20all`);
      await see(page, 'No record fits these filters');
      await press(page, 'Clear filters');
      await see(page, row(page, 'Account deactivated').first());
    });
    await test('the browser refused nothing of all this', () =>
      assert.deepEqual([...complaints, ...guest.complaints], []));
  } finally {
    await context.close();
    await guest.context.close();
    await server.stop();
  }
}
