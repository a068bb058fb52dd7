import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { startMail } from '../mailpit.mjs';
import { settled } from '../pages.mjs';
import { send } from '../send.mjs';
import { start } from '../server.mjs';

const first = 'walnut drawer harbor nine';
const second = 'copper ladder morning fog';
const third = 'seven quiet lanterns drift';

/** With a real mail server: a test mail, an invitation, a forgotten password, a new device, and a server that is gone. */
export async function mail(browser, test) {
  const post = await startMail();
  if (!post) {
    console.log('skip  mail: Mailpit is not installed; run tools/setup --with-tests');
    return;
  }
  let running = true;
  const flags = ['--mail-server', post.address, '--mail-from', 'Sales operations <sales@example.com>'];
  const server = await start({ args: [...flags, '--mail-security', 'none'] });
  const { page, context, complaints } = await open(browser);
  const ben = await open(browser, { width: 390, height: 844, language: 'pt-BR' });
  const field = (p, name) => p.getByLabel(name, { exact: true });
  const press = (p, name) => p.getByRole('button', { name, exact: true }).click();
  try {
    await page.goto(server.url);
    await settled(page);
    await test('the owner of the folder sees the mail server, and gets no test mail', async () => {
      await page.goto(`${server.origin}/settings/mail`);
      await see(page, post.address);
      await see(page, /sign in with a mail address/);
      assert.deepEqual(await violations(page, true), []);
    });
    await send(page, 'POST', '/setup', { name: 'Ada Ruiz', login: 'ada@example.com', password: first });
    await test('a test mail arrives', async () => {
      await page.reload();
      await press(page, 'Send me a test mail');
      await see(page, page.getByRole('status').getByText(/The mail server has taken a mail to/));
      assert.match((await post.mail('ada@example.com', /works/)).text, /mail settings work/);
      assert.deepEqual(await violations(page, true), []);
    });
    await test('an invitation is mailed, and its link lets somebody in', async () => {
      await page.goto(`${server.origin}/settings/people`);
      await press(page, 'Add somebody');
      await field(page, 'Mail address').fill('ben@example.com');
      await field(page, 'Name of a new person').fill('Ben Okafor');
      await press(page, 'Add and invite');
      await see(page, 'An invitation is on its way to Ben Okafor.');
      assert.ok(!(await page.content()).includes('/invitation#'));
      const { link, html } = await post.mail('ben@example.com', /^Ada Ruiz invites you/);
      assert.ok(html.includes(`<a href="${link}">`));
      await ben.page.goto(link);
      await see(ben.page, title(ben.page, 'Boas-vindas, Ben Okafor'));
      await field(ben.page, 'Nova senha').fill(second);
      await press(ben.page, 'Salvar e entrar');
      await until(async () => (await ask(ben.page, '/session')).login === 'ben@example.com', 'Ben is signed in');
    });
    await test('a forgotten password is asked for from the sign-in page, with one answer for every address', async () => {
      const stranger = await open(browser, { width: 390, height: 844 });
      await stranger.page.goto(server.origin);
      const before = await post.count();
      for (const login of ['nobody@example.com', 'ben@example.com']) {
        await press(stranger.page, 'Forgot your password?');
        await field(stranger.page, 'Mail address').fill(login);
        assert.deepEqual(await violations(stranger.page, true), []);
        await press(stranger.page, 'Send me a link');
        await see(stranger.page, 'If somebody signs in with this address, a link is on its way to it.');
        assert.deepEqual(await violations(stranger.page, true), []);
        await press(stranger.page, 'Back to sign in');
      }
      // in the language in which Ben uses the product
      const { link } = await post.mail('ben@example.com', /^Escolha outra senha/);
      assert.equal(await post.count(), before + 1);
      await stranger.page.goto(link);
      await see(stranger.page, title(stranger.page, 'Another password for Ben Okafor'));
      await field(stranger.page, 'New password').fill(third);
      await press(stranger.page, 'Save and sign in');
      await until(async () => (await ask(stranger.page, '/session')).login === 'ben@example.com', 'Ben is signed in');
      assert.equal((await ask(ben.page, '/session')).signed_in, false);
      await post.mail('ben@example.com', /^(How you sign in|A forma como você entra)/); // told of it
      await stranger.page.goto(server.origin);
      await stranger.page.goto(link);
      await see(stranger.page, title(stranger.page, 'This link does not work'));
      await stranger.context.close();
    });
    await test('a mail server that is gone is told, with what to do', async () => {
      running = false;
      await post.stop();
      await page.goto(`${server.origin}/settings/mail`);
      await press(page, 'Send me a test mail');
      await see(page, page.getByRole('alert').getByText(/cannot be reached: check --mail-server/));
      await send(page, 'POST', '/password/forgot', { login: 'ben@example.com' }).catch(() => undefined); // no JSON
      await until(async () => (await ask(page, '/mail')).problem !== undefined, 'the mail was tried');
      await page.reload();
      await see(page, '1 mail');
      await see(page, /It is tried again for a day/);
      assert.deepEqual(await violations(page, true), []);
    });
    await test('the browser refused nothing of the mails', () =>
      assert.deepEqual(
        [...complaints, ...ben.complaints].filter((c) => !c.includes('503')),
        [],
      ));
  } finally {
    await context.close();
    await ben.context.close();
    await server.stop();
    if (running) await post.stop();
  }
}

const title = (page, name) => page.getByRole('heading', { name, level: 1, exact: true });
