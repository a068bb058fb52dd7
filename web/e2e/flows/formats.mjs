import { crc32 } from 'node:zlib';
import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { drop, settled } from '../pages.mjs';
import { start } from '../server.mjs';

export const calendar = {
  name: 'mia@own.example.ics',
  mimeType: 'text/calendar',
  buffer: Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:1@tests',
      'SUMMARY:Demo',
      'DTSTART:20260316T160000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;COUNT=3',
      'ORGANIZER:mailto:pat@buyer.example',
      'ATTENDEE:mailto:mia@own.example',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:2@tests',
      'SUMMARY:When?',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  ),
};

export const doubtful = {
  name: 'Opportunity.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Id,Name,StageName,Amount,CloseDate\n006000000000091,Drum,Prospecting,4.750,2026-03-01\n006000000000092,Horn,Prospecting,6.125,2026-03-02\n',
  ),
};

const list = {
  name: 'prices.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Id,Name,StageName,Amount,CloseDate\n006000000000093,Drum,Prospecting,5000,2026-03-01\n006000000000094,Flute,Prospecting,90,2026-03-02\n',
  ),
};

/** An archive whose one file is stored as it is. */
export function zip(name, content) {
  const file = Buffer.from(name);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  const facts = Buffer.alloc(16);
  facts.writeUInt32LE(crc32(content), 4);
  facts.writeUInt32LE(content.length, 8);
  facts.writeUInt32LE(content.length, 12);
  facts.copy(head, 10);
  head.writeUInt16LE(file.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  facts.copy(entry, 12);
  entry.writeUInt16LE(file.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + file.length, 12);
  end.writeUInt32LE(head.length + file.length + content.length, 16);
  return Buffer.concat([head, file, content, entry, file, end]);
}

/** Other files than tables that are known: calendars, archives, numbers in doubt, lists without ids of the CRM. */
export async function formats(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const total = async (object, q = '') => (await ask(page, `/records/${object}?q=${q}`)).total;
  const imports = async () => {
    await page.goto(`${server.origin}/imports`);
    await settled(page);
  };
  try {
    await page.goto(server.url);
    await settled(page);
    await test('a calendar is dropped', async () => {
      await imports();
      await drop(page, calendar);
      await see(page, 'This is what the import would do. Nothing is written yet.');
      await see(page, page.getByRole('region', { name: 'Rows that could not be taken' }));
      assert.equal(
        await page.getByRole('combobox', { name: 'Find records by' }).count(),
        0,
        'nothing tells one meeting from another but its id',
      );
      const wide = page.viewportSize();
      await page.setViewportSize({ width: 390, height: 844 });
      for (const table of ['Records', 'Files', 'Rows that could not be taken']) {
        const cut = await page
          .getByRole('region', { name: table, exact: true })
          .evaluate((r) => r.scrollWidth - r.clientWidth);
        assert.equal(cut, 0, `${table}: columns out of sight on a phone`);
      }
      await page.setViewportSize(wide);
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'Import 1 file', exact: true }).click();
      await see(page, page.getByRole('heading', { name: 'Imported', exact: true }));
      await until(async () => (await total('calendar_event')) === 3, '3 events');
    });
    await test('numbers in doubt are asked about', async () => {
      await imports();
      await drop(page, doubtful);
      await see(page, 'How are the numbers of these files written?');
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'With a decimal comma: 1.234,50' }).click();
      await see(page, 'This is what the import would do. Nothing is written yet.');
      await page.getByRole('button', { name: 'Import 1 file', exact: true }).click();
      await see(page, page.getByRole('heading', { name: 'Imported', exact: true }));
      const drum = (await ask(page, '/records/deal?q=Drum')).records[0];
      assert.equal(Number(drum.fields.amount.amount), 4750);
    });
    await test('an archive is dropped, and its rows are found by name', async () => {
      await imports();
      await drop(page, { name: 'week.zip', mimeType: 'application/zip', buffer: zip('prices.csv', list.buffer) });
      await see(page, page.getByRole('cell', { name: 'week.zip › prices.csv' }));
      await page.getByRole('combobox', { name: 'Find records by' }).click();
      await page.getByRole('option', { name: 'Name', exact: true }).click();
      await see(page, /1 found, 1 not found/);
      await page.getByRole('combobox', { name: 'Then' }).click();
      await page.getByRole('option', { name: 'Only update what is here' }).click();
      await see(page, /1 left out/);
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'Import 1 file', exact: true }).click();
      await see(page, page.getByRole('heading', { name: 'Imported', exact: true }));
      await until(
        async () => Number((await ask(page, '/records/deal?q=Drum')).records[0].fields.amount.amount) === 5000,
        'it has the new amount',
      );
      assert.equal(await total('deal', 'Flute'), 0);
    });
    await test('formats: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
