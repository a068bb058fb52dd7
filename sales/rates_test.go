package sales_test

import (
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

func ratesOf(t *testing.T, log *record.Log) []sales.RateEntry {
	t.Helper()
	held, err := sales.ExchangeRates(t.Context(), log, record.Everything())
	if err != nil {
		t.Fatal(err)
	}
	var out []sales.RateEntry
	for _, r := range held {
		out = append(out, r.Entry())
	}
	return out
}

// TestRatesAreReplacedByPairAndDay: also one of a day to come, and one that is said twice at once.
func TestRatesAreReplacedByPairAndDay(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	for _, rates := range [][]sales.RateEntry{
		{{"EUR", "USD", "2026-01-01", "1.1"}, {"EUR", "USD", "2027-01-01", "1.2"}},
		{{"eur", "usd", "2026-01-01", "1.3"}, {"EUR", "USD", "2027-01-01", "1.4"}},
		{{"GBP", "USD", "2026-02-01", "1.5"}, {"GBP", "USD", "2026-02-01", "1.6"}},
	} {
		if _, err := sales.ChangeSettings(t.Context(), log, "owner", nil, rates...); err != nil {
			t.Fatal(err)
		}
	}
	want := []sales.RateEntry{{"EUR", "USD", "2026-01-01", "1.3"}, {"GBP", "USD", "2026-02-01", "1.6"},
		{"EUR", "USD", "2027-01-01", "1.4"}}
	got := ratesOf(t, log)
	if len(got) != len(want) {
		t.Fatalf("the rates are %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("rate %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// TestSettingsAreOneCommand: a rate that is refused takes the settings along, and what is taken is one step of the log.
func TestSettingsAreOneCommand(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	before := log.Head()
	for _, c := range []struct {
		values map[string]string
		rate   sales.RateEntry
	}{
		{map[string]string{"zone": "Asia/Tokyo"}, sales.RateEntry{"EUR", "EUR", "2026-01-01", "1"}},
		{map[string]string{"zone": "Asia/Tokyo"}, sales.RateEntry{"EUR", "USD", "2300-01-01", "1"}}, // the guard's
		{map[string]string{"fiscal_calendar": "4-4-6 saturday last"}, sales.RateEntry{"EUR", "USD", "2026-01-01", "1"}},
	} {
		_, err := sales.ChangeSettings(t.Context(), log, "owner", c.values, c.rate)
		if fault.KindOf(err) != fault.Invalid || log.Head() != before {
			t.Errorf("%v with %v: %v, log at %d", c.values, c.rate, err, log.Head())
		}
	}
	_, err := sales.ChangeSettings(t.Context(), log, "owner", map[string]string{"zone": "Asia/Tokyo"},
		sales.RateEntry{"EUR", "USD", "2026-01-01", "1.1"})
	if err != nil {
		t.Fatal(err)
	}
	held, err := sales.ExchangeRates(t.Context(), log, record.Everything())
	if err != nil {
		t.Fatal(err)
	}
	settings, _, err := sales.LoadSettings(t.Context(), log)
	if err != nil {
		t.Fatal(err)
	}
	if begins := period.DayOf(2026, 1, 1).Start(settings.Zone); held[0].Begins != begins {
		t.Errorf("the rate begins at %v, want %v: the day in the zone that came with it", held[0].Begins, begins)
	}
}
