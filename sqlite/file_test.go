package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

func fileObjects() []record.Object {
	return []record.Object{{Code: 10, Name: "thing", Title: "name", Fields: []record.Field{
		{Key: 1, Name: "name", Kind: record.Text}, {Key: 2, Name: "email", Kind: record.Text, Personal: true},
		{Key: 3, Name: "part_of", Kind: record.Ref, Object: "thing"}, {Key: 4, Name: "about", Kind: record.Text}}}}
}

// folder is a log in a file that tests open and close as a program does.
type folder struct {
	path string
	db   *sqlite.DB
	log  *record.Log
	tick atomic.Int64
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	f := &folder{path: filepath.Join(t.TempDir(), "truth #1?.sqlite")} // characters that a URL must escape
	f.open(t)
	return f
}

func (f *folder) open(t *testing.T) {
	t.Helper()
	f.db = open(t, f.path)
	clock := func() period.Instant { return 1_700_000_000_000_000 + period.Instant(f.tick.Add(1000)) }
	log, err := record.Open(t.Context(), f.db.Store(), record.Options{Objects: fileObjects(), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	f.log = log
}

func (f *folder) close(t *testing.T) {
	t.Helper()
	if err := f.log.Close(); err != nil {
		t.Error(err)
	}
	if err := f.db.Close(); err != nil {
		t.Error(err)
	}
}

func (f *folder) apply(t *testing.T, drafts ...record.Draft) []record.ID {
	t.Helper()
	done, err := f.log.Apply(t.Context(), record.Command{Actor: "owner", Source: "crm", Drafts: drafts})
	if err != nil {
		t.Fatal(err)
	}
	return done[0].IDs
}

func create(fields ...record.FieldValue) record.Draft {
	return record.Draft{Kind: record.Create, Object: "thing", Fields: fields}
}

func text(name, s string) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.TextValue(s)}
}

// alter changes the closed file with SQL, bypassing the log.
func (f *folder) alter(t *testing.T, statements ...string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+strings.NewReplacer("#", "%23", "?", "%3f", " ", "%20").Replace(f.path))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := raw.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyNamesTheFirstBadRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		alter []string
		seq   record.Seq
		say   string
	}{
		{"nothing", nil, 0, ""},
		{"a changed row",
			[]string{"UPDATE change SET data = cast(replace(data, cast('four' AS BLOB), cast('FOUR' AS BLOB)) AS " +
				"BLOB) WHERE seq = 4"}, 4, "altered"},
		{"a changed row and its hash",
			[]string{"UPDATE change SET data = cast(zeroblob(32) || substr(data, 33) AS BLOB) WHERE seq = 4"},
			4, "altered"},
		{"an emptied row", []string{"UPDATE change SET data = x'' WHERE seq = 4"}, 4, "altered"},
		{"a cut row", []string{"UPDATE change SET data = substr(data, 1, 41) WHERE seq = 4"}, 4, "altered"},
		{"a missing row", []string{"DELETE FROM change WHERE seq = 4"}, 4, "missing"},
		{"a missing first row", []string{"DELETE FROM change WHERE seq = 1"}, 1, "missing"},
		{"a missing last row", []string{"DELETE FROM change WHERE seq = 6"}, 6, "missing"},
		{"two rows in each other's place", []string{"UPDATE change SET seq = -4 WHERE seq = 4",
			"UPDATE change SET seq = 4 WHERE seq = 5", "UPDATE change SET seq = 5 WHERE seq = -4"}, 4, "reordered"},
		{"a changed personal value",
			[]string{"UPDATE personal SET data = cast(replace(data, cast('a@b.c' AS BLOB), cast('x@b.c' AS BLOB)) AS " +
				"BLOB) WHERE seq = 2"}, 2, "altered"},
		{"a personal value gone without a forget", []string{"DELETE FROM personal WHERE seq = 2"}, 2, "no forget"},
		{"a changed state",
			[]string{"UPDATE state SET data = cast(replace(data, cast('five' AS BLOB), cast('FIVE' AS BLOB)) AS " +
				"BLOB) WHERE data IS NOT NULL"}, 5, "state"},
		{"a state of an older change", []string{"UPDATE state SET seq = 4 WHERE seq = 5"}, 5, "state"},
		{"a missing state", []string{"DELETE FROM state WHERE seq = 3"}, 3, "no state"},
		{"a state of nothing", []string{"INSERT INTO state VALUES (77, 10, 3, NULL)"}, 0, "no change"},
		{"a lost external id", []string{"DELETE FROM binding"}, 1, "should name"},
		{"an invented external id",
			[]string{"INSERT INTO binding VALUES (1, 10, 'E2', (SELECT id FROM state LIMIT 1))"},
			5, "no change says so"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t)
			first := create(text("name", "one"))
			first.External = "E1"
			ids := f.apply(t, first, create(text("name", "two"), text("email", "a@b.c")), create(text("name", "three")))
			f.apply(t, record.Draft{Kind: record.Set, Object: "thing", ID: ids[1],
				Fields: []record.FieldValue{text("name", "four")}},
				record.Draft{Kind: record.Set, Object: "thing", ID: ids[1],
					Fields: []record.FieldValue{text("name", "five")}})
			f.apply(t, create(text("name", "six")))
			f.close(t)
			f.alter(t, c.alter...)
			f.open(t)
			defer f.close(t)
			var steps []record.Seq
			report, err := f.log.Verify(t.Context(), func(done, total record.Seq) {
				steps = append(steps, done)
				if done > total {
					t.Errorf("%d of %d done", done, total)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(c.alter) == 0 {
				if !report.OK() || report.Changes != 6 || report.Records != 4 || len(steps) == 0 {
					t.Errorf("report = %+v", report)
				}
				return
			}
			if report.OK() {
				t.Fatal("nothing was found")
			}
			p := report.Problems[0]
			if c.name != "an invented external id" && p.Seq != c.seq || !strings.Contains(p.Text, c.say) {
				t.Errorf("first problem %+v, want change %d %q", p, c.seq, c.say)
			}
		})
	}
}

// TestEveryByteCounts checks that Verify notices and names every row in which any one byte was
// altered.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.apply(t, create(text("name", "one")), create(text("name", "two")))
	f.close(t)
	for n := 1; n <= 70; n += 3 {
		f.alter(t, "UPDATE change SET data = cast(substr(data, 1, "+itoa(n-1)+") || x'7e' || substr(data, "+itoa(n+1)+
			") AS BLOB) WHERE seq = 2 AND substr(data, "+itoa(n)+", 1) <> x'7e'")
		f.open(t)
		report, err := f.log.Verify(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if report.OK() || report.Problems[0].Seq != 2 {
			t.Errorf("byte %d altered: %+v", n, report)
		}
		f.close(t)
	}
}

func itoa(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// TestForgetErasesTheBytes checks that after a Forget no file of the folder contains the erased
// bytes: not the main file, not the write-ahead log, not free pages of earlier states.
func TestForgetErasesTheBytes(t *testing.T) {
	t.Parallel()
	const secret = "erika.mustermann@example.com"
	f := newFolder(t)
	defer func() { f.close(t) }()
	id := f.apply(t, create(text("name", "one"), text("email", secret)))[0]
	// states are overwritten and moved
	for _, about := range []string{"two", "three", strings.Repeat("long ", 3000), "four"} {
		f.apply(t, record.Draft{Kind: record.Set, Object: "thing", ID: id,
			Fields: []record.FieldValue{text("about", about), text("email", secret+about[:1])}})
	}
	if !holds(t, f.path, secret) {
		t.Fatal("the test does not see the bytes before they are erased")
	}
	f.apply(t, record.Draft{Kind: record.Forget, Object: "thing", ID: id})
	if holds(t, f.path, secret) {
		t.Error("the bytes are still in a file of the folder")
	}
	report, err := f.log.Verify(t.Context(), nil)
	if err != nil || !report.OK() {
		t.Errorf("after the forget: %+v, %v", report, err)
	}
}

func holds(t *testing.T, path, secret string) bool {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(secret)) {
			return true
		}
	}
	return false
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	defer f.close(t)
	f.apply(t, create())
	files, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", file.Name(), info.Mode())
		}
	}
	if size, err := f.log.Size(t.Context()); err != nil || size < 4096 {
		t.Errorf("size %d, %v", size, err)
	}
}

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.apply(t, create())
	f.close(t)
	f.alter(t, "PRAGMA user_version = 99")
	refuses(t, f.path, "newer version")
	f.alter(t, "PRAGMA user_version = 1", "PRAGMA application_id = 5")
	refuses(t, f.path, "another program")
	g := &folder{path: filepath.Join(t.TempDir(), "theirs.sqlite")}
	g.alter(t, "CREATE TABLE theirs (a)")
	refuses(t, g.path, "another program")
	other := filepath.Join(t.TempDir(), "letter.sqlite")
	if err := os.WriteFile(other, bytes.Repeat([]byte("Dear Sir or Madam. "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, other, "not a log")
}

func refuses(t *testing.T, path, say string) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(path, sqlite.Options{})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), say) {
		t.Errorf("%v, want an invalid that says %q", err, say)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Error("a refused file was altered")
	}
}

func TestReopening(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	id := f.apply(t, create(text("name", "one"), text("email", "a@b.c")))[0]
	for range 3 {
		f.close(t)
		f.open(t)
		f.apply(t, record.Draft{Kind: record.Set, Object: "thing", ID: id,
			Fields: []record.FieldValue{text("name", "two")}})
		f.apply(t, record.Draft{Kind: record.Set, Object: "thing", ID: id,
			Fields: []record.FieldValue{text("name", "one")}})
	}
	defer f.close(t)
	if f.log.Head() != 7 {
		t.Errorf("head %d", f.log.Head())
	}
	report, err := f.log.Verify(t.Context(), nil)
	if err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestImportKeepsWriteAheadLogSmall checks that the write-ahead log is restarted while an import
// writes without pause and a reader follows the log, and that it is emptied when writing has
// stopped.
func TestImportKeepsWriteAheadLogSmall(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	wal := func() int64 {
		info, err := os.Stat(f.path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	follow, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() {
		for at := record.Seq(0); f.log.Wait(follow, at) == nil && follow.Err() == nil; {
			// returns when follow ends
			_ = f.log.Tail(follow, record.Everything(), at+1, func(changes []record.Change) error {
				at = changes[len(changes)-1].Seq
				return nil
			})
		}
	})
	line := f.log.Line()
	var waits []func() (record.Done, error)
	filler := record.TextValue(strings.Repeat("x", 1000))
	// The amount written between two flushes depends on the machine. So the test writes until twice
	// as much was written as the file ever held, which cannot happen when the file is never
	// restarted.
	written, most := int64(0), int64(0)
	for written < 150<<20 || most > written/2 {
		if written > 1<<30 {
			t.Fatalf("of %d MB written, the write-ahead log held %d MB at once", written>>20, most>>20)
		}
		cmd := record.Command{Actor: "import", Source: "crm"}
		for range 1000 {
			cmd.Drafts = append(cmd.Drafts, record.Draft{Kind: record.Create, Object: "thing", Flags: record.Import,
				Fields: []record.FieldValue{{Name: "name", Value: filler}}})
		}
		written += 1000 * 1000
		if waits = append(waits, line.Send(t.Context(), cmd)); len(waits) > 1 {
			if _, err := waits[0](); err != nil {
				t.Fatal(err)
			}
			waits = waits[1:]
		}
		most = max(most, wal())
	}
	if _, err := waits[0](); err != nil {
		t.Fatal(err)
	}
	stop()
	following.Wait()
	for end := time.Now().Add(30 * time.Second); wal() > 0; time.Sleep(flushEvery / 5) {
		if time.Now().After(end) {
			t.Fatalf("the write-ahead log holds %d bytes long after the last write", wal())
		}
	}
	f.close(t)
}

// flushEvery is the flush interval of the package.
const flushEvery = 500 * time.Millisecond
