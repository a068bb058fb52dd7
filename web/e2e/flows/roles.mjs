import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { pages, settled } from '../pages.mjs';
import { send } from '../send.mjs';
import { start } from '../server.mjs';

const password = 'walnut drawer harbor nine';

/** What a role permits is what the browser offers, on every page. */
export async function roles(browser, test) {
  const server = await start({ filled: true });
  const { page, context } = await open(browser);
  const rep = await open(browser);
  const failed = [];
  rep.page.on('response', (r) => {
    if (r.url().includes('/api/v1/') && r.status() >= 400) failed.push(`${r.status()} ${r.url()}`);
  });
  const row = (p, text) => p.getByRole('row').filter({ hasText: text });
  let everywhere = [];
  try {
    await page.goto(server.url);
    await settled(page);
    await send(page, 'POST', '/setup', { name: 'Ada Ruiz', login: 'ada@example.com', password });
    await page.goto(server.origin);
    everywhere = await pages(page, server.origin);
    const { records } = await ask(page, '/records/person?q=Dana%20Lee');
    const user = await send(page, 'POST', '/users', { login: 'dana@example.com', role: 'rep', person: records[0].id });
    const { link } = await send(page, 'POST', `/users/${user.id}/invite`);
    await rep.page.goto(server.origin);
    await settled(rep.page);
    await send(rep.page, 'POST', '/invitations/accept', { secret: link.split('#')[1], password });

    await test('a rep sees the own deals, and their sum', async () => {
      const all = await ask(page, '/records/deal');
      const own = await ask(page, `/records/deal?where=${encodeURIComponent(`owner == id("${records[0].id}")`)}`);
      const seen = await ask(rep.page, '/records/deal');
      assert.ok(own.total > 0 && own.total < all.total, `${own.total} of ${all.total} deals are Dana's`);
      assert.equal(seen.total, own.total);
      await rep.page.goto(`${server.origin}/records/deal`);
      await see(rep.page, rep.page.getByRole('heading', { name: /^Deals/, level: 1 }));
      await gone(rep.page.getByRole('link', { name: 'CSV' }));
    });
    await test('no page asks for what a rep may not see, or offers it', async () => {
      const denied = [
        'imports',
        'review',
        'import',
        'people',
        'mail',
        'backups',
        'erasure',
        'erasure-one',
        'jobs',
        'audit',
      ];
      for (const p of everywhere) {
        // a used link, a record that is not there and another's are refused to everybody
        if (['link-used', 'record-missing', 'deal', 'deal-as-of', 'receipt', 'explain', 'setup'].includes(p.name))
          continue;
        failed.length = 0;
        await rep.page.goto(server.origin + p.path);
        await settled(rep.page);
        assert.deepEqual(failed, [], p.name);
        const refusal = await rep.page.getByText('You may not see this').count();
        assert.equal(refusal > 0, denied.includes(p.name), p.name);
        assert.equal(await rep.page.getByRole('link', { name: 'Imports' }).count(), 0, p.name);
        assert.equal(await rep.page.getByRole('button', { name: 'Choose files' }).count(), 0, p.name);
      }
      assert.deepEqual(await violations(rep.page), []);
    });
    await test('another role counts at once, and is taken back', async () => {
      await page.goto(`${server.origin}/settings/people`);
      await page.getByRole('combobox', { name: 'Role of Dana Lee' }).selectOption('read_only');
      await see(page, 'Dana Lee has another role now');
      await until(
        async () => (await ask(rep.page, '/records/deal')).total === (await ask(page, '/records/deal')).total,
        'a read-only account sees every deal',
      );
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await until(async () => (await ask(rep.page, '/me')).role.id === 'rep', 'Dana is a rep again');
    });
    await test('the last administrator stays one', async () => {
      await page.getByRole('combobox', { name: 'Role of Ada Ruiz' }).selectOption('rep');
      await see(page, /this is the last administrator/i);
      await see(page, row(page, 'ada@example.com'));
      assert.equal(await page.getByRole('combobox', { name: 'Role of Ada Ruiz' }).inputValue(), 'administrator');
    });
    await test('the browser complained of nothing', () => assert.deepEqual(rep.complaints, []));
  } finally {
    await rep.context.close();
    await context.close();
    await server.stop();
  }
}
