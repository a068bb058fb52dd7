package mapping

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"salesops/connectors"
	"salesops/record"
	"salesops/sales"
)

// Lists of this product itself, as the API, the browser and the command line write them, name
// every field as it is called here, a record by its id and its name, and an amount with its
// currency: "account", "account_id"; in JSON "fields.account.id" and "fields.account.name".

var ownID = regexp.MustCompile(`^([a-z]+(?:_[a-z]+)*)_[0-9a-hjkmnp-tv-z]{12}$`)

// ownFields are the columns of the table beside the records of such a list in JSON.
var ownFields = []string{"name", "label", "kind", "ref_object"}

// guessOwn recognises a list of this product.
func (p *profile) guessOwn() bool {
	id := slices.IndexFunc(p.columns, func(c column) bool { return c.name == "id" })
	if id < 0 || p.rows == 0 || !p.columns[id].isKey(p.rows) {
		return false
	}
	object := ""
	for v := range p.columns[id].values {
		m := ownID.FindStringSubmatch(v)
		if m == nil || object != "" && m[1] != object {
			return false
		}
		object = m[1]
	}
	o, ok := objectNamed(object)
	if !ok {
		return false
	}
	p.own, p.object, p.id = true, object, id
	for _, f := range o.Fields {
		for key, names := range ownColumns(f) {
			if at := slices.IndexFunc(p.columns,
				func(c column) bool { return slices.Contains(names, c.name) }); at >= 0 {
				p.found[key] = at
			}
		}
	}
	return true
}

// ownColumns are the headers that a field has in such lists, by what they tell of it.
func ownColumns(f record.Field) map[string][]string {
	in := "fields." + f.Name
	switch f.Kind {
	case record.Ref:
		return map[string][]string{f.Name: {in + ".id", f.Name + "_id"}, f.Name + " name": {in + ".name", f.Name}}
	case record.Money:
		return map[string][]string{f.Name: {in + ".amount", f.Name},
			"currency": {in + ".currency", f.Name + "_currency"}}
	}
	return map[string][]string{f.Name: {in, f.Name}}
}

// ownList writes the entries of a list of this product.
func (w *writer) ownList(p *profile) {
	o, _ := objectNamed(p.object)
	w.begin(p, p.object, p.id,
		"a list of this product, by its ids and columns; `salesops export` writes everything, with its history")
	w.line("    fields:")
	if !has(p, o.Title) {
		w.line("      %s: id # there is no name: the id stands for it", o.Title)
	}
	named := func(key string) string { return quote(p.columns[p.found[key]].name) }
	var refs []record.Field
	for _, f := range o.Fields {
		byName := p.object == sales.Deal && (f.Name == "stage" || f.Name == "pipeline")
		switch {
		case byName && has(p, f.Name+" name"):
			w.line("      %s: %s", f.Name, named(f.Name+" name"))
		case byName, !has(p, f.Name):
		case p.object == sales.Deal && f.Name == "outcome":
			w.line("      closed: {column: %s, values: {open: \"no\", \"*\": \"yes\"}}", named(f.Name))
			w.line("      won: {column: %s, values: {won: \"yes\", \"*\": \"no\"}}", named(f.Name))
		case f.Name == "created_at":
			w.line("      created: %s", named(f.Name))
		default:
			if _, ok := targetOf(o, f.Name); !ok {
				continue
			}
			w.line("      %s: %s", f.Name, named(f.Name))
			if f.Kind == record.Ref {
				refs = append(refs, f)
			}
		}
	}
	if has(p, "currency") {
		w.line("      currency: %s", named("currency"))
	}
	w.ignoredOwn(p)
	w.unused(p)
	done := map[string]bool{}
	for _, f := range refs {
		to, ok := objectNamed(f.Object)
		listed := slices.ContainsFunc(w.all, func(other *profile) bool { return other.object == f.Object })
		if !ok || listed || done[f.Object] || to.Title != "name" || !has(p, f.Name+" name") ||
			p.columns[p.found[f.Name]].filled == 0 {
			continue
		}
		done[f.Object] = true
		w.line("  - file: %s", quote(filepath.Base(p.path)))
		w.line("    object: %s # no list here has them: their ids and names", f.Object)
		w.line("    id: %s", named(f.Name))
		w.line("    part: true")
		w.line("    fields: {name: %s}", named(f.Name+" name"))
	}
}

// ignoredOwn leaves out what such a list says twice: titles, and names and ids of one record.
func (w *writer) ignoredOwn(p *profile) {
	o, _ := objectNamed(p.object)
	var twice []string
	for i := range p.columns {
		name := p.columns[i].name
		field := strings.TrimPrefix(name, "fields.")
		pair := slices.ContainsFunc(o.Fields, func(f record.Field) bool {
			return f.Kind == record.Ref &&
				slices.Contains([]string{f.Name, f.Name + "_id", f.Name + ".id", f.Name + ".name"}, field)
		})
		used := false
		for key, at := range p.found {
			byName := p.object == sales.Deal && (strings.HasPrefix(key, "stage") || strings.HasPrefix(key, "pipeline"))
			used = used || at == i && byName == strings.HasSuffix(key, " name")
		}
		if !used && (pair || name == "title" && has(p, o.Title)) {
			twice = append(twice, quote(name))
			p.found["· "+name] = i
		}
	}
	if len(twice) > 0 {
		w.line("    ignore: [%s] # said by the others", strings.Join(twice, ", "))
	}
}

// sourceOf is the name of the system that tables come from when nobody gives one: that of a
// built-in layout that reads some of them, so that their ids are the same.
func sourceOf(samples []connectors.Sample, otherwise string) string {
	for i := range samples {
		if tool, _, ok := strings.Cut(samples[i].Layout, " "); ok && samples[i].Object != "" {
			return tool
		}
	}
	return otherwise
}
