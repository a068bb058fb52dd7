import { open } from '../browser.mjs';
import { ask, assert, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** Two answers to one question: from a number to why another one differs, by hand and by keyboard. */
export async function explain(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  try {
    await page.goto(server.url);
    await settled(page);
    const question = '/metrics/won_revenue?from=2025-01-01&to=2025-06-30';
    const before = await ask(page, question);
    const { records } = await ask(page, '/metrics/won_revenue/records?from=2025-01-01&to=2025-06-30&limit=1');
    const deal = records[0];
    const amount = String(Number(deal.contribution) - 1000);
    await page.evaluate(
      async ({ id, field }) => {
        const { seq } = await (await fetch(`/api/v1/records/deal/${id}`)).json();
        const res = await fetch(`/api/v1/records/deal/${id}`, {
          method: 'PATCH',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ fields: { amount: field }, if_seq: seq }),
        });
        if (!res.ok) throw new Error(await res.text());
      },
      { id: deal.id, field: { amount, currency: deal.currency } },
    );

    await test('a number opens to why it is different today, step by step', async () => {
      await page.goto(`${server.origin}/receipts/${before.receipt}`);
      await settled(page);
      await page.getByRole('button', { name: 'Why is it different today?' }).click();
      await see(page, page.getByRole('heading', { level: 1, name: 'Why do these differ' }));
      const line = page.getByRole('row', { name: /^Late corrections/ });
      await see(page, line.getByText('1,000'));
      await see(page, page.getByRole('img', { name: /^Difference .*Late corrections: .*1,000/ }));
    });
    await test('a step opens to the records it moved, with the keyboard too', async () => {
      await page.getByRole('button', { name: 'Records that moved: Late corrections' }).focus();
      await page.keyboard.press('Enter');
      await see(
        page,
        page
          .getByRole('region', { name: 'Records that moved: Late corrections' })
          .getByRole('link', { name: deal.name }),
      );
      assert.ok(page.url().includes('step=late_corrections'));
      await page.getByRole('button', { name: 'Records that moved: Teams' }).press('Enter');
      await see(page, 'No record counts differently after this step');
    });
    await test('on a phone the numbers and the button of every step are on the screen', async () => {
      const wide = page.viewportSize();
      await page.setViewportSize({ width: 390, height: 844 });
      const steps = page.getByRole('region', { name: 'The steps' });
      await until(
        async () => (await steps.evaluate((at) => at.scrollWidth - at.clientWidth)) === 0,
        'all of the steps is on the screen', // the page is laid out anew a moment after its size
      );
      const rows = page.getByRole('table').getByRole('row', { name: /Teams|Late corrections/ });
      assert.equal(await rows.count(), 2, 'the rows are rows to a screen reader');
      await page.setViewportSize(wide);
    });
    await test('pasted links are compared, those of different questions are refused in words', async () => {
      const other = await ask(page, '/metrics/won_revenue?from=2025-01-01&to=2025-03-31');
      await page.goto(`${server.origin}/explain`);
      await see(page, 'Two links are needed');
      await page.getByLabel('Link to the first number').fill(`${server.origin}/receipts/${before.receipt}`);
      await page
        .getByLabel('Link to the second number')
        .fill(`${server.origin}/receipts/${other.receipt}?as_of=2025-01-01`);
      await page.keyboard.press('Enter');
      await see(page, /these are different questions/);
      await page.getByLabel('Link to the second number').fill('nonsense');
      await page.keyboard.press('Enter');
      await see(page, /no link to a number/);
    });
    await test('the page complains of nothing', async () =>
      assert.deepEqual(
        complaints.filter((c) => !/422/.test(c)),
        [],
      ));
  } finally {
    await context.close();
    await server.stop();
  }
}
