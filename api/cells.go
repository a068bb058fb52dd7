package api

import (
	"fmt"
	"strconv"
	"strings"
)

func (d Decimal) cell() Cell { return Cell{Text: d.Text, Number: true} }

func count(n int64) Cell { return Cell{Text: strconv.FormatInt(n, 10), Number: true} }

// fieldColumns returns the names of the columns of fields. Money has an additional column for its currency, a
// reference one for its id.
func fieldColumns(fields []FieldInfo) []string {
	var out []string
	for _, f := range fields {
		out = append(out, f.Name)
		switch f.Kind {
		case "money":
			out = append(out, f.Name+"_currency")
		case "ref":
			out = append(out, f.Name+"_id")
		}
	}
	return out
}

func fieldCells(fields []FieldInfo, values map[string]FieldValue) []Cell {
	var out []Cell
	for _, f := range fields {
		parts := FieldTexts(values[f.Name])
		switch f.Kind {
		case "money":
			out = append(out, Cell{Text: parts[0], Number: true}, Cell{Text: parts[1]})
		case "ref":
			out = append(out, Cell{Text: parts[0]}, Cell{Text: parts[1]})
		case "int", "number":
			out = append(out, Cell{Text: parts[0], Number: true})
		default:
			out = append(out, Cell{Text: parts[0]})
		}
	}
	return out
}

// FieldTexts returns a value as texts: the value, for money also the currency, for a reference also the id.
func FieldTexts(v FieldValue) [2]string {
	switch x := v.V.(type) {
	case nil:
		return [2]string{}
	case MoneyValue:
		return [2]string{x.Amount, deref(x.Currency)}
	case RefValue:
		return [2]string{x.Name, x.ID}
	case string:
		return [2]string{x}
	case float64:
		return [2]string{strconv.FormatFloat(x, 'f', -1, 64)}
	default:
		return [2]string{fmt.Sprint(x)}
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func join(texts []string) string { return strings.Join(texts, " ") }
