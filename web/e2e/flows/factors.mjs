import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { send } from '../send.mjs';
import { start } from '../server.mjs';
import { App } from '../totp.mjs';

const first = 'walnut drawer harbor nine';
const second = 'copper ladder morning fog';

/** An app is set up, asked for, replaced by a recovery code, removed, and required of everybody. */
export async function factors(browser, test) {
  const server = await start({});
  const { page, context, complaints } = await open(browser);
  const guest = await open(browser, { width: 390, height: 844 });
  const field = (p, name) => p.getByLabel(name, { exact: true });
  const press = (p, name) => p.getByRole('button', { name, exact: true }).click();
  const title = (p, name) => p.getByRole('heading', { name, level: 1, exact: true });
  const codesOf = (p) => p.getByRole('region', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  const out = async (p) => {
    await send(p, 'DELETE', '/session');
    await p.goto(server.origin);
    await see(p, title(p, 'Sign in'));
  };
  const give = async (p, login, password) => {
    await field(p, 'Mail address').fill(login);
    await field(p, 'Password').fill(password);
    await press(p, 'Sign in');
  };
  const inside = async (p) => {
    await see(p, p.getByRole('navigation').first());
    assert.equal((await ask(p, '/session')).via, 'session');
  };
  let app, codes;
  try {
    await page.goto(server.url);
    await settled(page);
    await send(page, 'POST', '/setup', { name: 'Ada Ruiz', login: 'ada@example.com', password: first });

    await test('an app is set up with the password, a picture or a secret, and a first code', async () => {
      await page.goto(`${server.origin}/account`);
      const card = page.getByRole('region', { name: 'Second factor' });
      await see(page, card.getByText(/You sign in with the password alone/));
      await press(page, 'Set up an app');
      await card.getByLabel('Password of your account', { exact: true }).fill('not this one');
      await press(page, 'Continue');
      await see(page, card.getByText(/The present password is wrong/));
      await card.getByLabel('Password of your account', { exact: true }).fill(first);
      await page.keyboard.press('Enter');
      await see(page, page.getByRole('img', { name: 'Picture for the app' }));
      assert.deepEqual(await violations(page, true), []);
      app = new App(await card.locator('code').innerText());
      assert.equal(await field(page, 'Code from the app').evaluate((e) => e === document.activeElement), true);
      await field(page, 'Code from the app').fill('12345');
      await press(page, 'Confirm');
      await see(page, /This code is wrong/);
      await field(page, 'Code from the app').fill(await app.code());
      await page.keyboard.press('Enter');
      await see(page, page.getByRole('heading', { name: 'Recovery codes' }));
      codes = await codesOf(page);
      assert.equal(codes.length, 10);
      assert.deepEqual(await violations(page, true), []);
      await press(page, 'I have kept them');
      await see(page, card.getByText('10 recovery codes are left.'));
      assert.equal(await page.getByText(codes[0]).count(), 0);
    });
    await test('a token asks for a code, too', async () => {
      const form = page.getByRole('form', { name: 'New token' });
      await form.getByLabel('Name of the token', { exact: true }).fill('Report');
      await form.getByLabel('Password of your account', { exact: true }).fill(first);
      await press(page, 'Make a token');
      await see(page, form.getByText(/This code is wrong/));
      await form.getByLabel('Code from the app, or a recovery code', { exact: true }).fill(await app.code());
      await press(page, 'Make a token');
      await see(page, page.getByLabel('Token Report', { exact: true }));
    });
    await test('the password leads to the code, and the code in', async () => {
      await out(page);
      await give(page, 'ada@example.com', first);
      await see(page, title(page, 'Second factor'));
      assert.equal((await ask(page, '/session')).signed_in, false);
      assert.deepEqual(await violations(page, true), []);
      await field(page, 'Code from the app').fill('000');
      await press(page, 'Sign in');
      await see(page, /This code is wrong/);
      assert.equal(await field(page, 'Code from the app').evaluate((e) => e === document.activeElement), true);
      await page.keyboard.type(await app.code());
      await page.keyboard.press('Enter');
      await inside(page);
    });
    await test('a recovery code replaces the phone, once', async () => {
      for (const right of [true, false]) {
        await out(page);
        await give(page, 'ada@example.com', first);
        await see(page, 'Without your phone, type one of your recovery codes.');
        await field(page, 'Code from the app').fill(codes[0].toLowerCase());
        await press(page, 'Sign in');
        if (right) await inside(page);
        else await see(page, /This code is wrong/);
      }
      await field(page, 'Code from the app').fill(await app.code());
      await press(page, 'Sign in');
      await inside(page);
      await page.goto(`${server.origin}/account`);
      await see(page, '9 recovery codes are left.');
    });
    await test('new recovery codes end the old ones', async () => {
      await press(page, 'New recovery codes');
      await page.getByRole('form', { name: 'New recovery codes' }).getByLabel('Password of your account').fill(first);
      await page
        .getByRole('form', { name: 'New recovery codes' })
        .getByLabel(/^Code from the app/)
        .fill(codes[1]);
      await press(page, 'Make new codes');
      await see(page, page.getByRole('heading', { name: 'Recovery codes' }));
      const fresh = await codesOf(page);
      assert.equal(fresh.filter((code) => codes.includes(code)).length, 0);
      assert.equal(fresh.length, 10);
      await press(page, 'I have kept them');
      await see(page, '10 recovery codes are left.');
    });
    const { id } = await send(page, 'POST', '/users', { login: 'ben@example.com', name: 'Ben Okafor' });
    const { link } = await send(page, 'POST', `/users/${id}/invite`);
    await test('where everybody needs one, an invitation leads to setting it up', async () => {
      await page.goto(`${server.origin}/settings`);
      await page.getByLabel('Second factor').selectOption({ label: 'Required' });
      await press(page, 'Save');
      await see(page, 'Saved');
      await guest.page.goto(link);
      await field(guest.page, 'New password').fill(second);
      await press(guest.page, 'Save and sign in');
      await see(guest.page, title(guest.page, 'Set up a second factor'));
      assert.equal((await ask(guest.page, '/session')).signed_in, false);
      await see(guest.page, guest.page.getByRole('img', { name: 'Picture for the app' }));
      assert.deepEqual(await violations(guest.page, true), []);
      const his = new App(await guest.page.locator('code').innerText());
      await field(guest.page, 'Code from the app').fill(await his.code());
      await press(guest.page, 'Confirm');
      await see(guest.page, guest.page.getByRole('heading', { name: 'Recovery codes' }));
      assert.deepEqual(await violations(guest.page, true), []);
      await press(guest.page, 'I have kept them');
      await inside(guest.page);
    });
    await test('an administrator removes it from somebody who has lost it; the sessions end', async () => {
      await page.goto(`${server.origin}/settings/people`);
      await press(page, 'Remove second factor: Ben Okafor');
      const dialog = page.getByRole('dialog');
      await see(page, dialog.getByText(/Do it only when you know/));
      assert.deepEqual(await violations(page, true), []);
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      await gone(dialog);
      await see(page, /Ben Okafor signs in without a second factor now/);
      assert.equal((await ask(guest.page, '/session')).signed_in, false);
      await send(page, 'PATCH', '/settings', { values: { second_factor: 'optional' } });
      await guest.page.goto(server.origin);
      await give(guest.page, 'ben@example.com', second);
      await inside(guest.page);
      await page.goto(`${server.origin}/settings/audit`);
      await see(page, page.getByRole('row').filter({ hasText: 'Second factor removed' }));
    });
    await test('who has the folder removes it on the command line', async () => {
      const program = process.env.SALESOPS ?? path.join(import.meta.dirname, '..', '..', '..', 'bin', 'salesops');
      const data = path.join(server.folder, 'data');
      const said = execFileSync(program, ['user', 'factors', 'remove', 'ada@example.com', '--data', data]);
      assert.match(String(said), /ada@example\.com has no second factor any more/);
      await page.goto(server.origin);
      await give(page, 'ada@example.com', first);
      await inside(page);
    });
    await test('the browser refused nothing of all this', () =>
      assert.deepEqual([...complaints, ...guest.complaints], []));
  } finally {
    await context.close();
    await guest.context.close();
    await server.stop();
  }
}
