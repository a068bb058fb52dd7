package connectors

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Review is a difference that nobody has decided: what an edit made here and the source say.
type Review struct {
	Key     string // "deal_…:amount", to decide by
	Import  record.ID
	Object  string
	ID      record.ID
	Field   string
	InForce string // "here" or "source"
	Here    record.Change
	Source  record.Change
}

// Value is what a side's change says of the field.
func (r *Review) Value(c *record.Change) record.Value {
	for _, f := range c.Fields {
		if f.Name == r.Field {
			return f.Value
		}
	}
	return record.Value{}
}

// Reviews lists the differences that imports have found and nobody has decided, newest import
// first, those of one by key, of records that the scope shows. Both values are read from the log, where both
// stand.
func Reviews(ctx context.Context, log *record.Log, scope record.Scope) ([]Review, error) {
	var imports []record.ID
	err := log.EachExternal(ctx, "*", sales.Import, func(_ string, id record.ID) error {
		imports = append(imports, id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the imports: %w", err)
	}
	slices.Sort(imports)
	imports = slices.Compact(imports)
	slices.Reverse(imports)
	states, err := log.States(ctx, everything, imports)
	if err != nil {
		return nil, fmt.Errorf("read the imports: %w", err)
	}
	var found []Review
	seen := map[string]bool{}
	for _, id := range imports {
		candidates, err := contradicted(ctx, log, id, states[id].Fields["report"].Text())
		if err != nil {
			return nil, fmt.Errorf("read what import %s contradicts: %w", record.FormatID(sales.Import, id), err)
		}
		candidates = slices.DeleteFunc(candidates, func(r Review) bool {
			twice := seen[r.Key]
			seen[r.Key] = true
			return twice
		})
		open, err := stillOpen(ctx, log, scope, candidates)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(open, func(a, b Review) int { return strings.Compare(a.Key, b.Key) })
		found = append(found, open...)
	}
	return found, nil
}

// stillOpen keeps what nobody has decided, with both sides.
func stillOpen(ctx context.Context, log *record.Log, scope record.Scope, candidates []Review) ([]Review, error) {
	const atOnce = 2_000
	var open []Review
	for part := range slices.Chunk(candidates, atOnce) {
		ids := make([]record.ID, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		slices.Sort(ids)
		timelines, err := log.Timelines(ctx, scope, slices.Compact(ids))
		if err != nil {
			return nil, fmt.Errorf("read the changes of records: %w", err)
		}
		for _, r := range part {
			if r.open(timelines[r.ID]) {
				open = append(open, r)
			}
		}
	}
	return open, nil
}

// open finds both sides in a record's changes, newest first: the latest edit and what an
// import has said since. A later edit decides, and so does the import's undo.
func (r *Review) open(changes []record.Change) bool {
	now := record.Fold(changes, record.At{})
	if !now.Exists {
		return false
	}
	undone := map[record.Seq]bool{}
	left := map[period.Instant]record.Value{} // what undos have left of the field, by effective time
	for i := range changes {
		c := &changes[i]
		names := slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == r.Field })
		if c.Flags&record.Undo != 0 {
			undone[c.Cause] = true
			if _, later := left[c.EffectiveAt]; names && !later {
				left[c.EffectiveAt] = r.Value(c)
			}
			continue
		}
		if !names {
			continue
		}
		if v, touched := left[c.EffectiveAt]; touched && v != r.Value(c) || undone[c.Seq] {
			continue
		}
		if c.Flags&record.Import == 0 && c.Cause != 0 && undone[c.Cause] {
			continue
		}
		if c.Flags&record.Import != 0 {
			if r.Source.Seq == 0 {
				r.Source = *c
			}
			continue
		}
		if c.Source != "" || c.Flags&record.Stub != 0 {
			continue
		}
		r.Here = *c
		if r.InForce = "here"; now.Fields[r.Field] != r.Value(c) {
			r.InForce = "source"
		}
		return r.Source.Seq > c.Seq && r.Value(&r.Source) != r.Value(c)
	}
	return false
}

// Decide settles differences: the source's values are taken, or those edited here are said
// again. Both are edits of whoever decides, and can be undone as such. It returns how many
// were settled and the last change.
func Decide(ctx context.Context, log *record.Log, scope record.Scope, actor record.Actor, keys []string, all,
	takeSource bool, now period.Instant) (int, record.Seq, error) {
	open, err := Reviews(ctx, log, scope)
	if err != nil {
		return 0, 0, err
	}
	if !all {
		wanted := make(map[string]bool, len(keys))
		for _, key := range keys {
			wanted[key] = true
		}
		open = slices.DeleteFunc(open, func(r Review) bool { return !wanted[r.Key] })
		for i := range open {
			delete(wanted, open[i].Key)
		}
		for _, key := range keys {
			if wanted[key] {
				return 0, 0, fault.Because(fault.Missing, reason.Of("review_unknown", "key", key))
			}
		}
	}
	// What is decided of one record is one change: a stage and its probability go together.
	var drafts []record.Draft
	at := map[record.ID]int{}
	for i := range open {
		r := &open[i]
		n, ok := at[r.ID]
		if !ok {
			n = len(drafts)
			at[r.ID] = n
			drafts = append(drafts, record.Draft{Kind: record.Set, Object: r.Object, ID: r.ID,
				EffectiveAt: now, Repeat: true})
		}
		// It comes after both sides also where the clock was set back since.
		drafts[n].EffectiveAt = max(drafts[n].EffectiveAt, r.Here.EffectiveAt, r.Source.EffectiveAt)
		v := r.Value(&r.Here)
		if takeSource {
			v = r.Value(&r.Source)
		}
		drafts[n].Fields = append(drafts[n].Fields, record.FieldValue{Name: r.Field, Value: v})
	}
	last := record.Seq(0)
	for part := range slices.Chunk(drafts, 2_000) {
		done, err := log.Apply(ctx, record.Command{Actor: actor, Drafts: part})
		if err != nil {
			return 0, last, err
		}
		last = done[0].Last
	}
	return len(open), last, nil
}
