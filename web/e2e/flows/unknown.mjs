import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { drop, settled } from '../pages.mjs';
import { start } from '../server.mjs';

const csv = (name, rows) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });

/** Deals whose days can be read two ways and whose stages say no order. */
export const ours = () =>
  csv('ours.csv', [
    'Ref;Opportunity Title;Value EUR;Phase;Expected Close;Created;Remark',
    ...Array.from(
      { length: 8 },
      (_, i) =>
        `R-${i + 1};Pump ${i + 1};${i + 1}00,50;${['Won', 'Lost', 'Alpha', 'Beta'][i % 4]};0${i + 1}/04/2026;0${i + 1}/03/2026;${i % 2 ? 'call' : ''}`,
    ),
  ]);
/** People without an address, under a heading that could be anything's. */
export const people = () =>
  csv('our people.csv', ['Person No,Who,Town', '1,Ann Abel,Bern', '2,Bob Brand,Basel', '3,Cem Can,Chur']);

/** Files that no layout knows: guessed, tried at once, asked about, changed, imported, kept. */
export async function unknown(browser, test) {
  const server = await start();
  const { page, context, complaints } = await open(browser);
  const panel = page.getByRole('region', { name: 'ours.csv', exact: true });
  const columns = page.getByRole('region', { name: 'Columns of ours.csv' });
  const deals = async () => (await ask(page, '/records/deal')).total;
  try {
    await page.goto(server.url);
    await settled(page);
    await page.goto(`${server.origin}/imports`);
    await test('known files of a drop are imported without waiting for the unknown ones', async () => {
      await drop(page, [...server.files, ours(), people()]);
      await see(page, columns);
      await see(
        page,
        page.getByRole('region', { name: 'our people.csv', exact: true }).getByText(/No object fits these columns/),
      );
      await page.getByRole('button', { name: `Import ${server.files.length} files`, exact: true }).click();
      await see(page, page.getByRole('heading', { name: 'Imported', exact: true }));
      await until(async () => (await deals()) === 60, '60 deals');
      await see(page, columns);
      await page.getByRole('region', { name: 'Import', exact: true }).getByRole('button', { name: 'Done' }).click();
    });
    await test('a column shows its values and what it becomes', async () => {
      const row = columns.getByRole('row', { name: /Value EUR/ });
      assert.match(await row.textContent(), /100,50 · 200,50/);
      assert.equal(await row.getByLabel('Value EUR becomes').inputValue(), 'amount');
      assert.match(await row.textContent(), /EUR/);
      assert.equal(await columns.getByLabel('Remark becomes').inputValue(), '=own');
      assert.equal(await columns.getByLabel('Ref becomes').inputValue(), '=id');
    });
    await test('an answer takes its question away, and the guess is tried at once', async () => {
      await see(page, 'It is tried as soon as the questions about dates or numbers are answered.');
      await panel.getByRole('button', { name: 'Day, month: 31/01/2026' }).click();
      await see(page, 'This is what the import would do. Nothing is written yet.');
      await see(page, panel.getByText('8 of 8 rows taken'));
      assert.equal(await page.getByRole('combobox', { name: 'Dates' }).inputValue(), 'dmy');
      assert.ok(
        await page.getByRole('button', { name: 'Import this file' }).isDisabled(),
        'not before every question is answered',
      );
    });
    await test('stages are put in order by hand', async () => {
      await panel.getByRole('button', { name: 'Move Beta up' }).click();
      await until(
        async () =>
          /Beta.*Alpha/s.test(
            await panel.getByRole('group', { name: 'Stages, in the order of the sale' }).textContent(),
          ),
        'Beta goes before Alpha',
      );
      await panel.getByRole('button', { name: 'They stand in the right order' }).click();
      await gone(panel.getByText('In which order do deals go through the open stages?'));
    });
    await test('a column is given to another field, and the YAML follows', async () => {
      await columns.getByLabel('Remark becomes').selectOption('next_step');
      await page.getByText('Advanced', { exact: true }).click();
      const yaml = page.getByRole('textbox', { name: 'Mapping' });
      await until(async () => /next_step: Remark/.test(await yaml.inputValue()), 'the YAML says it');
    });
    await test('the form follows the YAML', async () => {
      const yaml = page.getByRole('textbox', { name: 'Mapping' });
      await yaml.fill((await yaml.inputValue()).replace('next_step: Remark', 'lost_reason: Remark'));
      await page.getByRole('button', { name: 'Take over this mapping' }).click();
      await until(
        async () => (await columns.getByLabel('Remark becomes').inputValue()) === 'lost_reason',
        'the form says it',
      );
      await yaml.fill('files: [');
      await page.getByRole('button', { name: 'Take over this mapping' }).click();
      await see(page, page.getByRole('alert').filter({ hasText: 'YAML' }));
      assert.equal(await columns.getByLabel('Remark becomes').inputValue(), 'lost_reason', 'what stood before stands');
    });
    await test('what the rows are is changed', async () => {
      const people = page.getByRole('region', { name: 'our people.csv', exact: true });
      await people.getByLabel('A row is').selectOption('lead');
      await until(async () => (await people.getByLabel('A row is').inputValue()) === 'lead', 'leads');
      await see(page, people.getByText('Leads:'));
      assert.equal(
        await columns.getByLabel('Remark becomes').inputValue(),
        'lost_reason',
        'the other file keeps its choices',
      );
    });
    await test('unknown files: axe', async () => assert.deepEqual(await violations(page), []));
    await test('every choice is reached by keyboard', async () => {
      await page.getByRole('combobox', { name: 'A row is' }).first().focus();
      const seen = new Set();
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        seen.add(
          await page.evaluate(
            () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
          ),
        );
      }
      for (const name of [
        'Columns of ours.csv',
        'Ref becomes',
        'Value EUR becomes',
        'How Value EUR is written',
        'Won means',
        'Move Alpha up',
      ])
        assert.ok(seen.has(name), `${name} among ${[...seen].join(', ')}`);
    });
    await test('the choices are kept by a name and the files imported', async () => {
      await page.getByRole('button', { name: 'Keep for next time' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('monthly list');
      await page.getByRole('button', { name: 'Keep', exact: true }).click();
      await until(async () => (await ask(page, '/mappings')).mappings.length === 1, 'it is kept');
      await page.getByRole('button', { name: 'Import these 2 files' }).click();
      await see(page, page.getByRole('heading', { name: 'These files are imported' }));
      await until(async () => (await deals()) === 68, '68 deals');
      await page.getByRole('button', { name: 'Done' }).click();
    });
    await test('the next file with these columns is read by the kept choices', async () => {
      await drop(page, { ...ours(), name: 'april.csv' });
      const april = page.getByRole('region', { name: 'april.csv', exact: true });
      await see(page, april.getByText('read by the kept mapping “monthly list”'));
      await see(page, april.getByText('8 of 8 rows taken'));
      assert.equal(await page.getByLabel('Remark becomes').inputValue(), 'lost_reason');
      await page.getByRole('button', { name: 'Import this file' }).click();
      await see(page, 'Everything was here already: nothing changed');
      assert.equal(await deals(), 68);
    });
    await test('where every file is left out, the page says what to do', async () => {
      await drop(page, {
        ...people(),
        name: 'others.csv',
        buffer: Buffer.from('Nr,Colour,Taste\n1,red,sweet\n2,blue,sour\n'),
      });
      await see(page, 'Every file is left out: say of at least one what a row is.');
      assert.ok(await page.getByRole('button', { name: 'Import these files' }).isDisabled());
      await page.getByRole('button', { name: 'Do not import them' }).click();
    });
    await test('a calendar without an owner asks whose it is', async () => {
      await drop(
        page,
        csv('agenda calendar.csv', [
          'Subject,Start,End,Attendees',
          'Demo,2026-01-05 10:00,2026-01-05 11:00,eva@x.example',
          'Call,2026-01-16 09:00,2026-01-16 09:15,rui@x.example',
        ]),
      );
      const agenda = page.getByRole('region', { name: 'agenda calendar.csv', exact: true });
      await see(page, agenda.getByText('Whose calendar is this?'));
      await agenda.getByRole('textbox', { name: 'The owner’s mail address or name' }).fill('kim@seller.example');
      await agenda.getByRole('button', { name: 'Its owner' }).click();
      await gone(agenda.getByText('Whose calendar is this?'));
      await page.getByRole('button', { name: 'Import this file' }).click();
      await until(
        async () =>
          (await ask(page, '/records/calendar_event')).records.filter(
            (r) => r.fields.owner?.name === 'kim@seller.example',
          ).length === 2,
        'both events are hers',
      );
    });
    await test('unknown files: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
