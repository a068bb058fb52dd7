import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** An administrator makes, checks and plans backups. */
export async function backups(browser, test) {
  const far = `${String((new Date().getUTCHours() + 12) % 24).padStart(2, '0')}:30`; // not due while this runs
  const server = await start({ filled: true, args: ['--backup-daily', far, '--backup-keep', '3'] });
  const { page, context, complaints } = await open(browser);
  const folder = path.join(server.folder, 'data-backups');
  const files = () => readdirSync(folder).filter((name) => name.endsWith('.backup'));
  try {
    await test('the settings lead to the backups, and without any the page says what to do', async () => {
      await page.goto(server.url);
      await settled(page);
      await page.goto(`${server.origin}/settings`);
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Backups' }).click();
      await see(page, page.getByRole('heading', { level: 1, name: 'Backups' }));
      await see(page, 'No backups yet');
    });
    await test('a backup is made and stands in the list', async () => {
      await page.getByRole('button', { name: 'Back up now' }).focus();
      await page.keyboard.press('Enter');
      await see(page, 'Backup made', { timeout: 60_000 });
      await see(page, page.getByRole('table').getByText('not verified yet'));
      assert.equal(files().length, 1);
      await see(page, page.getByRole('cell', { name: files()[0] }));
    });
    await test('a check tells how many changes are in it', async () => {
      await page.getByRole('button', { name: /^Verify the backup of / }).click();
      await see(page, page.getByRole('table').getByText(/^good, /), { timeout: 60_000 });
      const { changes } = (await ask(page, '/backups')).backups[0].verified;
      assert.ok(changes > 0);
      await see(page, page.getByRole('cell', { name: changes.toLocaleString('en'), exact: true }));
    });
    await test('one that went bad is found, said and stays marked after a reload', async () => {
      const file = path.join(folder, files()[0]);
      const { mtime } = statSync(file);
      const bytes = readFileSync(file);
      const middle = bytes.length >> 1;
      bytes.fill(0, middle, middle + 64);
      writeFileSync(file, bytes);
      utimesSync(file, mtime, mtime); // as a disk does it
      await page.getByRole('button', { name: /^Verify the backup of / }).click();
      await see(page, page.getByRole('alert').getByText(/the backup is damaged or was cut off/), { timeout: 60_000 });
      await page.reload();
      await see(page, page.getByRole('table').getByText(/^bad, /));
    });
    await test('the schedule stands as it was given, and the next one is left out', async () => {
      const daily = page.getByRole('region', { name: 'Daily backup' });
      await see(page, daily.getByText(new RegExp(`Each day at ${far}`)));
      await see(page, daily.getByText(/The newest 3 daily backups are kept/));
      const due = async () => (await ask(page, '/backups')).jobs.find((j) => j.daily && j.state === 'waiting')?.due_at;
      const before = Date.parse(await due());
      await daily.getByRole('button', { name: 'Leave this one out' }).click();
      await see(page, 'The next daily backup is left out');
      await until(async () => Date.parse(await due()) > before, 'the day after it is planned');
      await gone(page.getByText(/Backing up/));
    });
    await test('the command that restores names the folders', async () => {
      const section = page.getByRole('region', { name: 'Restoring' });
      await see(page, section.getByText(folder, { exact: true }));
      await see(page, section.getByText(/^salesops restore .*--data .* --replace$/));
    });
    await test('who has not signed in sees no backup', async () => {
      const stranger = await open(browser);
      await stranger.page.goto(`${server.origin}/settings/backups`);
      await settled(stranger.page);
      assert.equal(await stranger.page.getByRole('button', { name: 'Back up now' }).count(), 0);
      assert.equal(await stranger.page.getByText(folder).count(), 0);
      await stranger.context.close();
    });
    await test('backups: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
