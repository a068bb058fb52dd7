package parquetfile_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"salesops/connectors/parquetfile"
	"salesops/connectors/table"
	"salesops/internal/fault"
)

const (
	mostRead = 100_000   // rows of one file
	budget   = 512 << 20 // bytes of memory for one file, and for each of its rows
	perRow   = 64 << 10
)

type deal struct {
	ID     string    `parquet:"id,dict"`
	Amount int64     `parquet:"amount,decimal(2:18)"`
	Day    int32     `parquet:"day,date"`
	At     time.Time `parquet:"at,timestamp(millisecond)"`
	Tags   []string  `parquet:"tags,list"`
	Share  *float64  `parquet:"share,optional,snappy"`
	Won    bool      `parquet:"won"`
}

func written(tb testing.TB, options ...parquet.WriterOption) []byte {
	tb.Helper()
	half := 0.5
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var b bytes.Buffer
	w := parquet.NewGenericWriter[deal](&b, options...)
	if _, err := w.Write([]deal{{"a", 1234, 20516, at, []string{"x", "y"}, &half, true},
		{"b", -7, 0, at, nil, nil, false}}); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func tables(file string) ([]*table.Table, error) {
	t, err := parquetfile.Table(file)
	if err != nil {
		return nil, err
	}
	return []*table.Table{t}, nil
}

// FuzzTable: whatever the bytes, the end is rows or a reason, and never more memory than the
// file is worth.
func FuzzTable(f *testing.F) {
	one, two := written(f), written(f, parquet.DataPageVersion(2), parquet.Compression(&parquet.Zstd))
	f.Add(one)
	f.Add(two)
	f.Add(one[:len(one)/2])
	f.Add(footer([]byte{0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07})) // a list of 2^31 structures
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, "a.parquet", b, tables) })
}

// footer is a file with nothing but a description.
func footer(description []byte) []byte {
	b := append([]byte("PAR1"), description...)
	n := len(description)
	return append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24), 'P', 'A', 'R', '1')
}

// TestClaims: a description that says it holds far more than the file does is a reason.
func TestClaims(t *testing.T) {
	for name, description := range map[string][]byte{
		"a list":            {0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07},
		"a text":            {0x68, 0xFF, 0xFF, 0xFF, 0xFF, 0x07},
		"a map":             {0x6B, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x88},
		"deep structures":   bytes.Repeat([]byte{0x1C}, 100_000),
		"a list of nothing": append([]byte{0x29, 0xFC, 0xFF, 0xFF, 0x7F}, make([]byte, 1<<20)...),
		"an open number":    bytes.Repeat([]byte{0xFF}, 40),
	} {
		t.Run(name, func(t *testing.T) {
			b := footer(description)
			readAll(t, "a.parquet", b, tables)
			file := filepath.Join(t.TempDir(), "a.parquet")
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if found, err := parquetfile.Table(file); err != nil || found.Reason.None() {
				t.Errorf("%+v %v", found, err)
			}
		})
	}
}

// TestLongList: a list of very many short values is read in the time that it takes to look at them once.
func TestLongList(t *testing.T) {
	tags := make([]string, 1_000_000)
	for i := range tags {
		tags[i] = "t"
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[deal](&b)
	if _, err := w.Write([]deal{{ID: "a", Tags: tags}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	readAll(t, "a.parquet", b.Bytes(), tables)
}

// readAll reads every table of a file to its end, within a budget of memory, and says what is
// against the contract of table.Table.
func readAll(t *testing.T, name string, content []byte, find func(file string) ([]*table.Table, error)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tables, err := find(file)
	if err != nil {
		t.Fatalf("a damaged file is an error of the program: %v", err)
	}
	if len(tables) == 0 {
		t.Fatal("neither a table nor a reason")
	}
	read := 0
	for _, found := range tables {
		if !found.Reason.None() {
			continue
		}
		rows, err := found.Open(t.Context())
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("open: %v", err)
			}
			continue
		}
		var cells []string
		for ; read < mostRead; read++ {
			row, err := rows.Next(cells)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				if fault.KindOf(err) != fault.Invalid {
					t.Fatalf("row %d: %v", row.Line, err)
				}
				break
			}
			cells = row.Cells
			if row.Problem == nil && len(row.Cells) != len(found.Header) {
				t.Fatalf("row %d has %d cells, the header %d", row.Line, len(row.Cells), len(found.Header))
			}
			if row.Problem != nil && row.Problem.Reason.None() {
				t.Fatalf("row %d has a problem without a reason", row.Line)
			}
		}
		rows.Notes()
		if err := rows.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; made > budget+uint64(read)*perRow {
		t.Fatalf("%d bytes and %d rows made %d bytes of memory", len(content), read, made)
	}
}
