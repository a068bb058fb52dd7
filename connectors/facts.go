package connectors

import (
	"encoding/binary"
	"errors"
	"math"

	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

// tri is a yes, a no, or nothing said.
type tri uint8

const (
	unsaid tri = iota
	yes
	no
)

// facts is what one row says, as it waits in a sorter to be put together with the others
// of its record. References hold the import's own numbers.
type facts struct {
	role              tool.Role
	file, line        int
	created, modified period.Instant // 0: not said
	createdDay        bool           // created is the start of a day that was given without a time
	deleted           tri
	deletedAt         period.Instant // since when, where the row says so; 0 otherwise
	closed, won       tri
	stage, pipeline   string
	currency          string // of the row's amounts; "" when the row does not say
	stageSince        period.Instant
	// fields are the values of the row, unset ones too: a present column that is empty.
	fields []record.FieldValue
	dated  []dated
	// initial are values that dated fields held before.
	initial []record.FieldValue
	// of a FieldDiff: fields[0] is the value after, before the value before.
	before    record.Value
	hasBefore bool
	// initially marks what the log remembers as so before the first row of a history.
	initially bool
	places    *places // of fields, while the row is read; nil later
}

// put gives a field a value; of two columns for one field, the first that says something counts.
func (f *facts) put(name string, v record.Value) {
	i := f.find(name)
	switch {
	case i < 0:
		f.add(name, v)
	case !f.fields[i].Value.IsSet():
		f.fields[i].Value = v
	}
}

// find is the place of a field's value; -1 when the row says nothing of it so far.
func (f *facts) find(name string) int {
	if f.places != nil {
		return f.places.find(f.fields, name)
	}
	for i := range f.fields {
		if f.fields[i].Name == name {
			return i
		}
	}
	return -1
}

func (f *facts) add(name string, v record.Value) {
	f.fields = append(f.fields, record.FieldValue{Name: name, Value: v})
	if f.places != nil {
		f.places.added(f.fields)
	}
}

// value is what the row says for a field so far.
func (f *facts) value(name string) record.Value {
	if i := f.find(name); i >= 0 {
		return f.fields[i].Value
	}
	return record.Value{}
}

// set gives a field a value in place of what it has.
func (f *facts) set(name string, v record.Value) {
	if i := f.find(name); i >= 0 {
		f.fields[i].Value = v
		return
	}
	f.add(name, v)
}

var errTorn = errors.New("the import's temporary data is damaged")

// packer writes facts and drafts as bytes.
type packer struct {
	names *names
	b     []byte
}

func (p *packer) uint(v uint64) { p.b = binary.AppendUvarint(p.b, v) }
func (p *packer) int(v int64)   { p.b = binary.AppendVarint(p.b, v) }
func (p *packer) text(s string) { p.uint(uint64(len(s))); p.b = append(p.b, s...) }
func (p *packer) byte(v byte)   { p.b = append(p.b, v) }
func (p *packer) name(s string) { p.uint(uint64(p.names.of(s))) }
func (p *packer) bits(bs ...tri) { // each two bits
	var v byte
	for i, b := range bs {
		v |= byte(b) << (2 * i)
	}
	p.byte(v)
}

func (p *packer) value(v record.Value) {
	p.byte(byte(v.Kind()))
	switch v.Kind() {
	case record.Text:
		p.text(v.Text())
	case record.Int:
		p.int(v.Int())
	case record.Number:
		p.b = binary.LittleEndian.AppendUint64(p.b, math.Float64bits(v.Number()))
	case record.Bool:
		if v.Bool() {
			p.byte(1)
		} else {
			p.byte(0)
		}
	case record.Day:
		p.int(int64(v.Day()))
	case record.Instant:
		p.int(int64(v.Instant()))
	case record.Money:
		p.int(v.Money().Minor)
		p.text(v.Money().Currency)
	case record.Ref:
		p.uint(uint64(v.Ref()))
	case record.Unset:
	}
}

func (p *packer) fields(fields []record.FieldValue) {
	p.uint(uint64(len(fields)))
	for _, f := range fields {
		p.name(f.Name)
		p.value(f.Value)
	}
}

func (p *packer) facts(f *facts) []byte {
	p.b = p.b[:0]
	p.byte(byte(f.role))
	p.uint(uint64(f.file))
	p.uint(uint64(f.line))
	p.int(int64(f.created))
	p.text(f.currency)
	if f.role == tool.FieldDiff {
		p.fields(f.fields)
		p.bits(f.deleted, no, no, no)
		if f.hasBefore {
			p.byte(1)
			p.value(f.before)
		} else {
			p.byte(0)
		}
		return p.b
	}
	p.text(f.stage)
	p.fields(f.fields)
	if f.role == tool.Snapshot {
		p.bits(f.deleted, no, no, no)
		return p.b
	}
	p.int(int64(f.modified))
	p.int(int64(f.stageSince))
	p.int(int64(f.deletedAt))
	day := no
	if f.createdDay {
		day = yes
	}
	p.bits(f.deleted, f.closed, f.won, day)
	p.text(f.pipeline)
	p.uint(uint64(len(f.dated)))
	for _, d := range f.dated {
		p.int(int64(d.at))
		known := byte(0)
		if d.known {
			known = 1
		}
		p.byte(known)
		p.uint(uint64(len(d.fields)))
		for _, name := range d.fields {
			p.name(name)
		}
	}
	p.fields(f.initial)
	return p.b
}

// unpacker reads what packer wrote. It stops at the first fault and keeps it.
type unpacker struct {
	names *names
	b     []byte    // what is left
	all   string    // all of it, of which texts are parts
	room  fieldRoom // for the values of what is unpacked
	err   error
}

// begin begins with what was written as one.
func (u *unpacker) begin(b []byte) { u.b, u.all, u.err = b, string(b), nil }

func (u *unpacker) fail() {
	u.b, u.err = nil, errTorn
}

func (u *unpacker) uint() uint64 {
	v, n := binary.Uvarint(u.b)
	if n <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[n:]
	return v
}

func (u *unpacker) int() int64 {
	v, n := binary.Varint(u.b)
	if n <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[n:]
	return v
}

func (u *unpacker) byte() byte {
	if len(u.b) == 0 {
		u.fail()
		return 0
	}
	v := u.b[0]
	u.b = u.b[1:]
	return v
}

func (u *unpacker) text() string {
	n := u.uint()
	if n > uint64(len(u.b)) {
		u.fail()
		return ""
	}
	from := len(u.all) - len(u.b)
	u.b = u.b[n:]
	return u.all[from : from+int(n)]
}

func (u *unpacker) name() string {
	i := u.number()
	if u.err != nil {
		return ""
	}
	return u.names.list[i]
}

// number is a name by its number.
func (u *unpacker) number() int {
	i := u.uint()
	if u.err == nil && i >= uint64(len(u.names.list)) {
		u.fail()
	}
	return int(i)
}

func (u *unpacker) value() record.Value {
	switch k := record.Kind(u.byte()); k {
	case record.Unset:
		return record.Value{}
	case record.Text:
		return record.TextValue(u.text())
	case record.Int:
		return record.IntValue(u.int())
	case record.Number:
		if len(u.b) < 8 {
			u.fail()
			return record.Value{}
		}
		v, _ := record.NumberValue(math.Float64frombits(binary.LittleEndian.Uint64(u.b)))
		u.b = u.b[8:]
		return v
	case record.Bool:
		return record.BoolValue(u.byte() == 1)
	case record.Day:
		return record.DayValue(period.Day(u.int()))
	case record.Instant:
		return record.InstantValue(period.Instant(u.int()))
	case record.Money:
		minor := u.int()
		return record.MoneyValue(money.Amount{Minor: minor, Currency: u.text()})
	case record.Ref:
		return record.RefValue(record.ID(u.uint()))
	}
	u.fail()
	return record.Value{}
}

func (u *unpacker) fields() []record.FieldValue {
	n := u.uint()
	if n > uint64(len(u.b)) {
		u.fail()
		return nil
	}
	fields := u.room.take(int(n))
	for range n {
		fields = append(fields, record.FieldValue{Name: u.name(), Value: u.value()})
	}
	return fields
}

func (u *unpacker) facts(b []byte) (*facts, error) {
	u.begin(b)
	f := &facts{role: tool.Role(u.byte()), file: int(u.uint()), line: int(u.uint()),
		created: period.Instant(u.int()), currency: u.text()}
	if f.role == tool.FieldDiff {
		f.fields = u.fields()
		f.deleted = tri(u.byte() & 3)
		if f.hasBefore = u.byte() == 1; f.hasBefore {
			f.before = u.value()
		}
		return f, u.err
	}
	f.stage = u.text()
	f.fields = u.fields()
	if f.role == tool.Snapshot {
		f.deleted = tri(u.byte() & 3)
		return f, u.err
	}
	f.modified, f.stageSince = period.Instant(u.int()), period.Instant(u.int())
	f.deletedAt = period.Instant(u.int())
	bits := u.byte()
	f.deleted, f.closed, f.won = tri(bits&3), tri(bits>>2&3), tri(bits>>4&3)
	f.createdDay = tri(bits>>6&3) == yes
	f.pipeline = u.text()
	n := u.uint()
	for range min(n, 64) {
		d := dated{at: period.Instant(u.int()), known: u.byte() == 1}
		for range min(u.uint(), 64) {
			d.fields = append(d.fields, u.name())
		}
		f.dated = append(f.dated, d)
	}
	f.initial = u.fields()
	return f, u.err
}
