package connectors

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/sales"
)

// stageBook learns what a source's stages mean from all rows of an import.
type stageBook struct {
	tools   []tool.Tool            // all of the import, whose ways to write names are known
	tool    tool.Tool              // whose stages are known
	stages  map[string]*stageFacts // by lower-case name
	written map[string]*stageFacts // … by name as it is written
}

// stageFacts is what was learnt of one stage.
type stageFacts struct {
	name            string
	won, lost, open int            // rows of the current state that say so
	categories      map[string]int // of rows, as the tool names them
	byCategory      map[string]int // outcome → rows whose category and probability tell it
	probability     float64        // sum
	probabilities   int
	outcome         string
	sure            bool   // decided by closed/won flags
	byName          string // the outcome of the tool's own stage of this name, "" when it has none
	guessed         bool   // by name or not at all
	unknown         bool   // nothing tells: taken for open
	conflicting     int    // rows that say otherwise than the most
	position        int
	category        string
}

func newStageBook(tools []tool.Tool) *stageBook {
	return &stageBook{tools: tools, stages: map[string]*stageFacts{}, written: map[string]*stageFacts{}}
}

// learnFrom takes a tool's stages for known. What a person has said of a source's stages
// goes before what another tool ships.
func (b *stageBook) learnFrom(t tool.Tool) {
	if _, said := b.tool.(tool.Chooser); !said {
		b.tool = t
	}
}

// shipped is the tool's own stage of a name; nil when it has none.
func (b *stageBook) shipped(name string) *tool.Stage {
	if b.tool == nil {
		return nil
	}
	for _, s := range b.tool.Stages() {
		if strings.EqualFold(s.Name, name) {
			return &s
		}
	}
	return nil
}

// shippedNames are the names of the tool's own stages.
func (b *stageBook) shippedNames() []string {
	if b.tool == nil {
		return nil
	}
	var names []string
	for _, s := range b.tool.Stages() {
		if s.Name != "*" {
			names = append(names, s.Name)
		}
	}
	return names
}

// lesson is a function that learns from a file's rows; one that does nothing when the file
// has no stages.
func (b *stageBook) lesson(f *file) func(cells []string) {
	stage, closed, won, category, probability := -1, -1, -1, -1, -1
	for i := range f.cols {
		k := f.cols[i].known
		switch {
		case k == nil:
		case k.Use == tool.StageName:
			stage = i
		case k.Use == tool.Closed:
			closed = i
		case k.Use == tool.Won:
			won = i
		case k.Kind == tool.Category:
			category = i
		case k.Kind == tool.Percent:
			probability = i
		}
	}
	if stage < 0 {
		return func([]string) {}
	}
	b.learnFrom(f.tool)
	at := func(cells []string, i int) string {
		if i < 0 {
			return ""
		}
		return cells[i]
	}
	return func(cells []string) {
		name := cells[stage]
		if name == "" {
			return
		}
		s := b.stage(name)
		p := -1.0
		if text := at(cells, probability); text != "" {
			if v, err := cell.ParsePercent(text, false); err == nil {
				p = v
				s.probability += v
				s.probabilities++
			}
		}
		if c := at(cells, category); c != "" {
			c = tool.ForecastCategory(b.tools, c)
			s.categories[c]++
			if o := f.tool.StageOutcome(c, p); o != "" {
				s.byCategory[o]++
			}
		}
		isWon, isClosed := flag(at(cells, won)), flag(at(cells, closed))
		switch {
		case isWon == yes:
			s.won++
		case isClosed == yes && isWon == no:
			s.lost++
		case isClosed == no:
			s.open++
		}
	}
}

// flag is what a cell says where it may say nothing.
func flag(s string) tri {
	if s == "" { // a reason for each empty cell would take longer than the rest of the row
		return unsaid
	}
	b, err := cell.ParseBool(s)
	switch {
	case err != nil:
		return unsaid
	case b:
		return yes
	}
	return no
}

func (b *stageBook) stage(name string) *stageFacts {
	if s := b.written[name]; s != nil {
		return s
	}
	name = strings.Clone(name)
	key := strings.ToLower(name)
	s := b.stages[key]
	if s == nil {
		s = &stageFacts{name: name, categories: map[string]int{}, byCategory: map[string]int{}}
		b.stages[key] = s
	}
	// Of several ways to write a name, one is chosen that does not depend on the order of files.
	s.name = min(s.name, name)
	b.written[name] = s
	return s
}

// decide settles every stage's outcome: by the flags of current rows, else by forecast
// category, else by the names that the tool ships; what stays unknown counts as open.
func (b *stageBook) decide() {
	shipped := map[string]int{}
	var stages []tool.Stage
	if b.tool != nil {
		stages = b.tool.Stages()
	}
	for i, s := range stages {
		shipped[strings.ToLower(s.Name)] = i
	}
	for key, s := range b.stages {
		at, known := shipped[key]
		if other, said := shipped["*"]; !known && said {
			at, known = other, true
		}
		s.category = most(s.categories)
		if known {
			s.byName = stages[at].Outcome
		}
		switch {
		case known && stages[at].Sure:
			s.outcome, s.sure = stages[at].Outcome, true
		case s.won+s.lost+s.open > 0:
			s.outcome, s.sure = most(map[string]int{sales.Won: s.won, sales.Lost: s.lost, sales.Open: s.open}), true
			s.conflicting = s.won + s.lost + s.open - max(s.won, s.lost, s.open)
		case len(s.byCategory) > 0:
			s.outcome = most(s.byCategory)
		case known:
			s.outcome, s.guessed = stages[at].Outcome, true
		default:
			s.outcome, s.guessed, s.unknown = sales.Open, true, true
		}
	}
	all := make([]*stageFacts, 0, len(b.stages))
	for _, s := range b.stages {
		all = append(all, s)
	}
	end := func(s *stageFacts) int { return slices.Index([]string{sales.Open, sales.Won, sales.Lost}, s.outcome) }
	place := func(s *stageFacts) int {
		if at, ok := shipped[strings.ToLower(s.name)]; ok {
			return at
		}
		return len(stages)
	}
	slices.SortFunc(all, func(x, y *stageFacts) int {
		return cmp.Or(cmp.Compare(end(x), end(y)), cmp.Compare(x.mean(), y.mean()), cmp.Compare(place(x), place(y)),
			cmp.Compare(x.name, y.name))
	})
	for i, s := range all {
		s.position = i + 1
	}
}

// evidence ranks what a stage's outcome was learnt from.
func (s *stageFacts) evidence() uint64 {
	switch {
	case s.sure:
		return 4
	case !s.guessed:
		return 3 // forecast category
	case !s.unknown:
		return 2 // the name
	}
	return 1
}

// mean is the stage's probability, 0..1, to four decimals; 0 when no row has one.
func (s *stageFacts) mean() float64 {
	if s.probabilities == 0 {
		return 0
	}
	return math.Round(s.probability/float64(s.probabilities)*1e4) / 1e4
}

// most is the key counted most often; of equals the first in the alphabet. "" of none.
func most(counts map[string]int) string {
	best, n := "", 0
	for k, c := range counts {
		if c > n || c == n && c > 0 && k < best {
			best, n = k, c
		}
	}
	return best
}

// named finds the stage that a column's header speaks of, as "Date Entered Proposal" or
// "Closed_Won_Date" do; nil when it speaks of none.
func (b *stageBook) named(header string) *stageFacts {
	words := b.words(header)
	if len(words) == 0 {
		return nil
	}
	for _, s := range b.stages {
		if slices.Equal(words, b.words(s.name)) {
			return s
		}
	}
	// Date entered "Closed won (Sales pipeline)": the stage, with its pipeline behind it.
	if bare, _, within := strings.Cut(header, "("); within {
		return b.named(bare)
	}
	return nil
}

// words are those of a name without the ones that only say "date of entering".
func (b *stageBook) words(name string) []string {
	return stageWords(tool.Unmarked(b.tools, name))
}

func stageWords(name string) []string {
	var b strings.Builder
	var before rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteByte(' ')
		case unicode.IsUpper(r) && unicode.IsLower(before):
			b.WriteByte(' ')
			fallthrough
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return slices.DeleteFunc(strings.Fields(entering.Replace(b.String())), func(w string) bool {
		switch w {
		case "date", "day", "entered", "enter", "entry", "stage", "on", "at", "time", "timestamp", "reached",
			"in", "into", "of", "to", "first", "moved",
			"data", "de", "da", "do", "em", "na", "no", "entrada", "entrou", "etapa", "fase", "hora":
			return true
		}
		return false
	})
}

// entering parts what Chinese headers say beside a stage's name, which has no space around it.
var entering = strings.NewReplacer("进入", " ", "日期", " ", "时间", " ", "阶段", " ", "的", " ")
