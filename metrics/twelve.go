package metrics

import "slices"

// Twelve returns the twelve key metrics in the order of the revenue chain. A company's file may change the
// definition of one, but not the list.
func (c *Catalog) Twelve() []Definition {
	var out []Definition
	for _, m := range c.shipped {
		if m.Headline && m.Chain > 0 {
			out = append(out, m.definition())
		}
	}
	slices.SortFunc(out, func(a, b Definition) int { return *a.Chain - *b.Chain })
	return out
}
