package tool

import (
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
)

// Tool is a system whose exports can be imported.
type Tool interface {
	// Name is the source's name when none is given, in small letters.
	Name() string
	// Layouts are the files it can export.
	Layouts() []Layout
	// ID is the canonical form of an external id, so that two ways to write it are one
	// record; false when the text cannot be an id.
	ID(text string) (string, bool)
	// Order is ascending in the order in which the tool made its ids; 0 when ids do not tell.
	Order(id string) uint64
	// ObjectOf says what an id is of, when the id shows it; "" and true for what is not imported.
	ObjectOf(id string) (object string, shown bool)
	// Stages are the stages a new installation of the tool has, in order.
	Stages() []Stage
	// StageOutcome guesses an outcome from a forecast category and probability (0..1, -1 unknown);
	// "" when they do not tell.
	StageOutcome(category string, probability float64) string
}

// MaxStageName bounds the names of stages and pipelines, in bytes: the id of a stage is made of both.
const MaxStageName = 240

// Stage is a stage as the tool ships it.
// The name "*" stands for every stage that has no name of its own in the list.
type Stage struct {
	Name, Outcome string
	// Sure says that a person has said so: it goes before what rows and the log tell.
	Sure bool
}

// Chooser is a Tool that says itself which files it reads, and how: one file may be read with
// several layouts, once for each.
type Chooser interface {
	Tool
	// Choose is told of all files of an import before any of them is read. For each file it
	// gives the layouts to read it with; none leaves the file to the other tools. The error is
	// a fault of kind Invalid.
	Choose(files []Head) ([][]Layout, error)
}

// Placed is a Tool that reckons with times and must know where they were written.
type Placed interface {
	Tool
	// In is told once, before any file is chosen.
	In(zones cell.Zones)
}

// Expander is a Tool some of whose files hold rows inside their rows.
type Expander interface {
	Tool
	// Expand gives the tables to read in place of one, the table itself among them if it has
	// rows of its own; nil leaves it as it is.
	Expand(t *table.Table) []*table.Table
}

// Lender is a Tool whose records belong to the source of the files that they come with.
type Lender interface {
	Tool
	Lends() bool
}

// Head is what a Chooser is told of a file.
type Head struct {
	Path   string   // as the person named it, with slashes
	Header []string // nil when the file cannot be read as a table
	// Numbers says how sure it is how the file's numbers are written.
	Numbers table.Numbers
	// Since1904 says that plain numbers which stand for days count from 1904: see From1900.
	Since1904 bool
}

// Frame makes the cells that a layout reads out of the cells of a file's row. A Frame belongs
// to one reading of one file: it may count rows.
type Frame interface {
	// Header names the cells that Row makes.
	Header() []string
	// Row appends the made cells to into. keep is false for a row that the layout sets aside.
	// The error refuses the row; it is a *CellError when one cell is to blame.
	Row(cells, into []string) (made []string, keep bool, err error)
}

// CellError is a cell that cannot be read.
type CellError struct {
	Column int   // of the cells that the Frame makes, counted from 0
	Err    error // a reason.Reason, or a fault that has one, is worded in every language
}

func (e *CellError) Error() string { return e.Err.Error() }

func (e *CellError) Unwrap() error { return e.Err }

// Titled is a Tool with a name for people, with its capitals.
type Titled interface {
	Tool
	Title() string
}

func TitleOf(t Tool) string {
	if titled, ok := t.(Titled); ok {
		return titled.Title()
	}
	return t.Name()
}

// Lends says that a tool's records belong to the source of others.
func Lends(t Tool) bool {
	l, ok := t.(Lender)
	return ok && l.Lends()
}

// Nicknamed is a Tool whose files people call by other names too.
type Nicknamed interface {
	Tool
	Nicknames() []string
}

// namesOf are what people call a tool with a name for people, in small letters.
func namesOf(t Tool) []string {
	titled, ok := t.(Titled)
	if !ok {
		return nil
	}
	names := []string{t.Name(), strings.ToLower(titled.Title())}
	if n, ok := t.(Nicknamed); ok {
		names = append(names, n.Nicknames()...)
	}
	return names
}

// NamesOf are what people call some tools, in small letters.
func NamesOf(tools []Tool) map[string]bool {
	names := map[string]bool{}
	for _, t := range tools {
		for _, n := range namesOf(t) {
			names[n] = true
		}
	}
	return names
}

// StageDated is a Tool with columns that hold when a stage was entered and name it by its id.
type StageDated interface {
	Tool
	// StageEntered is the id in such a header; "" for other headers.
	StageEntered(header string) string
}

// StageEntered is the id of the stage that a header names in the way of one of the tools; "" for none.
func StageEntered(tools []Tool, header string) string {
	for _, t := range tools {
		if d, ok := t.(StageDated); ok {
			if id := d.StageEntered(header); id != "" {
				return id
			}
		}
	}
	return ""
}

// Marked is a Tool that marks the names of fields that a company has added.
type Marked interface {
	Tool
	// Unmarked is a header without such a mark.
	Unmarked(header string) string
}

// Unmarked is a header without the marks of the tools.
func Unmarked(tools []Tool, header string) string {
	for _, t := range tools {
		if m, ok := t.(Marked); ok {
			header = m.Unmarked(header)
		}
	}
	return header
}

// Prefixed is a Tool with names of fields that begin with words which say nothing of what a field holds.
type Prefixed interface {
	Tool
	// Prefixes are such words in small letters, with _ behind each; the longest come first.
	Prefixes() []string
}

// Unprefixed is a name, in small letters with _ between its words, without the prefixes of the tools.
func Unprefixed(tools []Tool, name string) string {
	for _, t := range tools {
		if p, ok := t.(Prefixed); ok {
			for _, prefix := range p.Prefixes() {
				name = strings.TrimPrefix(name, prefix)
			}
		}
	}
	return name
}

// Forecaster is a Tool with forecast categories that its exports write in several ways.
type Forecaster interface {
	Tool
	// ForecastCategory is the one way to write a category; "" for a text that is none.
	ForecastCategory(text string) string
}

// ForecastCategory is a category in the way of the first tool that knows it, or else as it is written.
func ForecastCategory(tools []Tool, text string) string {
	for _, t := range tools {
		if f, ok := t.(Forecaster); ok {
			if c := f.ForecastCategory(text); c != "" {
				return c
			}
		}
	}
	return text
}
