package mapping

import (
	"slices"
	"strings"
	"unicode"

	"salesops/connectors/tool"
	"salesops/sales"
)

// enough is what must speak for an object.
const enough = 5

// guess finds what a table's rows are, and which column is which field.
func (p *profile) guess() {
	if p.layout != "" {
		p.object = p.holds
		return
	}
	if p.reason != "" || slices.Equal(p.header, ownFields) || len(p.columns) > 1 && p.guessOwn() {
		return
	}
	if len(p.columns) < 2 || p.relation() {
		return
	}
	if p.guessLog() || p.guessRates() || p.guessPairs() {
		return
	}
	words := "_" + p.written.words(p.fileName()) + "_"
	for _, s := range strangers {
		if strings.Contains(words, "_"+s+"_") || strings.HasSuffix(strings.TrimSuffix(words, "_"), s+"s") {
			return
		}
	}
	best := 0
	for i := range hints {
		h := &hints[i]
		found, score := p.match(h)
		for _, w := range h.files {
			if strings.Contains(words, "_"+w+"_") {
				score += 4
				break
			}
		}
		if at := p.key(h); at >= 0 && p.columns[at].word != "id" && slices.Contains(h.ids, p.columns[at].word) {
			score += 3
		}
		if score > best && score >= enough && h.met(found) && !h.vetoed(words, p) {
			best, p.object, p.found = score, h.object, found
		}
	}
	if _, named := p.found["name"]; p.object == sales.Contact && named && len(p.found) == 1 &&
		slices.ContainsFunc(anybody, func(w string) bool { return strings.Contains(words, "_"+w+"_") }) {
		p.object, p.found, p.anybody = "", map[string]int{}, true
	}
	p.keyed()
}

// guessAs takes the rows of a table for records of an object that somebody named.
func (p *profile) guessAs(object string) {
	if p.layout != "" || p.reason != "" {
		return
	}
	p.object, p.id = object, -1
	p.found, _ = p.match(hintOf(object))
	p.keyed()
}

// keyed finds the id of a table whose object is known.
func (p *profile) keyed() {
	if p.object == "" {
		return
	}
	p.id = p.key(hintOf(p.object))
	if at, ok := p.found["name"]; ok && p.id >= 0 && p.id == at {
		delete(p.found, "name")
	}
}

// relation says that a table only ties ids together.
func (p *profile) relation() bool {
	ids, other := 0, 0
	for i := range p.columns {
		switch w := p.columns[i].word; {
		case p.columns[i].technical() || p.columns[i].filled == 0 || w == "category" || w == "type_id":
		case strings.HasSuffix(w, "_id") || w == "id":
			ids++
		default:
			other++
		}
	}
	return ids >= 2 && other == 0
}

// technical says that a column is the loader's.
func (c *column) technical() bool { return c.message || technical(c.name) }

// technical columns say nothing of the business.
func technical(name string) bool {
	name = unwrapped(name)
	return strings.HasPrefix(name, "_fivetran") || strings.HasPrefix(name, "_sdc_") ||
		strings.HasPrefix(name, "_airbyte")
}

// match finds the fields of an object among the columns, each column once.
func (p *profile) match(h *hint) (found map[string]int, score int) {
	found = map[string]int{}
	taken := map[int]bool{}
	if at := p.key(h); at >= 0 && slices.Contains(h.ids, p.columns[at].word) {
		taken[at] = true
	}
	for _, f := range h.fields {
		if _, ok := found[f.field]; ok {
			continue // by words that weigh more
		}
		at := p.named(h.object, f.words, taken, func(c *column) bool { return fitsField(h.object, f.field, c) })
		if at < 0 && f.field == "email" {
			at = p.onlyMail(h, taken)
		}
		if at < 0 {
			continue
		}
		taken[at] = true
		found[f.field] = at
		if p.columns[at].says() || p.columns[at].onlyNo && kindOf(h.object, f.field) == tool.Bool {
			score += f.weight
		}
	}
	if at, ok := found["name"]; ok {
		if first, last := p.halves(h, at, taken); first >= 0 && last >= 0 {
			delete(found, "name")
			found["first_last"], found["last_first"] = first, last
		}
	} else if !ok {
		first, last := p.named(h.object, firstNames, taken, nil), p.named(h.object, lastNames, taken, nil)
		if first >= 0 && last >= 0 {
			found["first_last"] = first
			found["last_first"] = last
			score += 2
		}
	}
	return found, score
}

// halves are the columns of a first and a last name where one of them is called as a whole name is:
// "Name" beside "Vorname", "Nombre" beside "Apellidos"; -1 for none.
func (p *profile) halves(h *hint, name int, taken map[int]bool) (first, last int) {
	switch p.columns[name].word {
	case "name", "nom":
		return p.named(h.object, []string{"vorname", "prénom"}, taken, nil), name
	case "nome", "nombre":
		return name, p.named(h.object, lastNames, taken, nil)
	}
	return -1, -1
}

// onlyMail is the column of addresses where there is one alone and its name says nothing else
// of the object; -1 for none. Addresses of an owner or a sender have a name that says so.
func (p *profile) onlyMail(h *hint, taken map[int]bool) int {
	only := -1
	for i := range p.columns {
		c := &p.columns[i]
		if !c.isMail() {
			continue
		}
		known := slices.ContainsFunc(h.fields, func(f fieldHint) bool { return slices.Contains(f.words, c.word) })
		if only >= 0 || taken[i] || known {
			return -1
		}
		only = i
	}
	return only
}

var (
	firstNames = []string{"first_name", "firstname", "nome", "名", "vorname", "prénom", "nombre"}
	lastNames  = []string{"last_name", "lastname", "surname", "sobrenome", "姓", "nachname", "nom_de_famille",
		"apellido", "apellidos"}
)

// named is the first column with one of the words, in the words' order; -1 for none.
// A column's own word goes before what is left of it when its decoration is taken off.
func (p *profile) named(object string, words []string, taken map[int]bool, ok func(*column) bool) int {
	for _, own := range []bool{true, false} {
		for _, w := range words {
			for i := range p.columns {
				c := &p.columns[i]
				if (own && plain(c.word) == plain(w) || !own && c.also(w, object)) &&
					!taken[i] && (ok == nil || ok(c)) {
					return i
				}
			}
		}
	}
	return -1
}

// kindOf is how a field's cells are read.
func kindOf(object, field string) tool.Kind {
	o, _ := objectNamed(object)
	t, _ := targetOf(o, field)
	return t.kind
}

// fitsField says that a column's values can be read for a field. An empty column fits all.
func fitsField(object, field string, c *column) bool {
	switch field {
	case "from_currency", "to_currency":
		return c.isCode()
	case "stage":
		if c.word == "state" || c.word == "estado" { // mostly of a country
			return slices.ContainsFunc(c.shown(), func(v string) bool { return outcomeOf(v) != sales.Open })
		}
	case "tenure":
		return c.isNumber()
	case "churn":
		return c.isYesNo()
	case "name":
		if c.word == "chance" { // German for a deal, English for how likely it is
			return !c.isNumber()
		}
	}
	if c.filled == 0 || c.onlyNo {
		return true
	}
	if field == "email" {
		return c.addresses > 0
	}
	o, _ := objectNamed(object)
	t, ok := targetOf(o, field)
	if !ok {
		return true
	}
	switch t.kind {
	case tool.Amount, tool.Number, tool.Whole, tool.ExchangeRate:
		return c.isNumber()
	case tool.Day, tool.Instant:
		return c.isDate() || (c.isMonth() || c.isQuarter()) && field == "from_on" &&
			slices.Contains([]string{sales.Quota, sales.Cost}, object)
	case tool.Bool:
		return c.isYesNo() || t.use == tool.Deleted && c.isDate()
	case tool.Text:
		if t.use == tool.Currency {
			return len(c.values) < 50
		}
		return !c.isDate() || t.use != tool.Value
	}
	return true
}

// met says that an object's needs are there.
func (h *hint) met(found map[string]int) bool {
	for _, any := range h.needs {
		if !slices.ContainsFunc(any, func(f string) bool { _, ok := found[f]; return ok }) {
			return false
		}
	}
	return true
}

// vetoed says that a table speaks of something else that looks alike.
func (h *hint) vetoed(file string, p *profile) bool {
	return slices.ContainsFunc(h.not, func(w string) bool {
		return strings.Contains(file, "_"+w) ||
			slices.ContainsFunc(p.columns, func(c column) bool { return strings.Contains("_"+c.word, "_"+w) })
	})
}

// key is the column that is the rows' id: one whose name says so, else one that only looks
// like it; -1 for none.
func (p *profile) key(h *hint) int {
	if at := p.named(h.object, h.ids, nil, func(c *column) bool { return c.isKey(p.rows) }); at >= 0 {
		return at
	}
	for i := range p.columns {
		w := p.columns[i].word
		for _, end := range []string{"id", "number", "code", "key", "nr", "no", "ref", "reference", "编号"} {
			if (w == end || strings.HasSuffix(w, "_"+end)) && p.columns[i].isKey(p.rows) {
				return i
			}
		}
	}
	return -1
}

// guessLog recognises a plain event log: a case that has several rows, an activity, a time.
func (p *profile) guessLog() bool {
	taken := map[int]bool{}
	pick := func(words []string, ok func(*column) bool) int {
		at := p.named(sales.Deal, words, taken, ok)
		if at >= 0 {
			taken[at] = true
		}
		return at
	}
	repeats := func(c *column) bool { return c.filled == p.rows && len(c.values) < p.rows }
	id := pick(caseWords, repeats)
	ofDeals := id < 0
	if ofDeals {
		if slices.ContainsFunc(p.columns, func(c column) bool { return slices.Contains(notOfLogs, c.word) }) {
			return false
		}
		id = pick(dealWords, repeats)
	}
	activity := pick(activityWords, func(c *column) bool {
		return (len(c.values) <= mostShown || len(c.values)*10 <= p.rows) && !c.many && c.filled > 0 && !c.isDate()
	})
	at := pick(timeWords, (*column).isDate)
	if id < 0 || activity < 0 || at < 0 {
		return false
	}
	if ofDeals && !slices.ContainsFunc(p.columns[activity].shown(),
		func(v string) bool { return outcomeOf(v) != sales.Open }) {
		return false
	}
	p.log, p.object = true, sales.Deal
	p.found = map[string]int{"case": id, "activity": activity, "time": at}
	if r := pick(resourceWords, nil); r >= 0 {
		p.found["resource"] = r
	}
	return true
}

// reference is how a column points to the records of an object.
type reference struct {
	byName, create bool
	implied        bool // no table has the records: the column's values make them, as their ids
	why            string
}

// pointsTo finds by their values what a column refers to.
func pointsTo(c *column, object string, all []*profile) reference {
	var best reference
	share, tables := 0.0, 0
	for _, p := range all {
		if p.object != object || p.log {
			continue
		}
		tables++
		if p.id >= 0 {
			if s := c.within(&p.columns[p.id]); s > share {
				share, best = s, reference{why: percent(s) + " of its values are ids of " + p.fileName()}
			}
		}
		if at, ok := p.found["name"]; ok {
			if s := c.within(&p.columns[at]); s > share {
				share, best = s, reference{byName: true,
					why: percent(s) + " of its values are names of " + p.fileName()}
			}
		}
	}
	idLike := strings.HasSuffix(c.word, "_id") || c.isNumber()
	switch {
	case tables == 0 && idLike:
		return reference{implied: true, why: "no table here has these records: each value becomes one"}
	case tables == 0:
		return reference{byName: true, why: "no table here has these records: each name becomes one"}
	case share >= 0.3 || c.filled == 0:
		return best
	case idLike:
		return reference{why: "no table here has these ids: the records are placeholders until one has"}
	}
	return reference{byName: true, create: true, why: "no table here has these names: each becomes a record"}
}

// saysOne says whether a text holds one of the words, whole; Chinese has no space between them.
func saysOne(s string, words []string) bool {
	parted := " " + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return ' '
	}, s) + " "
	return slices.ContainsFunc(words, func(w string) bool {
		return strings.Contains(parted, " "+w+" ") || w[0] >= 0x80 && strings.Contains(s, w)
	})
}

// outcomeOf reads a stage's name.
func outcomeOf(stage string) string {
	s := strings.ToLower(stage)
	if saysOne(s, lostWords) {
		return sales.Lost
	}
	if saysOne(s, wonWords) || slices.Contains(wonNames, strings.TrimSpace(s)) {
		return sales.Won
	}
	return sales.Open
}
