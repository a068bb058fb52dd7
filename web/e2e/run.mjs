// npm run e2e [-- --json FILE] [--only TEXT] [--flow NAME,…]: the built program driven by a real
// browser. Every test is run even after one has failed. E2E_REPORT names the
// report as --json does.
import { writeFileSync } from 'node:fs';
import { launch } from './browser.mjs';
import { backups } from './flows/backups.mjs';
import { browse } from './flows/browse.mjs';
import { checks } from './flows/checks.mjs';
import { editing } from './flows/editing.mjs';
import { erasure } from './flows/erasure.mjs';
import { explain } from './flows/explain.mjs';
import { factors } from './flows/factors.mjs';
import { filters } from './flows/filters.mjs';
import { formats } from './flows/formats.mjs';
import { insight } from './flows/insight.mjs';
import { jobs } from './flows/jobs.mjs';
import { keyboard } from './flows/keyboard.mjs';
import { mail } from './flows/mail.mjs';
import { onboarding } from './flows/onboarding.mjs';
import { people } from './flows/people.mjs';
import { roles } from './flows/roles.mjs';
import { refine } from './flows/refine.mjs';
import { review } from './flows/review.mjs';
import { scripts } from './flows/scripts.mjs';
import { signin } from './flows/signin.mjs';
import { trouble } from './flows/trouble.mjs';
import { unknown } from './flows/unknown.mjs';
import { view } from './flows/view.mjs';

const arg = (name) => {
  const i = process.argv.indexOf(`--${name}`);
  return i > 0 ? process.argv[i + 1] : undefined;
};
const report = arg('json') ?? process.env.E2E_REPORT;
const only = arg('only');
const flows = arg('flow')?.split(',');

const tests = [];
const test = async (name, run) => {
  if (only && !name.includes(only)) return;
  const started = Date.now();
  try {
    await run();
    tests.push({ name, status: 'passed', reason: '' });
    console.log(`ok    ${name} (${Date.now() - started} ms)`);
  } catch (e) {
    tests.push({ name, status: 'failed', reason: String(e.message ?? e) });
    console.log(
      `FAIL  ${name}\n      ${String(e.stack ?? e)
        .split('\n')
        .slice(0, 12)
        .join('\n      ')}`,
    );
  }
};

const browser = await launch();
for (const flow of [
  onboarding,
  signin,
  factors,
  people,
  roles,
  backups,
  mail,
  jobs,
  erasure,
  unknown,
  formats,
  scripts,
  review,
  browse,
  editing,
  filters,
  refine,
  insight,
  keyboard,
  view,
  explain,
  checks,
  trouble,
]) {
  if (flows && !flows.includes(flow.name)) continue;
  try {
    await flow(browser, test);
  } catch (e) {
    tests.push({ name: `flow ${flow.name}`, status: 'failed', reason: String(e.message ?? e) });
    console.log(`FAIL  flow ${flow.name}\n      ${e.stack}`);
  }
}
await browser.close();

const count = (status) => tests.filter((t) => t.status === status).length;
const totals = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
if (report) writeFileSync(report, JSON.stringify({ ...totals, tests }, null, 2));
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);
