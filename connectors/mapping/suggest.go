package mapping

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"salesops/connectors"
	"salesops/connectors/cell"
	"salesops/sales"
)

// Suggest reads tables and writes a first mapping for them, with a comment on every guess.
// What only a person can decide stands under `decide`: an import with it refuses and says so.
// Tables that a built-in layout reads need no mapping and are only named. source is what to
// call the system. as says what the rows of some files are, by the files' names, where the guess
// is not taken.
func Suggest(ctx context.Context, samples []connectors.Sample, source string,
	as map[string]string) (Suggestion, error) {
	w := &writer{stages: map[string]string{}}
	for i := range samples {
		p, err := look(ctx, &samples[i])
		if err != nil {
			return Suggestion{}, err
		}
		if object := as[filepath.Base(p.path)]; object != "" {
			p.guessAs(object)
		} else {
			p.guess()
		}
		w.all = append(w.all, p)
	}
	w.findOrder()
	var body strings.Builder
	w.out = &body
	for _, p := range w.all {
		w.table(p)
	}
	return Suggestion{Text: w.head(source) + body.String(), Tables: w.tables(), Questions: w.questions}, nil
}

// writer writes a mapping as text.
type writer struct {
	all       []*profile
	out       *strings.Builder
	stages    map[string]string // name → outcome
	order     []string          // of the stages
	others    bool              // other stages are open: of an event log
	dates     cell.Order
	writings  [3]int   // by connectors.Decimals, of all tables
	numbered  bool     // how numbers are written was asked
	unclear   *profile // has dates that can be read two ways
	currency  string
	constant  map[*profile]bool // tables with another currency
	written   bool              // some entry
	asks      []string          // of the entry at hand
	questions []Question
}

func (w *writer) line(format string, args ...any) { _, _ = fmt.Fprintf(w.out, format+"\n", args...) }

// head writes what stands before the files; it is known last.
func (w *writer) head(source string) string {
	var b strings.Builder
	w.out = &b
	w.line("# A first mapping, guessed from the headers and values of %s. Every guess has a comment.",
		several(len(w.all), "table"))
	w.line("# Try it: salesops import PATH --mapping THIS_FILE --dry-run")
	if w.written {
		w.line("source: %s # what ids belong to: keep it for later exports of the same system", quote(source))
		w.line("# zone: Europe/Berlin # of times without an offset; the company's own when this is left out")
		if w.currency != "" {
			w.line("currency: %s # the sign beside the amounts; a row's own code goes before it", w.currency)
		} else {
			w.line("# currency: EUR # of amounts without one; the company's own when this is left out")
		}
		if w.dates != cell.Unordered {
			w.line("dates: %s # some dates can be read in this order only", w.dates)
		} else {
			w.line("# dates: dmy # or mdy, where days can be read two ways")
		}
	}
	if len(w.order) > 0 || w.others {
		w.line("stages: # in the order of the sale; each is open, won or lost")
		slices.SortStableFunc(w.order, func(x, y string) int { return rankOf(w.stages[x]) - rankOf(w.stages[y]) })
		for _, s := range w.order {
			w.line("  %s: %s", quote(s), w.stages[s])
		}
		if w.others {
			w.line("  \"*\": open # every other activity")
		}
	}
	if !w.written {
		w.line("files: []")
	} else {
		w.line("files:")
	}
	return b.String()
}

func rankOf(outcome string) int { return slices.Index(outcomes, outcome) }

// findOrder looks for dates that only one order reads, and for numbers that are written in one
// way alone, over all tables.
func (w *writer) findOrder() {
	var only [4]int
	for _, p := range w.all {
		for i := range p.columns {
			c := &p.columns[i]
			for k, n := range c.writings {
				if c.isNumber() {
					w.writings[k] += n
				}
			}
			if !c.isDate() || p.object == "" {
				continue
			}
			only[cell.DMY] += c.orders[cell.DMY]
			only[cell.MDY] += c.orders[cell.MDY]
			if c.unclear != "" && w.unclear == nil {
				w.unclear = p
			}
		}
	}
	switch {
	case only[cell.DMY] > 0 && only[cell.MDY] == 0:
		w.dates = cell.DMY
	case only[cell.MDY] > 0 && only[cell.DMY] == 0:
		w.dates = cell.MDY
	}
}

// table writes the entries of one table, or why there are none.
func (w *writer) table(p *profile) {
	w.line("")
	switch {
	case p.reason != "":
		w.line("# %s cannot be read: %s", filepath.Base(p.path), oneLine(p.reason))
		return
	case p.layout != "":
		w.line("# %s needs no mapping: it is read as %s.", filepath.Base(p.path), p.layout)
		return
	case slices.Equal(p.header, ownFields):
		w.line("# %s tells the fields of the list beside it: nothing is to be imported.", filepath.Base(p.path))
		return
	case p.own:
		w.ownList(p)
		return
	case p.object == "" && w.joinedTo(p):
		return
	case p.object == "":
		w.strange(p)
		return
	}
	if p.log {
		w.eventLog(p)
		return
	}
	if p.wide {
		w.wideRates(p)
		return
	}
	w.entry(p)
}

// strange writes an entry to fill in for a table that no object fits, as comments, with what its columns hold.
func (w *writer) strange(p *profile) {
	w.line("# %s (%s): no object fits its columns. Its rows are set aside.",
		filepath.Base(p.path), several(p.rows, "row"))
	w.whose(p)
	w.line("# To take them, write an entry, such as this one without the marks. The columns and values of each:")
	for i := range p.columns {
		w.line("#   %s: %s", quote(p.columns[i].name), oneLine(shorten(strings.Join(p.columns[i].samples, ", "))))
	}
	id := "none"
	if at := slices.IndexFunc(p.columns, func(c column) bool { return c.isKey(p.rows) }); at >= 0 {
		id = quote(p.columns[at].name)
	}
	w.line("#  - file: %s", quote(filepath.Base(p.path)))
	w.line("#    object: deal # what a row is: %s", strings.Join(objectNames(), ", "))
	w.line("#    id: %s # the column that tells the rows apart", id)
	w.line("#    fields: # field: column; leave out what there is no column for")
	for _, f := range []string{"name", "stage", "amount", "close_date", "created", "owner", "account"} {
		switch f {
		case "owner", "account":
			w.line("#      %s: {column: \"\", by: name}", f)
		default:
			w.line("#      %s: \"\"", f)
		}
	}
}

// whose asks what a list of names is of.
func (w *writer) whose(p *profile) {
	if p.anybody {
		w.line(
			"# Who are they? A name alone does not tell: write an entry with object: person for people of your " +
				"company, with object: contact for those you sell to.")
	}
}

func objectNames() []string {
	var names []string
	for _, o := range Objects() {
		names = append(names, o.Name)
	}
	return names
}

func (w *writer) begin(p *profile, object string, id int, why string) {
	w.written = true
	w.line("  - file: %s", quote(filepath.Base(p.path)))
	w.line("    object: %s # %s", object, why)
	if id >= 0 {
		w.line("    id: %s # %s", quote(p.columns[id].name), "every row has it, and no two different rows share it")
	} else if object != sales.Rate { // a rate is told apart by its currencies and its day
		w.line("    id: none # no column tells the rows apart: the name, else what a row refers to, and the date do")
	}
}

func (w *writer) entry(p *profile) {
	if p.object == sales.Contract && p.id >= 0 && slices.Contains(accountHint.words, p.columns[p.id].word) {
		w.begin(p, sales.Account, p.id, "one row is a customer and its contract")
		w.line("    fields: {name: %s}", quote(p.columns[p.id].name))
		w.line("    ignore: \"*\" # kept with the contract")
	}
	w.begin(p, p.object, p.id, fmt.Sprintf("its columns are most like those of %s: %s", plural(p.object),
		oneLine(strings.Join(w.matched(p), ", "))))
	if p.id < 0 && slices.Contains([]string{sales.Order, sales.Activity, sales.DealLine, sales.Cost}, p.object) {
		w.line("    repeats: keep # rows that are equal are several records; once makes them one")
	}
	w.decideDates(p)
	w.decideNumbers(p)
	w.joinFields(p)
	w.fields(p)
	w.ignored(p)
	w.unused(p)
	w.implied(p)
	w.convertedLeads(p)
}

// matched are the headers that spoke for a table's object.
func (w *writer) matched(p *profile) []string {
	var at []int
	for _, i := range p.found {
		at = append(at, i)
	}
	slices.Sort(at)
	var names []string
	for _, i := range slices.Compact(at) {
		names = append(names, p.header[i])
	}
	if len(names) > 6 {
		names = append(names[:6], "…")
	}
	return names
}

// decideNumbers asks how the numbers of a table are written where nothing in any table shows it.
func (w *writer) decideNumbers(p *profile) {
	if w.numbered || w.writings[cell.Point]+w.writings[cell.Comma] > 0 {
		return
	}
	for i := range p.columns {
		if c := &p.columns[i]; c.eitherNumber != "" && c.isNumber() {
			w.numbered = true
			w.ask(Question{
				Ask: AskNumbers, File: filepath.Base(p.path), Column: c.name, Example: c.eitherNumber,
				Text: fmt.Sprintf(
					"in %s, column %s, %s can have three decimals or be thousands: write numbers: comma (1.234,50) "+
						"or numbers: point (1,234.50) at the top", filepath.Base(p.path), c.name, c.eitherNumber),
			})
			return
		}
	}
}

// decideDates asks for the order of dates where nothing in any table shows it.
func (w *writer) decideDates(p *profile) {
	if w.dates != cell.Unordered || w.unclear != p { // asked once, where the dates stand
		return
	}
	for i := range w.unclear.columns {
		if c := &w.unclear.columns[i]; c.unclear != "" && c.isDate() {
			w.ask(Question{
				Ask: AskDates, File: filepath.Base(w.unclear.path), Column: c.name, Example: c.unclear,
				Text: fmt.Sprintf(
					"in %s, column %s, %s can be day/month or month/day: write dates: dmy or dates: mdy at the top",
					filepath.Base(w.unclear.path), c.name, c.unclear),
			})
			return
		}
	}
}

// ask notes what only a person can decide about the entry at hand.
func (w *writer) ask(q Question) {
	w.asks = append(w.asks, q.Text)
	w.questions = append(w.questions, q)
}

// decide writes what was asked.
func (w *writer) decide() {
	if len(w.asks) == 0 {
		return
	}
	w.line("    decide: # an import refuses until each of these is decided and taken away")
	for _, text := range w.asks {
		w.line("      - %s", quote(text))
	}
	w.asks = nil
}

// ignored leaves out what loaders add.
func (w *writer) ignored(p *profile) {
	var names []string
	for i, h := range p.header {
		if p.columns[i].technical() && !slices.Contains(slices.Collect(maps.Values(p.found)), i) {
			names = append(names, quote(h))
		}
	}
	why := "written by the loader"
	at, _ := w.implies(p)
	for _, i := range at {
		if name := p.nameBeside(&p.columns[i]); name >= 0 {
			names = append(names, quote(p.columns[name].name))
			p.found["· "+p.columns[name].name] = name
			why = "names of other records, or written by the loader"
		}
	}
	if len(names) > 0 {
		w.line("    ignore: [%s] # %s", strings.Join(names, ", "), why)
	}
}

// eventLog writes a plain event log.
func (w *writer) eventLog(p *profile) {
	w.written = true
	name := func(key string) string { return quote(p.columns[p.found[key]].name) }
	w.line("  - file: %s", quote(filepath.Base(p.path)))
	w.line("    # several rows for each %s, each with an activity and a time: every row is an event",
		p.columns[p.found["case"]].name)
	more := ""
	if _, ok := p.found["resource"]; ok {
		more = ", resource: " + name("resource")
	}
	w.line("    event_log: {case: %s, activity: %s, time: %s%s}", name("case"), name("activity"), name("time"), more)
	w.others = true
	decided := false
	for _, s := range p.columns[p.found["activity"]].shown() {
		if o := outcomeOf(s); o != sales.Open {
			w.stage(s, o)
			decided = true
		}
	}
	if !decided {
		w.line(
			"    # no activity sounds like the end of a sale: name those under stages as won or lost, if there are any")
	}
	w.decideDates(p)
	w.decideNumbers(p)
	for i := range p.columns {
		if c := &p.columns[i]; (c.word == "case_amount" || slices.ContainsFunc([]string{"amount", "value"},
			func(word string) bool { return c.word == word || c.also(word, sales.Deal) })) && c.isNumber() {
			p.found["amount"] = i
			w.line("    fields: {amount: %s} # of the whole case", quote(c.name))
			break
		}
	}
	w.decide()
	w.ignored(p)
	w.unused(p)
}

func (w *writer) stage(name, outcome string) {
	if _, ok := w.stages[name]; !ok {
		w.order = append(w.order, name)
	}
	w.stages[name] = outcome
}

// quote writes a text as YAML.
func quote(s string) string {
	b, err := yaml.Marshal(s)
	if err != nil {
		return strconv.Quote(s)
	}
	text := strings.TrimSuffix(string(b), "\n")
	if strings.ContainsAny(text, "\n{}[],#&*!|>%@`") && !strings.HasPrefix(text, `"`) &&
		!strings.HasPrefix(text, "'") || strings.Contains(text, "\n") {
		return strconv.Quote(s)
	}
	return text
}

// plural is an object's name for several.
func plural(object string) string {
	name := strings.ReplaceAll(object, "_", " ")
	if rest, ok := strings.CutSuffix(name, "y"); ok {
		return rest + "ies"
	}
	if name == sales.Person {
		return "people"
	}
	return name + "s"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func shorten(s string) string {
	if r := []rune(s); len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return s
}

func several(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func percent(share float64) string { return strconv.Itoa(int(share*100)) + " %" }
