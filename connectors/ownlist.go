package connectors

import (
	"slices"

	"salesops/record"
	"salesops/sales"
)

// ownList reports a list of this product, as the command line, the API and the browser write
// it. Its columns have names that other systems use too, so no layout of theirs may take it.
func ownList(header []string) bool {
	has := func(column string) bool { return slices.Contains(header, column) }
	return has("id") && slices.ContainsFunc(sales.Objects(), func(o record.Object) bool {
		columns, pairs := ownColumns(o)
		return pairs > 0 && !slices.ContainsFunc(columns, func(c string) bool { return !has(c) })
	})
}

// ownColumns are the columns of an object's list without its id, and how many stand beside an
// id or a currency of their own: no other system names both like this.
func ownColumns(o record.Object) (columns []string, pairs int) {
	for _, f := range o.Fields {
		columns = append(columns, f.Name)
		switch f.Kind {
		case record.Ref:
			columns = append(columns, f.Name+"_id")
			pairs++
		case record.Money:
			columns = append(columns, f.Name+"_currency")
			pairs++
		}
	}
	return columns, pairs
}
