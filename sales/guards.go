package sales

import (
	"context"
	"maps"
	"math"
	"strconv"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Guards returns the rules of the vocabulary, for record.Options. Rules about the meaning of a record (a deal's
// outcome follows its stage) apply to every draft. Rules against typing mistakes apply to a person's edits
// only, because an import keeps what the source has.
func Guards() []record.Guard {
	return []record.Guard{companyGuard, outcomeGuard, stageGuard, chanceGuard, rangeGuard}
}

func writes(d *record.Draft) bool {
	return (d.Kind == record.Create || d.Kind == record.Set) && d.Flags&record.Undo == 0
}

// outcomeGuard allows only the three outcomes, and writes a deal's outcome together with its stage. So a deal
// that was won stays won when the outcome of its stage is changed later.
func outcomeGuard(ctx context.Context, view record.View, d *record.Draft) error {
	if !writes(d) || d.Object != Deal && d.Object != Stage {
		return nil
	}
	if outcome, ok := d.Value("outcome"); ok && outcome.IsSet() {
		switch outcome.Text() {
		case Open, Won, Lost:
		default:
			return refuse(reason.Of("outcome_wrong", "value", strconv.Quote(outcome.Text())))
		}
	}
	if d.Object != Deal {
		return nil
	}
	stageRef, given := d.Value("stage")
	if _, own := d.Value("outcome"); !given || own {
		return nil
	}
	if !stageRef.IsSet() {
		d.Set("outcome", record.Value{})
		return nil
	}
	stage, ok, err := view.State(ctx, stageRef.Ref())
	if err != nil || !ok {
		return err // an unknown stage is refused as every unknown reference is
	}
	d.Set("outcome", stage.Fields["outcome"])
	return nil
}

// stageGuard keeps a deal's stage within its pipeline when a person moves it, and fills the
// pipeline of a deal that has none.
func stageGuard(ctx context.Context, view record.View, d *record.Draft) error {
	if !writes(d) || d.Object != Deal || !d.Person() {
		return nil
	}
	stageRef, stageGiven := d.Value("stage")
	pipeline, pipelineGiven := d.Value("pipeline")
	if !stageGiven && !pipelineGiven {
		return nil
	}
	deal, _, err := view.State(ctx, d.ID)
	if err != nil {
		return err
	}
	if !stageGiven {
		stageRef = deal.Fields["stage"]
	}
	if !pipelineGiven {
		pipeline = deal.Fields["pipeline"]
	}
	if !stageRef.IsSet() {
		return nil
	}
	stage, ok, err := view.State(ctx, stageRef.Ref())
	if err != nil || !ok {
		return err
	}
	of := stage.Fields["pipeline"]
	switch {
	case !of.IsSet():
	case !pipeline.IsSet() && !pipelineGiven:
		d.Set("pipeline", of)
	case pipeline != of:
		return refuse(reason.Of("stage_elsewhere", "stage", strconv.Quote(stage.Fields["name"].Text())))
	}
	return nil
}

// chanceGuard sets probability and forecast category when a person moves a deal to a stage: those of the stage;
// a probability of 1 when the deal is won and 0 when it is lost. Values that the person gives in the same
// change are kept.
func chanceGuard(ctx context.Context, view record.View, d *record.Draft) error {
	if !writes(d) || d.Object != Deal || !d.Person() {
		return nil
	}
	stageRef, given := d.Value("stage")
	if !given || !stageRef.IsSet() {
		return nil
	}
	stage, ok, err := view.State(ctx, stageRef.Ref())
	if err != nil || !ok {
		return err
	}
	chance := stage.Fields["probability"]
	switch stage.Fields["outcome"].Text() {
	case Won:
		chance, _ = record.NumberValue(1)
	case Lost:
		chance, _ = record.NumberValue(0)
	}
	for _, f := range []record.FieldValue{{Name: "probability", Value: chance},
		{Name: "forecast_category", Value: stage.Fields["forecast_category"]}} {
		if _, own := d.Value(f.Name); !own && f.Value.IsSet() {
			d.Set(f.Name, f.Value)
		}
	}
	return nil
}

// Years outside this range are taken for typing mistakes. An import may have them; its report names them.
const firstYear, lastYear = 1900, 2200

// rangeGuard refuses values that are probably typing mistakes.
func rangeGuard(_ context.Context, _ record.View, d *record.Draft) error {
	if !writes(d) || !d.Person() {
		return nil
	}
	for _, f := range d.Fields {
		switch f.Value.Kind() {
		case record.Day:
			if y, _, _ := f.Value.Day().Date(); y < firstYear || y > lastYear {
				return refuse(reason.Of("day_out_of_range", "field", f.Name, "day", f.Value.Day(),
					"first", firstYear, "last", lastYear))
			}
		case record.Instant:
			if y := f.Value.Instant().Time().Year(); y < firstYear || y > lastYear {
				return refuse(reason.Of("year_out_of_range", "field", f.Name, "year", y, "first",
					firstYear, "last", lastYear))
			}
		case record.Number:
			if f.Name == "probability" && (f.Value.Number() < 0 || f.Value.Number() > 1) {
				return refuse(reason.Of("probability_out_of_range", "value",
					strconv.FormatFloat(f.Value.Number(), 'g', -1, 64)))
			}
		case record.Int:
			if n := f.Value.Int(); (f.Name == "age_limit_days" || f.Name == "ramp_days" || f.Name == "employees" ||
				f.Name == "term_months") && (n < 0 || n > math.MaxInt32) {
				return refuse(reason.Of("count_out_of_range", "field", f.Name, "value", n))
			}
		case record.Unset, record.Text, record.Bool, record.Money, record.Ref:
		}
	}
	now := period.InstantOf(time.Date(lastYear+1, time.January, 1, 0, 0, 0, 0, time.UTC))
	if d.EffectiveAt >= now {
		return fault.Invalidf("a change cannot take effect after the year %d", lastYear)
	}
	return nil
}

func refuse(why reason.Reason) error { return fault.Because(fault.Invalid, why) }

// companyGuard refuses settings that ReadSettings cannot read, because every answer depends on them.
func companyGuard(ctx context.Context, view record.View, d *record.Draft) error {
	if d.Object != Company || d.Kind != record.Create && d.Kind != record.Set {
		return nil
	}
	if d.Kind == record.Create && (d.External != companyExternal || view.Source() != "") {
		return fault.Invalidf("there is one company record: change it through the settings")
	}
	company, _, err := view.State(ctx, d.ID)
	if err != nil {
		return err
	}
	_, err = ReadSettings(overlaid(company, d.Fields))
	return err
}

// overlaid returns a record with new values for some of its fields.
func overlaid(r record.Record, fields []record.FieldValue) record.Record {
	r.Fields = maps.Clone(r.Fields)
	if r.Fields == nil {
		r.Fields = map[string]record.Value{}
	}
	for _, f := range fields {
		r.Fields[f.Name] = f.Value
	}
	return r
}
