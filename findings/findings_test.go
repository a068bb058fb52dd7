package findings_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/findings"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

type world struct {
	t    *testing.T
	log  *record.Log
	from findings.Source
}

var today = period.DayOf(2026, time.June, 30)

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	clock := func() period.Instant { return today.Start(time.UTC) }
	db, err := sqlite.Open(t.TempDir()+"/truth.sqlite", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(ctx, db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	columns, err := analytics.Open(ctx, "", log, analytics.Options{Keyed: rowsets.Tables()})
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(columns.Close(), log.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return &world{t, log,
		findings.Source{Engine: metrics.New(columns, catalog, metrics.Options{Clock: clock}), Columns: columns}}
}

func (w *world) write(kind record.ChangeKind, object string, id record.ID, on string,
	fields ...record.FieldValue) record.ID {
	w.t.Helper()
	day, err := period.ParseDay(on)
	if err != nil {
		w.t.Fatal(err)
	}
	done, err := w.log.Apply(w.t.Context(),
		record.Command{Actor: "owner",
			Drafts: []record.Draft{{Kind: kind, Object: object,
				ID: id, EffectiveAt: day.Start(time.UTC), Fields: fields}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return done[0].IDs[0]
}

func (w *world) find(at findings.Moment) map[problems.Code]findings.Finding {
	w.t.Helper()
	if _, err := w.from.Columns.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	found, err := findings.Find(w.t.Context(), w.from, record.Everything(), at)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[problems.Code]findings.Finding{}
	for _, f := range found {
		out[f.Code] = f
	}
	return out
}

func text(name, v string) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.TextValue(v)}
}

func dated(name, v string) record.FieldValue {
	d, err := period.ParseDay(v)
	if err != nil {
		panic(err)
	}
	if strings.HasSuffix(name, "_at") {
		return record.FieldValue{Name: name, Value: record.InstantValue(d.Start(time.UTC))}
	}
	return record.FieldValue{Name: name, Value: record.DayValue(d)}
}

func amount(minor int64) record.FieldValue {
	return record.FieldValue{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: minor})}
}

func TestNothingIsFoundInNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if found := w.find(findings.Moment{Today: today}); len(found) != 0 {
		t.Errorf("found %+v", found)
	}
	entries, err := findings.Twelve(t.Context(), w.from, record.Everything(), findings.Moment{Today: today})
	if err != nil || len(entries) != 12 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, e := range entries {
		if e.Answers() || e.Chain != i+1 || len(e.Needs) == 0 {
			t.Errorf("entry %+v", e)
		}
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.write(record.Create, sales.Account, 0, "2025-01-01", text("name", "Acme"))
	w.write(record.Create, sales.Account, 0, "2025-01-01", text("name", " acme "))
	ann := w.write(record.Create, sales.Person, 0, "2025-01-01", text("name", "Ann"))
	account := record.FieldValue{Name: "account", Value: record.RefValue(acme)}
	owner := record.FieldValue{Name: "owner", Value: record.RefValue(ann)}

	// won twice and lost twice: counted once, with the last reversal
	twice := w.write(record.Create, sales.Deal, 0, "2026-01-01", text("name", "Twice"), account, owner, amount(500_00),
		dated("close_date", "2026-02-01"), dated("created_at", "2026-01-01"))
	for i, on := range []string{"2026-02-01", "2026-02-10", "2026-03-01", "2026-03-07"} {
		w.write(record.Set, sales.Deal, twice, on, text("outcome", []string{"won", "lost"}[i%2]))
	}
	// won with two amounts: still won, no reversal
	still := w.write(record.Create, sales.Deal, 0, "2026-01-01", text("name", "Still"), account, owner,
		text("outcome", "won"), amount(100_00), dated("close_date", "2026-02-01"), dated("created_at", "2026-01-01"))
	w.write(record.Set, sales.Deal, still, "2026-03-01", amount(200_00))
	w.write(record.Create, sales.Deal, 0, "2026-03-01", text("name", "Backwards"), text("outcome", "won"),
		amount(300_00), dated("close_date", "2026-02-01"), dated("created_at", "2026-03-01"))
	w.write(record.Create, sales.Deal, 0, "2026-01-01", text("name", "Bare"), account, owner, text("outcome", "won"),
		dated("created_at", "2026-01-01"))
	w.write(record.Create, sales.Deal, 0, "2026-01-01", text("name", "Late"), account, owner, amount(40_00),
		dated("close_date", "2026-06-29"), dated("created_at", "2026-01-01"))
	w.write(record.Create, sales.Deal, 0, "2026-01-01", text("name", "Due today"), account, owner, amount(50_00),
		dated("close_date", "2026-06-30"), dated("created_at", "2026-01-01"))
	for status, converted := range map[string]bool{"Closed - Converted": false, "closed - CONVERTED": true,
		"Closed - Not Converted": false, "Open": false} {
		w.write(record.Create, sales.Lead, 0, "2026-01-01", text("status", status),
			record.FieldValue{Name: "converted", Value: record.BoolValue(converted)})
	}

	found := w.find(findings.Moment{Today: today})
	for code, want := range map[problems.Code]struct {
		count int64
		money string
	}{
		problems.ReversedWins: {1, "500.00"}, problems.ClosedBeforeCreated: {1, "300.00"},
		problems.WonWithoutAmount:  {1, ""},
		problems.ClosedWithoutDate: {1, ""}, problems.WithoutOwner: {1, "300.00"},
		problems.WithoutAccount: {1, "300.00"},
		problems.OverdueOpen:    {1, "40.00"}, problems.LeadStatusConflict: {1, ""},
		problems.Namesakes: {2, ""},
	} {
		f, ok := found[code]
		if !ok || f.Count != want.count || int64(len(f.Records)) != want.count {
			t.Errorf("%s: %+v, want %d", code, f, want.count)
			continue
		}
		if (f.Amount == nil) != (want.money == "") || (f.Amount != nil && f.Amount.String() != want.money) {
			t.Errorf("%s is about %v, want %q", code, f.Amount, want.money)
		}
		if s := f.Message; s == "" || strings.Contains(s, string(f.Code)) {
			t.Errorf("%s says %q", code, s)
		}
	}
	if f := found[problems.ReversedWins]; f.Day == nil || f.Day.String() != "2026-03-07" || f.Records[0] != twice {
		t.Errorf("the reversal: %+v", f)
	}

	// as of a day before: the reversal had not happened, the first one had
	before := period.DayOf(2026, time.March, 6)
	if f, ok := w.find(findings.Moment{Today: today, AsOf: &before})[problems.ReversedWins]; ok {
		t.Errorf("found before it happened: %+v", f)
	}
	between := period.DayOf(2026, time.February, 20)
	if f := w.find(findings.Moment{Today: today, AsOf: &between})[problems.ReversedWins]; f.Day == nil ||
		f.Day.String() != "2026-02-10" {
		t.Errorf("the first reversal: %+v", f)
	}
	if found, err := findings.Find(t.Context(), w.from, record.Scope{}, findings.Moment{Today: today}); err != nil ||
		len(found) != 0 {
		t.Errorf("who may see nothing sees %+v, %v", found, err)
	}
}

// What is found is in the order of what it is worth, not of how many yen or cents it has.
func TestMoneyIsOrderedByWorth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := func(minor int64, currency string) record.FieldValue {
		return record.FieldValue{Name: "amount",
			Value: record.MoneyValue(money.Amount{Minor: minor, Currency: currency})}
	}
	if _, err := sales.ChangeSettings(t.Context(), w.log, "owner", map[string]string{"currency": "EUR"}); err != nil {
		t.Fatal(err)
	}
	w.write(record.Create, sales.Rate, 0, "2025-01-01", text("from_currency", "JPY"), text("to_currency", "EUR"),
		dated("day", "2025-01-01"),
		record.FieldValue{Name: "rate", Value: record.IntValue(600_000_000)}) // 1 JPY is 0.60 cents
	back := w.write(record.Create, sales.Deal, 0, "2026-01-01", in(1_000_000, "JPY"), dated("close_date", "2026-02-01"),
		dated("created_at", "2026-01-01"))
	for i, on := range []string{"2026-02-01", "2026-03-07"} {
		w.write(record.Set, sales.Deal, back, on, text("outcome", []string{"won", "lost"}[i]))
	}
	w.write(record.Create, sales.Deal, 0, "2026-01-01", in(900_000, "EUR"), dated("close_date", "2026-06-29"),
		dated("created_at", "2026-01-01"))
	w.find(findings.Moment{Today: today})
	found, err := findings.Find(t.Context(), w.from, record.Everything(), findings.Moment{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	at := map[problems.Code]int{}
	for i, f := range found {
		if f.Amount != nil {
			at[f.Code] = i + 1
		}
	}
	if at[problems.ReversedWins] == 0 || at[problems.OverdueOpen] == 0 ||
		at[problems.OverdueOpen] > at[problems.ReversedWins] {
		t.Errorf("9,000 EUR stand behind a million yen: %+v", found)
	}
}
