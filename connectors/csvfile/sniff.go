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
}

const separators = ",;\t|"

// Sniff reads a file from its start and finds out how it is written. An empty file and
// a file that is no text are faults with a sentence for the person who chose it.
func Sniff(file io.ReadSeeker) (Format, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Format{}, err
	}
	enc, mark, sample, err := detect(file)
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
	row, err := rows.first()
	if errors.Is(err, io.EOF) {
		return Format{}, fault.Because(fault.Invalid, reason.Of("file_empty"))
	}
	if err != nil {
		return Format{}, err
	}
	if row.Problem != nil {
		return Format{}, fault.Because(fault.Invalid, reason.Of("header_unreadable", "line", row.Problem.Line, "why", row.Problem.Reason))
	}
	f.name(row)
	return f, nil
}

// name makes the header usable.
func (f *Format) name(row *Row) {
	cells := make([]string, len(row.Fields))
	for i, cell := range row.Fields {
		cells[i] = string(cell)
	}
	f.Header, f.named = table.Names(cells)
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
	for rows < 40 {
		row, err := r.next()
		if err != nil {
			break
		}
		if r.ended() && rows > 1 {
			break // the sample may cut the last row
		}
		n := len(row.Fields)
		if rows == 0 {
			width = n
			for _, name := range row.Fields { // "Amount, net": a comma with a space is punctuation
				if len(name) > 0 && name[0] == ' ' {
					spaced++
				}
			}
		}
		if n == width && row.Problem == nil {
			same++
		}
		rows++
	}
	return width, same, max(rows, 1), spaced
}
