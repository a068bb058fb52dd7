package metrics

import (
	"maps"
	"slices"
	"strings"

	"salesops/record"
)

// backfilled returns the condition that a row has a value without history among the values that the metric
// reads. Call it when everything else is built.
func (b *Statement) backfilled() string {
	var any []string
	for _, name := range slices.Sorted(maps.Keys(b.storedFields())) {
		any = append(any, b.withoutHistory(name))
	}
	if len(any) == 0 {
		return "false"
	}
	b.base["backfilled"], b.base["backfilled_fields"] = true, true
	// The texts are read only for rows with such values.
	return `CASE WHEN "r".backfilled THEN ` + strings.Join(any, " OR ") + " ELSE false END"
}

// withoutHistory is the condition that a row has no history of a field.
func (b *Statement) withoutHistory(field string) string {
	return `contains(',' || "r".backfilled_fields || ',', ` + b.args.Add(","+field+",") + "::VARCHAR)"
}

// hindsight adds, to a question about a past day, what shows how much of the answer uses values that became
// known later: for each field the number of rows without history of it, and for a sum of amounts the part that
// is proven.
func (b *Statement) hindsight(g *grouping, each string, add func(sql string) int) (fields []string,
	counts []int, proven int) {
	proven = -1
	o, ok := b.s.schema.Object(b.m.Over)
	if !ok {
		return nil, nil, proven
	}
	for _, name := range slices.Sorted(maps.Keys(b.storedFields())) {
		fields = append(fields, name)
		counts = append(counts, add(each+filter(g.ok, `"r".backfilled`, b.withoutHistory(name))))
	}
	if f, ok := o.Field(b.m.Value); ok && f.Kind == record.Money && b.m.Measure == MeasureSum && b.m.Spread == nil {
		proven = add("sum(" + g.value + ")" +
			filter(g.ok, `("r".backfilled AND `+b.withoutHistory(b.m.Value)+`) IS NOT TRUE`))
	}
	return fields, counts, proven
}

// storedFields are the fields behind the columns that are read.
func (b *Statement) storedFields() map[string]bool {
	fields := map[string]bool{}
	o, ok := b.s.schema.Object(b.m.Over)
	if !ok {
		return fields
	}
	for column := range b.base {
		switch base, isDay := strings.CutSuffix(column, "_on"); {
		case column == "closed_on":
			fields["close_date"], fields["outcome"] = true, true
		case isDay:
			if _, ok := o.Field(base + "_at"); ok {
				fields[base+"_at"] = true
			}
		}
		if _, ok := o.Field(column); ok {
			fields[column] = true
		}
	}
	return fields
}
