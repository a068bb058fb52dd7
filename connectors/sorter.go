package connectors

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"salesops/internal/disk"
)

// sortKey orders the items of a sorter; items with equal keys keep the order they came in.
type sortKey [3]uint64

func (k sortKey) compare(o sortKey) int {
	return cmp.Or(cmp.Compare(k[0], o[0]), cmp.Compare(k[1], o[1]), cmp.Compare(k[2], o[2]))
}

// biased makes signed numbers sort as unsigned ones.
func biased(n int64) uint64 { return uint64(n) ^ 1<<63 }

// sorter sorts any number of byte strings by key in bounded memory: what exceeds its budget
// goes to a temporary file as sorted runs, which are merged on reading.
type sorter struct {
	dir    string
	budget int
	items  []sortItem
	arena  []byte
	file   *os.File
	at     int64
	runs   []run
	count  int64
}

type sortItem struct {
	key      sortKey
	from, to uint32
}

type run struct{ from, to int64 }

const sortBudget = 32 << 20

func newSorter(dir string) *sorter { return &sorter{dir: dir, budget: sortBudget} }

// add takes a copy of data.
func (s *sorter) add(key sortKey, data []byte) error {
	if len(s.arena)+len(data)+40*len(s.items) > s.budget && len(s.items) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	from := len(s.arena)
	// Doubling: append grows large slices by a quarter and would copy each byte many times.
	if cap(s.arena)-from < len(data) {
		s.arena = slices.Grow(s.arena, max(len(data), min(cap(s.arena), s.budget-from), 64<<10))
	}
	if cap(s.items) == len(s.items) {
		s.items = slices.Grow(s.items, max(len(s.items), 1024))
	}
	s.arena = append(s.arena, data...)
	s.items = append(s.items, sortItem{key, uint32(from), uint32(len(s.arena))})
	s.count++
	return nil
}

func (s *sorter) sort() {
	// Equal keys keep their order: items were appended to the arena in it.
	slices.SortFunc(s.items, func(a, b sortItem) int {
		if c := a.key.compare(b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.from, b.from)
	})
}

// spill writes the items held as one sorted run.
func (s *sorter) spill() error {
	if s.file == nil {
		if s.dir != "" { // the folder is made when it is first needed: small imports need none
			if err := os.MkdirAll(s.dir, 0o700); err != nil {
				return fmt.Errorf("make a folder for the import's temporary files: %w", err)
			}
		}
		f, err := os.CreateTemp(s.dir, "import-*.tmp")
		if err != nil {
			return fmt.Errorf("make a temporary file for the import: %w", err)
		}
		s.file = f
		// The file needs no name: it vanishes with the process, also when that is killed.
		_ = os.Remove(f.Name())
	}
	s.sort()
	w := bufio.NewWriterSize(&disk.Writer{To: s.file, Dir: s.dir, Keep: disk.ForFiles}, 1<<20)
	from := s.at
	var head [28]byte
	for _, it := range s.items {
		for i, k := range it.key {
			binary.LittleEndian.PutUint64(head[8*i:], k)
		}
		binary.LittleEndian.PutUint32(head[24:], it.to-it.from)
		if _, err := w.Write(head[:]); err != nil {
			return fmt.Errorf("write the import's temporary file: %w", err)
		}
		if _, err := w.Write(s.arena[it.from:it.to]); err != nil {
			return fmt.Errorf("write the import's temporary file: %w", err)
		}
		s.at += int64(len(head)) + int64(it.to-it.from)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the import's temporary file: %w", err)
	}
	s.runs = append(s.runs, run{from, s.at})
	s.items, s.arena = s.items[:0], s.arena[:0]
	return nil
}

// close gives the temporary file's room back.
func (s *sorter) close() {
	if s.file != nil {
		_ = s.file.Close()
	}
	s.items, s.arena = nil, nil
}

// each calls fn with every item in order. data is valid until fn returns.
func (s *sorter) each(fn func(key sortKey, data []byte) error) error {
	s.sort()
	if len(s.runs) == 0 {
		for _, it := range s.items {
			if err := fn(it.key, s.arena[it.from:it.to]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.items, s.arena = nil, nil
	m := make(merge, 0, len(s.runs))
	for i, r := range s.runs {
		c := &cursor{in: bufio.NewReaderSize(io.NewSectionReader(s.file, r.from, r.to-r.from), 256<<10), order: i}
		ok, err := c.next()
		if err != nil {
			return err
		}
		if ok {
			m = append(m, c)
		}
	}
	heap.Init(&m)
	for len(m) > 0 {
		c := m[0]
		if err := fn(c.key, c.data); err != nil {
			return err
		}
		ok, err := c.next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&m, 0)
		} else {
			heap.Pop(&m)
		}
	}
	return nil
}

// cursor reads one run.
type cursor struct {
	in    *bufio.Reader
	order int
	key   sortKey
	data  []byte
}

func (c *cursor) next() (bool, error) {
	var head [28]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, fmt.Errorf("read the import's temporary file: %w", err)
	}
	for i := range c.key {
		c.key[i] = binary.LittleEndian.Uint64(head[8*i:])
	}
	n := int(binary.LittleEndian.Uint32(head[24:]))
	c.data = slices.Grow(c.data[:0], n)[:n]
	if _, err := io.ReadFull(c.in, c.data); err != nil {
		return false, fmt.Errorf("read the import's temporary file: %w", err)
	}
	return true, nil
}

// merge is a heap of runs by their next key; of equal keys the earlier run comes first.
type merge []*cursor

func (m merge) Len() int { return len(m) }
func (m merge) Less(i, j int) bool {
	if c := m[i].key.compare(m[j].key); c != 0 {
		return c < 0
	}
	return m[i].order < m[j].order
}
func (m merge) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)   { *m = append(*m, x.(*cursor)) }
func (m *merge) Pop() any {
	old := *m
	last := old[len(old)-1]
	*m = old[:len(old)-1]
	return last
}
