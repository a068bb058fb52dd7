package analytics

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

// spill groups a whole log by record without holding it in memory. Facts are written in a short
// form to one of many files, chosen by the record's id, and read back file by file. The files are
// deleted at the end.
type spill struct {
	folder string
	parts  []*spillPart
	buffer []byte
}

type spillPart struct {
	file *os.File
	w    *bufio.Writer
	size int64
}

// spillParts is the number of files. With a hundred million changes, a file has about 150 MB.
const spillParts = 64

func newSpill(folder string) (*spill, error) {
	s := &spill{folder: folder}
	for i := range spillParts {
		f, err := os.OpenFile(filepath.Join(folder, fmt.Sprint(i)), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			s.close()
			return nil, err
		}
		s.parts = append(s.parts, &spillPart{file: f, w: bufio.NewWriterSize(f, 1<<16)})
	}
	return s, nil
}

func (s *spill) close() {
	for _, p := range s.parts {
		p.file.Close() // deleted with the folder
	}
}

// add writes a fact of a record. object is the index of its layout.
func (s *spill) add(object int, id record.ID, f *fact) error {
	b := s.buffer[:0]
	b = binary.AppendUvarint(b, uint64(object))
	b = binary.AppendVarint(b, int64(id))
	b = binary.AppendVarint(b, int64(f.seq))
	b = binary.AppendVarint(b, int64(f.known))
	b = binary.AppendVarint(b, int64(f.eff))
	b = append(b, byte(f.kind), byte(f.flags))
	b = binary.AppendVarint(b, int64(f.into))
	b = binary.AppendUvarint(b, uint64(len(f.fields)))
	for _, v := range f.fields {
		b = binary.AppendUvarint(b, uint64(v.slot))
		b = appendValue(b, v.value)
	}
	s.buffer = b
	p := s.parts[uint64(id)*0x9e3779b97f4a7c15>>58]
	n, err := p.w.Write(b)
	p.size += int64(n)
	return err
}

func appendValue(b []byte, v record.Value) []byte {
	b = append(b, byte(v.Kind()))
	switch v.Kind() {
	case record.Text:
		b = appendText(b, v.Text())
	case record.Int:
		b = binary.AppendVarint(b, v.Int())
	case record.Number:
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Number()))
	case record.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case record.Day:
		b = binary.AppendVarint(b, int64(v.Day()))
	case record.Instant:
		b = binary.AppendVarint(b, int64(v.Instant()))
	case record.Money:
		b = binary.AppendVarint(b, v.Money().Minor)
		b = appendText(b, v.Money().Currency)
	case record.Ref:
		b = binary.AppendVarint(b, int64(v.Ref()))
	case record.Unset:
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// spilled is a fact that was read back.
type spilled struct {
	object int
	id     record.ID
	fact
}

// read returns the facts of a part in the order in which they were added.
func (p *spillPart) read() ([]spilled, error) {
	if err := p.w.Flush(); err != nil {
		return nil, err
	}
	// The texts of the facts are substrings of one string.
	text, err := readText(p.file, p.size)
	if err != nil {
		return nil, err
	}
	var out []spilled
	d := decoder{data: text}
	for len(d.data) > 0 && !d.bad {
		var f spilled
		f.object, f.id = int(d.uvarint()), record.ID(d.varint())
		f.seq = record.Seq(d.varint())
		f.known, f.eff = period.Instant(d.varint()), period.Instant(d.varint())
		f.kind, f.flags = record.ChangeKind(d.byte()), record.Flag(d.byte())
		f.into = record.ID(d.varint())
		f.fields = d.fields(int(d.uvarint()))
		out = append(out, f)
	}
	if d.bad {
		return nil, fault.New(fault.Internal, "a temporary file of the columns is damaged")
	}
	return out, nil
}

// readText reads the first bytes of a file.
func readText(file *os.File, size int64) (string, error) {
	var text strings.Builder
	text.Grow(int(size))
	_, err := io.Copy(&text, io.NewSectionReader(file, 0, size))
	return text.String(), err
}

type decoder struct {
	data string
	bad  bool
	// room holds the fields of many facts in one allocation.
	room []slotValue
}

func (d *decoder) fields(n int) []slotValue {
	if n > len(d.data) {
		d.bad = true
		return nil
	}
	if cap(d.room)-len(d.room) < n {
		d.room = make([]slotValue, 0, max(4096, n))
	}
	from := len(d.room)
	for range n {
		slot := int(d.uvarint())
		d.room = append(d.room, slotValue{slot, d.value()})
	}
	return d.room[from:len(d.room):len(d.room)]
}

func (d *decoder) value() record.Value {
	switch record.Kind(d.byte()) {
	case record.Text:
		return record.TextValue(d.text())
	case record.Int:
		return record.IntValue(d.varint())
	case record.Number:
		v, _ := record.NumberValue(d.float())
		return v
	case record.Bool:
		return record.BoolValue(d.byte() == 1)
	case record.Day:
		return record.DayValue(period.Day(d.varint()))
	case record.Instant:
		return record.InstantValue(period.Instant(d.varint()))
	case record.Money:
		minor := d.varint()
		return record.MoneyValue(money.Amount{Minor: minor, Currency: d.text()})
	case record.Ref:
		return record.RefValue(record.ID(d.varint()))
	case record.Unset:
	}
	return record.Value{}
}

func (d *decoder) byte() byte {
	if len(d.data) == 0 {
		d.bad = true
		return 0
	}
	b := d.data[0]
	d.data = d.data[1:]
	return b
}

func (d *decoder) uvarint() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		b := d.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	d.bad = true
	return 0
}

func (d *decoder) varint() int64 {
	u := d.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (d *decoder) float() float64 {
	var bits uint64
	for i := range 8 {
		bits |= uint64(d.byte()) << (8 * i)
	}
	return math.Float64frombits(bits)
}

func (d *decoder) text() string {
	n := d.uvarint()
	if n > uint64(len(d.data)) {
		d.bad = true
		return ""
	}
	s := d.data[:n]
	d.data = d.data[n:]
	return s
}
