import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

const where = (text) => encodeURIComponent(text);

/** Filters from menus, in lists and on metrics. */
export async function filters(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const box = () => page.getByRole('dialog', { name: 'Filter' });
  const field = (name) => box().getByRole('combobox', { name: 'Field' }).selectOption(name);
  const operator = (name) => box().getByRole('combobox', { name: 'Operator' }).selectOption(name);
  const expression = () => box().getByRole('textbox', { name: 'As an expression' });
  const count = async (text) => (await ask(page, `/records/deal?where=${where(text)}`)).total;
  const inForce = (text) => page.getByRole('note', { name: 'As an expression' }).getByText(text, { exact: true });
  try {
    await page.goto(server.url);
    await settled(page);
    await test('a filter is built from field, operator and value, and its expression is in sight', async () => {
      await page.goto(`${server.origin}/records/deal`);
      await settled(page);
      await page.getByRole('button', { name: 'Add a filter' }).click();
      assert.match(await expression().getAttribute('placeholder'), /^amount > money\("1000\.00 [A-Z]{3}"\)$/);
      await field('Close date');
      await operator('is on or after');
      await box().getByLabel('Value').fill('2025-10-01');
      assert.equal(await expression().inputValue(), 'close_date >= day("2025-10-01")');
      assert.deepEqual(await violations(page, true), []);
      await box().getByRole('button', { name: 'Apply' }).click();
      const text = 'close_date >= day("2025-10-01")';
      await see(page, inForce(text));
      await see(page, page.getByText(/Close date is on or after/));
      await see(page, page.locator('header').getByText(String(await count(text)), { exact: true }));
    });
    await test('a second one narrows the first; a record is chosen by its name', async () => {
      await page.getByRole('button', { name: 'Add a filter' }).click();
      await field('Owner');
      await box().getByRole('combobox', { name: 'Value' }).fill('emil');
      await page.getByRole('option', { name: 'Emil Novak' }).click();
      await box().getByRole('button', { name: 'Apply' }).click();
      await see(
        page,
        page
          .getByRole('note', { name: 'As an expression' })
          .getByText(/^close_date >= day\("2025-10-01"\) && owner == id\("person_\w+"\)$/),
      );
      await see(page, page.getByText('Emil Novak').and(page.locator('b')));
      await page.getByRole('button', { name: 'Take away this condition' }).first().click();
      await see(page, page.getByRole('note', { name: 'As an expression' }).getByText(/^owner == id/));
      await page.getByRole('button', { name: 'Take away this condition' }).click();
    });
    await test('the field of another record is reached over a reference', async () => {
      await page.getByRole('button', { name: 'Add a filter' }).click();
      await field('Account · City');
      await operator('contains');
      await box().getByLabel('Value').fill('Lis');
      await box().getByRole('button', { name: 'Apply' }).click();
      const text = 'account.city.contains("Lis")';
      await see(page, inForce(text));
      await see(page, page.locator('header').getByText(String(await count(text)), { exact: true }));
    });
    await test('the placeholder belongs to the object', async () => {
      await page.goto(`${server.origin}/records/lead`);
      await settled(page);
      await page.getByRole('button', { name: 'Add a filter' }).click();
      assert.equal(await expression().getAttribute('placeholder'), 'has(company)');
      await page.keyboard.press('Escape');
      await gone(box());
    });
    await test('an expression written by hand that is wrong names the field in words, and can be taken away', async () => {
      await page.goto(`${server.origin}/metrics/won_revenue`);
      await settled(page);
      await page.getByRole('button', { name: 'Add a filter' }).click();
      await expression().fill('close_dat == day("2025-10-01")');
      await page.keyboard.press('Enter');
      await see(
        page,
        page.getByRole('alert').getByText(/Deal has no field 'close_dat'; did you mean “Close date” \(close_date\)\?/),
      );
      await page.getByRole('button', { name: 'Take away this condition' }).click();
      await see(page, page.getByTitle('Show the records behind this number'));
    });
    await test('a metric is filtered from the menus of its own object', async () => {
      await page.getByRole('button', { name: 'Add a filter' }).click();
      await field('Source');
      await box().getByRole('combobox', { name: 'Value' }).fill('Partner');
      await box().getByRole('button', { name: 'Apply' }).click();
      const { rows } = await ask(page, `/metrics/won_revenue?where=${where('source == "Partner"')}`);
      await until(
        async () =>
          (await page.locator('[data-exact]').textContent()).replace(/[^\d]/g, '') ===
          String(Math.round(Number(rows[0].value))),
        'the number is the filtered one',
      );
    });
    await test('a team that has none of what a metric counts is named', async () => {
      const { records } = await ask(page, '/records/team?limit=1');
      await page.evaluate(async () =>
        fetch('/api/v1/records/cost', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({
            fields: { amount: { amount: '900.00', currency: null }, from_on: '2025-10-01', to_on: '2025-10-31' },
          }),
        }),
      );
      await page.goto(`${server.origin}/metrics/cost?scope=${where(`owner.team == id("${records[0].id}")`)}`);
      await see(page, page.locator('main').getByText(`${records[0].title} has no costs`));
    });
    await test('filters: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
