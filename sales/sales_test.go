package sales_test

import (
	"maps"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

func openLog(t *testing.T) *record.Log {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ticks atomic.Int64
	clock := func() period.Instant {
		return period.InstantOf(time.Date(2026, 3, 31, 9, 0, 0, 0, time.UTC)) + period.Instant(ticks.Add(1000))
	}
	log, err := record.Open(t.Context(), db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

func apply(t *testing.T, log *record.Log, d record.Draft) (record.ID, error) {
	t.Helper()
	done, err := log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{d}})
	if err != nil {
		return 0, err
	}
	return done[0].IDs[0], nil
}

func must(t *testing.T, log *record.Log, d record.Draft) record.ID {
	t.Helper()
	id, err := apply(t, log, d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func field(name string, v record.Value) record.FieldValue {
	return record.FieldValue{Name: name, Value: v}
}
func text(name, s string) record.FieldValue           { return field(name, record.TextValue(s)) }
func ref(name string, id record.ID) record.FieldValue { return field(name, record.RefValue(id)) }

func outcome(t *testing.T, log *record.Log, id record.ID) string {
	t.Helper()
	r, err := log.Get(t.Context(), record.Everything(), sales.Deal, id)
	if err != nil {
		t.Fatal(err)
	}
	return r.Fields["outcome"].Text()
}

type pipelines struct{ pipeline, other, won, open, elsewhere record.ID }

func newPipelines(t *testing.T, log *record.Log) pipelines {
	t.Helper()
	create := func(object string, fields ...record.FieldValue) record.ID {
		return must(t, log, record.Draft{Kind: record.Create, Object: object, Fields: fields})
	}
	var p pipelines
	p.pipeline = create(sales.Pipeline, text("name", "New business"))
	p.other = create(sales.Pipeline, text("name", "Renewals"))
	p.won = create(sales.Stage, text("name", "Closed Won"), text("outcome", sales.Won), ref("pipeline", p.pipeline))
	p.open = create(sales.Stage, text("name", "Proposal"), text("outcome", sales.Open), ref("pipeline", p.pipeline))
	p.elsewhere = create(sales.Stage, text("name", "Renewed"), text("outcome", sales.Won), ref("pipeline", p.other))
	return p
}

func TestOutcomeFollowsTheStage(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	p := newPipelines(t, log)
	deal := must(t, log, record.Draft{Kind: record.Create, Object: sales.Deal,
		Fields: []record.FieldValue{text("name", "d"), ref("stage", p.open)}})
	if got := outcome(t, log, deal); got != sales.Open {
		t.Errorf("outcome %q in an open stage", got)
	}
	must(t, log, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal,
		Fields: []record.FieldValue{ref("stage", p.won)}})
	if got := outcome(t, log, deal); got != sales.Won {
		t.Errorf("outcome %q in a won stage", got)
	}
	// What a stage means today does not rewrite what was won.
	must(t, log, record.Draft{Kind: record.Set, Object: sales.Stage, ID: p.won,
		Fields: []record.FieldValue{text("outcome", sales.Lost)}})
	if got := outcome(t, log, deal); got != sales.Won {
		t.Errorf("outcome %q after the stage's meaning changed", got)
	}
	// A draft that says the outcome itself keeps it.
	must(t, log, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal,
		Fields: []record.FieldValue{ref("stage", p.open), text("outcome", sales.Lost)}})
	if got := outcome(t, log, deal); got != sales.Lost {
		t.Errorf("outcome %q, want the draft's own", got)
	}
	r, err := log.Get(t.Context(), record.Everything(), sales.Deal, deal)
	if err != nil || r.Fields["pipeline"].Ref() != p.pipeline {
		t.Errorf("the pipeline was not filled from the stage: %v %v", r, err)
	}
}

func TestGuardsRefuseSlips(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	p := newPipelines(t, log)
	deal := must(t, log, record.Draft{Kind: record.Create, Object: sales.Deal,
		Fields: []record.FieldValue{ref("pipeline", p.pipeline)}})
	year1 := field("close_date", record.DayValue(period.DayOf(203, 1, 1)))
	half, ok := record.NumberValue(1.5)
	if !ok {
		t.Fatal("1.5 is a number")
	}
	for name, f := range map[string]record.FieldValue{
		"a stage of another pipeline": ref("stage", p.elsewhere),
		"an unknown outcome":          text("outcome", "winning"),
		"a day in the year 203":       year1,
		"a probability of 1.5":        field("probability", half),
	} {
		d := record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal, Fields: []record.FieldValue{f}}
		if _, err := apply(t, log, d); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	// An import brings what the source has.
	must(t, log, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal, Flags: record.Import,
		Fields: []record.FieldValue{ref("stage", p.elsewhere), year1}})
	if got := outcome(t, log, deal); got != sales.Won {
		t.Errorf("outcome %q of an imported stage", got)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	fresh, id, err := sales.LoadSettings(t.Context(), log)
	if err != nil || id != 0 || fresh.Zone != time.UTC || fresh.Currency != "" {
		t.Errorf("fresh settings = %+v, %d, %v", fresh, id, err)
	}
	given := map[string]string{
		"name": "Acme", "zone": "America/New_York", "fiscal_first_month": "april",
		"week_start": "Sun", "currency": "eur",
		"own_domains": "acme.com, @acme.de", "working_hours": "mon-fri 9:00-17:30", "gross_margin": "80%",
		"system_of_record": "deal.amount=here, CRM", "second_factor": "required",
	}
	seq, err := sales.ChangeSettings(t.Context(), log, "owner", given)
	if err != nil || seq == 0 {
		t.Fatal(seq, err)
	}
	s, id, err := sales.LoadSettings(t.Context(), log)
	if err != nil || id == 0 {
		t.Fatal(id, err)
	}
	want := map[string]string{
		"name": "Acme", "zone": "America/New_York", "fiscal_first_month": "4", "fiscal_calendar": "",
		"week_start": "sunday", "currency": "EUR",
		"own_domains": "acme.com,acme.de", "working_hours": "mon-fri 09:00-17:30", "gross_margin": "0.8",
		"system_of_record": "crm,deal.amount=here", "second_factor": "required",
	}
	if got := s.Text(); !maps.Equal(got, want) {
		t.Errorf("settings = %v, want %v", got, want)
	}
	if got := s.Calendar().PeriodOf(period.DayOf(2026, 3, 31), period.Year).From; got != period.DayOf(2025, 4, 1) {
		t.Errorf("the fiscal year of 2026-03-31 begins on %s", got)
	}
	again, err := sales.ChangeSettings(t.Context(), log, "owner", want)
	if err != nil || again != 0 {
		t.Errorf("setting the same again made change %d, %v", again, err)
	}
	if _, err := sales.ChangeSettings(t.Context(), log, "owner", map[string]string{"currency": ""}); err != nil {
		t.Error(err)
	}
	if s, _, err := sales.LoadSettings(t.Context(), log); err != nil || s.Currency != "" {
		t.Errorf("currency %q after clearing it, %v", s.Currency, err)
	}
}

func TestSettingsRefuseNonsense(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	for _, values := range []map[string]string{
		{"zone": "Mars/Olympus"}, {"zone": "Local"}, {"fiscal_first_month": "13"},
		{"week_start": "someday"}, {"currency": "XXY"},
		{"own_domains": "acme"}, {"working_hours": "always"}, {"working_hours": "mon-fri 17:00-09:00"},
		{"working_hours": "mon-fri 09:00-12:00,11:00-17:00"}, {"colour": "red"},
		{"gross_margin": "0"}, {"gross_margin": "120%"}, {"gross_margin": "NaN"}, {"gross_margin": "much"},
		{"name": "Acme", "currency": "Euro"},
	} {
		if _, err := sales.ChangeSettings(t.Context(), log, "owner", values); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v: %v", values, err)
		}
	}
	if s, id, err := sales.LoadSettings(t.Context(), log); err != nil || id != 0 || s.Name != "" {
		t.Errorf("something was set: %+v %d %v", s, id, err)
	}
}

func TestOneCompany(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	if _, err := apply(t, log, record.Draft{Kind: record.Create, Object: sales.Company}); err == nil {
		t.Error("a second company record was taken")
	}
}

func TestObjectsAreASchema(t *testing.T) {
	t.Parallel()
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range schema.Names() {
		for term := range sales.Terms(name) {
			o, _ := schema.Object(name)
			if _, clash := o.Field(term); clash {
				t.Errorf("%s has a field and a term %q", name, term)
			}
		}
	}
}
