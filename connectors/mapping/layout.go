package mapping

import (
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/expr"
	"salesops/record"
	"salesops/sales"
)

// layout is how an entry's files are read. used are the columns of the file that some
// entry uses, in lower case.
func (m *Mapping) layout(e *entry, used map[string]bool) tool.Layout {
	object, _ := objectNamed(e.object)
	l := tool.Layout{
		Name: m.label(e), Object: e.object, Role: e.role, Part: e.part, MadeIDs: e.id.none,
		Match: e.match, Only: e.only,
		StageDates: map[string]string{},
	}
	for _, d := range e.dates {
		l.StageDates[strings.TrimSpace(d.column.name)] = d.stage
	}
	p := m.plan(e, object)
	l.Columns = p.columns
	if len(p.since) > 0 || e.object == sales.Lead {
		l.Finish = finish(e.object, p.since)
	}
	l.Frame = func(header []string) (tool.Frame, error) { return m.frame(e, object, p, header, used) }
	return l
}

func (m *Mapping) label(e *entry) string { return "mapping: " + strings.ReplaceAll(e.label, "_", " ") }

// plan is an entry's columns as the importer will know them; their headers do not depend on
// the file.
type plan struct {
	columns []tool.Column
	specs   []spec // one for each of columns but the id
	since   []sinceField
}

// sinceField is a field whose value began on a day of its own.
type sinceField struct{ field, header string }

func (m *Mapping) plan(e *entry, object record.Object) *plan {
	p := &plan{}
	taken := map[string]bool{}
	name := func(s spec) string {
		h := s.field + " (of the mapping)"
		if len(s.columns) > 0 {
			h = s.columns[0].name
		}
		if taken[strings.ToLower(h)] {
			h += " → " + s.field
		}
		taken[strings.ToLower(h)] = true
		return h
	}
	use := tool.ID
	if e.role != tool.Current {
		use = tool.Of
	}
	p.columns = append(p.columns, tool.Column{Header: name(spec{field: "id", columns: e.id.columns}), Use: use})
	for _, s := range e.fields {
		t, _ := targetOf(object, s.field)
		c := tool.Column{Header: name(s), Use: t.use, Field: t.field, Kind: t.kind, Object: t.object,
			ByName: s.byName, Dates: s.order}
		if s.format == "comma" || s.format == "point" || s.fixed || s.cel != "" {
			c.Numbers = cell.Point // rewritten, or never written in the file
		}
		if s.fixed && s.byName == tool.NameCreate && t.object == sales.Person && isAddress(s.constant) {
			c.ByName = tool.AddressCreate // of whichever source the person is, as the owner of an iCalendar file
		}
		c.Quarters = s.format == "quarter"
		if s.format == "percent" {
			c.Kind = tool.Percent
		}
		p.columns = append(p.columns, c)
		p.specs = append(p.specs, s)
		if s.since.name != "" {
			since := spec{line: s.since.line, field: s.field + " since", columns: []named{s.since}}
			c := tool.Column{Header: name(since), Use: tool.Part, Kind: tool.Instant, Dates: s.order}
			p.columns = append(p.columns, c)
			p.specs = append(p.specs, since)
			p.since = append(p.since, sinceField{s.field, c.Header})
		}
	}
	if m.currency != "" && !slices.ContainsFunc(e.fields, func(s spec) bool { return s.field == "currency" }) {
		s := spec{line: e.line, field: "currency", constant: m.currency, fixed: true}
		p.columns = append(p.columns, tool.Column{Header: name(s), Use: tool.Currency})
		p.specs = append(p.specs, s)
	}
	return p
}

// frame connects a plan with one file.
func (m *Mapping) frame(e *entry, object record.Object, p *plan, header []string,
	used map[string]bool) (tool.Frame, error) {
	columns := newColumnsOf(header)
	w := newWords(header, e.words, e.types, m.order, m.place())
	w.numbers, w.stored, w.old = m.numbers, e.stored, e.old
	f := &frame{part: e.part}
	if e.id.keep {
		f.seen = map[string]int{}
	}
	if e.where != "" {
		var err error
		if f.where, err = compile(w, e.where, expr.Bool); err != nil {
			return nil, wrong(m.name, e.whereAt, "where: %s", err)
		}
	}
	f.header = append(f.header, p.columns[0].Header)
	f.cells = append(f.cells, m.idCell(e, object, columns))
	for i, s := range p.specs {
		c, err := m.cell(e, object, s, columns, w)
		if err != nil {
			return nil, err
		}
		f.header = append(f.header, p.columns[i+1].Header)
		f.cells = append(f.cells, c)
	}
	if e.rest {
		f.keepRest(e, header, columns, used)
	}
	f.keepJoined(e, header, columns)
	return f, nil
}

// keepRest passes on the columns that nothing uses: they become fields of their own.
func (f *frame) keepRest(e *entry, header []string, columns columnsOf, used map[string]bool) {
	taken := map[string]bool{}
	for _, h := range f.header {
		taken[strings.ToLower(h)] = true
	}
	for i, h := range header[:min(e.own, len(header))] {
		key := strings.ToLower(strings.TrimSpace(h))
		names := columns.names(key)
		means := func(n named) bool { return slices.Contains(names, strings.ToLower(strings.TrimSpace(n.name))) }
		dated := slices.ContainsFunc(e.dates, func(d stageDate) bool { return means(d.column) })
		ignored := e.all || slices.ContainsFunc(e.ignore, means)
		isUsed := slices.ContainsFunc(names, func(name string) bool { return used[name] })
		if key == "" || !dated && (isUsed || ignored) {
			continue
		}
		h = strings.TrimSpace(h)
		for taken[strings.ToLower(h)] {
			h += " (2)"
		}
		taken[strings.ToLower(h)] = true
		f.header = append(f.header, h)
		f.cells = append(f.cells, cellAt(i))
	}
}

// keepJoined passes on the joined columns that become fields of their own. They are called as in their
// table, unless the row has a column of that name.
func (f *frame) keepJoined(e *entry, header []string, columns columnsOf) {
	for _, k := range e.keep {
		at := columns.at(k.name)
		name := k.name
		if _, plain, ok := strings.Cut(name, "."); ok {
			same := func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), plain) }
			if !slices.ContainsFunc(header, same) && !slices.ContainsFunc(f.header, same) {
				name = plain
			}
		}
		f.header = append(f.header, name)
		f.cells = append(f.cells, cellAt(at))
	}
}

func (m *Mapping) idCell(e *entry, object record.Object, columns columnsOf) maker {
	if e.object == sales.Rate && e.id.none {
		return func([]string, *row) (string, error) { return "rate", nil } // its currencies and its day tell it apart
	}
	if !e.id.none || len(e.id.columns) > 0 {
		at := make([]int, len(e.id.columns))
		for i, c := range e.id.columns {
			at[i] = columns.at(c.name)
		}
		return joined(at, "|")
	}
	var name maker
	var refs, dates []maker
	for _, s := range e.fields {
		t, _ := targetOf(object, s.field)
		at := make([]int, 0, len(s.columns))
		for _, c := range s.columns {
			at = append(at, columns.at(c.name))
		}
		switch {
		case len(at) == 0:
		case s.field == object.Title:
			name = joined(at, " ")
		case t.kind == tool.Reference:
			refs = append(refs, joined(at, "|"))
		case slices.Contains(idDates, s.field):
			dates = append(dates, joined(at, " "))
		}
	}
	if name != nil {
		refs = nil
	}
	if len(dates) > 1 {
		dates = dates[:1]
	}
	return madeID(object, name, append(refs, dates...), m.order)
}

// idDates are the dates that make an id where there is none, the first that is mapped.
var idDates = []string{"created", "start_on", "ordered_on", "from_on", "start_at", "day", "close_date"}

// cell is what makes a field's cell.
func (m *Mapping) cell(e *entry, object record.Object, s spec, columns columnsOf, w *words) (maker, error) {
	t, _ := targetOf(object, s.field)
	var c maker
	switch {
	case s.fixed:
		text := s.constant
		c = func([]string, *row) (string, error) { return text, nil }
	case s.cel != "":
		program, err := compile(w, s.cel, expr.Unset)
		if err != nil {
			return nil, wrong(m.name, s.line, "%s: %s", s.field, err)
		}
		c = computed(program)
	case len(s.columns) == 1:
		c = cellAt(columns.at(s.columns[0].name))
	default:
		at := make([]int, len(s.columns))
		for i, n := range s.columns {
			at[i] = columns.at(n.name)
		}
		separator := " "
		if t.kind == tool.Reference && s.byName == tool.NotByName {
			separator = "|"
		}
		c = joined(at, separator)
	}
	if t.kind == tool.Reference || t.use == tool.StageName || t.use == tool.PipelineName {
		c = trimmed(c)
	}
	if len(s.values) > 0 {
		c = translated(c, s.values)
	}
	if s.format == "comma" || s.format == "point" {
		c = pointed(c, s.format)
	}
	if s.format == "micros" {
		c = divided(c)
	}
	switch s.format {
	case "month":
		c = months(c)
	case "quarter":
		c = quarters(c, m.place().Fiscal)
	case "pair_from", "pair_to":
		c = paired(c, s.format == "pair_from")
	}
	for _, by := range s.shifts {
		order := s.order
		if order == cell.Unordered {
			order = m.order
		}
		var amount maker
		if by.column.name != "" {
			amount = cellAt(columns.at(by.column.name))
		}
		months := cell.AddMonths
		if s.format == "quarter" { // or a quarter of weeks would end within another
			months = m.place().Fiscal.AddMonths
		}
		c = shifted(counted(c, e.old), by, amount, months, order, m.place())
	}
	if e.log && s.field == "close_date" {
		c = m.closing(e, c, columns)
	}
	return c, nil
}

// closing keeps the time of an event only where its activity ends the deal.
func (m *Mapping) closing(e *entry, c maker, columns columnsOf) maker {
	ends := map[string]bool{}
	for _, s := range m.stages {
		ends[tool.NameKey(s.Name)] = s.Outcome != sales.Open
	}
	activity := -1
	for _, s := range e.fields {
		if s.field == "stage" {
			activity = columns.at(s.columns[0].name)
		}
	}
	return func(cells []string, r *row) (string, error) {
		if activity < 0 || activity >= len(cells) || !ends[tool.NameKey(cells[activity])] {
			return "", nil
		}
		return c(cells, r)
	}
}

// finish dates what a row says for a time of its own.
func finish(object string, since []sinceField) func(tool.Row) {
	return func(r tool.Row) {
		for _, s := range since {
			if at, ok := r.Time(s.header); ok {
				r.Since(at, false, s.field)
			}
		}
		if object != sales.Lead || !r.Value("converted").Bool() {
			return
		}
		if at := r.Value("converted_at"); at.IsSet() {
			r.Since(at.Instant(), true, "converted", "converted_at", "converted_account",
				"converted_contact", "converted_deal")
			r.Before("converted", record.BoolValue(false))
		}
	}
}
