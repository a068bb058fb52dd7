package expr

import "strconv"

// Args collects the values bound to one SQL statement, in order. The zero Args
// is ready to use. One Args serves all fragments of a statement.
type Args struct {
	values []any
}

// Add binds one more value and returns its placeholder, "$3". Cast it where it
// is used ("$3::BIGINT"): DuckDB would otherwise pick a type from the value.
func (a *Args) Add(value any) string {
	a.values = append(a.values, value)
	return "$" + strconv.Itoa(len(a.values))
}

// Values are the bound values: string, int64, float64 or bool.
func (a *Args) Values() []any { return a.values }

// Len is the number of bound values.
func (a *Args) Len() int { return len(a.values) }
