package expr

import "strconv"

// Args collects the values bound to one SQL statement, in order. The zero Args is ready to use. All
// fragments of a statement share one Args.
type Args struct {
	values []any
}

// Add binds a value and returns its placeholder, such as "$3". Cast it where it is used
// ("$3::BIGINT"), because DuckDB otherwise derives a type from the value.
func (a *Args) Add(value any) string {
	a.values = append(a.values, value)
	return "$" + strconv.Itoa(len(a.values))
}

// Values returns the bound values: string, int64, float64 or bool.
func (a *Args) Values() []any { return a.values }

// Len returns the number of bound values.
func (a *Args) Len() int { return len(a.values) }
