package metrics_test

import (
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// TestMistakesInAMetric: a key that is missing, that does not fit the others or holds what it cannot is named with what
// to write instead; what lies at a limit is taken.
func TestMistakesInAMetric(t *testing.T) {
	t.Parallel()
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	const head = "name: mine\nversion: 1\nquestion: How many?\ndescription: A test.\n"
	const count = head + "kind: aggregate\nover: deal\non: closed_on\nunit: count\nmeasure: count\n"
	const sum = head + "kind: aggregate\nover: deal\non: closed_on\nunit: money\nmeasure: sum\nvalue: amount\n"
	const ratio = head + "kind: aggregate\nover: deal\non: closed_on\nunit: share\nmeasure: ratio\n"
	const sides = "numerator: {count: won}\ndenominator: {count: closed}\n"
	const formula = head + "kind: formula\nunit: money\nformula: won_revenue / won_deals\n"
	const base = head +
		"kind: baseline\nunit: money\nof: won_revenue\nperiods: 8\ncoverage: 0.8\nperiod: current_quarter\n"
	const guard = "guards:\n  - {code: a, act: note, rows: lost, say: {one: a, many: b}}\n"
	swap := func(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
	for _, c := range []struct{ text, want string }{ // "" is none
		{count, ""}, {sum, ""}, {ratio + sides, ""}, {formula, ""}, {base, ""}, {count + guard, ""},
		{swap(count, "version: 1", "version: 0"), "version: the version must be 1 or more"},
		{swap(count, "version: 1\n", ""), "version: the version must be 1 or more"},
		{swap(count, "question: How many?\n", ""), "question: say in one sentence"},
		{swap(count, "description: A test.\n", ""), "description: say how it is computed"},
		{count + "better: down\n", ""}, {count + "better: up\n", ""},
		{count + "better: more\n", "better: write up, down"},
		{count + "interval: normal\n", "interval: \"normal\" is no interval"}, {count + "floor: 0\n", ""},
		{count + "floor: -1\n", "floor: the floor cannot be below 0"}, {count + "period: last_quarter\n", ""},
		{count + "period: last_quartr\n", "period: \"last_quartr\" is no period; did you mean last_quarter?"},
		{count + "period: week\n", "period: \"week\" is no period: write last_quarter or current_quarter"},
		{count + "chain: 12\n", ""}, {count + "chain: 13\n", "chain: write the place among the twelve"},
		{count + "chain: -1\n", "chain: write the place among the twelve"},
		{count + "group: nowhere\n", "group: \"nowhere\" is no group"},
		{swap(count, "over: deal\n", ""), "over: say which object's records"},
		{ratio + "numerator: {count: won}\n", "measure: a ratio needs numerator and denominator"},
		{ratio + "denominator: {count: won}\n", "measure: a ratio needs numerator and denominator"},
		{ratio + "numerator: {count: won, sum: amount}\ndenominator: {count: closed}\n",
			"numerator: write either count"},
		{ratio + "numerator: {count: won}\ndenominator: {where: won}\n", "denominator: write either count"},
		{ratio + "numerator: {count: won, where: closed}\ndenominator: {count: closed}\n",
			"numerator.where: put the condition into count"},
		{ratio + "numerator: {sum: amount, where: won}\ndenominator: {sum: amount}\n", ""},
		{count + "numerator: {count: won}\n", "measure: numerator and denominator belong to"},
		{count + "denominator: {count: won}\n", "measure: numerator and denominator belong to"},
		{swap(sum, "value: amount\n", ""), "value: sum, distinct, mean and median need a value"},
		{count + "value: amount\n", "value: sum, distinct, mean and median need a value"},
		{ratio + sides + "value: amount\n", "value: sum, distinct, mean and median need a value"},
		{ratio + sides + "interval: wilson\n", ""},
		{sum + "interval: wilson\n", "interval: a Wilson interval belongs to"},
		{swap(ratio, "unit: share", "unit: money") +
			"numerator: {sum: amount}\ndenominator: {count: closed}\ninterval: wilson\n",
			"interval: a Wilson interval belongs to"},
		{ratio + "numerator: {count: won}\ndenominator: {sum: amount}\ninterval: wilson\n",
			"interval: a Wilson interval belongs to"},
		{count + "times: probability\n", "times: only measure: sum multiplies"},
		{sum + "spread: {from: created_on}\n", "spread: write the first and the last day"},
		{sum + "spread: {to: closed_on}\n", "spread: write the first and the last day"},
		{swap(count, "on: closed_on\n", "") + "spread: {from: created_on, to: closed_on}\n",
			"spread: only measure: sum can be shared"},
		{sum + "spread: {from: created_on, to: closed_on}\n", "on: a spread metric has no such key"},
		{swap(sum, "on: closed_on\n", "") + "spread: {from: created_on, to: closed_on}\n", ""},
		{sum + "splits: true\n", ""},
		{count + "splits: true\n", "splits: only the sum of deals' amounts"},
		{sum + "splits: true\nsettled: [stage]\n", "splits: only the sum"},
		{sum + "splits: true\nfirst_of: account\n", "splits: only the sum"}, {count + "settled: [owner]\n", ""},
		{swap(count, "on: closed_on\n", "settled: [owner]\n"), "settled: only fields of deals"},
		{count + "settled: [owner]\nfirst_of: account\n", "settled: only fields of deals"},
		{count + "params: {alpha: 1}\n", "params: an aggregate has no such key"},
		{count + "formula: won_deals\n", "formula: an aggregate has no such key"},
		{count + "estimate: kaplan_meier\n", "estimate: an aggregate has no such key"},
		{ratio + sides + "pace: {per: month}\n", ""}, {ratio + sides + "pace: {per: year}\n", ""},
		{count + "pace: {per: month}\n", "pace: a pace belongs to measure: ratio"},
		{ratio + sides + "pace: {per: week}\n", "pace.per: \"week\" is no pace"},
		{ratio + sides + "pace: {per: year, life: true, at_most: 60}\n", "pace.per: a life is counted in months"},
		{ratio + sides + "pace: {per: month, at_most: 60}\n", "pace: at_most and discount belong to life"},
		{ratio + sides + "pace: {per: month, discount: 0.1}\n", "pace: at_most and discount belong to life"},
		{ratio + sides + "pace: {per: month, life: true, at_most: -1}\n",
			"pace: at_most and discount cannot be below 0"},
		{ratio + sides + "pace: {per: month, life: true, discount: -1}\n",
			"pace: at_most and discount cannot be below 0"},
		{ratio + sides + "pace: {per: month, life: true}\n", "pace.at_most: say how many months"},
		{swap(formula, "formula: won_revenue / won_deals\n", ""), "formula: write arithmetic over metrics"},
		{formula + "per: week\n", "per: \"week\" is no pace"},
		{formula + "positive: {of: won_deals}\n", "positive: write of"},
		{formula + "positive: {say: none}\n", "positive: write of"},
		{formula + "positive: {of: won_deals, say: none}\n", ""},
		{formula + "positive: {of: lost_deals, say: none}\n", "positive.of: lost_deals is not in the formula"},
		{swap(formula, "unit: money", "unit: days"), "unit: won_revenue / won_deals gives money, not days"},
		{formula + "over: deal\n", "over: a formula has no such key"},
		{formula + "interval: wilson\n", "interval: a formula has no such key"},
		{formula + "otherwise: won_revenue\n", "otherwise: won_revenue cannot stand in"},
		{count + "otherwise: lost_deals\n", ""},
		{count + "otherwise: won_revenue\n", "otherwise: won_revenue cannot stand in"},
		{count + "otherwise: lost_deels\n", "otherwise: there is no metric lost_deels; did you mean lost_deals?"},
		{count + "otherwise: win_rate\n", "otherwise: win_rate cannot stand in"},
		{formula + "cuts: {product: [won_revenue]}\n", ""},
		{formula + "cuts: {product: [revenue_won]}\n", "cuts.product: revenue_won is no aggregate"},
		{formula + "lag: {won_deals: cycle_won_mean}\n", ""},
		{formula + "lag: {won_deals: nothing}\n", "lag.won_deals: there is no metric nothing"},
		{formula + "lag: {won_deals: won_revenue}\n", "lag.won_deals: won_revenue cannot be a lag"},
		{formula + "lag: {deals_won: cycle_won_mean}\n", "lag.deals_won: deals_won is no aggregate"},
		{swap(base, "of: won_revenue\n", ""), "of: say which metric's past"},
		{swap(base, "periods: 8", "periods: 1"), ""},
		{swap(base, "periods: 8", "periods: 0"), "periods: say of how many"},
		{swap(base, "periods: 8", "periods: 40"), ""},
		{swap(base, "periods: 8", "periods: 41"), "periods: say of how many"},
		{swap(base, "coverage: 0.8", "coverage: 0"), "coverage: say which share"},
		{swap(base, "coverage: 0.8", "coverage: 1"), "coverage: say which share"},
		{swap(base, "coverage: 0.8", "coverage: .nan"), "coverage: say which share"},
		{swap(base, "period: current_quarter\n", ""), "period: say which period it is for"},
		{base + "on: closed_on\n", "on: a baseline has no such key"},
		{swap(base, "of: won_revenue", "of: won_revenu"),
			"of: there is no metric won_revenu; did you mean won_revenue?"},
		{swap(base, "of: won_revenue", "of: win_rate"), "of: win_rate is no sum or count"},
		{swap(base, "of: won_revenue", "of: won_deals"), "unit: won_deals is counted in count, not money"},
		{swap(count+guard, "rows: lost, ", ""), "guards.0: say with rows"},
		{swap(count+guard, "code: a, ", ""), "guards.0: give it a code"},
		{swap(count+guard, "one: a, ", ""), "guards.0: write say"},
		{swap(count+guard, ", many: b", ""), "guards.0: write say"},
		{swap(count+guard, "act: note", "act: nod"), "guards.0.act: \"nod\" is no act; did you mean note?"},
		{swap(count+guard, "act: note", "act: refuse, above: 0"), ""},
		{swap(count+guard, "act: note", "act: refuse, above: 1"), ""},
		{swap(count+guard, "act: note", "act: refuse, above: 1.01"), "guards.0.above: write a share"},
		{swap(count+guard, "act: note", "act: refuse, above: -0.01"), "guards.0.above: write a share"},
		{count + "problem: {rows: lost, say: {one: a, many: b}}\n", ""},
		{count + "problem: {say: {one: a, many: b}}\n", "problem: say with rows"},
		{count + "problem: {rows: lost}\n", "problem: write say"},
		{count + "problem: {rows: lost, say: {one: a, many: b}}\n" + swap(guard, "code: a, ", ""),
			"guards.0: give it a code"},
		{count + "needs: [contracts]\n", ""}, {count + "needs: [contract]\n",
			"needs: \"contract\" is nothing that can be looked for; did you mean contracts?"},
		{"", "this is no metric"}, {"- a\n", "this is no metric"},
		{count + "---\nname: other\n", "one file holds one metric"},
		{swap(count, "name: mine", "name: m"), "name: \"m\" cannot be a name"},
		{swap(count, "name: mine", "name: m2"), ""},
		{swap(count, "name: mine", "name: 2m"), "name: \"2m\" cannot be a name"},
		{swap(count, "name: mine", "name: "+strings.Repeat("m", 63)), ""},
		{swap(count, "name: mine", "name: "+strings.Repeat("m", 64)),
			"name: \"" + strings.Repeat("m", 64) + "\" cannot be a name"},
	} {
		catalog, err := metrics.Load(rowsets.All(), own("mine.yaml", c.text))
		if err == nil {
			err = catalog.Check(schema)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", strings.TrimPrefix(c.text, head), err, c.want)
		}
	}
}

// TestMistakesInAnEstimate: and in metrics of the other kinds that list what they may not have.
func TestMistakesInAnEstimate(t *testing.T) {
	t.Parallel()
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	const head = "name: mine\nversion: 1\nquestion: How many?\ndescription: A test.\n"
	const with = "with: {start: created_on, end: closed_on, event: closed, until: as_of}\n"
	const spells = head + "kind: estimate\nover: deal\non: created_on\nunit: days\nestimate: km_median\n" + with
	const bought = "bought: {repeats: repeats, last: last_days, until: seen_days, again: again}\n"
	const buys = head + "kind: estimate\nover: buyer\non: seen_on\nunit: money\nestimate: bgnbd_worth\n" +
		"params: {horizon: 365}\n" + bought
	const derived = head + "kind: derived\nover: seller\nmeasure: heads\nunit: count\n"
	const setting = head + "kind: setting\nsetting: gross_margin\nunit: share\n"
	const each = head + "kind: aggregate\nover: seller_quota\non: period_on\nunit: share\nmeasure: ratio\n" +
		"numerator: {count: attained}\ndenominator: {count: carries}\ndimensions: [owner, team]\n" +
		"each: {by: owner, numerator: {sum: credit, where: carries}, denominator: {sum: quota, where: carries}}\n"
	swap := func(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
	cases := []struct{ text, want string }{ // "" is none
		{spells, ""}, {buys, ""}, {derived, ""}, {setting, ""}, {each, ""},
		{swap(spells, "km_median", "km_medin"), "estimate: \"km_medin\" is no estimate; did you mean km_median?"},
		{swap(spells, "km_median", "guess"), "estimate: \"guess\" is no estimate: write "},
		{swap(spells, "over: deal\n", ""), "over: say which object's records are followed"},
		{swap(spells, with, ""), "with: write start, end"}, {spells + bought, "bought: km_median is made of spells"},
		{swap(spells, "start: created_on, ", ""), "with: write start, end"},
		{swap(spells, "end: closed_on, ", ""), "with: write start, end"},
		{swap(spells, "event: closed, ", ""), "with: write start, end"},
		{swap(spells, ", until: as_of", ""), "with: write start, end"},
		{swap(spells, "until: as_of", "until: as_of, per: day"), ""},
		{swap(spells, "until: as_of", "until: as_of, per: month"), ""},
		{swap(spells, "until: as_of", "until: as_of, per: week"), "with.per: \"week\" is no length of time"},
		{spells + "params: {alpha: 1}\n", "params: "}, {buys + with, "bought: write repeats"},
		{swap(buys, bought, ""), "bought: write repeats"},
		{swap(buys, "repeats: repeats, ", ""), "bought: write repeats"},
		{swap(buys, "last: last_days, ", ""), "bought: write repeats"},
		{swap(buys, "until: seen_days, ", ""), "bought: write repeats"},
		{swap(buys, ", again: again", ""), "bought: write repeats"},
		{swap(buys, "horizon: 365", "horison: 365"), "params: "},
		{swap(derived, "over: seller", "over: deal"), "over: \"deal\" is no row set with a calculator: write "},
		{swap(derived, "heads", "head"), "measure: \"head\" is no measure of seller; did you mean heads?"},
		{swap(setting, "gross_margin", "margin"), "setting: \"margin\" is no number that the company sets"},
		{swap(each, "by: owner, ", ""), "each.by: \"\" is no dimension of this metric"},
		{swap(each, "by: owner", "by: ownr"), "each.by: \"ownr\" is no dimension of this metric; did you mean owner?"},
		{swap(each, "by: owner, numerator: {sum: credit, where: carries}, ", "by: owner, "),
			"each: what a ratio is of each needs"},
		{swap(each, ", denominator: {sum: quota, where: carries}}", "}"), "each: what a ratio is of each needs"},
	}
	for text, keys := range map[string]string{
		spells: "measure: count;value: amount;numerator: {count: won};denominator: {count: won};interval: wilson;" +
			"formula: won_deals;first_of: account",
		buys: "measure: count;value: amount;numerator: {count: won};denominator: {count: won};interval: wilson;" +
			"formula: won_deals;first_of: account",
		derived: "on: closed_on;where: won;value: amount;numerator: {count: won};denominator: {count: won};" +
			"interval: wilson;estimate: km_median;with: {start: created_on};params: {alpha: 1};formula: won_deals;" +
			"problem: {rows: lost, say: {one: a, many: b}};guards: [{code: a, act: note, rows: lost, say: {one: a, " +
			"many: b}}];" +
			"first_of: account",
	} {
		for _, line := range strings.Split(keys, ";") {
			key, _, _ := strings.Cut(line, ":")
			cases = append(cases, struct{ text, want string }{text + line + "\n", key + ": "})
		}
	}
	for _, c := range cases {
		catalog, err := metrics.Load(rowsets.All(), own("mine.yaml", c.text))
		if err == nil {
			err = catalog.Check(schema)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", strings.TrimPrefix(c.text, head), err, c.want)
		}
	}
}
