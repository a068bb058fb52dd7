import { violations } from '../axe.mjs';
import { open } from '../browser.mjs';
import { ask, assert, gone, see, until } from '../expect.mjs';
import { settled } from '../pages.mjs';
import { start } from '../server.mjs';

const inOrder = ['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review'];

/** Moving and closing a deal, refused values, references by name. */
export async function editing(browser, test) {
  const server = await start({ filled: true });
  const { page, context, complaints } = await open(browser);
  const post = (path, body, method = 'POST') =>
    page.evaluate(
      async ([p, b, m]) => {
        const r = await fetch(`/api/v1${p}`, {
          method: m,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(b),
        });
        if (!r.ok) throw new Error(await r.text());
        return r.json();
      },
      [path, body, method],
    );
  try {
    await page.goto(server.url);
    await settled(page);
    const { records: open1 } = await ask(
      page,
      `/records/deal?limit=2&where=${encodeURIComponent('outcome == "open"')}`,
    );
    const [first, second] = open1.map((d) => d.id);
    const { records: pipelines } = await ask(page, '/records/pipeline');
    // a second pipeline, whose stages are none of the deal's
    const other = await post('/records/pipeline', { fields: { name: 'Renewals' } });
    await post('/records/stage', {
      fields: { name: 'Renewal due', pipeline: other.id, position: 1, outcome: 'open', probability: 0.5 },
    });
    const facts = page.getByRole('region', { name: 'Facts' });
    const edit = (name) => facts.getByRole('button', { name: `Edit ${name}`, exact: true }).click();
    const deal = (id) => ask(page, `/records/deal/${id}`);
    const show = async (id) => {
      await page.goto(`${server.origin}/records/deal/${id}`);
      await settled(page);
    };

    await test('a deal moves through the stages of its own pipeline, in their order', async () => {
      assert.equal(pipelines.length, 1);
      await show(first);
      await edit('Stage');
      const stages = facts.getByRole('combobox', { name: 'Stage' });
      await until(async () => (await stages.locator('option').count()) >= 6, 'the stages are there');
      const names = await stages.locator('option').allTextContents();
      assert.deepEqual(
        names.filter((n) => n !== '–'),
        [...inOrder, 'Closed Won (closes: won)', 'Closed Lost (closes: lost)'],
      );
      await stages.selectOption('Negotiation/Review');
      await see(page, facts.getByText('The probability becomes 80%.'));
      await facts.getByRole('button', { name: 'Save' }).click();
      await see(page, 'Stage changed');
      await until(async () => (await deal(first)).fields.probability === 0.8, 'the probability follows');
      assert.equal(await facts.getByRole('button', { name: 'Edit Outcome' }).count(), 0);
    });
    await test('closing asks for what it needs and sets the probability', async () => {
      await edit('Stage');
      await facts.getByRole('combobox', { name: 'Stage' }).selectOption('Closed Won (closes: won)');
      const needs = facts.getByRole('group', { name: 'To close it' });
      const { today } = await ask(page, '/me');
      assert.equal(await needs.getByLabel('Close date').inputValue(), today);
      await needs.getByLabel('Amount').fill('12345.60');
      assert.deepEqual(await violations(page), []);
      await facts.getByRole('button', { name: 'Save' }).click();
      await see(page, page.getByText('won').first());
      await until(async () => (await deal(first)).fields.outcome === 'won', 'the deal is won');
      const { fields } = await deal(first);
      assert.deepEqual(
        [fields.probability, fields.close_date, fields.amount.amount, fields.forecast_category],
        [1, today, '12345.60', 'Closed'],
      );
      await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click();
      await until(async () => (await deal(first)).fields.probability === 0.8, 'all of it is taken back at once');
    });
    await test('a lost deal is asked for its reason, one opened again for a new day', async () => {
      await show(second);
      await edit('Stage');
      await facts.getByRole('combobox', { name: 'Stage' }).selectOption('Closed Lost (closes: lost)');
      const needs = facts.getByRole('group', { name: 'To close it' });
      await needs.getByLabel('Lost reason').fill('Price');
      await needs.getByLabel('Close date').press('Enter');
      await until(async () => (await deal(second)).fields.lost_reason === 'Price', 'the reason is kept');
      assert.equal((await deal(second)).fields.probability, 0);
      await settled(page);
      await edit('Stage');
      await facts.getByRole('combobox', { name: 'Stage' }).selectOption('Proposal/Price Quote');
      const again = facts.getByRole('group', { name: 'To open it again' });
      await again.getByLabel('Close date').fill('2031-05-31');
      await facts.getByRole('button', { name: 'Save' }).click();
      await until(async () => (await deal(second)).fields.outcome === 'open', 'the deal is open again');
      assert.deepEqual(
        [(await deal(second)).fields.close_date, (await deal(second)).fields.probability],
        ['2031-05-31', 0.6],
      );
    });
    await test('another pipeline brings its own stages', async () => {
      await settled(page);
      await edit('Pipeline');
      await facts.getByRole('combobox', { name: 'Pipeline' }).selectOption('Renewals');
      const stages = facts.getByRole('combobox', { name: 'Stage' });
      await until(
        async () => (await stages.locator('option').allTextContents()).join() === 'Renewal due',
        'the stages are the other pipeline’s',
      );
      await facts.getByRole('button', { name: 'Save' }).click();
      await until(
        async () => (await deal(second)).fields.pipeline.name === 'Renewals',
        'pipeline and stage change together',
      );
      assert.equal((await deal(second)).fields.stage.name, 'Renewal due');
    });
    await test('a refused value stays in its field with the reason', async () => {
      await show(first);
      await edit('Amount');
      const box = facts.getByRole('textbox', { name: 'Amount' });
      await box.fill('12,345 or so');
      await box.press('Enter');
      await see(page, facts.getByRole('alert').getByText('Amount takes an amount such as 1250.00'));
      assert.equal(await box.inputValue(), '12,345 or so');
      assert.deepEqual(await violations(page), []);
      await box.fill('777.00');
      await box.press('Enter');
      await gone(box);
      await until(async () => (await deal(first)).fields.amount.amount === '777.00', 'the mended value is kept');
      await until(
        () => page.evaluate(() => document.activeElement.getAttribute('data-edits') === 'amount'),
        'the focus goes back to the field',
      );
      await edit('Probability');
      const chance = facts.getByRole('textbox', { name: 'Probability' });
      await chance.fill('800');
      await chance.press('Enter');
      await see(page, facts.getByRole('alert').getByText('a probability lies between 0 % and 100 %'));
      assert.equal(await chance.inputValue(), '800');
      await chance.fill('35');
      await chance.press('Enter');
      await gone(chance);
      await until(async () => (await deal(first)).fields.probability === 0.35, 'percent are kept as a share');
    });
    await test('a moment is edited by the clocks of the company', async () => {
      const { zone } = (await ask(page, '/settings')).values;
      await edit('Created');
      const box = facts.locator('input[type=datetime-local]');
      assert.deepEqual(await violations(page), []);
      await box.fill('2026-01-31T09:05');
      await box.press('Enter');
      await gone(box);
      const shown = (iso) =>
        new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
          new Date(iso),
        );
      await until(
        async () => shown((await deal(first)).fields.created_at) === '2026-01-31 09:05',
        'the instant is that of the clocks',
      );
    });
    await test('a record that changed meanwhile keeps what was typed', async () => {
      await page.getByRole('button', { name: 'Show empty fields' }).click();
      await edit('Next step');
      const box = facts.getByRole('textbox', { name: 'Next step' });
      await box.fill('Send the offer');
      await post(`/records/deal/${first}`, { fields: { next_step: 'Something else' } }, 'PATCH');
      await box.press('Enter');
      await see(page, facts.getByRole('alert').getByText(/Somebody changed this record meanwhile/));
      assert.equal(await box.inputValue(), 'Send the offer');
      await settled(page);
      await box.press('Enter');
      await until(async () => (await deal(first)).fields.next_step === 'Send the offer', 'saved once more');
    });
    await test('typing in a reference filters from the first letter', async () => {
      await settled(page);
      const was = (await deal(first)).fields.owner.name;
      const wanted = was === 'Emil Novak' ? ['ben', 'Ben Carter'] : ['emi', 'Emil Novak'];
      await edit('Owner');
      const box = facts.getByRole('combobox', { name: 'Owner' });
      assert.equal(await box.inputValue(), '');
      assert.equal(await box.getAttribute('placeholder'), was);
      await until(async () => (await page.getByRole('option').count()) >= 5, 'everybody is offered');
      assert.deepEqual(await violations(page, true), []);
      await page.keyboard.type(wanted[0]);
      await until(
        async () => (await page.getByRole('option').allTextContents()).join() === wanted[1],
        'only the one who is meant is left',
      );
      await page.keyboard.press('Enter');
      await until(async () => (await deal(first)).fields.owner.name === wanted[1], 'chosen by key');
    });
    await test('only a record of a person leads to an erasure', async () => {
      const { records } = await ask(page, '/records/contact?limit=1');
      await page.goto(`${server.origin}/records/contact/${records[0].id}`);
      await settled(page);
      const button = page.getByRole('link', { name: 'Erase personal values…' });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/settings/erasure?id=${records[0].id}`);
      await show(first);
      assert.equal(await button.count(), 0, 'a deal is no person');
    });
    await test('editing: nothing in the console, no CSP message', () => assert.deepEqual(complaints, []));
  } finally {
    await context.close();
    await server.stop();
  }
}
