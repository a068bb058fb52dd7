package sales

import (
	"context"
	"math"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// Guards are the rules of the vocabulary, for record.Options. What belongs to the meaning
// of a record (a deal's outcome follows its stage) holds for every draft; what only keeps
// slips of the hand out holds for a person's edit, because an import brings what the source has.
func Guards() []record.Guard {
	return []record.Guard{companyGuard, outcomeGuard, stageGuard, rangeGuard}
}

func writes(d *record.Draft) bool {
	return (d.Kind == record.Create || d.Kind == record.Set) && d.Flags&record.Undo == 0
}

// outcomeGuard keeps outcomes to the three words and writes a deal's outcome with its
// stage: the stage's own outcome may change later, and then what was won stays won.
func outcomeGuard(ctx context.Context, view record.View, d *record.Draft) error {
	if !writes(d) || d.Object != Deal && d.Object != Stage {
		return nil
	}
	if outcome, ok := d.Value("outcome"); ok && outcome.IsSet() {
		switch outcome.Text() {
		case Open, Won, Lost:
		default:
			return fault.Invalidf("%q is not an outcome: use open, won or lost", outcome.Text())
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
		return fault.Invalidf("the stage %q belongs to another pipeline: choose a stage of the deal's own pipeline, or change both", stage.Fields["name"].Text())
	}
	return nil
}

// The years a person can mean. An import may bring others; they are reported there.
const firstYear, lastYear = 1900, 2200

// rangeGuard catches slips of the hand.
func rangeGuard(_ context.Context, view record.View, d *record.Draft) error {
	if !writes(d) || !d.Person() {
		return nil
	}
	object, ok := view.Schema().Object(d.Object)
	if !ok {
		return nil
	}
	for _, f := range d.Fields {
		switch f.Value.Kind() {
		case record.Day:
			if y, _, _ := f.Value.Day().Date(); y < firstYear || y > lastYear {
				return fault.Invalidf("%s is the day %s: use a day between %d and %d", label(object, f.Name), f.Value.Day(), firstYear, lastYear)
			}
		case record.Instant:
			if y := f.Value.Instant().Time().Year(); y < firstYear || y > lastYear {
				return fault.Invalidf("%s lies in the year %d: use a time between %d and %d", label(object, f.Name), y, firstYear, lastYear)
			}
		case record.Number:
			if f.Name == "probability" && (f.Value.Number() < 0 || f.Value.Number() > 1) {
				return fault.Invalidf("a probability lies between 0 and 1, not %g", f.Value.Number())
			}
		case record.Int:
			if n := f.Value.Int(); (f.Name == "age_limit_days" || f.Name == "ramp_days" || f.Name == "employees") && (n < 0 || n > math.MaxInt32) {
				return fault.Invalidf("%s cannot be %d: use a number from 0 up", label(object, f.Name), n)
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

func label(o *record.Object, name string) string {
	if f, ok := o.Field(name); ok && f.Label != "" {
		return f.Label
	}
	return name
}

// companyGuard holds the settings to what ReadSettings can read: every answer depends on them.
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
	fields := map[string]record.Value{}
	for name, v := range company.Fields {
		fields[name] = v
	}
	for _, f := range d.Fields {
		fields[f.Name] = f.Value
	}
	_, err = ReadSettings(record.Record{Fields: fields})
	return err
}
