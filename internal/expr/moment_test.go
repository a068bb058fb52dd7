package expr_test

import (
	"testing"
	"time"

	"salesops/internal/expr"
	"salesops/internal/period"
)

// proofCalendars returns the calendars of the proof.
func proofCalendars(t *testing.T) []period.Calendar {
	t.Helper()
	fiscal, err := period.NewCalendar(time.UTC, time.February, time.Sunday)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := period.ParseFiscal("4-5-4 saturday nearest", time.February)
	if err != nil {
		t.Fatal(err)
	}
	weeks, err := period.NewCalendar(time.UTC, time.February, time.Monday, rules...)
	if err != nil {
		t.Fatal(err)
	}
	return []period.Calendar{{}, fiscal, weeks}
}

// TestStartOf tests start_of on a day that falls into different periods of the calendars.
func TestStartOf(t *testing.T) {
	t.Parallel()
	env := shopEnv(t, expr.Options{})
	calendars := proofCalendars(t)
	for _, c := range []struct {
		src                      string
		january, february, weeks string
	}{
		{"start_of('day', -30)", "2024-01-02", "2024-01-02", "2024-01-02"},
		{"start_of('week')", "2024-01-29", "2024-01-28", "2024-01-28"},
		{"start_of('month')", "2024-02-01", "2024-02-01", "2023-12-31"},
		{"start_of('month', 1)", "2024-03-01", "2024-03-01", "2024-02-04"},
		{"start_of('quarter')", "2024-01-01", "2024-02-01", "2023-10-29"},
		{"start_of('quarter', -1)", "2023-10-01", "2023-11-01", "2023-07-30"},
		{"start_of('year')", "2024-01-01", "2024-02-01", "2023-01-29"},
		{"start_of('year', 1)", "2025-01-01", "2025-02-01", "2024-02-04"},
	} {
		p, err := env.Compile(c.src, expr.Day)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		for i, want := range []string{c.january, c.february, c.weeks} {
			v, state, err := p.Eval(proofRow{}, expr.Moment{AsOf: period.DayOf(2024, 2, 1), Calendar: calendars[i]})
			if err != nil || state != expr.Known || v.Day().String() != want {
				t.Errorf("%s in calendar %d is %s (%d, %v), want %s", c.src, i, v.Day(), state, err, want)
			}
		}
	}
}
