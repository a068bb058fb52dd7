package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/internal/expr"
	"salesops/internal/period"
)

// typeNames are what an expression can take a column for. One that is not named is text.
var typeNames = []string{"text", "number", "whole", "day", "instant", "yes_no"}

var typeKinds = map[string]expr.Kind{
	"text": expr.Text, "number": expr.Number, "whole": expr.Int, "day": expr.Day,
	"instant": expr.Instant, "yes_no": expr.Bool,
}

// row is a row of a file while expressions are evaluated on it.
type row struct {
	cells []string
}

// words are the names that a file's columns have in expressions, and their types.
type words struct {
	names []string // by column
	kinds []expr.Kind
	at    map[string]int
	order cell.Order
	zones cell.Zones

	numbers cell.Decimals
	stored  table.Numbers
	old     bool // plain numbers count days from 1904
}

var asOf = regexp.MustCompile(`\b(?:as_of|start_of)\b`)

// reservedWords cannot be names in an expression.
var reservedWords = []string{"as", "as_of", "break", "const", "continue", "else", "false", "for", "function", "has",
	"if", "import", "in", "let", "loop", "namespace", "null", "package", "return", "true", "var", "void", "while"}

// Word is a column's name in expressions: lower case, with _ for what is neither letter nor
// digit. number counts columns from 1.
func Word(header string, number int) string {
	var b strings.Builder
	for _, c := range strings.ToLower(header) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	name := strings.Trim(b.String(), "_")
	switch {
	case name == "":
		return "column_" + strconv.Itoa(number)
	case name[0] >= '0' && name[0] <= '9':
		return "x_" + name
	case slices.Contains(reservedWords, name):
		return name + "_"
	}
	return name
}

// newWords are the words of a row's columns; joined are those of the last of them, which are of other
// tables.
func newWords(header, joined []string, types map[string]string, order cell.Order, zones cell.Zones) *words {
	w := &words{at: map[string]int{}, order: order, zones: zones}
	byColumn := map[string]string{}
	for column, t := range types {
		byColumn[strings.ToLower(strings.TrimSpace(column))] = t
	}
	for i, h := range header {
		word := Word(h, i+1)
		if k := i - (len(header) - len(joined)); k >= 0 {
			word = joined[k]
		}
		name := word
		for n := 2; ; n++ {
			if _, taken := w.at[name]; !taken {
				break
			}
			name = word + "_" + strconv.Itoa(n)
		}
		w.at[name] = i
		w.names = append(w.names, name)
		kind := expr.Text
		if t, ok := byColumn[strings.ToLower(strings.TrimSpace(h))]; ok {
			kind = typeKinds[t]
		}
		w.kinds = append(w.kinds, kind)
	}
	return w
}

// Object describes the row to the expression language.
func (w *words) Object(name string) (expr.Object, bool) {
	if name != "row" {
		return expr.Object{}, false
	}
	o := expr.Object{Name: "row"}
	for i, n := range w.names {
		o.Fields = append(o.Fields, expr.Field{Name: n, Kind: w.kinds[i], Label: n})
	}
	return o, true
}

// reading is a row as a program sees it; it keeps the first cell that could not be read.
type reading struct {
	words *words
	row   *row
	err   error
}

// Field gives a column's value; unset for an empty cell.
func (r *reading) Field(path string) expr.Value {
	i, ok := r.words.at[path]
	if !ok || i >= len(r.row.cells) || strings.TrimSpace(r.row.cells[i]) == "" {
		return expr.Value{}
	}
	s := r.row.cells[i]
	v, err := value(s, r.words.kinds[i], r.words)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("column %s: %w", path, err)
	}
	return v
}

func value(s string, kind expr.Kind, w *words) (expr.Value, error) {
	switch kind {
	case expr.Number:
		f, err := cell.ReadNumber(s, w.numbers, w.stored)
		return expr.NumberOf(f), err
	case expr.Int:
		n, err := cell.ReadWhole(s, w.numbers)
		return expr.IntOf(n), err
	case expr.Bool:
		b, err := cell.ReadYesNo(s)
		return expr.BoolOf(b), err
	case expr.Day:
		if w.old {
			s = cell.From1900(s)
		}
		d, err := cell.ReadDayIn(s, w.order, w.zones)
		return expr.DayOf(d), err
	case expr.Instant:
		if w.old {
			s = cell.From1900(s)
		}
		i, err := cell.ReadInstant(s, w.order, w.zones)
		return expr.InstantOf(i), err
	}
	return expr.TextOf(s), nil
}

// condition is a row filter, or with another kind a computed cell.
type condition struct {
	words   *words
	program *expr.Program
}

func compile(w *words, source string, want expr.Kind) (*condition, error) {
	if name := asOf.FindString(source); name != "" {
		return nil, fmt.Errorf(`%s has no meaning in a mapping: write a day, such as day("2026-01-01")`, name)
	}
	env, err := expr.NewEnv(w, "row", expr.Options{})
	if err != nil {
		return nil, err
	}
	p, err := env.Compile(source, want)
	if err != nil {
		return nil, err
	}
	return &condition{w, p}, nil
}

func (c *condition) eval(r *row) (expr.Value, error) {
	on := &reading{words: c.words, row: r}
	v, state, err := c.program.Eval(on, expr.Moment{AsOf: period.MaxDay})
	if on.err != nil {
		return expr.Value{}, on.err
	}
	if err != nil {
		return expr.Value{}, err
	}
	if state != expr.Known {
		return expr.Value{}, nil
	}
	return v, nil
}

// holds says whether a filter keeps a row; a row for which it cannot be told is set aside.
func (c *condition) holds(r *row) (bool, error) {
	v, err := c.eval(r)
	return v.Bool(), err
}

// computed makes a cell of an expression, as text that the importer reads again.
func computed(c *condition) maker {
	return func(_ []string, r *row) (string, error) {
		v, err := c.eval(r)
		if err != nil || !v.IsSet() {
			return "", err
		}
		switch v.Kind() {
		case expr.Text:
			return v.Text(), nil
		case expr.Int:
			return strconv.FormatInt(v.Int(), 10), nil
		case expr.Number:
			return strconv.FormatFloat(v.Number(), 'f', -1, 64), nil
		case expr.Bool:
			return strconv.FormatBool(v.Bool()), nil
		case expr.Day:
			return v.Day().String(), nil
		case expr.Instant:
			return v.Instant().Time().UTC().Format(time.RFC3339Nano), nil
		case expr.Money:
			return v.Money().String() + " " + v.Money().Currency, nil
		}
		return "", fmt.Errorf("the expression gives a %s, which no field holds", v.Kind())
	}
}
