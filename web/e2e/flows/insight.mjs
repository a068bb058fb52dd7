import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

const money = (v) => Number(v.replace(/[^\d.-]/g, ''));

/** Whether what stands in a card is wholly in sight, sideways too. */
const inSight = (locator) =>
  locator.evaluate((el) => {
    const box = el.getBoundingClientRect();
    const frame = el.closest('[role=region], section').getBoundingClientRect();
    return (
      box.width > 0 && box.left >= frame.left && box.right <= frame.right + 0.5 && el.scrollWidth <= el.clientWidth + 1
    );
  });

/** What matters of a record is in sight wherever it is listed: panel, phone, leaderboard, related lists. */
export async function insight(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  let signedIn;
  try {
    await page.goto(server.url);
    await settled(page);
    signedIn = { cookies: (await context.storageState()).cookies, origins: [] };
    const { records } = await ask(page, '/records/deal?limit=1&sort=-amount');
    const top = records[0];
    const shown = [money(top.fields.amount.amount), top.fields.stage.name, top.fields.owner.name];

    await test('the moves of a deal tell where from, where to and when', async () => {
      await page.goto(`${server.origin}/metrics/stage_transitions?open={}`);
      await settled(page);
      const dimension = page.getByRole('combobox', { name: 'Dimension' }).locator('option:checked');
      assert.equal(await dimension.textContent(), 'From stage');
      const card = page.getByRole('complementary', { name: 'Records' }).getByRole('listitem').first();
      await see(page, card);
      const facts = async (name) => (await card.getByTitle(name, { exact: true }).textContent()).trim();
      const [from, to] = [await facts('From stage'), await facts('To stage')];
      assert.ok(from.length > 1 && to.length > 1 && from !== to, `from ${from} to ${to}`);
      assert.match(await facts('Moved on'), /\w{3} \d+, 20\d\d/);
      assert.ok(await inSight(card), 'all of the card is in sight');
    });
    const holds = async (card) => {
      const text = await card.textContent();
      assert.ok(money(await card.locator('b').textContent()) === shown[0], `the amount is in ${text}`);
      for (const part of [shown[1], shown[2], /\w{3} \d+, 20\d\d/])
        assert.match(text, part instanceof RegExp ? part : new RegExp(part.replace(/[/()]/g, '\\$&')));
      assert.ok(await inSight(card), 'all of the card is in sight');
    };
    await test('the drill panel shows amount, stage, close date and owner of each deal', async () => {
      await page.goto(`${server.origin}/metrics/open_deals?open={}`);
      await settled(page);
      const panel = page.getByRole('complementary', { name: 'Records' });
      const card = panel.getByRole('listitem').first();
      await see(page, card);
      for (const name of ['Amount', 'Stage', 'Close date', 'Owner'])
        assert.equal(
          (await card.getByTitle(name).count()) + (name === 'Amount' ? await card.locator('b').count() : 0) > 0,
          true,
          name,
        );
      assert.ok(await inSight(card), 'nothing is scrolled away');
      await panel.getByRole('button', { name: 'Every field' }).click();
      await see(page, panel.getByRole('columnheader', { name: 'Amount' }));
      const heads = await panel.getByRole('columnheader').allTextContents();
      assert.deepEqual(heads.slice(heads.indexOf('Amount'), heads.indexOf('Amount') + 4), [
        'Amount',
        'Stage',
        'Close date',
        'Owner',
      ]);
      await panel.getByRole('button', { name: 'As cards' }).click();
    });
    await test('a list starts with amount, stage, close date and owner, and its names stay in sight', async () => {
      await page.goto(`${server.origin}/records/deal`);
      await settled(page);
      const heads = await page.getByRole('columnheader').allTextContents();
      assert.deepEqual(heads.slice(0, 5), ['Deal', 'Amount', 'Stage', 'Close date', 'Owner']);
      await page.setViewportSize({ width: 900, height: 700 });
      const list = page.getByRole('region', { name: 'Deals' });
      await list.evaluate((el) => el.scrollTo(10_000, 0));
      const head = await page.getByRole('columnheader').first().boundingBox();
      assert.ok(head.x >= (await list.boundingBox()).x - 1, 'the first column stays');
      await page.setViewportSize({ width: 1440, height: 900 });
    });
    await test('a long leaderboard says how many more there are, and shows them', async () => {
      for (let i = 0; i < 12; i++) {
        const post = (path, fields) =>
          page.evaluate(
            async ([p, f]) =>
              (
                await fetch(`/api/v1${p}`, {
                  method: 'POST',
                  headers: { 'Content-Type': 'application/json' },
                  body: JSON.stringify({ fields: f }),
                })
              ).json(),
            [path, fields],
          );
        await post('/records/deal', {
          name: `Extra ${i}`,
          source: `Source ${i}`,
          outcome: 'open',
          amount: { amount: '10.00', currency: null },
        });
      }
      await page.goto(`${server.origin}/metrics/open_deals?by=source`);
      const board = page.getByRole('list', { name: 'Source' });
      await until(async () => (await board.getByRole('listitem').count()) === 12, 'twelve rows');
      await see(page, 'The first 12 of 16');
      await page.getByRole('button', { name: 'Show 4 more' }).click();
      assert.equal(await board.getByRole('listitem').count(), 16);
      assert.equal(await page.getByRole('button', { name: 'Show fewer' }).getAttribute('aria-expanded'), 'true');
    });
    await test('related lists go in both directions', async () => {
      await page.goto(`${server.origin}/records/deal/${top.id}`);
      await settled(page);
      const related = page.getByRole('region', { name: 'Related' });
      await see(page, related.getByRole('link', { name: top.fields.account.name, exact: true }));
      await see(page, related.getByRole('heading', { name: `Also of ${top.fields.account.name}` }));
      await see(page, related.getByRole('link', { name: /^Contacts \(\d+\)/ }));
      const other = related.getByRole('link', { name: /^Deals \(\d+\)/ });
      await see(page, other);
      const names = await related.getByRole('listitem').getByRole('link').allTextContents();
      assert.ok(!names.includes(top.title), 'the deal itself is no other deal');
      assert.deepEqual(await violations(page), []);
      await related.getByRole('link', { name: top.fields.account.name, exact: true }).click();
      await page.waitForURL(/records\/account/);
      const deals = page
        .getByRole('region', { name: 'Related' })
        .getByRole('listitem')
        .filter({ has: page.getByRole('link', { name: top.title, exact: true }) });
      const seen = page.getByRole('region', { name: 'Related' }).getByRole('listitem').first();
      await see(page, seen);
      if (await deals.count()) await holds(deals.first().locator('> div'));
    });
    await test('a phone lists deals as cards with amount, stage, close date and owner, in an order of choice', async () => {
      const phone = await open(browser, { width: 390, height: 844, signedIn });
      await phone.page.goto(`${server.origin}/records/deal`);
      await settled(phone.page);
      await phone.page.getByRole('combobox', { name: 'Order' }).selectOption('Amount, downwards');
      const card = phone.page.getByRole('region', { name: 'Deals' }).getByRole('listitem').first();
      await until(async () => (await card.textContent()).includes(top.title), 'the largest stands first');
      await holds(card);
      assert.equal(await phone.page.getByRole('table').count(), 0);
      assert.deepEqual(await violations(phone.page), []);
      await phone.context.close();
    });
    await test('insight: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
