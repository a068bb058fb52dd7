// Accessibility of what is on the page now, by axe.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each violation as one line. floating: something lies over the page that belongs to no landmark. */
export async function violations(page, floating = false) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (floats) => {
    const rules = { 'target-size': { enabled: true }, ...(floats ? { region: { enabled: false } } : {}) };
    const { violations: found } = await globalThis.axe.run(document, {
      rules,
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.flatMap((v) =>
      v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
    );
  }, floating);
}
