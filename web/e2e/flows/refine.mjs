import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

/** Filters that move with the day, of which one is enough, and that are changed where they stand; by keyboard alone. */
export async function refine(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const box = () => page.getByRole('dialog');
  const expression = () => box().getByRole('textbox', { name: 'As an expression' });
  const inForce = (text) => page.getByRole('note', { name: 'As an expression' }).getByText(text, { exact: true });
  const total = async (where, more = '') =>
    (await ask(page, `/records/deal?where=${encodeURIComponent(where)}${more}`)).total;
  const counted = async (where, more) => {
    const n = await total(where, more);
    await see(page, page.locator('header').getByText(String(n), { exact: true }));
    return n;
  };
  const tabTo = async (name) => {
    const focused = () =>
      page.evaluate(() => document.activeElement?.labels?.[0]?.textContent ?? document.activeElement?.textContent);
    for (let i = 0; i < 8 && (await focused()) !== name; i++) await page.keyboard.press('Tab');
    assert.equal(await focused(), name);
  };
  const quarter = 'close_date >= start_of("quarter") && close_date < start_of("quarter", 1)';
  try {
    await page.goto(server.url);
    await settled(page);
    await page.goto(`${server.origin}/records/deal`);
    await settled(page);
    await test('a period that moves with the day is chosen by keyboard alone', async () => {
      await page.getByRole('button', { name: 'Add a filter' }).focus();
      await page.keyboard.press('Enter');
      await box().getByRole('combobox', { name: 'Field' }).focus();
      await page.keyboard.type('Close date');
      await tabTo('Value');
      await page.keyboard.type('this quarter');
      await until(async () => (await expression().inputValue()) === quarter, 'the expression is in sight');
      assert.deepEqual(await violations(page, true), []);
      await tabTo('Apply');
      await page.keyboard.press('Enter');
      await gone(box());
      await see(page, inForce(quarter));
      await see(page, page.getByText('Close date is in this quarter'));
      await counted(quarter);
    });
    await test('it follows the past day that is looked at', async () => {
      const now = await total(quarter);
      await page.goto(
        `${server.origin}/records/deal?as_of=2025-08-15&where=${encodeURIComponent(JSON.stringify([quarter]))}`,
      );
      await settled(page);
      const then = await counted(quarter, '&as_of=2025-08-15');
      assert.equal(
        then,
        await total('close_date >= day("2025-07-01") && close_date < day("2025-10-01")', '&as_of=2025-08-15'),
      );
      assert.notEqual(then, now);
      await page.goto(
        `${server.origin}/records/deal?where=${encodeURIComponent(JSON.stringify([quarter, 'has(owner)']))}`,
      );
      await settled(page);
    });
    await test('a filter is changed where it stands, and the others stay', async () => {
      const chip = page.getByRole('button', { name: 'Close date is in this quarter' });
      await chip.focus();
      await page.keyboard.press('Enter');
      assert.equal(await expression().inputValue(), quarter);
      await box().getByRole('combobox', { name: 'Operator' }).selectOption('is in the last days');
      await box().getByLabel('Days').fill('90');
      await page.keyboard.press('Enter');
      await gone(box());
      const changed = 'close_date > as_of - 90 && close_date <= as_of';
      await see(page, inForce(`${changed} && has(owner)`));
      await see(page, page.getByRole('button', { name: 'Close date is in the last 90 days' }));
      await until(
        () => page.evaluate(() => document.activeElement?.textContent.includes('in the last 90 days')),
        'the focus is on the chip again',
      );
      await page.getByRole('button', { name: 'Take away this condition' }).last().click();
      await counted(changed);
    });
    await test('of several values one is enough', async () => {
      await page.goto(
        `${server.origin}/records/deal?where=${encodeURIComponent(JSON.stringify(['source == "Partner"']))}`,
      );
      await settled(page);
      await page.getByRole('button', { name: 'Source: Partner' }).click();
      await box().getByRole('button', { name: 'Or…' }).click();
      assert.equal(await expression().inputValue(), '');
      const second = box().getByRole('group', { name: 'Alternative 2' });
      await second.getByRole('combobox', { name: 'Value' }).fill('Referral');
      assert.deepEqual(await violations(page, true), []);
      await box().getByRole('button', { name: 'Apply' }).click();
      const either = 'source == "Partner" || source == "Referral"';
      await see(page, inForce(either));
      await see(page, page.getByRole('button', { name: 'Source is Partner or Referral' }));
      assert.equal(await counted(either), (await total('source == "Partner"')) + (await total('source == "Referral"')));
    });
    await test('an alternative about another field, and one taken away again', async () => {
      await page.getByRole('button', { name: 'Source is Partner or Referral' }).click();
      const second = box().getByRole('group', { name: 'Alternative 2' });
      await second.getByRole('combobox', { name: 'Field' }).selectOption('Close date');
      await second.getByRole('combobox', { name: 'Operator' }).selectOption('is before today');
      assert.equal(await expression().inputValue(), 'source == "Partner" || close_date < as_of');
      await second.getByRole('button', { name: 'Take away this alternative' }).click();
      assert.equal(await expression().inputValue(), 'source == "Partner"');
      await page.keyboard.press('Escape');
      await gone(box());
      await see(page, inForce('source == "Partner" || source == "Referral"'));
    });
    await test('a metric takes the same filters', async () => {
      const closed = 'closed_on >= start_of("quarter", -1) && closed_on < start_of("quarter")';
      await page.goto(`${server.origin}/metrics/won_revenue?where=${encodeURIComponent(JSON.stringify([closed]))}`);
      await settled(page);
      const { rows } = await ask(page, `/metrics/won_revenue?where=${encodeURIComponent(closed)}`);
      await until(
        async () =>
          (await page.locator('[data-exact]').textContent()).replace(/[^\d]/g, '') ===
          String(Math.round(Number(rows[0].value))),
        'the number is the filtered one',
      );
      await see(page, page.getByRole('button', { name: /is in last quarter/ }));
    });
    await test('refine: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
