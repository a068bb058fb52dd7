package sales_test

import (
	"errors"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

func chance(t *testing.T, log *record.Log, id record.ID) float64 {
	t.Helper()
	r, err := log.Get(t.Context(), record.Everything(), sales.Deal, id)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Fields["probability"].IsSet() {
		return -1
	}
	return r.Fields["probability"].Number()
}

func number(t *testing.T, x float64) record.Value {
	t.Helper()
	v, ok := record.NumberValue(x)
	if !ok {
		t.Fatal(x)
	}
	return v
}

func TestProbabilityFollowsTheStage(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	p := newPipelines(t, log)
	stage := func(name, outcome string, fields ...record.FieldValue) record.ID {
		return must(t, log, record.Draft{Kind: record.Create, Object: sales.Stage, Fields: append(fields,
			text("name", name), text("outcome", outcome), ref("pipeline", p.pipeline))})
	}
	offer := stage("Offer", sales.Open, field("probability", number(t, 0.4)))
	// what a lost stage says of itself is no chance
	lost := stage("Closed Lost", sales.Lost, field("probability", number(t, 0.3)))
	deal := must(t, log, record.Draft{Kind: record.Create, Object: sales.Deal,
		Fields: []record.FieldValue{text("name", "d"), ref("stage", p.open)}})
	move := func(fields ...record.FieldValue) float64 {
		must(t, log, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal, Fields: fields})
		return chance(t, log, deal)
	}
	if got := chance(t, log, deal); got != -1 {
		t.Errorf("probability %v of a stage that has none", got)
	}
	for _, c := range []struct {
		name   string
		fields []record.FieldValue
		want   float64
	}{
		{"an open stage", []record.FieldValue{ref("stage", offer)}, 0.4},
		{"won", []record.FieldValue{ref("stage", p.won)}, 1},
		{"lost", []record.FieldValue{ref("stage", lost)}, 0},
		{"a person's own", []record.FieldValue{ref("stage", offer), field("probability", number(t, 0.9))}, 0.9},
		{"a stage without one keeps it", []record.FieldValue{ref("stage", p.open)}, 0.9},
	} {
		if got := move(c.fields...); got != c.want {
			t.Errorf("%s: probability %v, want %v", c.name, got, c.want)
		}
	}
	// An import brings what the source has.
	must(t, log, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal, Flags: record.Import,
		Fields: []record.FieldValue{ref("stage", p.won)}})
	if got := chance(t, log, deal); got != 0.9 {
		t.Errorf("probability %v after an import that says none", got)
	}
}

func TestRefusalsHaveCodes(t *testing.T) {
	t.Parallel()
	log := openLog(t)
	p := newPipelines(t, log)
	deal := must(t, log, record.Draft{Kind: record.Create, Object: sales.Deal,
		Fields: []record.FieldValue{text("name", "d"), ref("stage", p.open)}})
	for code, f := range map[string]record.FieldValue{
		"outcome_wrong":            text("outcome", "winning"),
		"stage_elsewhere":          ref("stage", p.elsewhere),
		"probability_out_of_range": field("probability", number(t, 1.5)),
	} {
		_, err := apply(t, log, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal,
			Fields: []record.FieldValue{f}})
		var failure *fault.Error
		if !errors.As(err, &failure) || reason.From(err).Code != code && failure.Why.Code != code {
			t.Errorf("%v, want the code %s", err, code)
		}
	}
}
