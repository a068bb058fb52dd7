package metrics

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"sync"

	"salesops/internal/expr"
	"salesops/internal/fault"
)

// Catalog is the set of metrics that can be asked for. It is safe for concurrent use.
type Catalog struct {
	sets    RowSets
	current map[string]*metric // by name
	shipped map[string]*metric // those built in, by name
	leftOut []error            // why files are not used
	bad     map[string]error   // the same by the name of the metric or its file

	mu  sync.RWMutex
	old map[string][]*metric // by name: definitions kept in the log, oldest first
}

// link checks what metrics say about each other: formulas, beside and variants.
func (c *Catalog) link() error {
	_, err := c.unlinked()
	return err
}

// unlinked returns the first metric, by name, with a wrong reference to other metrics.
func (c *Catalog) unlinked() (*metric, error) {
	for _, name := range slices.Sorted(maps.Keys(c.current)) {
		if m := c.current[name]; m != nil {
			if err := c.linkOne(m); err != nil {
				return m, err
			}
		}
	}
	return nil, nil
}

func (c *Catalog) linkOne(m *metric) error {
	for key, others := range map[string][]string{"beside": m.Beside, "variants": m.Variants} {
		for _, other := range others {
			if _, ok := c.current[other]; !ok {
				return m.wrong(key, "there is no metric %s%s", other, didYouMean(other, c.names()))
			}
		}
	}
	if err := c.checkParts(m); err != nil {
		return err
	}
	if err := kindOf(m.Kind).link(c, m); err != nil {
		return err
	}
	return c.linkNeeds(m)
}

// formula compiles a formula metric against the catalogue's units.
func (c *Catalog) formula(m *metric) (*expr.Formula, error) {
	units := c.unitsFor(m)
	f, err := expr.CompileFormula(m.Formula, units)
	if err != nil {
		return nil, m.wrong("formula", "%s", cmp.Or(c.namesComputed(m, m.Formula), err))
	}
	if m.Positive != nil {
		p, err := expr.CompileFormula(m.Positive.Of, units)
		if err != nil {
			return nil, m.wrong("positive.of", "%s", cmp.Or(c.namesComputed(m, m.Positive.Of), err))
		}
		for _, name := range p.Metrics() {
			if !slices.Contains(f.Metrics(), name) {
				return nil, m.wrong("positive.of", "%s is not in the formula", name)
			}
		}
	}
	if u := Unit(f.Unit()); u != m.Unit && !(u == UnitRatio && m.Unit == UnitMonths) &&
		!(u == UnitRatio && m.Unit == UnitShare) && !(u == UnitShare && m.Unit == UnitRatio) {
		return nil, m.wrong("unit", "%s gives %s, not %s", m.Formula, u, m.Unit)
	}
	return f, nil
}

var word = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// namesComputed returns an error when a formula names metrics that are formulas themselves, which is not
// allowed. These metrics exist; "unknown metric" would make people look for a typing mistake.
func (c *Catalog) namesComputed(m *metric, formula string) error {
	for _, name := range word.FindAllString(formula, -1) {
		other, ok := c.current[name]
		switch why := c.bad[name]; {
		case !ok && why != nil:
			return fault.Invalidf("%s is left out itself (%w)", name, why)
		case !ok || other.Kind != KindFormula && other.Kind != KindBaseline:
		case name == m.Name:
			return fault.Invalidf("%s names itself", name)
		case slices.Contains(word.FindAllString(other.Formula, -1), m.Name) || other.Of == m.Name:
			return fault.Invalidf("%s and %s name each other: write one of them without the other", m.Name, name)
		default:
			return fault.Invalidf(
				"%s is a %s, and a formula is made of aggregates and estimates: write out what %s is made of",
				name, other.Kind, name)
		}
	}
	return nil
}

// unitsFor returns the units of the metrics that a formula may name. For a pace, days are a plain count, so
// that an amount may be divided by them.
func (c *Catalog) unitsFor(m *metric) map[string]expr.Unit {
	units := map[string]expr.Unit{}
	for name, other := range c.current {
		if other.Kind == KindFormula || other.Kind == KindBaseline {
			continue
		}
		switch units[name] = expr.Unit(other.Unit); {
		case other.Unit == UnitMonths: // a number of payments
			units[name] = expr.UnitRatio
		case m.Per == "day" && other.Unit == UnitDays:
			units[name] = expr.UnitCount
		}
	}
	return units
}

func (c *Catalog) names() []string { return slices.Sorted(maps.Keys(c.current)) }

// List returns the metrics: the twelve key metrics in the order of the revenue chain, then the others by name.
func (c *Catalog) List() []Definition {
	var out []Definition
	for _, name := range c.names() {
		out = append(out, c.current[name].definition())
	}
	place := func(d Definition) int {
		if d.Headline && d.Chain != nil {
			return *d.Chain
		}
		return 100
	}
	slices.SortStableFunc(out, func(a, b Definition) int { return place(a) - place(b) })
	return out
}

// Get returns a metric; version 0 is the newest. For an unknown name the error is a fault of kind missing that
// suggests the nearest name.
func (c *Catalog) Get(name string, version int) (Definition, error) {
	m, err := c.find(name, version, "")
	if err != nil {
		return Definition{}, err
	}
	return m.definition(), nil
}

// Versions lists the known versions of a metric, newest first.
func (c *Catalog) Versions(name string) []Definition {
	byVersion := map[int]Definition{}
	c.mu.RLock()
	for _, m := range c.old[name] {
		byVersion[m.Version] = m.definition()
	}
	c.mu.RUnlock()
	if m, ok := c.current[name]; ok {
		byVersion[m.Version] = m.definition()
	}
	var out []Definition
	for _, v := range slices.Backward(slices.Sorted(maps.Keys(byVersion))) {
		out = append(out, byVersion[v])
	}
	return out
}

// find returns a metric by name and version (0: the newest). When a hash is given, it must be that of the
// definition, so that a receipt is never answered with another definition.
func (c *Catalog) find(name string, version int, hash string) (*metric, error) {
	m, ok := c.current[name]
	if why := c.bad[name]; !ok && why != nil {
		return nil, fault.Missingf("the metric %q is left out: %w", name, why)
	}
	if !ok {
		return nil, fault.Missingf("there is no metric %q%s", name, missingHint(name, c.names()))
	}
	fits := func(m *metric) bool {
		return (version == 0 || m.Version == version) && (hash == "" || m.hash == hash || m.as == hash)
	}
	if fits(m) {
		return m, nil
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, old := range slices.Backward(c.old[name]) {
		if fits(old) {
			if old.hash == m.hash {
				return m, nil // the same number with today's words
			}
			return old, nil
		}
	}
	if hash != "" {
		return nil, fault.Missingf("the definition of %s@%d that this receipt was made with is not known here",
			name, version)
	}
	return nil, fault.Missingf("there is no version %d of %s: the newest is %d", version, name, m.Version)
}

func missingHint(name string, names []string) string {
	if hint := didYouMean(name, names); hint != "" {
		return hint
	}
	return ": salesops metric list shows them all"
}

func (m *metric) definition() Definition {
	d := Definition{
		Name: m.Name, Version: m.Version, Title: cmp.Or(m.Title, humanised(m.Name)), Question: m.Question,
		Description: m.Description, Also: m.Also, Group: m.Group, Place: m.Place,
		Kind: string(m.Kind), Unit: string(m.Unit), Better: m.Better, Over: m.Over, On: m.On,
		Dimensions: orEmpty(m.Dimensions), Headline: m.Headline, Variants: orEmpty(m.Variants),
		Beside: orEmpty(m.Beside), Needs: orEmpty(m.Needs), Formula: m.sentence(),
		Hash: m.hash, Text: m.text, Source: m.source,
	}
	if m.Chain > 0 {
		chain := m.Chain
		d.Chain = &chain
	}
	if m.Each != nil {
		d.EachBy = m.Each.By
	}
	return d
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// sentence says in one line how the metric is computed.
func (m *metric) sentence() string {
	over := ""
	if m.Over != "" {
		over = " over " + m.Over
	}
	if m.Where != "" {
		over += " where " + m.Where
	}
	if m.On != "" {
		over += ", by " + m.On
	}
	return kindOf(m.Kind).sentence(m, over)
}

func (p *part) sentence() string {
	switch {
	case p.Count == "true":
		return "count"
	case p.Count != "":
		return "count(" + p.Count + ")"
	case p.Where != "":
		return "sum(" + p.Sum + " where " + p.Where + ")"
	}
	return "sum(" + p.Sum + ")"
}
