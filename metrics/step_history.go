package metrics

import (
	"maps"
	"slices"
	"strings"
)

// backfilled is the condition that a row rests on a value without history, among
// the values that the metric reads. To be called when everything else is built.
func (b *build) backfilled() string {
	var any []string
	for _, name := range slices.Sorted(maps.Keys(b.storedFields())) {
		any = append(any, `contains(',' || "r".backfilled_fields || ',', `+b.args.Add(","+name+",")+"::VARCHAR)")
	}
	if len(any) == 0 {
		return "false"
	}
	b.base["backfilled"], b.base["backfilled_fields"] = true, true
	// The texts are looked at only where there is something to find.
	return `CASE WHEN "r".backfilled THEN ` + strings.Join(any, " OR ") + " ELSE false END"
}

// storedFields are the fields behind the columns that are read.
func (b *build) storedFields() map[string]bool {
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
