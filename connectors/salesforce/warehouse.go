package salesforce

import (
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Data warehouses keep Salesforce's objects as tables whose columns are the API names in
// snake case: StageName is stage_name, Product2Id is product_2_id, Region__c is region_c. A
// loader adds columns of its own, which begin with _fivetran_.

// loaders are the columns that the loader adds and that say nothing of the business.
var loaders = []string{"_fivetran_synced", "_fivetran_active", "_fivetran_start", "_fivetran_end", "_fivetran_id",
	"_fivetran_index", "_fivetran_batch"}

// snake is an API name as a warehouse writes it.
func snake(name string) string {
	name = strings.ReplaceAll(name, ".", "_")
	var b strings.Builder
	kind := func(c byte) int {
		switch {
		case c >= 'a' && c <= 'z':
			return 1
		case c >= 'A' && c <= 'Z':
			return 2
		case c >= '0' && c <= '9':
			return 3
		}
		return 0
	}
	for i := range len(name) {
		c := name[i]
		begins := i > 0 && kind(name[i-1]) != 0 && kind(c) != 0 && kind(name[i-1]) != kind(c) &&
			(kind(name[i-1]) != 2 || kind(c) != 1)
		if begins || i > 0 && kind(c) == 2 && kind(name[i-1]) == 2 && i+1 < len(name) && kind(name[i+1]) == 1 {
			b.WriteByte('_')
		}
		b.WriteByte(c)
	}
	all := strings.ToLower(b.String())
	for strings.Contains(all, "__") {
		all = strings.ReplaceAll(all, "__", "_")
	}
	return all
}

func snakes(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = snake(n)
	}
	return out
}

func inSnakes(names [][]string) [][]string {
	var out [][]string
	for _, any := range names {
		out = append(out, snakes(any))
	}
	return out
}

// finishers complete the rows of a layout's tables.
var finishers = map[string]func(row){"Contact": fullName, "Lead": lead, "Task": task, "Event": event, "User": user,
	"OpportunitySplit": split, "OpportunitySplitType": splitType}

// table is what only a warehouse's header has.
var table = []string{"is_deleted", "system_modstamp", "last_modified_date", "_fivetran_deleted"}

// tables are the layouts as a warehouse has them.
func tables() []tool.Layout {
	var out []tool.Layout
	for _, l := range slices.Concat(layouts, splits, rates) {
		if f := finishers[l.Name]; f != nil {
			l.Finish = finish(f, snake)
		}
		l.Name = snake(l.Name) + " table"
		l.Needs = append([][]string{table}, inSnakes(l.Needs)...)
		l.Named = inSnakes(l.Named)
		l.Not = append(snakes(l.Not), versions...)
		l.Columns = inSnake(l.Columns)
		if l.Role == tool.Current {
			l.Columns = append(l.Columns, tool.Column{Header: "_fivetran_deleted", Use: tool.Deleted})
		}
		l.Ignore = append(snakes(l.Ignore), loaders...)
		out = append(out, l)
	}
	return append(out, history(sales.Deal, "stage_name", "close_date"),
		history(sales.Account, "name", "industry", "website"),
		history(sales.Contact, "last_name", "email", "account_id"), orders)
}

// versions are the columns of a table that keeps every version of a record.
var versions = []string{"_fivetran_start", "_fivetran_end"}

// history is the table of an object's versions: what changed and when the loader saw it. It
// has rows of the same columns as the object's own table.
func history(object, needs string, others ...string) tool.Layout {
	l := tool.Layout{Object: object, Role: tool.Snapshot}
	for _, current := range layouts {
		if current.Object != object || current.Role != tool.Current {
			continue
		}
		l.Name = snake(current.Name) + " history table"
		l.Needs = [][]string{{"id"}, {"_fivetran_start"}, {needs}, others}
		l.Not = snakes(current.Not)
		l.Ignore = append(snakes(current.Ignore), loaders...)
		for _, c := range inSnake(current.Columns) {
			switch c.Use {
			case tool.ID:
				c.Use = tool.Of
			case tool.Value, tool.StageName, tool.Currency, tool.Deleted:
			default:
				continue // of the record, not of this version
			}
			l.Columns = append(l.Columns, c)
		}
		l.Columns = append(l.Columns, tool.Column{Header: "_fivetran_start", Use: tool.Created})
	}
	return l
}

// orders are known and not read: the rows are counted and set aside.
var orders = tool.Layout{
	Name: "order table", Aside: true,
	Needs:   [][]string{table, {"order_number"}, {"account_id"}, {"effective_date"}},
	Columns: []tool.Column{{Header: "order_number"}, {Header: "account_id"}, {Header: "effective_date"}},
}

func inSnake(columns []tool.Column) []tool.Column {
	out := slices.Clone(columns)
	for i := range out {
		out[i].Header = snake(out[i].Header)
	}
	return out
}
