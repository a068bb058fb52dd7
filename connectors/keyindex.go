package connectors

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"os"
	"sort"

	"salesops/internal/disk"
)

// keyIndex finds values by key in bounded memory: a table that exceeds a sorter's budget lies in a
// temporary file, and of every blockKeys keys one is kept in memory.
type keyIndex struct {
	seeds  [2]maphash.Seed
	blocks []keyBlock
	end    int64
	held   []byte   // everything, when it is small
	file   *os.File // else
	read   []byte
	last   int // the block in read; -1
}

type keyBlock struct {
	first [2]uint64
	from  int64
}

const blockKeys = 32

// place is where a row of a joined table stands.
type place struct{ table, line int }

// keyed is what one row of a joined table says.
type keyed struct {
	at     place
	values []byte
}

// keyIndexer collects the rows of an index.
type keyIndexer struct {
	x    *keyIndex
	sort *sorter
	dir  string
	n    uint64
	item []byte
}

func newKeyIndexer(dir string) *keyIndexer {
	x := &keyIndex{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, last: -1}
	return &keyIndexer{x: x, sort: newSorter(dir), dir: dir}
}

func (b *keyIndexer) close() { b.sort.close() }

// add takes copies of key and values.
func (b *keyIndexer) add(key []byte, at place, values []byte) error {
	h := b.x.hash(key)
	b.n++
	b.item = binary.AppendUvarint(b.item[:0], uint64(at.table))
	b.item = binary.AppendUvarint(b.item, uint64(at.line))
	b.item = appendText(b.item, string(key))
	b.item = append(b.item, values...)
	return b.sort.add(sortKey{h[0], h[1], b.n}, b.item)
}

// index is complete when all rows are added. differ is asked about every two rows with one key.
func (b *keyIndexer) index(differ func(key []byte, first, second keyed) error) (*keyIndex, error) {
	x := b.x
	var out *bufio.Writer
	if len(b.sort.runs) > 0 {
		f, err := os.CreateTemp(b.dir, "join-*.tmp")
		if err != nil {
			return nil, fmt.Errorf("make a temporary file for the joined table: %w", err)
		}
		_ = os.Remove(f.Name()) // it vanishes with the process, also when that is killed
		x.file, out = f, bufio.NewWriterSize(&disk.Writer{To: f, Dir: b.dir, Keep: disk.ForFiles}, 1<<20)
	}
	var key, kept, entry []byte
	var before keyed
	n := 0
	err := b.sort.each(func(hash sortKey, item []byte) error {
		now, itsKey := unpackKeyed(item)
		if n > 0 && bytes.Equal(itsKey, key) {
			return differ(key, before, now)
		}
		key, kept = append(key[:0], itsKey...), append(kept[:0], now.values...)
		before = keyed{now.at, kept}
		if n++; n%blockKeys == 1 {
			x.blocks = append(x.blocks, keyBlock{[2]uint64{hash[0], hash[1]}, x.end})
		}
		entry = appendText(entry[:0], string(itsKey))
		entry = appendText(entry, string(now.values))
		x.end += int64(len(entry))
		if out == nil {
			x.held = append(x.held, entry...)
			return nil
		}
		_, err := out.Write(entry)
		return err
	})
	if err == nil && out != nil {
		err = out.Flush()
	}
	if err != nil {
		x.close()
		return nil, err
	}
	return x, nil
}

func unpackKeyed(item []byte) (k keyed, key []byte) {
	t, n := binary.Uvarint(item)
	line, m := binary.Uvarint(item[n:])
	size, s := binary.Uvarint(item[n+m:])
	from := n + m + s
	return keyed{place{int(t), int(line)}, item[from+int(size):]}, item[from : from+int(size)]
}

func (x *keyIndex) hash(key []byte) [2]uint64 {
	return [2]uint64{maphash.Bytes(x.seeds[0], key), maphash.Bytes(x.seeds[1], key)}
}

// find gives the values of a key; they are valid until the next call.
func (x *keyIndex) find(key []byte) (values []byte, found bool, err error) {
	h := x.hash(key)
	at := sort.Search(len(x.blocks), func(i int) bool {
		f := x.blocks[i].first
		return cmp.Or(cmp.Compare(f[0], h[0]), cmp.Compare(f[1], h[1])) > 0
	}) - 1
	if at < 0 {
		return nil, false, nil
	}
	block, err := x.block(at)
	if err != nil {
		return nil, false, err
	}
	for len(block) > 0 {
		n, s := binary.Uvarint(block)
		itsKey := block[s : s+int(n)]
		block = block[s+int(n):]
		n, s = binary.Uvarint(block)
		if bytes.Equal(itsKey, key) {
			return block[s : s+int(n)], true, nil
		}
		block = block[s+int(n):]
	}
	return nil, false, nil
}

func (x *keyIndex) block(at int) ([]byte, error) {
	from, to := x.blocks[at].from, x.end
	if at+1 < len(x.blocks) {
		to = x.blocks[at+1].from
	}
	if x.file == nil {
		return x.held[from:to], nil
	}
	if x.last == at {
		return x.read, nil
	}
	x.last = -1
	if cap(x.read) < int(to-from) {
		x.read = make([]byte, to-from)
	}
	x.read = x.read[:to-from]
	if _, err := x.file.ReadAt(x.read, from); err != nil {
		return nil, err
	}
	x.last = at
	return x.read, nil
}

func (x *keyIndex) close() {
	if x.file != nil {
		_ = x.file.Close()
	}
	x.held, x.blocks = nil, nil
}
