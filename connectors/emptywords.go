package connectors

import (
	"salesops/connectors/cell"
	"strings"
)

// saysNothing reports a cell whose word stands for nothing in a column of days, numbers or
// references. Texts keep every word but those that no person writes.
func (c *Column) saysNothing(s string) bool {
	switch c.Use {
	case Created, Modified, ModifiedElse, StageSince:
		return cell.EmptyWord(s)
	case Value, ConvertedFlag, Part:
	default:
		return false
	}
	switch c.Kind {
	case Amount, Day, Instant, Percent, Number, Whole, Reference, ExchangeRate:
		return cell.EmptyWord(s)
	case Text, Category:
		if strings.EqualFold(s, "false") { // a layout's own part may be a yes or a no that it reads itself
			return c.Use != Part && c.Field != "name"
		}
		return c.Field != "name" && (strings.EqualFold(s, "#N/A") || strings.EqualFold(s, "null"))
	case Bool:
	}
	return false
}

// refers says that a column's cells are ids of other records.
func (c *Column) refers() bool {
	switch c.Use {
	case Value:
		return c.Kind == Reference
	case MergedIDs, MergedInto:
		return true
	default:
		return false
	}
}
