package metrics

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/internal/money"
	"salesops/internal/period"
)

// TestComparedDays: the days with which a range, or each of its periods, is compared.
func TestComparedDays(t *testing.T) {
	t.Parallel()
	c, err := period.NewCalendar(time.UTC, time.April, time.Monday)
	if err != nil {
		t.Fatal(err)
	}
	d := func(text string) *period.Day {
		if text == "" {
			return nil
		}
		day, err := period.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return &day
	}
	for _, q := range []struct {
		from, to string
		grain    period.Grain
		compare  string
		want     string // the compared range, then the pairs of periods
	}{
		{"2026-04-01", "2026-06-30", period.Monthly, "previous",
			"2026-01-01 2026-04-01: 04-01<01-01 05-01<02-01 06-01<03-01"},
		{"2026-04-01", "2026-06-30", period.Whole, "year", "2025-04-01 2025-07-01:"},
		{"2026-01-01", "2026-02-28", period.Monthly, "year", "2025-01-01 2025-03-01: 01-01<01-01 02-01<02-01"},
		{"2026-04-02", "2026-04-11", period.Whole, "previous", "2026-03-23 2026-04-02:"},
		{"2026-04-02", "2026-04-11", period.Daily, "previous",
			"2026-03-23 2026-04-02: 04-02<03-23 04-03<03-24 04-04<03-25 04-05<03-26 " +
				"04-06<03-27 04-07<03-28 04-08<03-29 04-09<03-30 04-10<03-31 04-11<04-01"},
		{"2026-06-01", "2026-06-14", period.Weekly, "year", "2025-06-02 2025-06-16: 06-01<06-02 06-08<06-09"},
		{"2026-06-01", "2026-06-14", period.Weekly, "previous", "2026-05-18 2026-06-01: 06-01<05-18 06-08<05-25"},
		{"2024-02-29", "2024-02-29", period.Daily, "year", "2023-02-28 2023-03-01: 02-29<02-28"},
		{"2026-04-01", "", period.Monthly, "previous", "2026-03-01 9999-12-31: 04-01<03-01 05-01<04-01"},
		{"2026-04-11", "", period.Monthly, "previous", "2026-03-11 9999-12-31: 04-01<03-11 05-01<04-01"},
		{"2026-03-31", "", period.Monthly, "previous", "2026-02-28 9999-12-31: 03-01<02-28 04-01<03-01"},
		{"2026-04-11", "", period.Quarter, "year", "2025-04-11 9999-12-31: 04-01<04-11 07-01<07-01"},
		{"2024-02-29", "", period.Monthly, "year", "2023-02-28 9999-12-31: 02-01<02-28 03-01<03-01"},
		{"2026-06-03", "", period.Weekly, "year", "2025-06-04 9999-12-31: 06-01<06-04 06-08<06-09"},
		{"", "2026-05-31", period.Year, "previous", "0001-01-01 2026-06-01:"},
	} {
		r, err := makeRanges(Query{From: d(q.from), To: d(q.to), Grain: q.grain, Compare: q.compare}, c)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%s %s:", r.then.From, r.then.To)
		if strings.HasSuffix(q.want, "9999-12-31:") || r.then.To == period.MaxDay {
			got = fmt.Sprintf("%s 9999-12-31:", r.then.From)
		}
		if q.grain != period.Whole && q.from != "" {
			now := r.now
			now.To = min(now.To, c.PeriodOf(c.PeriodOf(now.From, q.grain).To, q.grain).To)
			if q.to != "" {
				now = r.now
			}
			var then []period.Range
			if !r.slide {
				then = r.periods(r.then)
			}
			for i, p := range r.periods(now) {
				if with, ok := r.partner(i, c.PeriodOf(p.From, q.grain), then); ok && q.grain != period.Daily {
					got += " " + c.PeriodOf(p.From, q.grain).From.String()[5:] + "<" + with.From.String()[5:]
				} else if with, ok := r.partner(i, p, then); ok {
					got += " " + p.From.String()[5:] + "<" + with.From.String()[5:]
				}
			}
		}
		if got != q.want {
			t.Errorf("%s to %s by %v against %s: %s, want %s", q.from, q.to, q.grain, q.compare, got, q.want)
		}
	}
	if _, err := makeRanges(Query{From: d("2026-01-01"), Grain: period.Whole, Compare: "year"}, c); err == nil {
		t.Error("a range without an end is compared as a whole")
	}
	for _, q := range []struct {
		from  string
		grain period.Grain
		want  bool
	}{{"2026-04-01", period.Quarter, false}, {"2026-04-02", period.Quarter, true}, {"", period.Quarter, false},
		{"2026-05-01", period.Year, true}} {
		r, err := makeRanges(Query{From: d(q.from), Grain: q.grain}, c)
		if err != nil || r.begunIn() != q.want {
			t.Errorf("%s is inside its %v: %v, %v", q.from, q.grain, r.begunIn(), err)
		}
	}
	a, b := period.Range{From: 10, To: 20}, period.Range{From: 20, To: 30}
	if !apart(a, b) || !apart(b, a) || apart(a, period.Range{From: 19, To: 20}) || apart(a, a) ||
		apart(period.Range{From: 0, To: 11}, a) {
		t.Error("ranges that touch are not told from those that overlap")
	}
}

// TestPace: a share over some months as one over a month or a year, and how long a customer stays.
func TestPace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pace          pace
		share, months *big.Rat
		want          string
		capped        bool
	}{
		{pace{Per: "month"}, big.NewRat(1, 10), big.NewRat(1, 1), "1/10", false},
		{pace{Per: "year"}, big.NewRat(1, 10), big.NewRat(12, 1), "1/10", false},
		{pace{Per: "year"}, big.NewRat(1, 2), big.NewRat(6, 1), "3/4", false},
		{pace{Per: "month"}, big.NewRat(1, 2), big.NewRat(1, 2), "3/4", false},
		{pace{Per: "month"}, big.NewRat(1, 2), big.NewRat(1, 60), "1152921504606846975/1152921504606846976", false},
		{pace{Per: "month"}, big.NewRat(0, 1), big.NewRat(3, 1), "0", false},
		{pace{Per: "month"}, big.NewRat(1, 1), big.NewRat(3, 1), "1", false},
		{pace{Per: "month"}, big.NewRat(3, 4), big.NewRat(2, 1), "1/2", false},
		{pace{Per: "month", Life: true, AtMost: 60}, big.NewRat(1, 10), big.NewRat(1, 1), "10", false},
		{pace{Per: "month", Life: true, AtMost: 60}, big.NewRat(1, 60), big.NewRat(1, 1), "60", false},
		{pace{Per: "month", Life: true, AtMost: 60}, big.NewRat(1, 61), big.NewRat(1, 1), "60", true},
		{pace{Per: "month", Life: true, AtMost: 60}, big.NewRat(0, 1), big.NewRat(1, 1), "60", true},
		{pace{Per: "month", Life: true, Discount: 0.01}, big.NewRat(1, 10), big.NewRat(1, 1), "101/11", false},
		{pace{Per: "month", Life: true, Discount: 0.01}, big.NewRat(0, 1), big.NewRat(1, 1), "101", false},
		{pace{Per: "month", Life: true, AtMost: 10, Discount: 0.01}, big.NewRat(0, 1),
			big.NewRat(1, 1), "101/11", true},
	} {
		value, capped := c.pace.paced(c.share, c.months)
		if value.RatString() != c.want || capped != c.capped {
			t.Errorf("%+v of %s over %s months is %s, %v; want %s", c.pace, c.share, c.months,
				value.RatString(), capped, c.want)
		}
	}
	c := period.Calendar{Zone: time.UTC}
	days := func(from, to string) period.Range {
		a, err := period.ParseDay(from)
		if err != nil {
			t.Fatal(err)
		}
		b, err := period.ParseDay(to)
		if err != nil {
			t.Fatal(err)
		}
		return period.Range{From: a, To: b}
	}
	for want, r := range map[string]period.Range{"1": days("2026-02-01", "2026-03-01"),
		"15":      days("2025-01-01", "2026-04-01"),
		"112/487": days("2026-01-02", "2026-01-09"), "480/487": days("2026-01-02", "2026-02-01")} {
		if got := monthsIn(c, r).RatString(); got != want {
			t.Errorf("%v has %s months, want %s", r, got, want)
		}
	}
}

// TestRatesOfADay: the rate of the pair, else the inverse of the opposite one, else through the company's currency;
// each from its day on.
func TestRatesOfADay(t *testing.T) {
	t.Parallel()
	dated := func(from period.Day, a, b int64) datedRate { return datedRate{from, big.NewRat(a, b)} }
	b := &rateBook{home: "EUR", pairs: map[[2]string][]datedRate{
		{"USD", "EUR"}: {dated(10, 9, 10), dated(20, 8, 10)}, {"EUR", "GBP"}: {dated(10, 7, 8)},
		{"CHF", "GBP"}: {dated(10, 3, 4)}}}
	for _, c := range []struct {
		from, to string
		on       period.Day
		want     string
	}{
		{"USD", "EUR", 9, ""}, {"USD", "EUR", 10, "9/10"}, {"USD", "EUR", 19, "9/10"}, {"USD", "EUR", 20, "4/5"},
		{"USD", "EUR", 99, "4/5"},
		{"EUR", "USD", 10, "10/9"}, {"USD", "GBP", 10, "63/80"}, {"GBP", "USD", 20, "10/7"},
		{"USD", "USD", 0, "1"}, {"CHF", "USD", 20, ""},
		{"USD", "CHF", 20, ""}, {"CHF", "EUR", 20, ""}, {"", "USD", 10, "10/9"}, {"", "EUR", 0, "1"},
		{"XXX", "EUR", 20, ""}, {"", "CHF", 20, ""},
	} {
		r, ok := b.rate(c.from, c.to, c.on)
		if ok != (c.want != "") || ok && r.RatString() != c.want {
			t.Errorf("from %q to %q on %d: %v, %v; want %q", c.from, c.to, c.on, r, ok, c.want)
		}
	}
	if a, ok := b.Convert(money.Amount{Minor: 25, Currency: "USD"}, "EUR", 10); !ok ||
		a.Minor != 22 || a.Currency != "EUR" {
		t.Errorf("22.5 cents are %+v, %v", a, ok)
	}
	if a, ok := b.Convert(money.Amount{Minor: 1 << 62, Currency: "EUR"}, "USD", 20); !ok ||
		a.Minor != 5764607523034234880 {
		t.Errorf("much is %+v, %v", a, ok)
	}
	if _, ok := b.Convert(money.Amount{Minor: 1<<63 - 1, Currency: "EUR"}, "USD", 20); ok {
		t.Error("more than an amount can be is converted")
	}
	if _, ok := b.Convert(money.Amount{Minor: 1, Currency: "CHF"}, "USD", 20); ok {
		t.Error("an amount without a rate is converted")
	}
	yen := &rateBook{home: "JPY", pairs: map[[2]string][]datedRate{}}
	if r, ok := yen.rate("", "JPY", 0); !ok || r.RatString() != "1/100" {
		t.Errorf("an amount without a currency is %v of a yen, %v", r, ok)
	}
	if _, ok := (&rateBook{}).rate("", "EUR", 0); ok {
		t.Error("an amount without a currency has a rate where the company has none")
	}
	days, rates := b.steps("USD", "EUR")
	if fmt.Sprint(days, rates) != fmt.Sprint([]period.Day{period.MinDay, 10, 20},
		[]int64{0, 900_000_000, 800_000_000}) {
		t.Errorf("the steps are %v and %v", days, rates)
	}
}

// TestNewestFew: those created last, the newest first, the higher id of two; those without a date last.
func TestNewestFew(t *testing.T) {
	t.Parallel()
	all := []dated{{1, true, 10}, {2, true, 30}, {3, false, 0}, {4, true, 20}, {5, true, 30}, {6, false, 0}}
	for few, want := range map[int]string{0: "", 1: "5", 3: "5 2 4", 5: "5 2 4 1 6",
		6: "5 2 4 1 6 3", 9: "5 2 4 1 6 3"} {
		for turn := range all {
			var n newestFew
			for i := range all {
				n.add(few, all[(i+turn)%len(all)])
			}
			var ids []string
			for _, one := range n {
				ids = append(ids, fmt.Sprint(one.id))
			}
			if got := strings.Join(ids, " "); got != want {
				t.Errorf("of %d: %s, want %s", few, got, want)
			}
		}
	}
}

// TestFiguresAsText: money is a text and other figures are numbers, there and back.
func TestFiguresAsText(t *testing.T) {
	t.Parallel()
	for text, f := range map[string]Figure{`"12.50"`: {"12.50", true}, "0.25": {"0.25", false}, "-3": {"-3", false}} {
		written, err := json.Marshal(f)
		if err != nil || string(written) != text {
			t.Errorf("%+v is written as %s, %v", f, written, err)
		}
		back := Figure{"old", !f.Money}
		if err := json.Unmarshal([]byte(text), &back); err != nil || back != f {
			t.Errorf("%s is read as %+v, %v", text, back, err)
		}
	}
	var f Figure
	if err := json.Unmarshal([]byte("{}"), &f); err == nil {
		t.Errorf("an object is the figure %+v", f)
	}
	for object, want := range map[string]string{"activity": "activities", "person": "people",
		"deal_line": "deal lines", "deal": "deals"} {
		if got := manyOf(object); got != want {
			t.Errorf("several of %s are %s", object, got)
		}
	}
}

// TestNearestWord: the word that differs in fewest letters, at most two of them, and fewer than it has.
func TestNearestWord(t *testing.T) {
	t.Parallel()
	words := []string{"count", "counts", "sum", "up"}
	for word, want := range map[string]string{"conut": "count", "COUNT": "count", "cuont": "count",
		"countss": "counts", "contts": "counts",
		"xyz": "", "sun": "sum", "s": "sum", "uq": "up", "xq": "", "count": "counts",
		"": "", "coxyt": "count", "cxyzt": ""} {
		got := didYouMean(word, words)
		if got != "" {
			got = strings.TrimSuffix(strings.TrimPrefix(got, "; did you mean "), "?")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got := oneOf("xyz", []string{"a", "b", "c"}); got != ": write a, b or c" {
		t.Errorf("all are%s", got)
	}
}

// TestPeriodsThatAreNotOver: each is compared with as many days of its partner; one that has not begun with none, and
// one that is over with all.
func TestPeriodsThatAreNotOver(t *testing.T) {
	t.Parallel()
	c := period.Calendar{Zone: time.UTC}
	d := func(text string) *period.Day {
		day, err := period.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return &day
	}
	for _, q := range []struct {
		q     Query
		asOf  string
		start string // of the period that is looked up; "" is the whole
		want  string // its first day, the first day of its partner, the last that is compared; "" where all are
	}{
		{Query{From: d("2026-06-01"), To: d("2026-06-30"), Compare: "previous"}, "2026-06-10", "",
			"2026-06-01 2026-05-01 2026-05-10"},
		{Query{From: d("2026-06-01"), To: d("2026-06-30"), Compare: "year"}, "2026-06-10",
			"", "2026-06-01 2025-06-01 2025-06-10"},
		{Query{From: d("2026-06-01"), To: d("2026-06-30"), Compare: "previous"}, "2026-06-29", "",
			"2026-06-01 2026-05-01 2026-05-29"},
		{Query{From: d("2026-06-01"), To: d("2026-06-30"), Compare: "previous"}, "2026-06-30", "", ""},
		{Query{From: d("2026-06-01"), To: d("2026-06-30")}, "2026-06-10", "", ""},
		{Query{From: d("2026-06-01"), To: d("2026-06-30"), Compare: "previous", Whole: true}, "2026-06-10", "", ""},
		{Query{From: d("2026-03-01"), To: d("2026-03-31"), Compare: "previous"}, "2026-03-30", "",
			"2026-03-01 2026-02-01 2026-02-28"},
		{Query{From: d("2026-05-01"), To: d("2026-07-31"), Grain: period.Monthly, Compare: "previous"},
			"2026-06-10", "2026-05-01", ""},
		{Query{From: d("2026-05-01"), To: d("2026-07-31"), Grain: period.Monthly, Compare: "previous"},
			"2026-06-10", "2026-06-01",
			"2026-06-01 2026-03-01 2026-03-10"},
		{Query{From: d("2026-05-01"), To: d("2026-07-31"), Grain: period.Monthly, Compare: "previous"},
			"2026-06-10", "2026-07-01",
			"2026-07-01 2026-04-01 2026-03-11"},
		{Query{From: d("2026-05-01"), Grain: period.Monthly, Compare: "previous"}, "2026-06-10", "2026-06-01",
			"2026-06-01 2026-05-01 2026-05-10"},
		{Query{From: d("2026-06-05"), Grain: period.Monthly, Compare: "previous"}, "2026-06-10", "2026-06-01",
			"2026-06-05 2026-05-05 2026-05-10"},
		{Query{From: d("2026-05-01"), Grain: period.Monthly, Compare: "previous"}, "2026-06-10", "2026-07-01",
			"2026-07-01 2026-06-01 2026-05-31"},
		{Query{From: d("2026-05-01"), Grain: period.Monthly, Compare: "previous"}, "2026-06-10", "2026-05-01", ""},
	} {
		rg, err := makeRanges(q.q, c)
		if err != nil {
			t.Fatal(err)
		}
		r := &request{q: q.q, ranges: rg, asOf: *d(q.asOf)}
		start := period.MinDay
		if q.start != "" {
			start = *d(q.start)
		}
		p, ok := r.pairOf(start)
		got := ""
		if ok {
			first := p.now.From
			if first == 0 {
				first = p.start
			}
			got = fmt.Sprintf("%s %s %s", first, p.then.From, p.until)
		}
		if got != q.want {
			t.Errorf("%+v as of %s, %s: %q, want %q", q.q, q.asOf, q.start, got, q.want)
		}
	}
}

// TestWindowsAsOneRange: the same days, each in one range; windows that share a day stand in no other's way.
func TestWindowsAsOneRange(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		var windows []period.Range
		want := map[period.Day]int{}
		for range random.IntN(6) {
			from := period.Day(random.IntN(30))
			w := period.Range{From: from, To: from + 1 + period.Day(random.IntN(6))}
			windows = append(windows, w)
			for d := w.From; d < w.To; d++ {
				want[d] = 1
			}
		}
		got, last := map[period.Day]int{}, period.Day(-2)
		for _, w := range joined(windows) {
			if w.From <= last {
				t.Fatalf("%v are %v: two that touch are not one", windows, joined(windows))
			}
			last = w.To
			for d := w.From; d < w.To; d++ {
				got[d]++
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%v are %v", windows, joined(windows))
		}
		var kept []period.Range
		for _, w := range windows {
			if !slices.ContainsFunc(kept, func(k period.Range) bool { return w.From < k.To && k.From < w.To }) {
				kept = append(kept, w)
			}
		}
		if got := disjoint(windows); !slices.Equal(got, kept) {
			t.Fatalf("of %v %v share no day, want %v", windows, got, kept)
		}
	}
}
