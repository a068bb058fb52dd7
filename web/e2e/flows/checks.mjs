import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { assert, see } from '../expect.mjs';
import { pages, settled } from '../pages.mjs';
import { plainWords } from '../plainwords.mjs';
import { start } from '../server.mjs';

/** What opens over a page is checked too. */
const overlays = [
  { name: 'palette', path: '/', open: (p) => p.keyboard.press('Control+k') },
  { name: 'help', path: '/', open: (p) => p.keyboard.press('?') },
  { name: 'period', path: '/metrics', open: (p) => p.getByRole('button', { name: /^Period/ }).click() },
  { name: 'as of', path: '/metrics', open: (p) => p.getByRole('button', { name: /^As of/ }).click() },
  { name: 'whose', path: '/metrics', open: (p) => p.getByRole('button', { name: /^Owner/ }).click() },
  {
    name: 'user menu',
    path: '/metrics',
    open: (p) => p.getByRole('button', { name: 'Account, colours, language, help' }).click(),
  },
  {
    name: 'chart as table',
    path: '/metrics/win_rate',
    open: (p) => p.getByRole('button', { name: 'View as table' }).click(),
  },
  { name: 'columns', path: '/records/deal', open: (p) => p.getByRole('button', { name: 'Columns' }).click() },
];

/** A field while it is edited: targets large enough, names, contrast. */
const editing = ['Name', 'Owner', 'Amount', 'Close date'];

/** Every page: axe in light and dark, no overflow on a phone, no text outside the catalogues. */
export async function checks(browser, test) {
  const server = await start({ filled: true });
  try {
    let list = [];
    // the printed address signs one browser in, once; the others get its session
    const first = await open(browser);
    await first.page.goto(server.url);
    await settled(first.page);
    const { cookies } = await first.context.storageState();
    const signedIn = { cookies, origins: [] };
    await first.context.close();
    for (const scheme of ['light', 'dark']) {
      const { page, context, complaints } = await open(browser, { scheme, signedIn });
      await page.goto(server.origin);
      await settled(page);
      list = await pages(page, server.origin);
      for (const p of list) {
        await test(`axe ${scheme}: ${p.name}`, async () => {
          await page.goto(server.origin + p.path);
          await settled(page);
          assert.deepEqual(await violations(page), []);
        });
      }
      for (const o of overlays) {
        await test(`axe ${scheme}: ${o.name}`, async () => {
          await page.goto(server.origin + o.path);
          await settled(page);
          await page.locator('main').focus();
          await o.open(page);
          await page.waitForTimeout(400);
          assert.deepEqual(await violations(page, true), []);
        });
      }
      for (const field of editing) {
        await test(`axe ${scheme}: ${field} while it is edited`, async () => {
          const deal = list.find((p) => p.name === 'deal');
          await page.goto(server.origin + deal.path);
          await settled(page);
          await page.getByRole('button', { name: `Edit ${field}`, exact: true }).click();
          await page.waitForTimeout(400);
          assert.deepEqual(await violations(page, true), []);
        });
      }
      await test(`CSP ${scheme}: no message on any page`, () => assert.deepEqual(complaints, []));
      await context.close();
    }

    const phone = await open(browser, { width: 390, height: 844, signedIn });
    await phone.page.goto(server.origin);
    await settled(phone.page);
    for (const p of list) {
      await test(`390 px: ${p.name} is not too wide`, async () => {
        await phone.page.goto(server.origin + p.path);
        await settled(phone.page);
        const over = await phone.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${over} px too wide`);
      });
    }
    await phone.context.close();

    const pseudo = await open(browser, { language: 'pseudo', signedIn });
    await pseudo.page.goto(server.origin);
    await settled(pseudo.page);
    for (const p of list) {
      await test(`pseudo-locale: ${p.name} has no text of its own`, async () => {
        await pseudo.page.goto(server.origin + p.path);
        await settled(pseudo.page);
        assert.deepEqual(await pseudo.page.evaluate(plainWords), []);
      });
    }
    await pseudo.context.close();

    for (const [language, word, lang] of [
      ['zh-Hans', '首页', 'zh-Hans'],
      ['pt-BR', 'Início', 'pt-BR'],
    ]) {
      await test(`the interface speaks ${language}`, async () => {
        const { page, context } = await open(browser, { language, signedIn });
        await page.goto(server.origin);
        await settled(page);
        await see(page, page.getByRole('link', { name: word }));
        assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
        await context.close();
      });
    }
  } finally {
    await server.stop();
  }
}
