package csvfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Format is what Sniff found out about a file.
type Format struct {
	Encoding  Encoding
	Separator byte
	Header    []string // names the columns, see table.Names
	named     int      // columns up to the last one with a name: what a row must have
	mark      int      // bytes of byte order mark
	above     int      // rows above the header: titles, notes
	firstLine int      // where the first of them stands
}

const separators = ",;\t|"

// Sniff reads a file from its start and finds out how it is written. An empty file and
// a file that is no text are faults with a sentence for the person who chose it. asked is the
// encoding of a file that does not show its own; "" is to find out.
func Sniff(file io.ReadSeeker, asked Encoding) (Format, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Format{}, err
	}
	enc, mark, sample, err := detect(file, asked)
	if err != nil {
		return Format{}, err
	}
	f := Format{Encoding: enc, mark: mark}
	text, err := io.ReadAll(decoded(bytes.NewReader(sample[mark:]), enc))
	if err != nil {
		return Format{}, fmt.Errorf("decode %s: %w", enc, err)
	}
	f.Separator = separatorOf(text)
	rows, err := NewReader(file, f)
	if err != nil {
		return Format{}, err
	}
	if err := f.findHeader(rows); err != nil {
		return Format{}, err
	}
	return f, nil
}

const firstRows = 20 // in which the header is looked for

// findHeader reads the first rows for the one that names the columns.
func (f *Format) findHeader(r *Reader) error {
	var all [][]string
	var problem *Problem
	for len(all) < firstRows {
		row, err := r.head(len(all) == 0)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if fault.KindOf(err) == fault.Invalid {
				break // told when the rows are read
			}
			return err
		}
		if len(all) == 0 {
			f.firstLine, problem = row.Line, row.Problem
		}
		cells := make([]string, len(row.Fields))
		for i, cell := range row.Fields {
			cells[i] = string(cell)
		}
		all = append(all, cells)
	}
	if len(all) == 0 {
		return fault.Because(fault.Invalid, reason.Of("file_empty"))
	}
	f.above = table.HeaderRow(all)
	if f.above == 0 && problem != nil {
		return fault.Because(fault.Invalid, reason.Of("header_unreadable", "line", problem.Line, "why", problem.Reason))
	}
	f.Header, f.named = table.Names(all[f.above])
	return nil
}

// separatorOf chooses the separator under which most rows of the sample have the
// header's width; of equals, the one that gives more columns.
func separatorOf(text []byte) byte {
	if sep, _, ok := announced(text); ok {
		return sep
	}
	best, bestScore := byte(','), 0.0
	for i := range len(separators) {
		sep := separators[i]
		width, same, rows, spaced := shape(text, sep)
		if width < 2 {
			continue
		}
		score := float64(same)/float64(rows)*1000 + float64(min(width, 500)) - float64(spaced)/2
		if score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}

// announced reads the line "sep=;" that Excel writes and understands.
func announced(text []byte) (sep byte, length int, ok bool) {
	if len(text) < 5 || !bytes.EqualFold(text[:4], []byte("sep=")) {
		return 0, 0, false
	}
	rest := text[5:]
	end := bytes.IndexAny(rest, "\r\n")
	if end < 0 || len(bytes.TrimSpace(rest[:end])) > 0 || !strings.ContainsRune(separators, rune(text[4])) {
		return 0, 0, false
	}
	return text[4], 5 + end + 1, true
}

// shape reads up to 40 rows of the sample: the header's width, how many have it, and how many
// of its names begin with a space.
func shape(text []byte, sep byte) (width, same, rows, spaced int) {
	r := newParser(bytes.NewReader(text), sep)
	var widths []int
	var cells [][]string
	for len(widths) < 40 {
		row, err := r.next()
		if err != nil {
			break
		}
		if r.ended() && len(widths) > 1 {
			break // the sample may cut the last row
		}
		r.unwrap(row, anyWidth)
		n := len(row.Fields)
		if row.Problem != nil {
			n = -1
		}
		widths = append(widths, n)
		if len(cells) < firstRows {
			texts := make([]string, len(row.Fields))
			for i, f := range row.Fields {
				texts[i] = string(f)
			}
			cells = append(cells, texts)
		}
	}
	if len(widths) == 0 {
		return 0, 0, 1, 0
	}
	header := table.HeaderRow(cells)
	width = len(cells[header])
	for _, name := range cells[header] { // "Amount, net": a comma with a space is punctuation
		if strings.HasPrefix(name, " ") {
			spaced++
		}
	}
	for _, n := range widths[header:] {
		if n == width {
			same++
		}
	}
	return width, same, len(widths) - header, spaced
}
