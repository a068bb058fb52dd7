package record

import (
	"context"
	"maps"
	"math"
	"slices"
)

// derivedLists are what the store keeps beside the rows so that it need not be searched for: which changes are audited,
// which changes have a cause, which records are merged. All of it follows from the rows.
type derivedLists struct {
	audited []Seq // ascending
	causes  map[Seq]Cause
	aliases map[ID]ID
}

func newDerivedLists() *derivedLists {
	return &derivedLists{causes: map[Seq]Cause{}, aliases: map[ID]ID{}}
}

// add takes the next row of the log.
func (d *derivedLists) add(schema *Schema, e *entry) {
	if o, known := schema.Code(e.code); e.Kind == Forget || known && o.Audited {
		d.audited = append(d.audited, e.Seq)
	}
	if e.Cause != 0 {
		c, known := d.causes[e.Cause]
		if !known {
			c = Cause{Seq: e.Cause, First: e.Seq}
		}
		c.Last = e.Seq
		d.causes[e.Cause] = c
	}
	switch e.Kind {
	case Merge:
		d.aliases[e.ID] = e.Into
	case Unmerge:
		delete(d.aliases, e.ID)
	case Create, Set, Delete, Restore, Forget:
	}
}

// compareLists compares the stored lists with those that the rows make. What was written since Verify began is left
// out.
func (v *verifying) compareLists(ctx context.Context) error {
	if err := v.compareAudited(ctx); err != nil {
		return err
	}
	if err := v.compareCauses(ctx); err != nil {
		return err
	}
	return v.compareAliases(ctx)
}

func (v *verifying) compareAudited(ctx context.Context) error {
	const atOnce = 10_000
	stored := map[Seq]bool{}
	for before := Seq(math.MaxInt64); ; {
		page, err := v.log.store.Audited(ctx, before, atOnce)
		if err != nil {
			return storeError("read", err)
		}
		for _, seq := range page {
			stored[seq] = true
		}
		if len(page) < atOnce {
			break
		}
		before = page[len(page)-1]
	}
	for _, seq := range v.lists.audited {
		if !stored[seq] {
			v.problem(seq, "change %d is missing from the audit trail", seq)
		}
		delete(stored, seq)
	}
	for _, seq := range slices.Sorted(maps.Keys(stored)) {
		if seq <= v.head {
			v.problem(seq, "change %d is in the audit trail, but is not an audited one", seq)
		}
	}
	return nil
}

func (v *verifying) compareCauses(ctx context.Context) error {
	stored, err := v.log.store.Causes(ctx, math.MaxInt64)
	if err != nil {
		return storeError("read", err)
	}
	for _, c := range stored {
		want, known := v.lists.causes[c.Seq]
		delete(v.lists.causes, c.Seq)
		switch {
		case c.First > v.head:
		case !known || c.First != want.First || c.Last != want.Last && c.Last <= v.head:
			v.problem(c.Seq, "the list of what change %d caused names the changes %d to %d, which is wrong",
				c.Seq, c.First, c.Last)
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(v.lists.causes)) {
		v.problem(cause, "the list of what change %d caused is missing", cause)
	}
	return nil
}

func (v *verifying) compareAliases(ctx context.Context) error {
	stored, err := v.log.store.Aliases(ctx)
	if err != nil {
		return storeError("read", err)
	}
	suspect := map[ID]bool{}
	for id, into := range stored {
		suspect[id] = v.lists.aliases[id] != into
	}
	for id, into := range v.lists.aliases {
		suspect[id] = stored[id] != into
	}
	maps.DeleteFunc(suspect, func(_ ID, differs bool) bool { return !differs })
	rows, err := v.log.store.States(ctx, slices.Collect(maps.Keys(suspect)))
	if err != nil {
		return storeError("read", err)
	}
	for _, id := range slices.Sorted(maps.Keys(suspect)) {
		if seq := rows[id].Seq; seq <= v.head {
			v.problem(seq, "record %d is kept as merged into %d; its changes say %d",
				id, stored[id], v.lists.aliases[id])
		}
	}
	return nil
}
