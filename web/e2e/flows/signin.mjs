import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { send } from '../send.mjs';
import { start } from '../server.mjs';

const first = 'walnut drawer harbor nine';
const second = 'copper ladder morning fog';
const third = 'seven quiet lanterns drift';

/** The first administrator, in and out, wrong passwords, an invitation, a reset, a session that ends. */
export async function signin(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const stranger = await open(browser, { width: 390, height: 844 });
  const field = (p, name) => p.getByLabel(name, { exact: true });
  const press = (p, name) => p.getByRole('button', { name, exact: true }).click();
  const menu = (p) => p.getByRole('button', { name: 'Account, colours, language, help' }).click();
  const signIn = async (p, login, password) => {
    await field(p, 'Mail address').fill(login);
    await field(p, 'Password').fill(password);
    await press(p, 'Sign in');
  };
  try {
    await test('before there is an administrator, a stranger is told what to do', async () => {
      await stranger.page.goto(`${server.origin}/metrics`);
      await see(stranger.page, title(stranger.page, 'First administrator'));
      await see(stranger.page, /salesops serve/);
      await field(stranger.page, 'Code from the terminal').fill('a guess');
      await field(stranger.page, 'Your name').fill('Mallory');
      await field(stranger.page, 'Mail address').fill('mallory@example.com');
      await field(stranger.page, 'New password').fill(first);
      await press(stranger.page, 'Make the administrator');
      await see(stranger.page, /The code is wrong or was used before/);
      assert.deepEqual(await violations(stranger.page, true), []);
    });
    await test('the printed address offers the first administrator, and not again after “later”', async () => {
      await page.goto(server.url);
      await settled(page);
      const offer = page.getByRole('region', { name: 'First administrator' });
      await see(page, offer);
      await offer.getByRole('button', { name: 'Later' }).click();
      await gone(offer);
      await page.reload();
      await settled(page);
      assert.equal(await offer.count(), 0);
      await menu(page);
      await see(page, 'Owner of the data folder');
      await page.getByRole('menuitem', { name: 'Make the first administrator' }).click();
      await see(page, title(page, 'First administrator'));
    });
    await test('a password that is too easy is refused at its field, with the reason', async () => {
      assert.equal(await field(page, 'Your name').evaluate((e) => e === document.activeElement), true);
      await field(page, 'Your name').fill('Ada Ruiz');
      await field(page, 'Mail address').fill('ada@example.com');
      await field(page, 'New password').fill('short');
      await press(page, 'Make the administrator');
      await see(page, /A password has at least 12 characters/);
      assert.equal(await field(page, 'New password').getAttribute('aria-invalid'), 'true');
      await press(page, 'Show the password');
      assert.equal(await field(page, 'New password').getAttribute('type'), 'text');
      assert.deepEqual(await violations(page, true), []);
    });
    await test('the first administrator is signed in at once', async () => {
      await field(page, 'New password').fill(first);
      await press(page, 'Make the administrator');
      await see(page, page.getByRole('heading', { name: 'First look' }));
      const session = await ask(page, '/session');
      assert.deepEqual([session.via, session.login, session.administrator], ['session', 'ada@example.com', true]);
    });
    await test('signing out leads to the sign-in page', async () => {
      await menu(page);
      await see(page, 'Ada Ruiz');
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await see(page, title(page, 'Sign in'));
      assert.equal((await ask(page, '/session')).signed_in, false);
    });
    await test('a wrong password says no more than that, and the address stays for the next try', async () => {
      await page.goto(`${server.origin}/metrics/win_rate?as_of=2025-09-30`);
      await see(page, title(page, 'Sign in'));
      await signIn(page, 'ada@example.com', 'not this one at all');
      await see(page, page.getByRole('alert').getByText('The mail address or the password is wrong'));
      assert.equal(await field(page, 'Password').evaluate((e) => e === document.activeElement), true);
      assert.deepEqual(await violations(page, true), []);
      await signIn(page, 'ada@example.com', first);
      await see(page, page.getByRole('heading', { name: 'Win rate', level: 1 }));
      assert.match(page.url(), /\/metrics\/win_rate\?as_of=2025-09-30$/);
    });
    await test('who forgot the password is told whom to ask where no mail is sent', async () => {
      await stranger.page.goto(`${server.origin}/records/deal`);
      await press(stranger.page, 'Forgot your password?');
      await see(stranger.page, /This server sends no mail\. Ask an administrator/);
      assert.deepEqual(await violations(stranger.page, true), []);
      await press(stranger.page, 'Back to sign in');
      await see(stranger.page, field(stranger.page, 'Password'));
    });
    const { id } = await send(page, 'POST', '/users', { login: 'ben@example.com', name: 'Ben Okafor' });
    const { link } = await send(page, 'POST', `/users/${id}/invite`);
    await test('an invitation names whom it is for, and a password signs in', async () => {
      await stranger.page.goto(link);
      await see(stranger.page, title(stranger.page, 'Welcome, Ben Okafor'));
      await field(stranger.page, 'New password').fill('ben@example.com');
      await press(stranger.page, 'Save and sign in');
      await see(stranger.page, /This password is among the first that others try/);
      assert.deepEqual(await violations(stranger.page, true), []);
      await field(stranger.page, 'New password').fill(second);
      await press(stranger.page, 'Save and sign in');
      await see(stranger.page, stranger.page.getByRole('heading', { name: 'First look' }));
      assert.equal(new URL(stranger.page.url()).pathname + new URL(stranger.page.url()).hash, '/');
      assert.equal((await ask(stranger.page, '/session')).login, 'ben@example.com');
    });
    await test('a used link says so, and what to do', async () => {
      await stranger.page.goto(server.origin);
      await stranger.page.goto(link);
      await see(stranger.page, title(stranger.page, 'This link does not work'));
      await see(stranger.page, /Ask an administrator for a new one/);
      assert.deepEqual(await violations(stranger.page, true), []);
    });
    await test('a reset link ends the open session and sets another password', async () => {
      const reset = await send(page, 'POST', `/users/${id}/invite`);
      assert.equal(reset.kind, 'reset');
      const { page: other, context: elsewhere } = await open(browser, { language: 'pt-BR' });
      await other.goto(reset.link);
      await see(other, title(other, 'Outra senha para Ben Okafor'));
      await field(other, 'Nova senha').fill(third);
      await other.getByRole('button', { name: 'Salvar e entrar' }).click();
      await see(other, other.getByRole('link', { name: 'Início' }));
      assert.equal((await ask(stranger.page, '/session')).signed_in, false);
      await elsewhere.close();
    });
    await test('a session that ends while a page is open leads to the sign-in, and back to the page', async () => {
      await page.goto(`${server.origin}/records/lead`);
      await settled(page);
      const { sessions } = await ask(page, '/sessions');
      await send(page, 'DELETE', `/sessions/${sessions.find((s) => s.current).id}`);
      await page.getByRole('navigation').getByRole('link', { name: 'Deals' }).click();
      await see(page, 'Your session has ended. Sign in, and you are back on the page where you were.');
      await signIn(page, 'ada@example.com', first);
      await see(page, page.getByRole('heading', { name: 'Deals', level: 1 }));
    });
    await test('too many tries are told with the seconds to wait', async () => {
      const { page: other, context: elsewhere } = await open(browser, { width: 390, height: 844 });
      await other.goto(server.origin);
      for (let n = 0; n < 6; n++) {
        const answer = other.waitForResponse((r) => r.request().method() === 'POST');
        await signIn(other, 'ben@example.com', `wrong for the ${n}th time`);
        await answer;
        await see(other, other.getByRole('alert'));
      }
      await see(other, other.getByRole('alert').getByText(/Too many tries: try again in \d+ seconds/));
      assert.deepEqual(await violations(other, true), []);
      await elsewhere.close();
    });
    await test('the browser refused nothing of all this', () =>
      assert.deepEqual([...complaints, ...stranger.complaints], []));
  } finally {
    await context.close();
    await stranger.context.close();
    await server.stop();
  }
}

const title = (page, name) => page.getByRole('heading', { name, level: 1, exact: true });
