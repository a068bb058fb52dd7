package mapping

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"salesops/connectors"
	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/sales"
)

// largest is how long a mapping file may be, in bytes.
const largest = 1 << 20

var (
	fileKeys  = []string{"source", "zone", "currency", "dates", "numbers", "encoding", "stages", "files"}
	entryKeys = []string{"file", "header", "object", "id", "match", "only", "repeats", "join", "fields", "where",
		"types", "ignore", "part", "optional", "history", "stage_dates", "event_log", "decide"}
	outcomes = []string{sales.Open, sales.Won, sales.Lost}
	orders   = []string{"dmy", "mdy", "ymd"}
	writings = []string{"comma", "point"}
	yamlLine = regexp.MustCompile(`line (\d+): (.*)`)
)

// Parse reads a mapping file. name is what messages call it. The error is a fault of kind
// Invalid with file, line and what to write instead. That columns exist is checked later,
// when the files are known.
func Parse(name string, text []byte) (*Mapping, error) {
	if len(text) > largest {
		return nil, fault.Invalidf("%s is larger than a mapping can be (%d bytes)", name, largest)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			return nil, fault.Invalidf("%s:%s: this is not YAML: %s", name, m[1], m[2])
		}
		return nil, fault.Invalidf("%s: this is not YAML: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) == 0 {
		return nil, fault.Invalidf(
			"%s is empty: write source and files, or let `salesops import --suggest PATH` write a first mapping", name)
	}
	r := &reader{name: name}
	m := &Mapping{name: name}
	listed := false
	for _, p := range r.pairs(root.Content[0], "a mapping", fileKeys...) {
		m.read(r, p)
		listed = listed || p.key == "files"
	}
	if r.err == nil && !listed {
		r.fail(root.Content[0].Line,
			"there are no files: write files with one item for each kind of file, such as {file: deals.csv, object: "+
				"deal, id: deal_id, fields: {name: title}}")
	}
	if r.err != nil {
		return nil, r.err
	}
	return m, nil
}

func (m *Mapping) read(r *reader, p pair) {
	switch p.key {
	case "source":
		m.source = r.text(p.value, "source")
		if m.source == "" || len(m.source) > 100 || strings.ContainsAny(m.source, "\x00\n\r") {
			r.fail(p.line, "source must be a name of at most 100 characters on one line")
		}
	case "zone":
		m.zone = r.text(p.value, "zone")
		if _, err := sales.ParseZone(m.zone); err != nil {
			r.fail(p.line, "%s", err)
		}
	case "currency":
		m.currency = r.currency(p.value)
	case "dates":
		m.order = r.order(p.value)
	case "numbers":
		m.numbers, _ = cell.ParseDecimals(r.oneOf(p.value, "numbers", writings))
	case "encoding":
		m.encoding = r.text(p.value, "encoding")
		if err := connectors.ParseEncoding(m.encoding); err != nil {
			r.fail(p.line, "%s", err)
		}
	case "stages":
		for _, s := range r.pairs(p.value, "stages") {
			outcome := r.oneOf(s.value, "the outcome of a stage", outcomes)
			if len(s.key) > tool.MaxStageName {
				r.fail(s.line, "the name of a stage is longer than %d bytes", tool.MaxStageName)
			}
			m.stages = append(m.stages, tool.Stage{Name: s.key, Outcome: outcome, Sure: true})
		}
	case "files":
		if p.value.Kind != yaml.SequenceNode {
			r.fail(p.line, "files must be a list: begin each item with a dash, as in `- file: deals.csv`")
			return
		}
		for _, item := range p.value.Content {
			if r.err == nil {
				m.entry(r, item)
			}
		}
	}
}

func (r *reader) currency(n *yaml.Node) string {
	code := r.text(n, "currency")
	if !money.Known(code) {
		r.fail(n.Line, "%s is not a currency: write an ISO code such as EUR", code)
	}
	return code
}

func (r *reader) order(n *yaml.Node) cell.Order {
	o, _ := cell.ParseOrder(r.oneOf(n, "dates", orders))
	return o
}

func (r *reader) oneOf(n *yaml.Node, what string, words []string) string {
	s := r.text(n, what)
	if r.err == nil && !slices.Contains(words, s) {
		r.fail(n.Line, "%s cannot be %q: write %s", what, s, strings.Join(words, ", "))
	}
	return s
}

// entry reads one item of files.
func (m *Mapping) entry(r *reader, n *yaml.Node) {
	e := &entry{line: n.Line, types: map[string]string{}, typesAt: map[string]int{}}
	list := r.pairs(n, "an item of files", entryKeys...)
	get := func(key string) *pair {
		for i := range list {
			if list[i].key == key {
				return &list[i]
			}
		}
		return nil
	}
	e.globs, e.header = m.about(r, e.line, get("file"), get("header"))
	if p := get("decide"); p != nil {
		for _, d := range r.list(p.value, "decide") {
			e.decide = append(e.decide, decision{d.line, d.name})
		}
	}
	if p := get("event_log"); p != nil {
		for _, other := range []string{"object", "id", "repeats", "history", "part"} {
			if q := get(other); q != nil {
				r.fail(q.line, "%s cannot stand beside event_log, which says what its rows are", other)
			}
		}
		m.common(r, e, get, sales.Deal)
		m.eventLog(r, e, p)
		return
	}
	p := get("object")
	if p == nil {
		r.fail(e.line, "there is no object: write what a row of the file is, one of %s", strings.Join(objects(), ", "))
		return
	}
	e.object = r.text(p.value, "object")
	if _, ok := objectNamed(e.object); !ok {
		r.fail(p.line, "there is no object %s%s: write one of %s", e.object, meant(e.object, objects()),
			strings.Join(objects(), ", "))
		return
	}
	e.label = e.object
	if p := get("history"); p != nil && r.yes(p.value, "history") {
		e.role = tool.Snapshot
		e.label += " history"
	}
	if p := get("optional"); p != nil {
		e.optional = r.yes(p.value, "optional")
	}
	if p := get("part"); p != nil {
		e.part = r.yes(p.value, "part")
	}
	m.matching(r, e, get("match"), get("only"))
	m.identity(r, e, get("id"), get("repeats"))
	m.common(r, e, get, e.object)
	if r.err == nil && e.match != "" {
		m.checkMatch(r, e)
	}
	if r.err == nil && e.role == tool.Snapshot {
		m.checkHistory(r, e)
	}
	if r.err == nil && e.object == sales.Rate {
		m.checkRate(r, e)
	}
	if r.err == nil {
		m.entries = append(m.entries, e)
	}
}

// about reads which files an item or a joined table is about.
func (m *Mapping) about(r *reader, line int, file, header *pair) (globs, columns []string) {
	if file == nil && header == nil {
		r.fail(line,
			"write which files this is about: file with a name such as deals*.csv, or header with columns that only "+
				"these files have")
		return nil, nil
	}
	if file != nil {
		for _, g := range r.list(file.value, "file") {
			if g.name == "" || !validGlob(g.name) {
				r.fail(g.line, "%q is no name of a file: write one such as deals.csv or deals-*.csv", g.name)
			}
			globs = append(globs, g.name)
		}
	}
	if header != nil {
		for _, h := range r.list(header.value, "header") {
			columns = append(columns, h.name)
		}
	}
	return globs, columns
}

// common reads what entries of every kind have.
func (m *Mapping) common(r *reader, e *entry, get func(string) *pair, object string) {
	if p := get("join"); p != nil {
		m.joins(r, e, p)
	}
	if p := get("fields"); p != nil {
		for _, f := range r.pairs(p.value, "fields") {
			m.field(r, e, object, f)
		}
	}
	if p := get("where"); p != nil {
		e.where, e.whereAt = r.text(p.value, "where"), p.value.Line
	}
	if p := get("types"); p != nil {
		for _, t := range r.pairs(p.value, "types") {
			e.types[t.key] = r.oneOf(t.value, "the type of a column", typeNames)
			e.typesAt[t.key] = t.line
		}
	}
	if p := get("ignore"); p != nil {
		for _, c := range r.list(p.value, "ignore") {
			if c.name == "*" {
				e.all = true
				continue
			}
			e.ignore = append(e.ignore, c)
		}
	}
	if p := get("stage_dates"); p != nil {
		if object != sales.Deal {
			r.fail(p.line, "stage_dates are of deals only")
		}
		for _, s := range r.pairs(p.value, "stage_dates") {
			e.dates = append(e.dates,
				stageDate{column: named{r.text(s.value, "the column of a stage's date"), s.value.Line}, stage: s.key})
		}
	}
}

func (m *Mapping) identity(r *reader, e *entry, id, repeats *pair) {
	switch {
	case id == nil && (e.byValue() || e.object == sales.Rate):
		e.id.none = true
	case id == nil:
		r.fail(e.line,
			"there is no id: write the column whose value a record keeps for good, several columns as a list, or "+
				"none where there is none")
	case id.value.Kind == yaml.ScalarNode && id.value.Value == "none":
		e.id.none = true
		if e.role != tool.Current {
			r.fail(id.line, "a history needs the id of the record that it is about")
		}
	default:
		e.id.columns = r.list(id.value, "id")
		if len(e.id.columns) == 0 {
			r.fail(id.line, "id names no column: write one, or none")
		}
	}
	if repeats != nil {
		e.id.keep = r.oneOf(repeats.value, "repeats", []string{"once", "keep"}) == "keep"
	}
}

func (m *Mapping) checkHistory(r *reader, e *entry) {
	for _, f := range e.fields {
		if f.field == "created" {
			return
		}
	}
	r.fail(e.line, "a history needs a time: give created the column that says when the change was made")
}
