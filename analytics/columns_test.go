package analytics_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

func set(at period.Instant, object string, id record.ID, fields ...record.FieldValue) record.Change {
	return record.Change{KnownAt: at, EffectiveAt: at, Kind: record.Set, Object: object, ID: id, Fields: fields}
}

func create(at period.Instant, object string, id record.ID, fields ...record.FieldValue) record.Change {
	c := set(at, object, id, fields...)
	c.Kind = record.Create
	return c
}

func text(name, v string) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.TextValue(v)}
}

func ref(name string, id record.ID) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.RefValue(id)}
}

func euro(name string, minor int64) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.MoneyValue(money.Amount{Minor: minor, Currency: "EUR"})}
}

func on(name string, d period.Day) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.DayValue(d)}
}

func instant(name string, at period.Instant) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.InstantValue(at)}
}

// TestDealClosesAndReopens follows one deal through every table.
func TestDealClosesAndReopens(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	jan, feb, mar := day(t, "2026-01-01"), day(t, "2026-02-01"), day(t, "2026-03-01")
	closing := period.DayOf(2026, time.February, 1)
	log.add(create(jan, sales.Deal, 7, text("name", "A"), euro("amount", 500), on("close_date", closing),
		instant("created_at", jan)))
	catchUp(t, c)
	log.add(set(feb, sales.Deal, 7, text("outcome", sales.Won)))
	catchUp(t, c)
	if got := texts(t, c,
		"SELECT id, amount, amount_currency, closed_on, created_on, seq, created_seq FROM deal_end"); !slices.Equal(got,
		[]string{"7|500|EUR|2026-02-01|2026-01-01|2|1"}) {
		t.Errorf("won: deal_end holds %v", got)
	}
	if got := texts(t, c, "SELECT id FROM deal_now"); len(got) != 0 {
		t.Errorf("won: deal_now holds %v", got)
	}
	log.add(set(mar, sales.Deal, 7, text("outcome", sales.Open)))
	catchUp(t, c)
	if got := texts(t, c, "SELECT id FROM deal_end"); len(got) != 0 {
		t.Errorf("open again: deal_end holds %v", got)
	}
	if got := texts(t, c, "SELECT seq, eff_to = "+strconv.FormatInt(int64(mar), 10)+
		", closed_on FROM deal_ver ORDER BY eff_to"); !slices.Equal(got, []string{"1|false", "2|true|2026-02-01"}) {
		t.Errorf("open again: deal_ver holds %v", got)
	}
	if got := texts(t, c, "SELECT id FROM deal_past"); len(got) != 0 {
		t.Errorf("facts in order left past beliefs: %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAwait checks that Await waits for a change, and returns when its context ends.
func TestAwait(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- c.Run(ctx) }()
	for i := range record.ID(20) {
		seq := log.add(create(day(t, "2026-01-01"), sales.Account, i+1, text("name", "x")))
		if err := c.Await(t.Context(), seq); err != nil {
			t.Fatal(err)
		}
		var n int64
		at, err := c.Query(t.Context(), "SELECT count(*) FROM account_now", nil, func(b *analytics.Batch) error {
			n = b.Int(0, 0)
			return nil
		})
		if err != nil || at < seq || n != int64(i+1) {
			t.Fatalf("after change %d: position %d, %d accounts, %v", seq, at, n, err)
		}
	}
	cancel()
	if err := <-stopped; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
	gone, end := context.WithCancel(t.Context())
	end()
	if err := c.Await(gone, 1000); !errors.Is(err, context.Canceled) {
		t.Errorf("Await ended with %v", err)
	}
}

// TestFailedBatchIsTakenAgain makes a batch fail and continues; no change may be lost or taken in
// twice.
func TestFailedBatchIsTakenAgain(t *testing.T) {
	t.Parallel()
	fail := errors.New("no luck")
	failing := true
	unlucky := analytics.Derived{
		Name: "unlucky", Columns: []analytics.DerivedColumn{{Name: "n", Type: "BIGINT"}}, Reads: []string{sales.Deal},
		Build: func(context.Context, *analytics.Builder) error {
			if failing {
				return fail
			}
			return nil
		},
	}
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{Derived: []analytics.Derived{unlucky}})
	someDeals(t, log, 10)
	if _, err := c.CatchUp(t.Context()); !errors.Is(err, fail) {
		t.Fatalf("CatchUp gave %v", err)
	}
	if got := texts(t, c, "SELECT id FROM deal_now"); c.Position() != 0 || len(got) != 0 {
		t.Errorf("after the failure: position %d, deals %v", c.Position(), got)
	}
	failing = false
	catchUp(t, c)
	if err := c.Check(t.Context()); err != nil || c.Position() != 20 {
		t.Errorf("afterwards: position %d, %v", c.Position(), err)
	}
}
