import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { drop, settled } from '../pages.mjs';
import { start } from '../server.mjs';

const csv = (name, buffer) => ({ name, mimeType: 'text/csv', buffer });

/** Shift_JIS for the katakana and ASCII of these tests: no library writes it here. */
const katakana = {
  ア: '8341',
  イ: '8343',
  ウ: '8345',
  カ: '834a',
  キ: '834c',
  ク: '834e',
  タ: '835e',
  ナ: '8369',
  マ: '837d',
};
const shiftJIS = (text) =>
  Buffer.concat([...text].map((c) => (katakana[c] ? Buffer.from(katakana[c], 'hex') : Buffer.from(c, 'latin1'))));

/** Deals of a list that no layout knows, in Shift_JIS. */
export const japanese = () =>
  csv(
    'march.csv',
    shiftJIS(
      'Ref,ナマ,Phase,Close Date,Amount\nR-1,カタカナ,Won,2026-04-13,100\nR-2,アイウ,Lost,2026-04-14,200\nR-3,マタアウ,Won,2026-04-15,300\n',
    ),
  );

/** Orders and the table in which they look up their customers. */
export const shop = () => [
  csv(
    'orders.csv',
    Buffer.from(
      `Order,Customer,Date,Amount,Zone\n${Array.from({ length: 12 }, (_, i) => `${i + 1},${(i % 5) + 7},2026-01-${i + 10},${i + 1}00,Z${i % 4}`).join('\n')}\n`,
    ),
  ),
  csv('zones.csv', Buffer.from('Zone,Climate,Note\nZ0,cold,first\nZ1,cold,second\nZ2,warm,third\nZ3,warm,fourth\n')),
];

/** How a text file is written is asked, kept and changed; joined tables are shown. */
export async function scripts(browser, test) {
  const server = await start();
  const { page, context, complaints } = await open(browser);
  const imports = async () => {
    await page.goto(`${server.origin}/imports`);
    await settled(page);
  };
  try {
    await page.goto(server.url);
    await settled(page);
    await test('the encoding of an unknown list is asked, and its columns are read by the answer', async () => {
      await imports();
      await drop(page, japanese());
      await see(page, 'In which script are these files written?');
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'Japanese (shift_jis)' }).click();
      const columns = page.getByRole('region', { name: 'Columns of march.csv' });
      await see(page, columns.getByRole('row', { name: /ナマ/ }));
      assert.match(await columns.getByRole('row', { name: /ナマ/ }).textContent(), /カタカナ/);
      assert.equal(await page.getByRole('combobox', { name: 'Text of CSV files' }).inputValue(), 'shift_jis');
      await see(page, page.getByText('3 of 3 rows taken'));
    });
    await test('another encoding reads the columns anew, and the right one again', async () => {
      const text = page.getByRole('combobox', { name: 'Text of CSV files' });
      await text.selectOption('windows-1251');
      await until(
        async () => !/ナマ/.test(await page.getByRole('region', { name: 'Columns of march.csv' }).textContent()),
        'other names of columns',
      );
      await text.selectOption('shift_jis');
      await until(
        async () => /ナマ/.test(await page.getByRole('region', { name: 'Columns of march.csv' }).textContent()),
        'the names as they are written',
      );
      await page.getByText('Advanced', { exact: true }).click();
      assert.match(await page.getByRole('textbox', { name: 'Mapping' }).inputValue(), /encoding: shift_jis/);
    });
    await test('the columns of a joined table are shown with their key', async () => {
      await imports();
      await drop(page, shop());
      const orders = page.getByRole('region', { name: 'orders.csv', exact: true });
      await see(page, orders.getByText('Each row looks up its row of zones.csv by Zone = Zone.'));
      await see(page, orders.getByText('Kept as fields of their own: Climate.'));
      await see(
        page,
        page
          .getByRole('region', { name: 'zones.csv', exact: true })
          .getByText('Its rows are no records: each row of orders.csv looks up its row here by Zone = Zone.'),
      );
      await settled(page); // the buttons wait for the answer
      assert.deepEqual(await violations(page), []);
      await page.getByRole('region', { name: 'orders.csv', exact: true }).getByLabel('Amount becomes').waitFor();
    });
    await test('what was looked up is imported', async () => {
      await see(page, page.getByText('12 of 12 rows taken'));
      for (const done of await page.getByRole('button', { name: 'This is decided' }).all()) await done.click();
      await page.getByRole('button', { name: 'Import this file' }).click();
      await see(page, page.getByRole('heading', { name: 'These files are imported' }));
      await until(async () => (await ask(page, '/records/order')).total === 12, '12 orders');
    });
    await test('scripts: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
