package xlsxfile

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

const (
	mostColumns = 4096
	mostRow     = 4 << 20 // bytes of one row
	firstRows   = 20      // in which the header is looked for
)

// rows are the rows of one sheet.
type rows struct {
	book   *book
	file   *os.File // closed with the rows; nil when somebody else closes it
	part   io.ReadCloser
	xml    *markup
	line   int // of the row that was read last
	wide   bool
	long   bool
	cells  []string
	ahead  []found // rows read while the header was looked for
	header []string
	above  int // rows above the header
	first  int // the first of them
	errors int64
	hidden bool  // the row that was read last
	unseen int64 // hidden rows that were given, the first of them in row veiled
	veiled int
	where  string
	raw    []byte
	done   bool    // the end was reached
	fills  filling // the values of merged cells
	merged int64   // rows that were given one, the first of them in row joined
	joined int
	groups int64 // headings of groups between the rows, the first of them in row group
	group  int
}

type found struct {
	line  int
	cells []string
	excess
}

type excess struct{ wide, long, hidden, merged, heading bool }

// read begins to read a sheet.
func (b *book) read(part *zip.File, file *os.File) (*rows, error) {
	in, err := part.Open()
	if err != nil {
		return nil, damaged("the sheet")
	}
	return &rows{book: b, file: file, part: in, xml: newMarkup(b.limited(in, part))}, nil
}

func (r *rows) Close() error {
	err := r.part.Close()
	if r.file != nil {
		if closed := r.file.Close(); closed != nil {
			return closed
		}
	}
	if errors.Is(err, zip.ErrChecksum) {
		return nil // not read to its end
	}
	return err
}

func (r *rows) Offset() int64 { return r.xml.offset() }

func (r *rows) Notes() []table.Note {
	var notes []table.Note
	if r.above > 0 {
		notes = append(notes, table.Note{Code: problems.Preface, Count: int64(r.above),
			Where: fmt.Sprintf("row %d", r.first)})
	}
	if r.unseen > 0 {
		notes = append(notes, table.Note{Code: problems.Hidden, Count: r.unseen,
			Where: fmt.Sprintf("row %d", r.veiled)})
	}
	if r.groups > 0 {
		notes = append(notes, table.Note{Code: problems.Subtotals, Count: r.groups,
			Where: fmt.Sprintf("row %d", r.group)})
	}
	if r.merged > 0 {
		notes = append(notes, table.Note{Code: problems.Merged, Count: r.merged,
			Where: fmt.Sprintf("row %d", r.joined)})
	}
	if r.errors > 0 {
		notes = append(notes, table.Note{Code: problems.ErrorCells, Count: r.errors, Where: r.where})
	}
	return notes
}

// findHeader reads on until the header is found; io.EOF when the sheet is empty.
func (r *rows) findHeader() error {
	var all [][]string
	for len(r.ahead) < firstRows {
		err := r.row()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(r.cells) == 0 && !r.wide && !r.long {
			continue
		}
		cells := append([]string(nil), r.cells...)
		r.ahead = append(r.ahead, found{r.line, cells, r.excess()})
		all = append(all, cells)
	}
	if len(all) == 0 {
		return io.EOF
	}
	at := table.HeaderRow(all)
	if h := r.ahead[at]; h.wide || h.long {
		return fault.Because(fault.Invalid, reason.Of("excel_columns", "most", mostColumns))
	}
	names, last := r.heading(at)
	r.above, r.first = at, r.ahead[0].line
	r.header, _ = table.Names(names)
	r.ahead = r.ahead[last+1:]
	return nil
}

func (r *rows) Next(into []string) (table.Row, error) {
	for {
		var a found
		if len(r.ahead) > 0 {
			a = r.ahead[0]
			r.ahead = r.ahead[1:]
		} else {
			if err := r.row(); err != nil {
				return table.Row{}, err
			}
			a = found{r.line, r.cells, r.excess()}
		}
		if !a.heading {
			return r.give(a.line, append(into[:0], a.cells...), a.excess), nil
		}
		if r.groups++; r.groups == 1 {
			r.group = a.line
		}
	}
}

// excess is what is to be known of the row that was read last.
func (r *rows) excess() excess {
	return excess{r.wide, r.long, r.hidden, r.fills.given, r.fills.across}
}

// give brings a row to the header's width.
func (r *rows) give(line int, cells []string, why excess) table.Row {
	row := table.Row{Line: line, Cells: cells}
	if why.hidden && len(cells) > 0 {
		if r.unseen++; r.unseen == 1 {
			r.veiled = line
		}
	}
	if why.merged {
		if r.merged++; r.merged == 1 {
			r.joined = line
		}
	}
	r.raw = table.AppendRaw(r.raw[:0], cells)
	row.Raw = r.raw
	switch {
	case why.long:
		row.Problem = &table.Problem{Line: line, Reason: reason.Of("row_too_long", "megabytes", mostRow>>20)}
	case why.wide:
		row.Problem = &table.Problem{Line: line, Column: mostColumns,
			Reason: reason.Of("row_too_many", "most", mostColumns)}
	case len(cells) > len(r.header):
		row.Problem = &table.Problem{Line: line, Column: len(r.header) + 1, Reason: reason.Of("excel_right_of_header")}
	}
	if row.Problem == nil {
		for len(row.Cells) < len(r.header) {
			row.Cells = append(row.Cells, "")
		}
	}
	return row
}

// row reads the next row into cells, without the empty cells at its end; io.EOF at the end.
func (r *rows) row() error {
	r.cells, r.wide, r.long, r.hidden = r.cells[:0], false, false, false
	if r.done {
		return io.EOF
	}
	for {
		next, err := r.xml.next()
		if errors.Is(err, io.EOF) {
			return fault.Because(fault.Invalid, reason.Of("excel_breaks_off", "line", r.line))
		}
		if err != nil {
			return inPart(err, "the sheet")
		}
		switch {
		case next == opens && string(r.xml.name) == "row":
			r.line++
			err := r.xml.eachAttribute(func(name, value []byte) {
				switch string(name) {
				case "r":
					if n, err := strconv.Atoi(string(value)); err == nil && n > 0 && n <= 1<<24 {
						r.line = n
					}
				case "hidden":
					r.hidden = string(value) == "1" || string(value) == "true"
				}
			})
			if err != nil {
				return inPart(err, "the sheet")
			}
			err = r.inRow()
			if err == nil {
				r.cells = r.fills.fill(r.line, r.cells)
			}
			return err
		case next == closes && (string(r.xml.name) == "sheetData" || string(r.xml.name) == "worksheet"):
			r.done = true
			return io.EOF
		}
	}
}

// inRow reads the cells up to the row's end.
func (r *rows) inRow() error {
	column, size := 0, 0
	for {
		next, err := r.xml.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return inPart(err, "the sheet")
		}
		switch next {
		case opens:
			if string(r.xml.name) != "c" {
				continue
			}
			kind, cellStyle := "", plain
			err := r.xml.eachAttribute(func(name, value []byte) {
				switch string(name) {
				case "r":
					if n, ok := columnOf(value); ok {
						column = n
					}
				case "t":
					kind = cellKind(value)
				case "s":
					if n, err := strconv.Atoi(string(value)); err == nil && n >= 0 && n < len(r.book.styles) {
						cellStyle = r.book.styles[n]
					}
				}
			})
			if err != nil {
				return inPart(err, "the sheet")
			}
			text, err := r.cell(kind, cellStyle)
			if err != nil {
				return err
			}
			size += len(text)
			switch {
			case text == "":
			case column >= mostColumns:
				r.wide = true
			case size > mostRow:
				r.long = true
			default:
				for len(r.cells) <= column {
					r.cells = append(r.cells, "")
				}
				r.cells[column] = text
			}
			column++
		case closes:
			if string(r.xml.name) == "row" {
				return nil
			}
		case words:
		}
	}
}

// cell reads one cell up to its end.
func (r *rows) cell(kind string, s style) (string, error) {
	var value, inline string
	formula, valued, depth, take, phonetic := false, false, 1, "", 0
	for depth > 0 {
		next, err := r.xml.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return "", inPart(err, "the sheet")
		}
		switch next {
		case opens:
			depth++
			take = ""
			switch string(r.xml.name) {
			case "f":
				formula = true
			case "v":
				valued, take = true, "v"
			case "t":
				take = "t"
			case "rPh":
				phonetic++
			}
			if err := r.xml.eachAttribute(nil); err != nil {
				return "", inPart(err, "the sheet")
			}
		case closes:
			depth--
			if string(r.xml.name) == "rPh" {
				phonetic--
			}
			take = ""
		case words:
			switch t := r.xml.text; {
			case len(value)+len(inline)+len(t) > mostRow:
				return "", fault.Because(fault.Invalid, reason.Of("excel_row_long", "line", r.line))
			case take == "v":
				value += string(t)
			case take == "t" && phonetic == 0:
				inline += string(t)
			}
		}
	}
	if formula && (!valued || value == "" && kind != "str") { // written by a program that does not compute
		r.error()
		return "", nil
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return "", nil
		}
		if err != nil || n < 0 || n >= len(r.book.texts) {
			return "", damaged("the sheet")
		}
		return strings.TrimSpace(unescape(r.book.texts[n])), nil
	case "inlineStr":
		return strings.TrimSpace(unescape(inline)), nil
	case "str":
		return strings.TrimSpace(unescape(value)), nil
	case "b":
		switch strings.TrimSpace(value) {
		case "1", "true":
			return "true", nil
		case "0", "false":
			return "false", nil
		}
		return "", nil
	case "e":
		r.error()
		return "", nil
	case "d": // an ISO date
		return strings.TrimSpace(value), nil
	}
	value = strings.TrimSpace(value)
	if value == "" {
		return "", nil
	}
	return r.book.number(value, s), nil
}

// cellKinds are the kinds of cells, so that none of a sheet's many cells needs a text of its own.
var cellKinds = [...]string{"s", "inlineStr", "str", "n", "b", "e", "d"}

func cellKind(value []byte) string {
	for _, kind := range cellKinds {
		if kind == string(value) {
			return kind
		}
	}
	return string(value)
}

// error counts a cell whose formula has no result.
func (r *rows) error() {
	r.errors++
	if r.where == "" {
		r.where = fmt.Sprintf("row %d", r.line)
	}
}

// columnOf is the column of a cell's reference: 0 of "A7", 27 of "AB7".
func columnOf[S string | []byte](ref S) (int, bool) {
	n := 0
	for i := range len(ref) {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			return n - 1, i > 0
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			return 0, false
		}
	}
	return n - 1, n > 0
}
