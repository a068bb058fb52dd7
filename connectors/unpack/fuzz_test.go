package unpack_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"salesops/connectors/unpack"
	"salesops/internal/fault"
)

// small are limits that a fuzzer's input reaches.
var small = unpack.Limits{Size: 1 << 20, Ratio: 20, Free: 64 << 10, Members: 8}

func zipped(tb testing.TB, members ...[2]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		out, err := w.Create(m[0])
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := out.Write([]byte(m[1])); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(tb testing.TB, text string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// FuzzSpool: whatever is packed, files stay in the folder and within the limits, and are gone
// at the end.
func FuzzSpool(f *testing.F) {
	f.Add(zipped(f, [2]string{"a.csv", "a,b\n1,2\n"}, [2]string{"../../b.csv", "x"},
		[2]string{"c.csv", string(make([]byte, 1<<20))}), false)
	f.Add(zipped(f), false)
	f.Add(gzipped(f, "a,b\n1,2\n"), true)
	f.Add(gzipped(f, string(make([]byte, 1<<20))), true)
	f.Add([]byte("\x1F\x8B\x08\x08"), true)
	f.Fuzz(func(t *testing.T, b []byte, asGzip bool) {
		dir := t.TempDir()
		file := filepath.Join(dir, "packed")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(dir, "into")
		s := unpack.Spool{Dir: into, Limits: small}
		var members []unpack.Member
		var err error
		if asGzip {
			var m unpack.Member
			m, err = s.Gzip(file)
			members = append(members, m)
		} else {
			members, err = s.Zip(file, func(string) bool { return true })
		}
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("a damaged file is an error of the program: %v", err)
		}
		total := int64(0)
		for _, m := range members {
			if err != nil {
				break
			}
			if (m.Path == "") != !m.Reason.None() {
				t.Fatalf("%+v is neither unpacked nor refused", m)
			}
			if m.Path == "" {
				continue
			}
			if inside, err := filepath.Rel(into, m.Path); err != nil || !filepath.IsLocal(inside) {
				t.Fatalf("%s lies outside of %s", m.Path, into)
			}
			info, err := os.Stat(m.Path)
			if err != nil {
				t.Fatal(err)
			}
			total += info.Size()
		}
		if most := small.Most(int64(len(b))); total > most {
			t.Fatalf("%d bytes unpacked to %d, more than %d", len(b), total, most)
		}
		if len(members) > small.Members {
			t.Fatalf("%d members", len(members))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(into); (err != nil && !errors.Is(err, os.ErrNotExist)) || len(left) > 0 {
			t.Fatalf("left behind: %v %v", left, err)
		}
	})
}
