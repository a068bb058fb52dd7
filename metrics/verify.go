package metrics

import (
	"fmt"
	"maps"
	"slices"

	"salesops/internal/expr"
	"salesops/record"
)

// Check compiles every expression of every metric against a schema. Load does not know a company's own fields;
// a metric that names a missing one is found here, before it is asked. The error names file and line.
func (c *Catalog) Check(schema *record.Schema) error {
	var p programs
	for _, name := range c.names() {
		if err := c.checkOne(&p, schema, c.current[name]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalog) checkOne(p *programs, schema *record.Schema, m *metric) error {
	if m.Kind != KindAggregate && m.Kind != KindEstimate {
		return nil
	}
	w := m.words(schema)
	if _, ok := w.Object(m.Over); !ok {
		return m.wrong("over", "there is no object %s%s", m.Over, didYouMean(m.Over, schema.Names()))
	}
	for _, x := range m.expressions() {
		object := w
		if x.object != "" {
			object = words{schema: schema, object: x.object}
		}
		if _, err := p.compile(object, x.src, x.want, nil); err != nil {
			return m.wrong(x.key, "%s", err)
		}
	}
	return nil
}

// expression is one expression of a metric file.
type expression struct {
	key, src string
	want     expr.Kind
	object   string // "" is the metric's own
}

// expressions returns the expressions that the file has.
func (m *metric) expressions() []expression {
	var all []expression
	add := func(key, src string, want expr.Kind) {
		if src != "" {
			all = append(all, expression{key: key, src: src, want: want})
		}
	}
	add("on", m.On, expr.Day)
	add("where", m.Where, expr.Bool)
	add("first_of", m.FirstOf, expr.Ref)
	add("value", m.Value, expr.Unset)
	add("times", m.Times, expr.Unset)
	for key, p := range m.parts() {
		if p != nil {
			add(key+".count", p.Count, expr.Bool)
			add(key+".where", p.Where, expr.Bool)
			add(key+".sum", p.Sum, expr.Unset)
		}
	}
	if m.Spread != nil {
		add("spread.from", m.Spread.From, expr.Day)
		add("spread.to", m.Spread.To, expr.Day)
	}
	if p := m.Bought; p != nil {
		add("bought.repeats", p.Repeats, expr.Int)
		add("bought.last", p.Last, expr.Int)
		add("bought.until", p.Until, expr.Int)
		add("bought.again", p.Again, expr.Money)
	}
	if m.With != nil {
		add("with.start", m.With.Start, expr.Day)
		add("with.end", m.With.End, expr.Day)
		add("with.until", m.With.Until, expr.Day)
		add("with.event", m.With.Event, expr.Bool)
		add("with.competing", m.With.Competing, expr.Bool)
	}
	for i, g := range m.allGuards() {
		key := m.guardKey(i)
		add(key+".rows", g.Rows, expr.Bool)
		add(key+".of", g.Of, expr.Bool)
		add(key+".zero", g.Zero, expr.Money)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		for i, s := range m.Fields[name].Earliest {
			key := fmt.Sprintf("fields.%s.earliest.%d.value", name, i)
			all = append(all, expression{key: key, src: s.Value, want: expr.Day, object: s.Of})
			if s.Where != "" {
				all = append(all, expression{key: fmt.Sprintf("fields.%s.earliest.%d.where", name, i), src: s.Where,
					want: expr.Bool, object: s.Of})
			}
		}
	}
	return all
}
