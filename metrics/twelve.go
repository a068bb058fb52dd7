package metrics

import "slices"

// Twelve are the headline metrics that come with the product, in the order of the revenue chain. A file of
// the company may replace what one of them means, but not which they are.
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
