package mapping

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/sales"
)

// fields writes the fields of a table's own object.
func (w *writer) fields(p *profile) {
	object, _ := objectNamed(p.object)
	whole := w.out
	var lines strings.Builder
	w.out = &lines
	w.nameField(p, object.Title)
	for _, f := range hintOf(p.object).fields {
		at, ok := p.found[f.field]
		if !ok || f.field == "name" {
			continue
		}
		c := &p.columns[at]
		t, known := targetOf(object, f.field)
		switch {
		case f.field == "churn", f.field == "tenure", !known:
		case t.kind == tool.Amount && c.inMicros():
			w.line("      %s: {column: %s, format: micros} # millionths: 12500000000 is 12,500", f.field, quote(c.name))
		case c.isPair() && (f.field == "from_currency" || f.field == "to_currency"):
			w.line("      %s: {column: %s, format: pair_%s} # one of the first currency is so many of the second",
				f.field, quote(c.name), strings.TrimSuffix(f.field, "_currency"))
		case f.field == "from_on" && c.isMonth():
			w.line("      from_on: {column: %s, format: month} # the first day of the month", quote(c.name))
		case f.field == "from_on" && c.isQuarter():
			w.line(
				"      from_on: {column: %s, format: quarter} # the first day of the quarter, in the fiscal year of "+
					"the company's settings", quote(c.name))
		case t.use == tool.Deleted && c.isDate():
			w.line("      deleted: %s # times in %d of %d rows: deleted from then on", quote(c.name), c.filled, p.rows)
		case f.field == "stage":
			w.stageField(p, c)
		case f.field == "won" && !has(p, "stage") && !has(p, "closed"):
			w.line("      stage: {column: %s, values: %s} # nothing else tells whether a deal is won", quote(c.name),
				yesNoMap(c, "Won", "Lost"))
			w.stage("Won", sales.Won)
			w.stage("Lost", sales.Lost)
		case t.kind == tool.Reference:
			w.refField(p, f.field, t.object, c)
		case (f.field == "probability" || f.field == "share") && c.above1:
			w.line("      %s: {column: %s, format: percent} # some are above 1", f.field, quote(c.name))
		case f.field == "kind" && p.object == sales.Activity:
			w.kindField(c)
		default:
			w.line("      %s: %s%s", f.field, quote(c.name), w.comment(p, c))
		}
		w.currencyOf(p, object, c)
	}
	switch p.object {
	case sales.Deal:
		w.outcomeOfDeals(p)
	case sales.Contract:
		w.contractFields(p)
	case sales.Quota:
		w.spanField(p)
	case sales.Cost:
		if from := p.found["from_on"]; has(p, "from_on") && (p.columns[from].isMonth() || p.columns[from].isQuarter()) {
			w.spanField(p)
		}
	case sales.Rate:
		w.rateFields(p)
	case sales.Event:
		w.calendarOwner(p)
	}
	w.out = whole
	if lines.Len() > 0 {
		w.line("    fields:")
		_, _ = w.out.WriteString(lines.String())
	}
	w.decide()
}

func has(p *profile, field string) bool {
	_, ok := p.found[field]
	return ok
}

// comment says what a column holds.
func (w *writer) comment(p *profile, c *column) string {
	return " # " + c.holds(p.rows)
}

// holds says in words what stands in a column.
func (c *column) holds(rows int) string {
	what := "texts"
	switch {
	case c.filled == 0 && c.blanks == 0:
		return "empty here"
	case c.onlyNo:
		return "false in every row that has something: nothing, where no yes or no belongs"
	case c.isYesNo():
		what = "yes or no"
	case c.isNumber():
		what = "numbers"
	case c.isDate():
		what = "dates"
	}
	rest := ""
	if c.blanks > 0 {
		rest = ", false in the others stands for nothing"
	}
	if c.filled == rows {
		return what + " in every row"
	}
	return fmt.Sprintf("%s in %d of %d rows%s", what, c.filled, rows, rest)
}

// nameField writes what a record is called.
func (w *writer) nameField(p *profile, title string) {
	at, ok := p.found["name"]
	switch {
	case title != "name":
	case ok:
		w.line("      name: %s%s", quote(p.columns[at].name), w.comment(p, &p.columns[at]))
	case has(p, "first_last"):
		w.line("      name: {columns: [%s, %s]}", quote(p.columns[p.found["first_last"]].name),
			quote(p.columns[p.found["last_first"]].name))
	case p.id >= 0 && !slices.Contains([]string{sales.Order, sales.DealLine}, p.object):
		w.line("      name: %s # there is no name: the id stands for it", quote(p.columns[p.id].name))
	}
}

// stageField writes the stage, and notes what its values mean.
func (w *writer) stageField(p *profile, c *column) {
	values := c.shown()
	w.line("      stage: %s%s", quote(c.name), w.comment(p, c))
	if has(p, "closed") && has(p, "won") {
		return // the rows' own flags tell what each stage means
	}
	decided := c.filled == 0
	var open []string
	for _, v := range values {
		o := outcomeOf(v)
		decided = decided || o != sales.Open
		if o == sales.Open {
			open = append(open, v)
		} else {
			w.stage(v, o)
		}
	}
	open, ordered := inOrder(open)
	for _, v := range open {
		w.stage(v, sales.Open)
	}
	if !decided {
		w.ask(Question{
			Ask: AskOutcomes, File: filepath.Base(p.path), Column: c.name, Values: open,
			Text: fmt.Sprintf(
				"nothing tells which values of %s in %s mean that a deal is won or lost: write won or lost behind "+
					"them under stages", c.name, filepath.Base(p.path)),
		})
	}
	if !ordered {
		w.ask(Question{
			Ask: AskOrder, File: filepath.Base(p.path), Column: c.name, Values: open,
			Text: fmt.Sprintf(
				"nothing in %s tells the order of the open stages %s: put them under stages in the order of the sale",
				filepath.Base(p.path), oneLine(strings.Join(open, ", "))),
		})
	}
}

// outcomeOfDeals says when deals are won in a table without stages.
func (w *writer) outcomeOfDeals(p *profile) {
	if has(p, "stage") || has(p, "won") || has(p, "closed") {
		return
	}
	at, ok := p.found["close_date"]
	if ok && strings.Contains(p.columns[at].word, "won") {
		w.line("      stage: {constant: Won} # the column %s says that these are won deals",
			oneLine(p.columns[at].name))
		w.stage("Won", sales.Won)
		return
	}
	w.ask(Question{
		Ask: AskState, File: filepath.Base(p.path),
		Text: fmt.Sprintf(
			"no column of %s tells whether a deal is open, won or lost: give stage a column, or write stage: "+
				"{constant: Won} if all are won", filepath.Base(p.path)),
	})
	w.stage("Won", sales.Won)
}

// refField writes a reference.
func (w *writer) refField(p *profile, field, object string, c *column) {
	r := pointsTo(c, object, w.all)
	switch {
	case r.create:
		w.line("      %s: {column: %s, by: name, create: true} # %s", field, quote(c.name), r.why)
	case r.byName:
		w.line("      %s: {column: %s, by: name} # %s", field, quote(c.name), r.why)
	case r.why != "":
		w.line("      %s: %s # %s", field, quote(c.name), r.why)
	default:
		w.line("      %s: %s # empty here", field, quote(c.name))
	}
}

// implies are the columns of references by id to records that no table has, one for each object.
func (w *writer) implies(p *profile) (at []int, of []string) {
	object, _ := objectNamed(p.object)
	for _, f := range hintOf(p.object).fields {
		i, ok := p.found[f.field]
		t, _ := targetOf(object, f.field)
		if !ok || t.kind != tool.Reference || p.columns[i].filled == 0 || i == p.id {
			continue
		}
		if !pointsTo(&p.columns[i], t.object, w.all).implied || slices.Contains(of, t.object) ||
			t.object == sales.Deal || t.object == sales.Lead {
			continue
		}
		if o, _ := objectNamed(t.object); o.Title == "name" {
			at, of = append(at, i), append(of, t.object)
		}
	}
	return at, of
}

// implied writes an entry for each of them.
func (w *writer) implied(p *profile) {
	at, of := w.implies(p)
	for k, i := range at {
		c := &p.columns[i]
		w.line("  - file: %s", quote(filepath.Base(p.path)))
		w.line("    object: %s # no table has them: each value of %s is one", of[k], oneLine(c.name))
		w.line("    id: %s", quote(c.name))
		w.line("    part: true")
		if name := p.nameBeside(c); name >= 0 {
			w.line("    fields: {name: %s}", quote(p.columns[name].name))
		} else {
			w.line("    fields: {name: %s} # until a file brings their names", quote(c.name))
		}
	}
}

// nameBeside is the column with the names of what another has the ids of: "company.name" beside
// "company.id"; -1 for none.
func (p *profile) nameBeside(id *column) int {
	of := strings.TrimSuffix(p.written.words(id.name), "id")
	if of == p.written.words(id.name) {
		return -1
	}
	return slices.IndexFunc(p.columns, func(c column) bool {
		rest, ok := strings.CutPrefix(p.written.words(c.name), of)
		return ok && of != "" && c.filled > 0 &&
			slices.Contains([]string{"name", "full_name", "fullname", "title", "label"}, rest)
	})
}

// convertedLeads writes that the leads whose ids a table of deals has became those deals.
func (w *writer) convertedLeads(p *profile) {
	if p.object != sales.Deal || p.id < 0 {
		return
	}
	for _, leads := range w.all {
		if leads.object != sales.Lead || leads.id < 0 || has(leads, "converted") || leads.layout != "" {
			continue
		}
		for i := range p.columns {
			c := &p.columns[i]
			if c.word != leads.columns[leads.id].word || c.within(&leads.columns[leads.id]) < 0.5 {
				continue
			}
			w.line("  - file: %s", quote(filepath.Base(p.path)))
			w.line("    object: lead # its %s are ids of %s: these leads became deals",
				oneLine(c.name), leads.fileName())
			w.line("    id: %s", quote(c.name))
			w.line("    part: true")
			w.line("    fields:")
			w.line("      converted: {constant: true}")
			w.line("      converted_deal: %s", quote(p.columns[p.id].name))
			for _, f := range []string{"created", "close_date"} {
				if at, ok := p.found[f]; ok {
					w.line("      converted_at: %s", quote(p.columns[at].name))
					break
				}
			}
			return
		}
	}
}

// activityKinds are the kinds that metrics know, each with words that mean it.
var activityKinds = [][]string{
	{"email", "e mail", "correio", "courriel", "correo", "邮件"},
	{"call", "phone", "dial", "ligação", "ligacao", "chamada", "telefone", "anruf", "telefonat",
		"appel", "llamada", "电话", "致电"},
	{"meeting", "demo", "visit", "lunch", "reunião", "reuniao", "visita", "termin", "treffen", "besuch", "besprechung",
		"réunion", "rendez vous", "rendezvous", "reunión", "会议", "拜访", "演示"}, {"task", "to do", "todo", "tarefa",
		"aufgabe", "tâche", "tarea", "任务", "待办"},
}

// kindField brings an activity's kind to the four that metrics know.
func (w *writer) kindField(c *column) {
	var pairs []string
	for _, v := range c.shown() {
		low := strings.ToLower(strings.ReplaceAll(v, "-", ""))
		for _, k := range activityKinds {
			if strings.ToLower(v) != k[0] &&
				slices.ContainsFunc(k, func(w string) bool { return strings.Contains(low, w) }) {
				pairs = append(pairs, quote(v)+": "+k[0])
				break
			}
		}
	}
	if len(pairs) == 0 {
		w.line("      kind: %s # metrics know call, email, meeting and task", quote(c.name))
		return
	}
	w.line("      kind: {column: %s, values: {%s}}", quote(c.name), strings.Join(pairs, ", "))
}

// taken is the day that stands for the one on which a table was taken, until somebody says it.
const taken = "2026-01-01"

// contractFields writes the days and the end of a contract.
func (w *writer) contractFields(p *profile) {
	asked := false
	ask := func() {
		if asked {
			return
		}
		asked = true
		w.ask(Question{
			Ask: AskTaken, File: filepath.Base(p.path), Example: taken,
			Text: fmt.Sprintf(
				"%s says how long a contract lasted and not when: put the day on which the table was taken in place "+
					"of %s", filepath.Base(p.path), taken),
		})
	}
	if at, ok := p.found["tenure"]; ok && !has(p, "start_on") {
		w.line("      start_on: {constant: %s, minus_months: %s} # so many months before the table was taken",
			taken, quote(p.columns[at].name))
		ask()
	}
	if p.id >= 0 && slices.Contains(accountHint.words, p.columns[p.id].word) && !has(p, "account") {
		w.line("      account: %s", quote(p.columns[p.id].name))
	}
	at, ok := p.found["churn"]
	if !ok {
		return
	}
	c := &p.columns[at]
	if !has(p, "end_on") {
		yes := ""
		for v := range c.values {
			if b, err := cell.ReadYesNo(v); err == nil && b {
				yes = v
			}
		}
		w.line("      end_on: {cel: '%s == %q ? day(%q) : null'} # ended contracts end with the table",
			Word(c.name, at+1), yes, taken)
		ask()
	}
	if !has(p, "end_reason") {
		w.line("      end_reason: {column: %s, values: %s} # the table gives no reason", quote(c.name),
			yesNoMap(c, "churned", ""))
	}
}

// yesNoMap maps the yes and the no of a column.
func yesNoMap(c *column, yes, no string) string {
	var pairs []string
	for _, v := range c.shown() {
		b, err := cell.ReadYesNo(v)
		if err != nil {
			continue
		}
		to := no
		if b {
			to = yes
		}
		pairs = append(pairs, fmt.Sprintf("%q: %q", v, to))
	}
	slices.Sort(pairs)
	return "{" + strings.Join(pairs, ", ") + "}"
}
