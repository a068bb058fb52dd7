package audit

import (
	"context"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// Entry is one line of the audit trail: an Event, or a change of the settings, an import, a
// grant, an erasure, told from the log.
type Entry struct {
	Seq   record.Seq
	At    period.Instant
	Actor record.Actor
	Event
	// Object and Record are what was changed; those of an event itself are "" and 0.
	Object string
	Record record.ID
	Kind   record.ChangeKind // of the change
	Fields []record.FieldValue
}

// Filter says which entries are wanted. Zero fields do not limit.
type Filter struct {
	Actor   string         // exactly
	What    string         // exactly
	Outcome Outcome        // exactly
	Since   period.Instant // from here on
	Until   period.Instant // before
	Text    string         // somewhere in actor, what, whom, address, detail; capitals do not count
}

// pageRows is how many changes are read at a time.
const pageRows = 500

// Read gives the entries before a seq (0: from the newest), newest first, until fn says no.
func Read(ctx context.Context, log *record.Log, before record.Seq, f Filter, fn func(Entry) bool) error {
	for {
		changes, err := log.Trail(ctx, before, pageRows)
		if err != nil {
			return err
		}
		for i := range changes {
			before = changes[i].Seq
			e := entryOf(&changes[i])
			if f.takes(&e) && !fn(e) {
				return nil
			}
		}
		if len(changes) < pageRows {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// entryOf tells a change as an entry.
func entryOf(c *record.Change) Entry {
	e := Entry{Seq: c.Seq, At: c.KnownAt, Actor: c.Actor, Kind: c.Kind}
	if c.Object == sales.AuditEvent && c.Kind == record.Create {
		for _, f := range c.Fields {
			switch f.Name {
			case "what":
				e.What = f.Value.Text()
			case "outcome":
				e.Outcome = Outcome(f.Value.Text())
			case "whom":
				e.Whom = f.Value.Text()
			case "address":
				e.From = f.Value.Text()
			case "reason":
				e.Reason = f.Value.Text()
			case "detail":
				e.Detail = f.Value.Text()
			case "count":
				e.Count = f.Value.Int()
			}
		}
		return e
	}
	e.Object, e.Record, e.Fields = c.Object, c.ID, c.Fields
	e.Outcome, e.What = Done, c.Object+"_"+c.Kind.String()
	if c.Kind == record.Forget {
		e.What, e.Fields = "forget", nil
	}
	e.Whom = record.FormatID(c.Object, c.ID)
	names := make([]string, 0, len(e.Fields))
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	e.Detail = Clean(strings.Join(names, ", "))
	return e
}

func (f *Filter) takes(e *Entry) bool {
	if f.Actor != "" && string(e.Actor) != f.Actor || f.What != "" && e.What != f.What || f.Outcome != "" &&
		e.Outcome != f.Outcome {
		return false
	}
	if f.Since != 0 && e.At < f.Since || f.Until != 0 && e.At >= f.Until {
		return false
	}
	if f.Text == "" {
		return true
	}
	all := strings.Join([]string{string(e.Actor), e.What, e.Whom, e.From, e.Reason, e.Detail}, "\n")
	return strings.Contains(strings.ToLower(all), strings.ToLower(f.Text))
}
