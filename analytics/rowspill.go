package analytics

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// A load writes rows in the order of their table: it distributes them over files by ranges of that
// order, and sorts each file when it is written to the table.

const (
	rowStub       = 1
	rowBackfilled = 2 // flag of a field
)

// rowSpill holds the rows of all tables in files, several per table by ranges of its order.
type rowSpill struct {
	folder string
	mu     sync.Mutex // guards files and the creation of files
	files  map[rowFileName]*rowFile
}

type rowFileName struct {
	layout *layout
	table  table
	bucket int
}

// rowFile holds one range of a table's rows, unsorted.
type rowFile struct {
	rowFileName
	mu   sync.Mutex
	file *os.File
	size int64
}

func (s *rowSpill) file(name rowFileName) (*rowFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.files[name]; ok {
		return f, nil
	}
	path := filepath.Join(s.folder, fmt.Sprintf("%s-%d", name.layout.name(name.table), name.bucket))
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	s.files[name] = &rowFile{rowFileName: name, file: f}
	return s.files[name], nil
}

func (s *rowSpill) close() {
	for _, f := range s.files {
		f.file.Close() // deleted with the folder
	}
}

// runBytes is the total size of the files that are written in one transaction: enough for several
// row groups, of which only the last is partly filled.
const runBytes = 64 << 20

// runs groups the files of each table, in its order, into runs that are written in one transaction
// each. The largest runs come first, so that the workers finish at about the same time.
func (s *rowSpill) runs() [][]*rowFile {
	var all []*rowFile
	for _, f := range s.files {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *rowFile) int {
		return cmp.Or(cmp.Compare(a.layout.object, b.layout.object), cmp.Compare(a.table, b.table), a.bucket-b.bucket)
	})
	type run struct {
		files []*rowFile
		size  int64
	}
	var runs []run
	for i, f := range all {
		if i == 0 || f.layout != all[i-1].layout || f.table != all[i-1].table || runs[len(runs)-1].size >= runBytes {
			runs = append(runs, run{})
		}
		r := &runs[len(runs)-1]
		r.files, r.size = append(r.files, f), r.size+f.size
	}
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.size, a.size) })
	out := make([][]*rowFile, len(runs))
	for i := range runs {
		out[i] = runs[i].files
	}
	return out
}

func (f *rowFile) write(b []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.file.Write(b)
	f.size += int64(n)
	return err
}

// rowSpiller is one worker's access to a rowSpill. It buffers rows before writing them.
type rowSpiller struct {
	spill   *rowSpill
	ranges  map[*layout]*ranges
	waiting map[rowFileName][]byte
}

// spillBlock is the number of bytes that a worker buffers per file.
const spillBlock = 1 << 16

func (w *rowSpiller) row(l *layout, t table, r *row) error {
	name := rowFileName{l, t, w.ranges[l].bucket(l, t, r)}
	b := appendRow(w.waiting[name], l.rank(t, r), r, len(l.fields))
	if len(b) >= spillBlock {
		if err := w.write(name, b); err != nil {
			return err
		}
		b = b[:0]
	}
	w.waiting[name] = b
	return nil
}

func (w *rowSpiller) write(name rowFileName, b []byte) error {
	f, err := w.spill.file(name)
	if err != nil {
		return err
	}
	return f.write(b)
}

func (w *rowSpiller) flush() error {
	for name, b := range w.waiting {
		if err := w.write(name, b); err != nil {
			return err
		}
	}
	clear(w.waiting)
	return nil
}

// each calls fn with the rows in the order of the table. The row is reused.
func (f *rowFile) each(fn func(*row) error) error {
	text, err := readText(f.file, f.size) // the texts of the rows are substrings of it
	if err != nil {
		return err
	}
	damaged := fault.New(fault.Internal, "a temporary file of the columns is damaged")
	keys, ok := rowKeys(text)
	if !ok {
		return damaged
	}
	r := &row{cells: make([]cell, len(f.layout.fields)+extraCells)}
	for _, k := range keys {
		if !readRow(text, k.offset, r) {
			return damaged
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

// rowKey is the sort key of a row and the row's offset in its file.
type rowKey struct {
	key    int64
	id     record.ID
	offset int
}

// appendRow encodes a row. The key comes first, so that a file can be sorted without decoding the
// rest.
func appendRow(b []byte, key int64, r *row, fields int) []byte {
	head := len(b)
	b = append(b, 0, 0, 0, 0) // room for the length
	b = binary.AppendVarint(b, key)
	b = binary.AppendVarint(b, int64(r.id))
	flags := byte(0)
	if r.stub {
		flags = rowStub
	}
	b = append(b, flags)
	for _, v := range []int64{int64(r.effFrom), int64(r.effTo), int64(r.knownFrom), int64(r.knownTo),
		int64(r.seq), int64(r.createdSeq)} {
		b = binary.AppendVarint(b, v)
	}
	for slot := range fields {
		c := &r.cells[slot]
		if !c.value.IsSet() {
			continue
		}
		flags := byte(0)
		if c.backfilled {
			flags = rowBackfilled
		}
		b = binary.AppendUvarint(b, uint64(slot))
		b = append(b, flags)
		b = appendValue(b, c.value)
	}
	binary.LittleEndian.PutUint32(b[head:], uint32(len(b)-head-4))
	return b
}

// rowKeys returns the sorted keys of a file; false when the file is damaged.
func rowKeys(data string) ([]rowKey, bool) {
	var keys []rowKey
	for at := 0; at < len(data); {
		if len(data)-at < 4 {
			return nil, false
		}
		n := int(uint32(data[at]) | uint32(data[at+1])<<8 | uint32(data[at+2])<<16 | uint32(data[at+3])<<24)
		if n > len(data)-at-4 {
			return nil, false
		}
		d := decoder{data: data[at+4:]}
		keys = append(keys, rowKey{d.varint(), record.ID(d.varint()), at})
		at += 4 + n
	}
	slices.SortFunc(keys, func(a, b rowKey) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	return keys, true
}

// readRow decodes the row at an offset into r, whose cells are reused.
func readRow(data string, at int, r *row) bool {
	n := int(uint32(data[at]) | uint32(data[at+1])<<8 | uint32(data[at+2])<<16 | uint32(data[at+3])<<24)
	d := decoder{data: data[at+4 : at+4+n]}
	d.varint() // skip the key
	r.id = record.ID(d.varint())
	r.stub = d.byte()&rowStub != 0
	r.effFrom, r.effTo = period.Instant(d.varint()), period.Instant(d.varint())
	r.knownFrom, r.knownTo = period.Instant(d.varint()), period.Instant(d.varint())
	r.seq, r.createdSeq = record.Seq(d.varint()), record.Seq(d.varint())
	clear(r.cells)
	for len(d.data) > 0 && !d.bad {
		slot := int(d.uvarint())
		backfilled := d.byte()&rowBackfilled != 0
		if slot >= len(r.cells) {
			return false
		}
		r.cells[slot] = cell{value: d.value(), backfilled: backfilled}
	}
	return !d.bad
}
