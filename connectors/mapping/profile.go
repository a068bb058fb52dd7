package mapping

import (
	"context"
	"hash/maphash"
	"path"
	"slices"
	"strings"

	"salesops/connectors"
	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
)

// most is how many different values of a column are kept to compare with other columns. A
// column with more is compared by those.
const most = 200_000

// budget is how many different values of a whole table are kept: memory is bounded for any file.
const budget = 2_000_000

// mostShown is how many different values can be a vocabulary: stages, outcomes, kinds.
const mostShown = 60

// profile is what a table's values tell.
type profile struct {
	path    string
	header  []string
	columns []column
	rows    int
	kept    int    // different values kept so far
	layout  string // the built-in layout that reads it
	holds   string // … and the object of its rows
	reason  string
	object  string
	found   map[string]int // field → column
	id      int            // -1
	log     bool           // a plain event log
	own     bool           // a list of this product
	anybody bool           // people, who may be of the own company or outside
	wide    bool           // rates with a column for each currency
	written dialect        // how its headers are written
}

// column is what the values of one column tell.
type column struct {
	name         string
	word         string   // in lower case with _ between its words
	variants     []string // other words that it can be looked up by
	money        string   // the currency that the header names
	filled       int
	values       map[string]int // value → rows, until there are too many
	rowOf        map[string]uint64
	twice        bool // one value stands in rows that differ
	many         bool // more different values than are kept
	numbers      int
	writings     [3]int // by connectors.Decimals
	eitherNumber string // the first number that means something in both writings
	above1       bool   // a number above 1
	days         int
	orders       [4]int // by connectors.Order: dates that only this order reads; of 0: that two read
	unclear      string // the first date that two orders read
	months       int    // cells that name a month and no day
	quarters     int    // … or a quarter
	pairs        int    // pairs of currencies
	yesNo        int
	addresses    int    // e-mail addresses
	blanks       int    // cells that say false among values that are no yes or no: nothing
	onlyNo       bool   // every cell says false
	message      bool   // tells of the message that brought the row
	currency     string // a sign or code beside the numbers
	samples      []string
}

// look reads a whole table.
func look(ctx context.Context, s *connectors.Sample) (*profile, error) {
	p := &profile{path: s.Path, header: s.Header, layout: s.Layout, reason: s.Reason, holds: s.Object, id: -1,
		found: map[string]int{}, written: s.Tools}
	if s.Reason != "" || s.Layout != "" && s.Object == "" {
		return p, nil
	}
	if s.Layout != "" {
		p.id = slices.Index(s.Header, s.ID)
	}
	for _, h := range s.Header {
		c := column{name: h, word: p.written.words(unwrapped(h)), values: map[string]int{}, rowOf: map[string]uint64{}}
		c.variants, c.money = p.written.variants(h)
		c.currency = c.money
		if s.Message(h) && h != "time_extracted" {
			c.word, c.variants, c.message = "", nil, true
		}
		p.columns = append(p.columns, c)
	}
	seed := maphash.MakeSeed()
	err := s.Each(ctx, func(cells []string) error {
		p.rows++
		whole := maphash.String(seed, strings.Join(cells, "\x00"))
		for i := range cells {
			if i < len(p.columns) {
				text := strings.TrimSpace(cells[i])
				p.kept += p.columns[i].see(text, whole, p.kept < budget)
				w, either := s.NumberSays(text)
				p.columns[i].writings[w]++
				if either && p.columns[i].eitherNumber == "" {
					p.columns[i].eitherNumber = strings.Clone(text)
				}
			}
		}
		return nil
	})
	for i := range p.columns {
		p.columns[i].settle()
	}
	return p, err
}

// see takes one value in; it returns 1 when the value is new and kept.
func (c *column) see(s string, row uint64, room bool) (kept int) {
	if s == "" {
		return 0
	}
	c.filled++
	c.show(s)
	if before, ok := c.rowOf[s]; ok && before != row {
		c.twice = true
	}
	if _, ok := c.values[s]; ok {
		c.values[s]++
	} else if room && len(c.values) < most {
		s = strings.Clone(s)
		c.values[s], c.rowOf[s], kept = 1, row, 1
	} else {
		c.many = true
	}
	if n, err := cell.ReadNumber(s, cell.Point, table.AsText); err == nil {
		c.numbers++
		c.above1 = c.above1 || n > 1
		for _, sign := range [][2]string{{"R$", "BRL"}, {"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}} {
			if strings.Contains(s, sign[0]) {
				c.currency = sign[1]
			}
		}
	}
	if _, err := cell.ReadYesNo(s); err == nil {
		c.yesNo++
	}
	if isAddress(s) {
		c.addresses++
	}
	if firstOfMonth(s) != "" {
		c.months++
	}
	if _, _, ok := quarterOf(s); ok {
		c.quarters++
	}
	if _, _, ok := pairOf(s); ok {
		c.pairs++
	}
	c.seeDay(s)
	return kept
}

// isAddress says that a value looks like an e-mail address.
func isAddress(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && !strings.ContainsAny(s, " \t") && strings.Contains(strings.Trim(host, "."), ".") &&
		!strings.Contains(host, "@")
}

// settle takes the cells that say false for empty where the others are no yes or no: programs
// write it where a reference, a day or an amount is missing.
func (c *column) settle() {
	no := 0
	for v, n := range c.values {
		if saysFalse(v) {
			no += n
		}
	}
	c.onlyNo = no > 0 && no == c.filled
	if no == 0 || c.onlyNo || c.yesNo == c.filled {
		return
	}
	for v := range c.values {
		if saysFalse(v) {
			delete(c.values, v)
		}
	}
	c.filled, c.yesNo, c.blanks = c.filled-no, c.yesNo-no, no
}

func saysFalse(s string) bool {
	return slices.Contains([]string{"false", "falso", "falsch", "假"}, strings.ToLower(s))
}

// says tells whether a column holds values for a field that is no yes or no.
func (c *column) says() bool { return c.filled > 0 && !c.onlyNo }

func (c *column) seeDay(s string) {
	if len(s) < 6 || len(s) > 40 {
		return
	}
	if _, err := cell.ReadDay(s, cell.Unordered); err == nil {
		c.days++
		for _, o := range []cell.Order{cell.DMY, cell.MDY} {
			other := cell.DMY + cell.MDY - o
			_, one := cell.ReadDay(s, o)
			if _, two := cell.ReadDay(s, other); one == nil && two != nil {
				c.orders[o]++
			}
		}
		return
	}
	if _, err := cell.ReadDay(s, cell.DMY); err == nil {
		c.days++
		c.orders[0]++
		if c.unclear == "" {
			c.unclear = strings.Clone(s)
		}
	}
}

// share says that at least nine of ten values are of a kind.
func (c *column) share(n int) bool { return c.filled > 0 && n*10 >= c.filled*9 }

func (c *column) isMonth() bool   { return c.share(c.months) && !c.isDate() }
func (c *column) isQuarter() bool { return c.share(c.quarters) }
func (c *column) isPair() bool    { return c.share(c.pairs) }
func (c *column) isMail() bool    { return c.share(c.addresses) }
func (c *column) isDate() bool    { return c.share(c.days) && !c.isNumber() }
func (c *column) isNumber() bool  { return c.share(c.numbers) }
func (c *column) isYesNo() bool   { return c.share(c.yesNo) && len(c.values) <= 4 }

// isKey says that the column can be an id: every row has it, and rows that share it are equal.
func (c *column) isKey(rows int) bool { return rows > 0 && c.filled == rows && !c.twice }

// shown are the values of a vocabulary, most frequent first; nil when there are too many, or one is longer than the
// name of a stage can be.
func (c *column) shown() []string {
	if len(c.values) > mostShown || c.many {
		return nil
	}
	var all []string
	for v := range c.values {
		if len(v) > tool.MaxStageName {
			return nil
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b string) int {
		if c.values[a] != c.values[b] {
			return c.values[b] - c.values[a]
		}
		return strings.Compare(a, b)
	})
	return all
}

// within is the share of a column's different values that another has too.
func (c *column) within(other *column) float64 {
	if len(c.values) == 0 {
		return 0
	}
	keys := map[string]bool{}
	for v := range other.values {
		keys[tool.NameKey(v)] = true
	}
	n := 0
	for v := range c.values {
		if keys[tool.NameKey(v)] {
			n++
		}
	}
	return float64(n) / float64(len(c.values))
}

// fileName is the file's name without folder and kind.
func (p *profile) fileName() string {
	base := path.Base(strings.ReplaceAll(p.path, " › ", "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}

// dialect is the tools whose ways to write headers are known.
type dialect []tool.Tool

// words are those of a header without what a tool adds to the names of all fields.
func (d dialect) words(header string) string {
	return strings.ReplaceAll(tool.Unprefixed(d, wordsOf(tool.Unmarked(d, header))), "__", "_")
}

// wordsOf writes a header in lower case with _ between its words: "CloseDate" and "Close Date" are close_date.
func wordsOf(header string) string {
	var b strings.Builder
	var before rune
	for _, r := range header {
		switch {
		case r >= 'A' && r <= 'Z':
			if before >= 'a' && before <= 'z' || before >= '0' && before <= '9' {
				b.WriteByte('_')
			}
			b.WriteRune(r + 'a' - 'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80:
			b.WriteString(strings.ToLower(string(r)))
		default:
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
				b.WriteByte('_')
			}
		}
		before = r
	}
	return strings.Trim(b.String(), "_")
}
