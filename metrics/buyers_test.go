package metrics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/metrics/rowsets"
)

// TestWhoBought: an order counts with an account, a day and an amount above 0, those of one day together; where no
// order counts, won deals do.
func TestWhoBought(t *testing.T) {
	t.Parallel()
	text := func(name, measure string) string {
		return "name: " + name +
			"\nversion: 1\nquestion: How many?\ndescription: A test.\nkind: aggregate\nover: buyer\n" +
			"on: seen_on\nunit: count\n" + measure + "\n"
	}
	files := own("a.yaml", text("buying", "measure: count"))
	files["b.yaml"] = own("b.yaml", text("purchases_made", "measure: sum\nvalue: purchases"))["b.yaml"]
	catalog, err := metrics.Load(rowsets.All(), files)
	if err != nil {
		t.Fatal(err)
	}
	type row = map[string]any
	order := func(account string, amount any, day string) row {
		r := row{"account": account, "ordered_on": day, "amount": amount}
		for _, key := range []string{"account", "ordered_on", "amount"} {
			if r[key] == "" {
				delete(r, key)
			}
		}
		return r
	}
	deal := func(account, outcome string, amount any) row {
		return row{"account": account, "outcome": outcome, "created_on": "2026-01-01",
			"close_date": "2026-02-01", "amount": amount}
	}
	for what, c := range map[string]struct {
		orders, deals []row
		want          string // buyers, purchases
	}{
		"two":              {[]row{order("A", 10, "2026-01-05"), order("B", "0.01", "2026-01-05")}, nil, "2 2"},
		"one of two days":  {[]row{order("A", 10, "2026-01-05"), order("A", 10, "2026-01-06")}, nil, "1 2"},
		"one day together": {[]row{order("A", 10, "2026-01-05"), order("A", 7, "2026-01-05")}, nil, "1 1"},
		"of nothing":       {[]row{order("A", 10, "2026-01-05"), order("B", 0, "2026-01-05")}, nil, "1 1"},
		"given back":       {[]row{order("A", 10, "2026-01-05"), order("B", -5, "2026-01-05")}, nil, "1 1"},
		"without an account, a day or an amount": {[]row{order("A", 10, "2026-01-05"), order("", 10, "2026-01-05"),
			order("B", 10, ""), order("C", "", "2026-01-05")}, nil, "1 1"},
		"after the as-of day": {[]row{order("A", 10, "2026-06-30"), order("B", 10, "2026-07-01")}, nil, "1 1"},
		"orders before deals": {[]row{order("A", 10, "2026-01-05")}, []row{deal("B", "won", 10)}, "1 1"},
		"orders that are none": {[]row{order("A", 0, "2026-01-05")},
			[]row{deal("B", "won", 10), deal("C", "lost", 10), deal("D", "won", 0), deal("E", "won", -1),
				deal("F", "won", 1)}, "2 2"},
		"orders without an account": {[]row{order("", 10, "2026-01-05")}, []row{deal("B", "won", 10)}, "1 1"},
	} {
		w := newWorld(t, catalog)
		for _, r := range c.orders {
			w.put("order", r)
		}
		for _, r := range c.deals {
			w.put("deal", r)
		}
		w.complete()
		w.catchUp()
		to := day(t, "2026-12-31")
		var got []string
		for _, name := range []string{"buying", "purchases_made"} {
			a := w.ask(metrics.Query{Metric: name, To: &to})
			got = append(got, textOf(a.Rows[0].Value))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s buyers and purchases, want %s", what, s, c.want)
		}
	}
}

// TestTitlesOfNames: a metric without a title is called by its name.
func TestTitlesOfNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"big_wins": "Big wins", "wins": "Wins", "a1": "A1",
		"x__y": "X  y", "wins_": "Wins"} {
		text := strings.Replace(bigDeals, "name: big_deals", "name: "+name, 1)
		c, err := metrics.Load(rowsets.All(), own("mine.yaml", text))
		if err != nil {
			t.Fatal(err)
		}
		list := c.List()
		i := slices.IndexFunc(list, func(d metrics.Definition) bool { return d.Name == name })
		if i < 0 || list[i].Title != want {
			t.Errorf("%s is called %s, want %q", name, fmt.Sprint(i), want)
		}
	}
}
