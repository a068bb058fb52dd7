package audit

import (
	"context"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// Entry is one line of the audit trail: an Event, or a change of settings, an import, a grant or an
// erasure, converted from the log.
type Entry struct {
	Seq   record.Seq
	At    period.Instant
	Actor record.Actor
	Event
	// Object and Record are what was changed; "" and 0 for an event.
	Object string
	Record record.ID
	Kind   record.ChangeKind // kind of the change
	Fields []record.FieldValue
}

// Filter selects entries. A zero field selects all.
type Filter struct {
	Actor   string         // the exact actor
	What    string         // the exact name
	Outcome Outcome        // the exact outcome
	Since   period.Instant // at or after this instant
	Until   period.Instant // before this instant
	Text    string         // contained in actor, what, whom, address or detail, ignoring case
}

// pageRows is the number of changes that are read at a time.
const pageRows = 500

// Read calls fn with the entries before a position (0: all), newest first, until fn returns false.
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

// entryOf converts a change to an entry.
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
				e.Detail = Detail(f.Value.Text())
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
	e.Detail = Detail(Clean(strings.Join(names, ", ")))
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
	all := strings.Join([]string{string(e.Actor), e.What, e.Whom, e.From, e.Reason, string(e.Detail)}, "\n")
	return strings.Contains(strings.ToLower(all), strings.ToLower(f.Text))
}
