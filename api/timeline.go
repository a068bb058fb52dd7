package api

import (
	"context"

	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// timeline returns a page of a record's changes, newest first. The replaced value of a change is the one in
// force at the change's own moment, as the log had it before the change, because an import writes past days
// after later ones. With an end, later changes are neither shown nor used as replaced values.
func (a *API) timeline(ctx context.Context, r record.Record, end *record.At, before record.Seq,
	limit int) (Timeline, error) {
	all, err := a.Log.Timeline(ctx, a.scope(ctx), r.ID, before, -1)
	if err != nil {
		return Timeline{}, err
	}
	all = upTo(end, all)
	out := Timeline{Changes: []RecordChange{}}
	shown := all[:min(limit, len(all))]
	if len(all) > limit {
		next := int64(shown[len(shown)-1].Seq)
		out.NextBefore = &next
	}
	befores := record.Replaced(all)
	var sets []map[string]record.Value
	for _, c := range shown {
		sets = append(sets, befores[c.Seq], fieldMap(c))
		if by := personOf(c.Actor); by != 0 {
			sets = append(sets, map[string]record.Value{"": record.RefValue(by)})
		}
	}
	names, err := a.names(ctx, sets...)
	if err != nil {
		return Timeline{}, err
	}
	causes := map[record.Seq]string{}
	for _, c := range shown {
		change := a.changeOf(c, befores[c.Seq], names)
		change.By, change.Mine = names[personOf(c.Actor)].Name, c.Actor == actor(ctx)
		if c.Cause != 0 {
			if _, ok := causes[c.Cause]; !ok {
				if causes[c.Cause], err = a.causeTitle(ctx, c.Cause); err != nil {
					return Timeline{}, err
				}
			}
			change.CauseTitle = causes[c.Cause]
		}
		out.Changes = append(out.Changes, change)
	}
	return out, nil
}

// personOf is the person whom an actor of the log names; 0 for none.
func personOf(actor record.Actor) record.ID {
	if object, id, err := record.ParseID(string(actor)); err == nil && object == sales.Person {
		return id
	}
	return 0
}

// upTo leaves out what happened or became known after an end; nil means no end.
func upTo(end *record.At, changes []record.Change) []record.Change {
	if end == nil {
		return changes
	}
	var out []record.Change
	for _, c := range changes {
		if c.EffectiveAt <= end.Effective && (end.Known == 0 || c.KnownAt <= end.Known) {
			out = append(out, c)
		}
	}
	return out
}

func (a *API) changeOf(c record.Change, before map[string]record.Value, names map[record.ID]RefValue) RecordChange {
	out := RecordChange{
		Seq: int64(c.Seq), Object: c.Object, ID: record.FormatID(c.Object, c.ID),
		KnownAt: c.KnownAt.String(), EffectiveAt: c.EffectiveAt.String(), Actor: string(c.Actor), Source: c.Source,
		Kind: kindName(c.Kind), Flags: flagNames(c.Flags), Cause: seqOrNull(c.Cause), Fields: []FieldChange{},
	}
	object, _ := a.Log.Schema().Object(c.Object)
	for _, f := range c.Fields {
		to := refersTo(a.Log.Schema(), c.Object, f.Name)
		label := f.Name
		if object != nil {
			if known, ok := object.Field(f.Name); ok && known.Label != "" {
				label = known.Label
			}
		}
		out.Fields = append(out.Fields, FieldChange{Name: f.Name, Label: label,
			Before: valueOf(before[f.Name], to, names), After: valueOf(f.Value, to, names)})
	}
	return out
}

// causeTitle describes the cause of a change.
func (a *API) causeTitle(ctx context.Context, seq record.Seq) (string, error) {
	c, err := a.Log.Change(ctx, a.scope(ctx), seq)
	if fault.KindOf(err) == fault.Missing {
		return "", nil // an import that the asker may not see is not named
	}
	if err != nil {
		return "", err
	}
	if c.Object != sales.Import {
		return record.FormatID(c.Object, c.ID), nil
	}
	states, err := a.Log.States(ctx, a.scope(ctx), []record.ID{c.ID})
	if err != nil {
		return "", err
	}
	if state, ok := states[c.ID]; ok {
		return a.title(state), nil
	}
	return record.FormatID(c.Object, c.ID), nil
}

func feedChange(schema *record.Schema, c record.Change) FeedChange {
	out := FeedChange{
		Seq: int64(c.Seq), Object: c.Object, ID: record.FormatID(c.Object, c.ID),
		KnownAt: c.KnownAt.String(), EffectiveAt: c.EffectiveAt.String(), Actor: string(c.Actor), Source: c.Source,
		Kind: kindName(c.Kind), Flags: flagNames(c.Flags), Cause: seqOrNull(c.Cause), Fields: map[string]FieldValue{},
	}
	for _, f := range c.Fields {
		out.Fields[f.Name] = valueOf(f.Value, refersTo(schema, c.Object, f.Name), nil)
	}
	return out
}

func fieldMap(c record.Change) map[string]record.Value {
	out := make(map[string]record.Value, len(c.Fields))
	for _, f := range c.Fields {
		out[f.Name] = f.Value
	}
	return out
}

func kindName(k record.ChangeKind) string {
	names := map[record.ChangeKind]string{
		record.Create: "create", record.Set: "set", record.Delete: "delete", record.Restore: "restore",
		record.Merge: "merge", record.Unmerge: "unmerge", record.Forget: "forget",
	}
	return names[k]
}

func flagNames(f record.Flag) []string {
	out := []string{}
	for _, flag := range []struct {
		bit  record.Flag
		name string
	}{
		{record.Backfilled, "backfilled"}, {record.Reconciled, "reconciled"}, {record.Stub, "stub"},
		{record.Import, "import"}, {record.Undo, "undo"},
	} {
		if f&flag.bit != 0 {
			out = append(out, flag.name)
		}
	}
	return out
}

func seqOrNull(s record.Seq) *int64 {
	if s == 0 {
		return nil
	}
	n := int64(s)
	return &n
}
