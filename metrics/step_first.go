package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/internal/expr"
)

// firstRows is the earliest row of each record that a reference names.
type firstRows struct {
	by, on, where string
	hops          []string // references that by, on and where go through
}

// stepFirst keeps, for every record that a reference names, only its earliest
// row: an account's first won deal. What the query filters away comes after, so
// that the first stays the first. Rows without the reference stay, for a guard to
// speak about.
func (b *build) stepFirst(context.Context) error {
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
	b.first = &firstRows{by: by.SQL, on: on.SQL, where: b.restrict(), hops: slices.Sorted(maps.Keys(b.hops))}
	b.where = []string{`"r".id IN (SELECT id FROM "first")`}
	return nil
}

// cte is the relation of the first rows' ids. The day and the id are packed into
// one number, whose minimum is the earliest row and, on one day, the oldest id.
func (f *firstRows) cte(from string) string {
	const width = "9223372036854775808::HUGEINT" // 2^63: above every id
	packed := "(coalesce(" + f.on + ", DATE '9999-12-31') - DATE '0001-01-01')::HUGEINT * " + width + ` + "r".id`
	also := " WHERE "
	if f.where != "" {
		also = f.where + " AND "
	}
	return `"first" AS (SELECT (min(` + packed + ") % " + width + ")::BIGINT AS id" + from + also + f.by + " IS NOT NULL GROUP BY " + f.by +
		` UNION ALL SELECT "r".id` + from + also + f.by + " IS NULL)"
}

// joinOf is the join of the records behind a reference.
func (b *build) joinOf(ref string) string {
	alias := quote("h_" + ref)
	key := ref
	if b.m.Over == sellerRows && ref == "owner" {
		key = "id"
	}
	return " LEFT JOIN " + alias + " ON " + alias + `.id = "r".` + quote(key)
}

func (b *build) joinsOf(refs []string) string {
	var out strings.Builder
	for _, ref := range refs {
		out.WriteString(b.joinOf(ref))
	}
	return out.String()
}
