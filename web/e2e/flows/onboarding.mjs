import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { drop, settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** From an empty workspace to the first look, and back by undo. */
export async function onboarding(browser, test) {
  const server = await start();
  const { page, context, complaints } = await open(browser);
  try {
    await test('an empty workspace asks for an export', async () => {
      await page.goto(server.url);
      await see(page, 'Drop an export of your CRM here');
      await see(page, page.getByRole('button', { name: 'Choose files' }));
    });
    await test('dropped files are looked at and nothing is written', async () => {
      await drop(page, server.files);
      await see(page, 'This is what the import would do. Nothing is written yet.', { timeout: 30_000 });
      await see(page, page.getByRole('cell', { name: 'OpportunityHistory.csv' }));
      const deals = page.getByRole('row').filter({ has: page.getByRole('cell', { name: 'Deals', exact: true }) });
      await see(page, deals.getByRole('cell', { name: '60', exact: true }));
      assert.equal((await ask(page, '/records/deal')).total, 0);
    });
    await test('the import shows what it did', async () => {
      await page.getByRole('button', { name: /^Import \d+ files$/ }).click();
      await see(page, page.getByRole('heading', { name: 'Imported' }), { timeout: 60_000 });
      await until(async () => (await ask(page, '/records/deal')).total === 60, '60 deals');
    });
    await test('the first look says what answers and what moves the numbers', async () => {
      await page.getByRole('button', { name: 'Take a first look' }).click();
      await see(page, page.getByRole('heading', { name: 'First look' }));
      await see(page, /of 12 metrics answer now/);
      await see(page, /1 win was reversed on/);
      await see(page, page.getByRole('region', { name: 'Key metrics' }).getByRole('link', { name: 'Win rate' }));
      await see(page, page.getByText(/^needs /));
    });
    await test('a finding opens its deals', async () => {
      const finding = page.getByRole('listitem').filter({ hasText: /1 win was reversed/ });
      await finding.getByRole('button', { name: 'Deals (1)' }).click();
      await see(page, finding.getByRole('list').getByRole('link').first());
    });
    await test('the slider walks through the known history', async () => {
      const strong = page.getByRole('region', { name: 'How the numbers read on each day' }).locator('strong').nth(1);
      const before = await strong.textContent();
      await page.getByRole('slider', { name: 'Day' }).focus();
      await page.keyboard.press('Home');
      await until(
        async () => (await strong.textContent()) !== before,
        'the pipeline of the first day differs from today’s',
      );
      await page.getByRole('button', { name: 'See everything as of this day' }).click();
      await see(page, /You are looking at Jan \d+, 2025, read-only/);
      await page.getByRole('status').getByRole('button', { name: 'Back to now' }).click();
    });
    await test('the same files again change nothing', async () => {
      await page.goto(`${server.origin}/`);
      await settled(page);
      await drop(page, server.files);
      await see(page, 'This is what the import would do. Nothing is written yet.', { timeout: 30_000 });
      await page.getByRole('button', { name: /^Import \d+ files$/ }).click();
      await see(page, 'Everything was here already: nothing changed', { timeout: 60_000 });
    });
    const undo = async (which, says) => {
      await page.goto(`${server.origin}/imports`);
      await page.getByRole('table').getByRole('link')[which]().click();
      await page.getByRole('button', { name: 'Undo this import' }).click();
      await see(page, says);
      await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
      await see(page, 'The import was taken back', { timeout: 30_000 });
      await see(page, /· undone/);
      assert.equal(
        await page.getByRole('button', { name: 'Undo this import' }).count(),
        0,
        'what is undone cannot be undone again',
      );
    };
    await test('what a later import states too stays when the first one is undone', async () => {
      const before = (await ask(page, '/records/deal')).total;
      await undo('last', /Values that stay, because later imports state them too: [\d,]+/);
      assert.equal((await ask(page, '/records/deal')).total, before);
    });
    await test('an import can be undone', async () => {
      await undo('first', /Records that disappear: \d+/);
      await until(async () => (await ask(page, '/records/deal')).total === 0, 'no deals are left');
    });
    await test('an import that runs is there again after a reload, at home and on its own page', async () => {
      const rows = Array.from(
        { length: 40_000 },
        (_, n) =>
          `006L${String(n).padStart(11, '0')},Deal ${n},Prospecting,${1000 + n},2026-01-05,2025-11-03T08:00:00.000Z`,
      );
      const file = path.join(server.folder, 'many.csv');
      writeFileSync(file, ['Id,Name,StageName,Amount,CloseDate,CreatedDate', ...rows, ''].join('\n'));
      await page.goto(`${server.origin}/`);
      await settled(page);
      await drop(page, [file]);
      await page.getByRole('button', { name: 'Import 1 file' }).click({ timeout: 60_000 });
      await see(page, page.getByRole('heading', { name: 'Importing' }));
      await page.reload();
      await see(page, page.getByRole('heading', { name: 'Importing' }));
      const job = (await ask(page, '/imports')).imports.find((j) => j.state === 'running').id;
      await page.goto(`${server.origin}/imports/${job}`);
      await see(page, page.getByRole('progressbar', { name: 'Progress' }));
      await see(page, page.getByRole('button', { name: 'Undo this import' }), { timeout: 120_000 });
    });
    await test('onboarding: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
