package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/internal/expr"
)

// firstRows finds the earliest row of each record that a reference names.
type firstRows struct {
	by, on, where string
	hops          []string        // references that by, on and where go through
	columns       map[string]bool // what the object's rows are read for until here
}

// stepFirst keeps only the earliest row of every record that a reference names, such as an account's first won
// deal. The query's filters are applied afterwards, so they cannot make another row the first. Rows without the
// reference are kept, for guards.
func (b *Statement) stepFirst(context.Context) error {
	if b.m.FirstOf == "" {
		return nil
	}
	by, err := b.value("first_of", b.m.FirstOf, expr.Ref)
	if err != nil {
		return err
	}
	on, err := b.value("on", b.m.On, expr.Day)
	if err != nil {
		return err
	}
	b.first = &firstRows{by: by.SQL, on: on.SQL, where: b.restrict(),
		hops: slices.Sorted(maps.Keys(b.hops)), columns: b.base}
	b.base = map[string]bool{}
	b.where = nil
	return nil
}

// grouped reports whether the later steps need only the reference and the day. Then one group per reference is
// enough, and the records need not be read again.
func (b *Statement) grouped() bool {
	if b.drilled || len(b.hops) > 0 || len(b.computed) > 0 || b.m.FirstOf != strings.TrimSpace(b.m.FirstOf) {
		return false
	}
	for column := range b.base {
		if column != b.m.FirstOf && column != b.m.On {
			return false
		}
	}
	_, own := b.w.field(b.m.Over, b.m.FirstOf)
	_, ownDay := b.w.field(b.m.Over, b.m.On)
	return own && ownDay
}

// groups replaces the object's rows by one row per reference.
func (f *firstRows) groups(by, on string) string {
	also := " WHERE "
	if f.where != "" {
		also = f.where + " AND "
	}
	by, on = quote(by), quote(on)
	from := ` FROM "rows" "r"` + also
	return `"r" AS (SELECT ` + f.by + " AS " + by + ", min(" + f.on + ") AS " + on + from + f.by +
		" IS NOT NULL GROUP BY 1" +
		" UNION ALL SELECT " + f.by + ", " + f.on + from + f.by + " IS NULL)"
}

// cte returns the relation of the first rows' ids. Day and id are packed into one number, whose minimum is the
// earliest row and, on one day, the oldest id.
func (f *firstRows) cte(from string) string {
	const width = "9223372036854775808::HUGEINT" // 2^63: above every id
	packed := "(coalesce(" + f.on + ", DATE '9999-12-31') - DATE '0001-01-01')::HUGEINT * " + width + ` + "r".id`
	also := " WHERE "
	if f.where != "" {
		also = f.where + " AND "
	}
	return `"first" AS (SELECT (min(` + packed + ") % " + width + ")::BIGINT AS id" + from + also + f.by +
		" IS NOT NULL GROUP BY " + f.by +
		` UNION ALL SELECT "r".id` + from + also + f.by + " IS NULL)"
}

// joinOf is the join of the records behind a reference.
func (b *Statement) joinOf(ref string) string {
	alias := quote("h_" + ref)
	return " LEFT JOIN " + alias + " ON " + alias + `.id = "r".` + quote(b.set.same(ref))
}

func (b *Statement) joinsOf(refs []string) string {
	var out strings.Builder
	for _, ref := range refs {
		out.WriteString(b.joinOf(ref))
	}
	return out.String()
}
