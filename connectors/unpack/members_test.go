package unpack_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/unpack"
	"salesops/internal/fault"
)

// onDisk writes a file of a test.
func onDisk(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// told is what became of each member.
func told(t *testing.T, members []unpack.Member) string {
	t.Helper()
	var all []string
	for _, m := range members {
		text := m.Name
		switch {
		case m.Other:
			text += " (other)"
		case !m.Reason.None():
			text += " !" + m.Reason.Code
		default:
			content, err := os.ReadFile(m.Path)
			if err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprintf(" %.20s", content)
		}
		if !m.Cut.None() {
			text += " ~" + m.Cut.Code
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// TestMembersOfAnArchive: files are unpacked, but for those of the system, those that nobody wants, and those that
// cannot be, which say why.
func TestMembersOfAnArchive(t *testing.T) {
	t.Parallel()
	tar := strings.Repeat("\x00", 257) + "ustar" + strings.Repeat("\x00", 10)
	s := unpack.Spool{Dir: filepath.Join(t.TempDir(), "spool")}
	file := onDisk(t, "a.zip", zipped(t, [2]string{"in/a.csv", "one"}, [2]string{"in/", ""},
		[2]string{".hidden.csv", "x"},
		[2]string{"in/.b.csv", "x"}, [2]string{"__MACOSX/a.csv", "x"},
		[2]string{"note.doc", "x"}, [2]string{"b.csv", ""},
		[2]string{"c.csv", "\x1f\x8bzz"}, [2]string{"d.csv", tar}, [2]string{"e.csv", tar[1:]},
		[2]string{"f.csv", "7z\xBC\xAFzz"},
		[2]string{"g.csv", "Rar!zz"}, [2]string{"h.csv", "PK\x03\x04zz"}, [2]string{`in\i.csv`, "two"},
		[2]string{"j\n\u202e\ufffd.csv", "three"},
		[2]string{strings.Repeat("k", 197) + ".csv", "four"}, [2]string{strings.Repeat("l", 196) + ".csv", "five"}))
	wanted := func(name string) bool { return strings.HasSuffix(name, ".csv") }
	members, err := s.Zip(file, wanted)
	if err != nil {
		t.Fatal(err)
	}
	want := "in/a.csv one, note.doc (other), b.csv , c.csv !archive_nested, d.csv !archive_nested, e.csv " + tar[1:21] +
		", f.csv !archive_nested, g.csv !archive_nested, h.csv PK\x03\x04zz, in/i.csv two, j___.csv three, …" +
		strings.Repeat("k", 196) + ".csv four, " + strings.Repeat("l", 196) + ".csv five"
	if got := told(t, members); got != want {
		t.Errorf("the members are\n%q, want\n%q", got, want)
	}
	folders, err := os.ReadDir(s.Dir)
	if err != nil || len(folders) != 1 {
		t.Errorf("the spool has %v, %v", folders, err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(s.Dir); err != nil || len(left) != 0 {
			t.Errorf("%v is left, %v", left, err)
		}
	}
}

// TestMembersThatCannotBeUnpacked: one with a password, one packed in an unknown way and one that is damaged.
func TestMembersThatCannotBeUnpacked(t *testing.T) {
	t.Parallel()
	whole := zipped(t, [2]string{"a.csv", "first"}, [2]string{"b.csv", "second"})
	alter := func(at string, offset int, with byte) []byte {
		b := bytes.Clone(whole)
		for i := bytes.Index(b, []byte(at)); i >= 0 && i < len(b); {
			b[i+offset] = with
			next := bytes.Index(b[i+1:], []byte(at))
			if next < 0 {
				break
			}
			i += 1 + next
		}
		return b
	}
	for what, c := range map[string]struct {
		content []byte
		want    string
	}{
		"whole":       {whole, "a.csv first, b.csv second"},
		"a password":  {alter("PK\x01\x02", 8, 1), "a.csv !archive_locked, b.csv !archive_locked"},
		"another way": {alter("PK\x01\x02", 10, 99), "a.csv !archive_method, b.csv !archive_method"},
		"damaged":     {alter("PK\x01\x02", 16, 7), "a.csv !archive_damaged, b.csv !archive_damaged"},
	} {
		var s unpack.Spool
		members, err := s.Zip(onDisk(t, "a.zip", c.content), func(string) bool { return true })
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := told(t, members); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	var s unpack.Spool
	if _, err := s.Zip(onDisk(t, "a.zip", whole[:len(whole)-30]),
		func(string) bool { return true }); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a piece of an archive: %v", err)
	}
}

// TestNumberOfMembers: as many as the limit are unpacked, and as many others are named.
func TestNumberOfMembers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		csv, doc int
		want     int // members; -1 for a refusal
	}{{8, 0, 8}, {9, 0, -1}, {8, 8, 16}, {8, 9, 16}, {0, 9, 8}, {1, 8, 9}} {
		var members [][2]string
		for i := range c.doc {
			members = append(members, [2]string{fmt.Sprintf("%d.doc", i), "x"})
		}
		for i := range c.csv {
			members = append(members, [2]string{fmt.Sprintf("%d.csv", i), "x"})
		}
		s := unpack.Spool{Dir: t.TempDir(), Limits: small}
		got, err := s.Zip(onDisk(t, "a.zip", zipped(t, members...)),
			func(name string) bool { return strings.HasSuffix(name, ".csv") })
		if (err != nil) != (c.want < 0) || err == nil && len(got) != c.want {
			t.Errorf("%d and %d others: %d members, %v", c.csv, c.doc, len(got), err)
		}
	}
}

// TestSizesOfWhatIsPacked: a file may become as large as its packed bytes allow, all of an archive together no larger.
func TestSizesOfWhatIsPacked(t *testing.T) {
	t.Parallel()
	limits := unpack.Limits{Size: 1000, Ratio: 10, Free: 100, Members: 8}
	for packed, want := range map[int64]int64{0: 100, 9: 100, 10: 100, 11: 110, 99: 990, 100: 1000,
		101: 1000, 1 << 40: 1000} {
		if got := limits.Most(packed); got != want {
			t.Errorf("%d packed bytes may become %d, want %d", packed, got, want)
		}
	}
	if (unpack.Limits{}).Most(0) != unpack.DefaultLimits.Free {
		t.Error("without limits there are none")
	}
	for n, ok := range map[int]bool{100: true, 101: false} {
		read, err := io.ReadAll(limits.Reader(strings.NewReader(strings.Repeat("x", n)), 3))
		if (err == nil) != ok || ok && len(read) != n {
			t.Errorf("of %d bytes %d are read, %v", n, len(read), err)
		}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 4 {
		out, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.csv", i), Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(bytes.Repeat([]byte("x"), 300)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s := unpack.Spool{Dir: t.TempDir(), Limits: limits}
	members, err := s.Zip(onDisk(t, "a.zip", b.Bytes()), func(string) bool { return true })
	if err != nil || len(members) != 4 || !members[2].Reason.None() || members[3].Reason.Code != "archive_too_large" {
		t.Errorf("of four times 300 bytes: %+v, %v", members, err)
	}
}

// TestPackedFiles: a gzip file that breaks off gives what is there, and says where; its name is that of what is in it.
func TestPackedFiles(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("some text, ", 2000)
	whole := gzipped(t, text)
	for what, c := range map[string]struct {
		name    string
		content []byte
		want    string
	}{
		"whole": {"d.csv.gz", whole, "d.csv " + text[:20]}, "in capitals": {"D.CSV.GZ", whole, "D.CSV " + text[:20]},
		"another name":  {"d", whole, "d " + text[:20]},
		"a piece":       {"d.csv.gz", whole[:len(whole)-9], "d.csv " + text[:20] + " ~gzip_breaks_off"},
		"its beginning": {"d.csv.gz", whole[:12], "d.csv !gzip_breaks_off"},
		"damaged": {"d.csv.gz", append(bytes.Clone(whole[:len(whole)-8]), "12345678"...),
			"d.csv !archive_damaged"},
		"an archive": {"d.tar.gz", gzipped(t, strings.Repeat("\x00", 257)+"ustar\x00"), "d.tar !archive_nested"},
	} {
		s := unpack.Spool{Dir: t.TempDir()}
		m, err := s.Gzip(onDisk(t, c.name, c.content))
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := told(t, []unpack.Member{m}); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
	s := unpack.Spool{Dir: t.TempDir()}
	if _, err := s.Gzip(onDisk(t, "d.gz", []byte("\x1f\x8bxx"))); fault.KindOf(err) != fault.Invalid {
		t.Errorf("what only begins like one: %v", err)
	}
}
