package connectors

import (
	"context"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/csvfile"
	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/fault"
)

// Sample is a table as somebody looks at it who wants to know what it holds.
type Sample struct {
	tool.Head
	// Reason says why the table cannot be read; "" when it can.
	Reason string
	// Layout is the built-in layout that reads it, by the names of its tool and of its table; "" when none does.
	Layout string
	// Object is what the rows of that layout are, and ID the column of their ids; "" without a
	// layout, and where the rows are a history.
	Object, ID string

	// Tools are those whose ways to name fields are known.
	Tools []tool.Tool

	file *file
}

// Samples are the tables of some files, open to be looked at.
type Samples struct {
	List  []Sample
	shelf shelf
}

// Close gives up what reading archives needed.
func (s *Samples) Close() error { return s.shelf.close() }

// Look finds the tables that the options' Paths mean; of the options it also takes Tools,
// Encoding and SpillDir. No row is read yet. The caller closes the Samples.
func Look(o Options) (*Samples, error) {
	found, err := discover(&o)
	if err != nil {
		return nil, err
	}
	s := &Samples{}
	s.shelf.spool.Dir = o.SpillDir
	if s.shelf.encoding, err = csvfile.ParseEncoding(o.Encoding); err != nil {
		return nil, err
	}
	if s.List, err = s.look(found, o.Tools); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Samples) look(found []found, tools []tool.Tool) ([]Sample, error) {
	var out []Sample
	for i := range found {
		files, err := found[i].look(&s.shelf)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			s := Sample{Head: tool.Head{Path: f.name}, Reason: f.report.Reason, Tools: tools, file: f}
			if !f.report.Unknown {
				s.Header, s.Numbers = f.table.Header, f.table.Numbers
				if by, layout, _ := recognise(f.expanded(tools)[0].table.Header, tools); layout != nil {
					s.Layout = by.Name() + " " + layout.Name
					s.Object, s.ID = layout.Identity(s.Header)
				}
			}
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, fault.Invalidf("there is nothing to look at")
	}
	return out, nil
}

// Message says that a column tells of the message that brought a row and not of the row.
func (s *Sample) Message(header string) bool {
	inner := s.file.table.Inner
	return inner != "" && !strings.HasPrefix(header, inner)
}

// Each calls fn with the cells of every row that can be read; they are valid until it returns.
func (s *Sample) Each(ctx context.Context, fn func(cells []string) error) error {
	return s.file.rows(ctx, func(int64) {}, func(row *table.Row) error {
		if row.Problem != nil {
			return nil
		}
		return fn(row.Cells)
	})
}

// NumberSays is what one text of a table says about the writing of its column; either is true for a number
// that means something in both.
func (s *Sample) NumberSays(text string) (w cell.Decimals, either bool) {
	w, either = cell.DecimalsOf(text, s.Numbers)
	if either && s.file.table.Separator == "comma" && strings.Contains(text, ",") {
		either = false // as in settleNumbers
	}
	return w, either
}
