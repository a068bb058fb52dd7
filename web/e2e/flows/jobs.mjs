import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { send } from '../send.mjs';
import { start } from '../server.mjs';

/** An administrator looks at what the program does beside the requests. */
export async function jobs(browser, test) {
  const far = `${String((new Date().getUTCHours() + 12) % 24).padStart(2, '0')}:30`; // not due while this runs
  const server = await start({ filled: true, args: ['--backup-daily', far] });
  const { page, context, complaints } = await open(browser);
  const table = page.getByRole('table');
  const folder = path.join(server.folder, 'data-backups');
  const all = async () => (await ask(page, '/jobs')).jobs;
  const ended = (id) => until(async () => (await all()).find((j) => j.id === id)?.finished_at, `the end of ${id}`);
  try {
    await test('the settings lead to the jobs, where the planned backup stands', async () => {
      await page.goto(server.url);
      await settled(page);
      await page.goto(`${server.origin}/settings`);
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Jobs' }).click();
      await see(page, page.getByRole('heading', { level: 1, name: 'Jobs' }));
      await see(page, table.getByText(/Planned for /));
      assert.deepEqual(await violations(page, true), []);
    });
    await test('a backup that fails says why, and is asked for again by key', async () => {
      // a file where the folder of backups belongs
      rmSync(folder, { recursive: true, force: true });
      writeFileSync(folder, '');
      const { id } = await send(page, 'POST', '/backups', {});
      await ended(id);
      await page.goto(`${server.origin}/settings/jobs?state=failed`);
      await settled(page);
      const row = page.getByRole('row').filter({ hasText: 'Failed' });
      await see(page, row);
      assert.equal(await page.getByRole('combobox', { name: 'State' }).inputValue(), 'failed');
      assert.equal(await table.getByText(/Planned for /).count(), 0);
      const { problem } = (await all()).find((j) => j.id === id);
      assert.ok(problem?.detail);
      assert.deepEqual(await violations(page, true), []);
      rmSync(folder);
      await row.getByRole('button', { name: 'Try again: Backup' }).focus();
      await page.keyboard.press('Enter');
      await see(page, 'The job begins again');
      await until(async () => (await all()).some((j) => j.kind === 'backup' && j.state === 'done'), 'it is made');
      assert.equal(readdirSync(folder).filter((name) => name.endsWith('.backup')).length, 1);
    });
    await test('a filter stands in the address, and the list follows without a reload', async () => {
      await page.getByRole('combobox', { name: 'State' }).selectOption('done');
      await page.waitForURL(/state=done/);
      await see(page, table.getByText('Done'));
      const before = await table.getByRole('row').count();
      const { id } = await send(page, 'POST', '/backups', {});
      await ended(id);
      await until(async () => (await table.getByRole('row').count()) === before + 1, 'the new one is in the list');
      await page.getByRole('combobox', { name: 'State' }).selectOption('stopped');
      await see(page, 'No job fits these filters');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await see(page, table.getByText(/Planned for /));
    });
    await test('the next daily backup is left out from here too', async () => {
      const planned = async () => (await all()).find((j) => j.scheduled && j.state === 'waiting');
      const before = await planned();
      await page.getByRole('button', { name: 'Stop: Daily backup' }).click();
      await see(page, 'The job was stopped');
      await until(async () => Date.parse((await planned())?.due_at) > Date.parse(before.due_at), 'the day after it');
    });
    await test('jobs: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
