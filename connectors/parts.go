package connectors

import (
	"cmp"
	"slices"

	"salesops/record"
)

// isPart says that a row tells only a part of its record.
func (a *assembler) isPart(o ord, f *facts) bool {
	// the latter: a record made of a name
	return a.files[f.file].layout.Part || a.files[f.file].layout.Object != a.reg.objectOf(o).Name
}

// together puts the rows of one record into one: the whole row counts first, then the
// parts, the one modified last before the others; of several values of a field the first
// that says something. The outcome does not depend on the order of files or rows.
func (a *assembler) together(o ord, rows []*facts) *facts {
	if len(rows) == 1 {
		return rows[0]
	}
	hashes := make(map[*facts]uint64, len(rows))
	for _, r := range rows {
		hashes[r] = a.rowHash(r)
	}
	slices.SortStableFunc(rows, func(x, y *facts) int {
		whole := func(f *facts) int {
			if a.isPart(o, f) {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(whole(x), whole(y)), cmp.Compare(y.modified, x.modified),
			cmp.Compare(hashes[y], hashes[x]))
	})
	all := *rows[0]
	all.fields = slices.Clone(all.fields)
	for _, r := range rows[1:] {
		for _, v := range r.fields {
			all.put(v.Name, v.Value)
		}
		if r.created != 0 && (all.created == 0 || r.created < all.created) {
			all.created, all.createdDay = r.created, r.createdDay
		}
		all.modified = max(all.modified, r.modified)
		all.stageSince = max(all.stageSince, r.stageSince)
		if all.stage == "" {
			all.stage, all.closed, all.won = r.stage, r.closed, r.won
		}
		if all.pipeline == "" {
			all.pipeline = r.pipeline
		}
		if all.currency == "" {
			all.currency = r.currency
		}
		if all.deleted == unsaid {
			all.deleted, all.deletedAt = r.deleted, r.deletedAt
		}
		all.dated = append(slices.Clone(all.dated), r.dated...)
		for _, v := range r.initial {
			if !slices.ContainsFunc(all.initial, func(have record.FieldValue) bool { return have.Name == v.Name }) {
				all.initial = append(slices.Clone(all.initial), v)
			}
		}
	}
	return &all
}
