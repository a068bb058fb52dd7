package connectors

import (
	"errors"
	"maps"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// TestRequestByName: each wish is set by its name; what cannot be is refused, and the request stays as it was.
func TestRequestByName(t *testing.T) {
	t.Parallel()
	good := map[string]string{"source": " acme ", "zone": "Europe/Berlin", "dates": "dmy", "numbers": "comma",
		"encoding": "shift_jis",
		"match":    tool.MatchEmail, "only": tool.OnlyUpdate, "dry_run": "true", "full": "true", "accept": "true"}
	if len(RequestNames()) != len(good) {
		t.Errorf("the names are %v", RequestNames())
	}
	var all Request
	for _, name := range RequestNames() {
		one := Request{}
		if err := one.Set(name, good[name]); err != nil && name != "only" {
			t.Errorf("%s: %v", name, err)
		}
		if one == (Request{}) && name != "only" {
			t.Errorf("%s sets nothing", name)
		}
		if err := all.Set(name, good[name]); err != nil {
			t.Errorf("all, %s: %v", name, err)
		}
	}
	if want := (Request{"acme", "Europe/Berlin", "dmy", "comma", "shift_jis", tool.MatchEmail, tool.OnlyUpdate,
		true, true, true}); all != want {
		t.Errorf("the request is %+v", all)
	}
	o, err := all.Options()
	if err != nil || o.Source != "acme" || o.Zone.String() != "Europe/Berlin" ||
		o.Dates != "dmy" || o.Numbers != "comma" ||
		o.Encoding != "shift_jis" || o.Match != tool.MatchEmail || o.Only != tool.OnlyUpdate ||
		!o.DryRun || !o.Full || !o.Accept {
		t.Errorf("the options are %+v, %v", o, err)
	}
	for name, values := range map[string][]string{"source": {"a\nb", strings.Repeat("a", 101)},
		"zone": {"Berlin"}, "dates": {"ydm"},
		"numbers": {"semicolon"}, "encoding": {"klingon"}, "match": {"color"}, "only": {"delete"},
		"dry_run": {"yes", "TRUE"},
		"full":    {"1"}, "accept": {"no"}, "colour": {"true"}} {
		for _, value := range values {
			before := all
			if err := all.Set(name, value); fault.KindOf(err) != fault.Invalid || all != before {
				t.Errorf("%s is %q: %v, %+v", name, value, err, all)
			}
		}
	}
	for _, name := range []string{"dry_run", "full", "accept"} {
		for _, value := range []string{"", "false"} {
			if err := all.Set(name, "true"); err != nil {
				t.Fatal(err)
			}
			if err := all.Set(name, value); err != nil || all.DryRun && all.Full && all.Accept {
				t.Errorf("%s is %q: %v, %+v", name, value, err, all)
			}
		}
	}
	if err := all.Set("source", strings.Repeat("a", 100)); err != nil {
		t.Error(err)
	}
}

// TestFactsThereAndBack: what a row says is read as it was written, and any piece of it is damaged data.
func TestFactsThereAndBack(t *testing.T) {
	t.Parallel()
	n := newNames()
	p, u := packer{names: n}, unpacker{names: n}
	number, _ := record.NumberValue(-0.25)
	fields := []record.FieldValue{{Name: "a", Value: number}, {Name: "b", Value: record.TextValue("tüt")},
		{Name: "c", Value: record.IntValue(-7)}, {Name: "d", Value: record.BoolValue(true)},
		{Name: "e", Value: record.BoolValue(false)},
		{Name: "f", Value: record.DayValue(-3)}, {Name: "g", Value: record.InstantValue(1 << 50)},
		{Name: "h", Value: record.MoneyValue(money.Amount{Minor: -12, Currency: "EUR"})},
		{Name: "i", Value: record.RefValue(1 << 40)},
		{Name: "j"}}
	for what, f := range map[string]facts{
		"a row": {role: tool.Current, file: 3, line: 1 << 20, created: -5, modified: 6, createdDay: true,
			deleted: yes, deletedAt: 8,
			closed: no, won: yes, stage: "Won", pipeline: "Sales", currency: "USD", stageSince: 9, fields: fields,
			dated:   []dated{{at: 4, known: true, fields: []string{"a", "b"}}, {at: -4, fields: []string{"c"}}},
			initial: fields[:2]},
		"another row": {role: tool.Current, deleted: no, closed: yes, won: no, fields: fields[:1]},
		"a snapshot": {role: tool.Snapshot, file: 1, line: 2, created: 3, stage: "Open",
			deleted: yes, fields: fields[3:5]},
		"a change": {role: tool.FieldDiff, file: 1, line: 2, created: 3, currency: "EUR",
			deleted: no, fields: fields[7:8],
			hasBefore: true, before: fields[1].Value},
		"a change from nothing": {role: tool.FieldDiff, fields: fields[8:9]},
	} {
		b := bytesOf(p.facts(&f))
		got, err := u.facts(b)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if len(got.initial) == 0 {
			got.initial = nil
		}
		if !reflect.DeepEqual(*got, f) {
			t.Errorf("%s is read as\n%+v, want\n%+v", what, *got, f)
		}
		for i := range b {
			if _, err := u.facts(b[:i]); !errors.Is(err, errTorn) {
				t.Fatalf("%s of which %d bytes are missing: %v", what, len(b)-i, err)
			}
		}
	}
	for _, v := range []byte{200, byte(record.Ref) + 50} {
		u.begin([]byte{v})
		if u.value(); !errors.Is(u.err, errTorn) {
			t.Errorf("a value of the kind %d: %v", v, u.err)
		}
	}
	u.begin([]byte{255, 1})
	if u.name(); !errors.Is(u.err, errTorn) {
		t.Errorf("a name that nobody gave: %v", u.err)
	}
}

// TestNamesOfFreeFields: a field of its own is not called as one of the product's, nor as another column's.
func TestNamesOfFreeFields(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{"a__b": "a_b", "__a__": "a", "A": "a", "AB": "ab", "aB": "a_b",
		"a1B": "a1b", "Z9": "z9",
		"0": "x_0", "9a": "x_9a", ":a": "a", "a`b": "a_b", "a{b": "a_b", "[a": "a", "a@b": "a_b", "a/b": "a_b", "": "x",
		strings.Repeat("a", 60): strings.Repeat("a", 60), strings.Repeat("a", 61): strings.Repeat("a", 60),
		strings.Repeat("a", 59) + " b": strings.Repeat("a", 59)} {
		if got := fieldName(header); got != want {
			t.Errorf("%q is called %q, want %q", header, got, want)
		}
	}
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	deal, _ := schema.Object(sales.Deal)
	taken := map[string]bool{}
	for _, c := range []struct {
		name string
		kind record.Kind
		want string
	}{
		{"colour", record.Text, "colour"}, {"colour", record.Text, "colour_custom"},
		{"colour", record.Text, "colour_3"},
		{"colour", record.Text, "colour_4"}, {"name", record.Text, "name_custom"}, {"id", record.Text, "id_custom"},
		{"period", record.Number, "period_custom"}, {"seen", record.Instant, "seen_at"},
		{"seen_at", record.Instant, "seen_at_2"},
		{"seen", record.Instant, "seen_at_3"}, {"created", record.Instant, "created_at_2"},
		{"seen", record.Day, "seen"},
	} {
		got := freeName(c.name, c.kind, deal, func(n string) bool { return taken[n] })
		if got != c.want {
			t.Errorf("%s is called %s, want %s", c.name, got, c.want)
		}
		taken[got] = true
	}
}

// TestCharactersLostInAHeader: they count as a row of the file's that lost some.
func TestCharactersLostInAHeader(t *testing.T) {
	t.Parallel()
	note := func(code problems.Code, n int64, where string) table.Note {
		return table.Note{Code: code, Count: n, Where: where}
	}
	preface, lost := note(problems.Preface, 2, "line 1"), note(problems.Lost, 3, "line 5")
	for what, c := range map[string]struct {
		table *table.Table
		notes []table.Note
		want  []table.Note
	}{
		"no table": {nil, []table.Note{preface}, []table.Note{preface}},
		"none":     {&table.Table{Header: []string{"a"}}, []table.Note{preface, lost}, []table.Note{preface, lost}},
		"the header": {&table.Table{Header: []string{"a", "b\ufffd"}}, []table.Note{preface},
			[]table.Note{preface, note(problems.Lost, 1, "the header")}},
		"rows as well": {&table.Table{Header: []string{"\ufffd"}}, []table.Note{lost, preface},
			[]table.Note{preface, note(problems.Lost, 4, "the header")}},
	} {
		f := &file{table: c.table, notes: c.notes}
		before := append([]table.Note(nil), c.notes...)
		if got := f.noted(); !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(f.notes, before) {
			t.Errorf("%s: %+v, want %+v", what, got, c.want)
		}
	}
	for _, c := range []struct {
		sums map[string]int64
		want string
	}{{nil, "none"}, {map[string]int64{"EUR": 5, "USD": 7}, "0.07 USD"},
		{map[string]int64{"USD": 7, "EUR": 7}, "0.07 EUR"},
		{map[string]int64{"EUR": -5, "USD": -7}, "-0.05 EUR"}, {map[string]int64{"EUR": 0}, "0.00 EUR"}} {
		got := "none"
		if m := largest(c.sums); m != nil {
			got = m.Amount + " " + m.Currency
		}
		if got != c.want {
			t.Errorf("of %v the largest is %s, want %s", c.sums, got, c.want)
		}
	}
}

// TestSharesOfADeal: splits add up by share or by amount; those that mix both, or currencies, tell nothing.
func TestSharesOfADeal(t *testing.T) {
	t.Parallel()
	type split struct {
		share   float64
		amount  int64
		code    string
		overlay bool
		kind    string
		nobody  bool
	}
	for what, c := range map[string]struct {
		splits []split
		uneven string
	}{
		"none": {nil, ""}, "a whole": {[]split{{share: 0.4}, {share: 0.6}}, ""},
		"too little":               {[]split{{share: 0.4}, {share: 0.5}}, "900000"},
		"too much":                 {[]split{{share: 0.7}, {share: 0.6}}, "1300000"},
		"by amount":                {[]split{{amount: 4000, code: "EUR"}, {amount: 6000, code: "EUR"}}, ""},
		"too little by amount":     {[]split{{amount: 4000, code: "EUR"}}, "400000"},
		"of another currency":      {[]split{{amount: 4000, code: "USD"}}, ""},
		"more than can be counted": {[]split{{amount: math.MaxInt64 / 50, code: "EUR"}}, ""},
		"of two currencies":        {[]split{{amount: 4000, code: "EUR"}, {amount: 100, code: "USD"}}, ""},
		"of both kinds":            {[]split{{amount: 4000, code: "EUR"}, {share: 0.1}}, ""},
		"of both, the other way":   {[]split{{share: 0.1}, {amount: 4000, code: "EUR"}}, ""},
		"overlay beside": {[]split{{share: 1}, {share: 0.5, overlay: true},
			{share: 0.5, kind: "Overlay Split"}}, ""},
		"of nobody": {[]split{{share: 1}, {share: 0.5, nobody: true}}, ""}, "neither": {[]split{{}}, "0"},
		"rounded to what is near": {[]split{{share: 0.3333}, {share: 0.3333}, {share: 0.3333}}, ""},
		"nearly too little":       {[]split{{share: 0.999}}, ""}, "nearly too much": {[]split{{share: 1.001}}, ""},
		"just too little": {[]split{{share: 0.998999}}, "998999"},
		"just too much":   {[]split{{share: 1.001001}}, "1001001"},
	} {
		b := splitBook{sums: map[sharing]*shared{},
			amounts: map[refKey]money.Amount{5: {Minor: 10_000, Currency: "EUR"}}}
		for _, s := range c.splits {
			b.add(sharing{deal: 5}, func(field string) record.Value {
				switch {
				case field == "person" && !s.nobody:
					return record.RefValue(1)
				case field == "overlay":
					return record.BoolValue(s.overlay)
				case field == "kind":
					return record.TextValue(s.kind)
				case field == "share" && s.share != 0:
					v, _ := record.NumberValue(s.share)
					return v
				case field == "amount" && s.code != "":
					return record.MoneyValue(money.Amount{Minor: s.amount, Currency: s.code})
				}
				return record.Value{}
			})
		}
		got := ""
		for _, n := range b.uneven() {
			got += strconv.FormatInt(n, 10)
		}
		if got != c.uneven {
			t.Errorf("%s: the deal is uneven by %q, want %q", what, got, c.uneven)
		}
	}
}

// TestTheKindThatIsNearestAWhole: a deal has splits of several kinds; it is told by the one that comes nearest, those
// of a kind in no total aside, and a deal without an amount cannot be told by amounts.
func TestTheKindThatIsNearestAWhole(t *testing.T) {
	t.Parallel()
	const deal, worthless, unknown = 1, 2, 3
	shares := func(n int64) *shared { return &shared{share: n} }
	for what, c := range map[string]struct {
		sums map[sharing]*shared
		want map[refKey]int64
	}{
		"one is whole": {map[sharing]*shared{{deal, 1}: shares(500_000), {deal, 2}: shares(aWhole)}, nil},
		"none is": {map[sharing]*shared{{deal, 1}: shares(500_000), {deal, 2}: shares(1_100_000)},
			map[refKey]int64{deal: 1_100_000}},
		"the lower is nearer": {map[sharing]*shared{{deal, 1}: shares(950_000), {deal, 2}: shares(1_100_000)},
			map[refKey]int64{deal: 950_000}},
		"in no total": {map[sharing]*shared{{deal, 9}: shares(500_000)}, nil},
		"in no total beside": {map[sharing]*shared{{deal, 9}: shares(990_000), {deal, 1}: shares(400_000)},
			map[refKey]int64{deal: 400_000}},
		"amounts of a deal without": {map[sharing]*shared{
			{unknown, 1}: {amounts: true, amount: money.Amount{Minor: 5, Currency: "EUR"}}}, nil},
		"amounts of a deal of nothing": {map[sharing]*shared{
			{worthless, 1}: {amounts: true, amount: money.Amount{Minor: 5, Currency: "EUR"}}}, nil},
		"two deals": {map[sharing]*shared{{deal, 1}: shares(aWhole), {unknown, 1}: shares(1)},
			map[refKey]int64{unknown: 1}},
	} {
		b := splitBook{sums: c.sums, overlay: map[refKey]bool{9: true}, amounts: map[refKey]money.Amount{
			deal: {Minor: 100, Currency: "EUR"}, worthless: {Currency: "EUR"}}}
		if got := b.uneven(); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}
