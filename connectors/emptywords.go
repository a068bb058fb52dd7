package connectors

import "strings"

// Programs write a word where a cell is empty: a truth value for a reference that is not set,
// the error of a formula, a dash.

// emptyWord says that a text stands for nothing in a column that cannot hold it as a value.
func emptyWord(s string) bool {
	if len(s) > 6 {
		return false
	}
	switch strings.ToLower(s) {
	case "false", "n/a", "#n/a", "null", "none", "nil", "-", "--", "nan", "(null)", "—", "–":
		return true
	}
	return false
}

// saysNothing reports a cell whose word stands for nothing in a column of days, numbers or
// references. Texts keep every word but those that no person writes.
func (c *Column) saysNothing(s string) bool {
	switch c.Use {
	case Created, Modified, ModifiedElse, StageSince:
		return emptyWord(s)
	case Value, ConvertedFlag, Part:
	default:
		return false
	}
	switch c.Kind {
	case Amount, Day, Instant, Percent, Number, Whole, Reference, ExchangeRate:
		return emptyWord(s)
	case Text, Category:
		if strings.EqualFold(s, "false") { // a layout's own part may be a yes or a no that it reads itself
			return c.Use != Part && c.Field != "name"
		}
		return c.Field != "name" && (strings.EqualFold(s, "#N/A") || strings.EqualFold(s, "null"))
	case Bool:
	}
	return false
}
