// Mailpit, a real mail server that delivers to nobody and shows what it took. tools/setup --with-tests builds it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const program = path.join(import.meta.dirname, '..', '..', '.tools', 'bin', 'mailpit');

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A running mail server; undefined where Mailpit is not installed. */
export async function startMail() {
  if (!existsSync(program)) return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'salesops-mail-'));
  const [smtp, web] = [await freePort(), await freePort()];
  const api = `http://127.0.0.1:${web}/api/v1`;
  const places = ['--smtp', `127.0.0.1:${smtp}`, '--listen', `127.0.0.1:${web}`];
  const child = spawn(
    program,
    [
      ...places,
      '--database',
      path.join(folder, 'mail.db'),
      '--disable-version-check',
      '--smtp-disable-rdns',
      '--quiet',
    ],
    { stdio: 'ignore' },
  );
  const over = new Promise((resolve) => child.once('exit', resolve));
  const json = async (at) => (await fetch(`${api}/${at}`)).json();
  const wait = async (what, check) => {
    for (let i = 0; i < 2400; i++) {
      const found = await check().catch(() => undefined);
      if (found) return found;
      await new Promise((r) => setTimeout(r, 50));
    }
    throw new Error(`waited in vain: ${what}`);
  };
  await wait('Mailpit answers', () => json('info'));
  return {
    address: `127.0.0.1:${smtp}`,
    /** The newest mail to somebody whose subject matches: subject, text, and the link in it. */
    mail: (to, subject) =>
      wait(`a mail to ${to}: ${subject}`, async () => {
        const { messages } = await json('messages');
        const found = messages.find((m) => m.To.some((t) => t.Address === to) && subject.test(m.Subject));
        if (!found) return undefined;
        const { Subject, Text, HTML } = await json(`message/${found.ID}`);
        return { subject: Subject, text: Text, html: HTML, link: /https?:\/\/\S+#\S+/.exec(Text)?.[0] };
      }),
    count: async () => (await json('messages')).total,
    async stop() {
      child.kill('SIGTERM');
      await over;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
