package xlsxfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// merge is an area of cells that are shown as one; the value stands in the first. Rows from 1,
// columns from 0.
type merge struct{ top, bottom, left, right int }

const mostMerges = 1 << 20

// mergesOf finds the merged cells of a sheet. They stand behind its rows, so the rows are run
// through without being understood. A sheet in which they cannot be read has none.
func (b *book) mergesOf(part *zip.File) ([]merge, error) {
	in, err := part.Open()
	if err != nil {
		return nil, damaged("the sheet")
	}
	defer func() { _ = in.Close() }()
	rest, err := behindRows(b.limited(in, part))
	if rest == nil || err != nil {
		return nil, err
	}
	var merges []merge
	d := xml.NewDecoder(rest)
	for len(merges) < mostMerges {
		token, err := d.RawToken()
		if err != nil {
			break // what is wrong with the sheet is said where its rows are read
		}
		t, ok := token.(xml.StartElement)
		if !ok || t.Name.Local != "mergeCell" {
			continue
		}
		for _, a := range t.Attr {
			if a.Name.Local == "ref" {
				if m, ok := areaOf(a.Value); ok {
					merges = append(merges, m)
				}
			}
		}
	}
	slices.SortFunc(merges, func(x, y merge) int { return x.top - y.top })
	return merges, nil
}

// behindRows reads up to the end of the rows; nil when there is none. A text cannot hold the
// sign that begins an element.
func behindRows(in io.Reader) (io.Reader, error) {
	const end = "sheetData>"
	buffer := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := io.ReadFull(in, buffer[kept:])
		have := buffer[:kept+n]
		for from := 0; ; {
			i := bytes.Index(have[from:], []byte(end))
			if i < 0 {
				break
			}
			i += from
			if closing(have[:i]) {
				return io.MultiReader(bytes.NewReader(bytes.Clone(have[i+len(end):])), in), nil
			}
			from = i + len(end)
		}
		if err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil
			}
			return nil, inPart(err, "the sheet")
		}
		kept = copy(buffer, have[max(0, len(have)-64):])
	}
}

// closing says that a text ends in "</", or in "</x:" with a name of a namespace.
func closing(before []byte) bool {
	if i := bytes.LastIndexByte(before[max(0, len(before)-40):], '<'); i >= 0 {
		tag := before[max(0, len(before)-40)+i:]
		return len(tag) > 1 && tag[1] == '/' &&
			(len(tag) == 2 || tag[len(tag)-1] == ':' && !bytes.ContainsAny(tag, "> "))
	}
	return false
}

// areaOf reads "B2:B4".
func areaOf(ref string) (merge, bool) {
	from, to, ok := strings.Cut(ref, ":")
	top, left, one := cellOf(from)
	bottom, right, two := cellOf(to)
	return merge{top, bottom, left, right}, ok && one && two && top <= bottom && left <= right && right < mostColumns
}

func cellOf(ref string) (row, column int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	column, ok = columnOf(ref)
	row, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	return row, column, ok && err == nil && row > 0
}

// filling carries the values of merged cells down while the rows go by.
type filling struct {
	merges []merge // by their first row
	header []merge // those that begin in the first rows
	open   []held  // those that reach below the row at hand
	given  bool    // the row at hand was given a value
	across bool    // … holds nothing but one cell that is merged across others
}

type held struct {
	merge
	value string
}

// fill gives a row the values of the merged cells that reach down into it. A row without a
// cell of its own stays empty.
func (f *filling) fill(line int, cells []string) []string {
	f.given, f.across = false, false
	own := len(cells)
	for i := 0; i < len(f.open); {
		h := f.open[i]
		if h.bottom < line {
			f.open = slices.Delete(f.open, i, i+1)
			continue
		}
		i++
		if own == 0 || h.value == "" || h.left < len(cells) && cells[h.left] != "" {
			continue
		}
		for len(cells) <= h.left {
			cells = append(cells, "")
		}
		cells[h.left] = h.value
		f.given = true
	}
	only := own > 0 && !f.given && !slices.ContainsFunc(cells[:own-1], func(s string) bool { return s != "" })
	for len(f.merges) > 0 && f.merges[0].top <= line {
		m := f.merges[0]
		f.merges = f.merges[1:]
		if m.top != line || m.left >= own {
			continue
		}
		if len(f.header) < 1000 {
			f.header = append(f.header, m)
		}
		f.across = f.across || only && m.left == own-1 && m.right > m.left+1
		if m.bottom > line {
			f.open = append(f.open, held{m, cells[m.left]})
		}
	}
	return cells
}
