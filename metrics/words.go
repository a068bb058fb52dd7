package metrics

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"salesops/internal/expr"
	"salesops/record"
	"salesops/sales"
)

// words gives the expression language its fields and terms: the objects' fields, the day of every instant
// (created_on of created_at), the close day of deals, and what a metric computes itself.
type words struct {
	schema   *record.Schema
	object   string              // the object, or the row set, to which computed belongs
	set      *RowSet             // it, where it is one
	computed map[string]computed // extra day fields
}

// Object describes an object for expressions.
func (w words) Object(name string) (expr.Object, bool) {
	if w.set != nil && name == w.set.Name {
		like, ok := w.Object(w.set.Like)
		out := expr.Object{Name: name, Called: w.set.Like, Terms: like.Terms, Fields: beside(like.Fields, w.set.Own...)}
		if w.set.Terms != nil {
			out.Terms = w.set.Terms
		}
		return w.withComputed(out), ok
	}
	o, ok := w.schema.Object(name)
	if !ok {
		return expr.Object{}, false
	}
	out := expr.Object{Name: name, Called: name, Terms: sales.Terms(name)}
	for _, f := range o.Fields {
		if f.Retired {
			continue
		}
		out.Fields = append(out.Fields, expr.Field{Name: f.Name, Kind: expr.Kind(f.Kind),
			RefObject: f.Object, Label: f.Label})
		if day, ok := dayBeside(f); ok {
			out.Fields = append(out.Fields, expr.Field{Name: day, Kind: expr.Day, Label: f.Label})
		}
	}
	if name == sales.Deal {
		out.Fields = append(out.Fields, expr.Field{Name: "closed_on", Kind: expr.Day, Label: "Closed"})
		for _, f := range derivedFields(name) {
			if !holds(o, f.Name) {
				out.Fields = append(out.Fields, f)
			}
		}
	}
	return w.withComputed(out), true
}

// words are those of the metric's expressions.
func (m *metric) words(schema *record.Schema) words {
	return words{schema: schema, object: m.Over, set: m.set, computed: m.Fields}
}

func (w words) withComputed(o expr.Object) expr.Object {
	if o.Name == w.object {
		for _, field := range slices.Sorted(maps.Keys(w.computed)) {
			o.Fields = append(o.Fields, expr.Field{Name: field, Kind: expr.Day})
		}
	}
	return o
}

// beside adds a row set's own fields to an object's. A company's field with the same name is hidden.
func beside(theirs []expr.Field, own ...expr.Field) []expr.Field {
	out := slices.DeleteFunc(theirs, func(f expr.Field) bool {
		return slices.ContainsFunc(own, func(o expr.Field) bool { return o.Name == f.Name })
	})
	return append(out, own...)
}

// dayBeside returns the day column of an instant: created_on of created_at.
func dayBeside(f record.Field) (string, bool) {
	base, ok := strings.CutSuffix(f.Name, "_at")
	return base + "_on", ok && f.Kind == record.Instant
}

// field finds a field of an object as expressions see it.
func (w words) field(object, name string) (expr.Field, bool) {
	o, ok := w.Object(object)
	if !ok {
		return expr.Field{}, false
	}
	for _, f := range o.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return expr.Field{}, false
}

// vocabulary returns a key for what an expression can name. Metrics over one object have the same, unless they
// compute fields.
func (w words) vocabulary() string {
	if len(w.computed) == 0 {
		return w.object
	}
	return w.object + "\x00" + strings.Join(slices.Sorted(maps.Keys(w.computed)), "\x00")
}

// programs keeps compiled expressions, so that an expression is compiled once per schema.
type programs struct {
	mu     sync.Mutex
	schema *record.Schema
	envs   map[string]*expr.Env
	done   map[string]*expr.Program
}

// compile checks an expression about an object. Expressions that compare money
// with a literal depend on the day's rates and are not kept.
func (p *programs) compile(w words, src string, want expr.Kind, rates expr.Converter) (*expr.Program, error) {
	keep := !strings.Contains(src, "money(")
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.schema != w.schema || len(p.done) > 5_000 {
		p.schema, p.envs, p.done = w.schema, map[string]*expr.Env{}, map[string]*expr.Program{}
	}
	vocabulary := w.vocabulary()
	key := vocabulary + "\x00\x00" + string(rune('0'+want)) + src
	if prog, ok := p.done[key]; ok && keep {
		return prog, nil
	}
	env, ok := p.envs[vocabulary]
	if !ok || !keep {
		options := expr.Options{ParseID: parseID}
		if !keep {
			options.Converter = rates
		}
		var err error
		if env, err = expr.NewEnv(w, w.object, options); err != nil {
			return nil, err
		}
		if keep {
			p.envs[vocabulary] = env
		}
	}
	prog, err := env.Compile(src, want)
	if err != nil {
		return nil, err
	}
	if keep {
		p.done[key] = prog
	}
	return prog, nil
}

func parseID(text string) (object string, id int64, err error) {
	o, i, err := record.ParseID(text)
	return o, int64(i), err
}
