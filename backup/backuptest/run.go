package backuptest

import (
	"bytes"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/auth"
	"salesops/backup"
	"salesops/internal/period"
	"salesops/record"
)

// Folder is an open data folder of the engine under test.
type Folder struct {
	Engine backup.Engine
	Log    *record.Log
	Users  auth.Store
	Close  func() error
}

// Run tests an engine. open opens the data folder dir, empty or restored, with a log of these options.
func Run(t *testing.T, open func(t *testing.T, dir string, options record.Options) Folder) {
	for _, test := range []struct {
		name string
		fn   func(t *testing.T, w *world)
	}{
		{"what is restored is what there was", restored},
		{"an empty log", empty},
		{"an encrypted backup", encrypted},
		{"writes go on meanwhile", meanwhile},
		{"what is damaged is refused", damaged},
		{"what says something else than it holds is refused", unlike},
		{"a list with what was found good", listed},
		{"a verification that cannot be noted", unnoted},
		{"no file is replaced, none half written is left", whole},
		{"only a bare name is a backup", named},
		{"the oldest daily backups go", daily},
		{"a backup that was completed", finished},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			w := &world{t: t, base: base, open: open}
			w.Folder = w.at(filepath.Join(base, "data"))
			w.keeper = &backup.Keeper{Dir: filepath.Join(base, "data"), Folder: filepath.Join(base, "backups"),
				Engine: w.Engine, Clock: w.read, Program: "test"}
			test.fn(t, w)
		})
	}
}

// world is a data folder with a keeper of its backups.
type world struct {
	Folder
	t      *testing.T
	base   string
	open   func(t *testing.T, dir string, options record.Options) Folder
	keeper *backup.Keeper
	now    atomic.Int64
}

func (w *world) read() period.Instant { return 1_700_000_000_000_000 + period.Instant(w.now.Add(1000)) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// at opens a folder until the test ends.
func (w *world) at(dir string) Folder {
	w.t.Helper()
	w.must(os.MkdirAll(dir, 0o700))
	f := w.open(w.t, dir, record.Options{Objects: objects, Clock: w.read, IDs: record.NewIDs(w.read)})
	w.t.Cleanup(func() {
		if err := f.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return f
}

// The suite's own vocabulary.
const thing, place = "thing", "place"

var objects = []record.Object{
	{Code: 10, Name: thing, Label: "Thing", Title: "name", Fields: []record.Field{
		{Key: 1, Name: "name", Kind: record.Text},
		{Key: 2, Name: "size", Kind: record.Int},
		{Key: 3, Name: "place", Kind: record.Ref, Object: place},
		{Key: 4, Name: "email", Kind: record.Text, Personal: true},
	}},
	{Code: 11, Name: place, Label: "Place", Title: "name", Fields: []record.Field{
		{Key: 1, Name: "name", Kind: record.Text},
	}},
}

func text(name, value string) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.TextValue(value)}
}

func (w *world) apply(c record.Command) record.Done {
	w.t.Helper()
	done, err := w.Log.Apply(w.t.Context(), c)
	w.must(err)
	return done[0]
}

// fill writes one of each kind of change, two users, and the files that belong to a folder.
func (w *world) fill() {
	w.t.Helper()
	made := w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Create, Object: place, Fields: []record.FieldValue{text("name", "Here")}},
		{Kind: record.Create, Object: thing,
			Fields: []record.FieldValue{text("name", "a"), text("email", "a@example.com")}},
		{Kind: record.Create, Object: thing, Fields: []record.FieldValue{text("name", "b")}},
		{Kind: record.Create, Object: thing, Fields: []record.FieldValue{text("name", "c")}},
	}})
	here, a, b, c := made.IDs[0], made.IDs[1], made.IDs[2], made.IDs[3]
	w.apply(record.Command{Actor: "import", Source: "tool", Drafts: []record.Draft{
		{Kind: record.Create, Object: thing, External: "17", Flags: record.Import,
			Fields: []record.FieldValue{text("name", "d"), {Name: "place", Value: record.RefValue(here)}}},
	}})
	set := w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Set, Object: thing, ID: a,
			Fields: []record.FieldValue{{Name: "size", Value: record.IntValue(3)}}},
	}})
	w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Delete, Object: thing, ID: b}}})
	w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Merge, Object: thing, ID: c, Into: a}}})
	_, err := w.Log.Undo(w.t.Context(), "owner", set.Last)
	w.must(err)
	for i := range 40 {
		w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: place,
			Fields: []record.FieldValue{text("name", string(bytes.Repeat([]byte{'a' + byte(i%26)}, 200)))}}}})
	}
	w.must(w.Users.Write(w.t.Context(), func(to auth.Writer) error {
		return to.PutUser(auth.User{ID: 1, Login: "ann@example.com", Person: 11, State: auth.Active, CreatedAt: 5})
	}))
	for name, content := range beside {
		path := filepath.Join(w.keeper.Dir, filepath.FromSlash(name))
		w.must(os.MkdirAll(filepath.Dir(path), 0o700))
		w.must(os.WriteFile(path, []byte(content), 0o600))
	}
}

// beside are files of a folder: a backup has some always, some when it is encrypted, the others never.
var beside = map[string]string{
	"metrics/own.yaml": "own metric", "mappings/list.yaml": "a mapping", "checkpoints.jsonl": "{}\n",
	"checkpoint.pub": "public", "checkpoint.key": "private", "secrets.key": "key",
	"rejects/1.csv": "a row", "uploads/x": "a file",
	"columns.duckdb": "columns",
}

var (
	always = []string{"metrics/own.yaml", "mappings/list.yaml", "checkpoints.jsonl", "checkpoint.pub"}
	locked = []string{"checkpoint.key", "secrets.key"}
)

// content is what a folder holds: every change, and every user.
type content struct {
	Changes []record.Change
	Users   []auth.User
}

func (w *world) content(f Folder) content {
	w.t.Helper()
	var c content
	w.must(f.Log.Tail(w.t.Context(), record.Everything(), 1, func(changes []record.Change) error {
		c.Changes = append(c.Changes, changes...)
		return nil
	}))
	w.must(f.Users.Read(w.t.Context(), func(r auth.Reader) (err error) {
		c.Users, err = r.Users()
		return err
	}))
	return c
}

// same compares the log and the users of a folder with what there was.
func (w *world) same(f Folder, want content) {
	w.t.Helper()
	got := w.content(f)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(record.Value{})); diff != "" {
		w.t.Errorf("the restored folder differs: %s", diff)
	}
	report, err := f.Log.Verify(w.t.Context(), nil)
	if err != nil || !report.OK() {
		w.t.Errorf("verify: %v %+v", err, report.Problems)
	}
}

// has compares the files beside the log with those of the folder that was backed up.
func (w *world) has(dir string, key bool) {
	w.t.Helper()
	for name, want := range beside {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))) //nolint:gosec // of the test's folder
		kept := contains(always, name) || key && contains(locked, name)
		if kept != (err == nil) || kept && string(got) != want {
			w.t.Errorf("%s: %q, %v", name, got, err)
		}
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil && info.Mode().Perm() != 0o600 {
			w.t.Errorf("%s may be read by others: %v", name, info.Mode())
		}
	}
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// create backs the folder up under a new name.
func (w *world) create(keys backup.Keys) backup.Made {
	w.t.Helper()
	made, err := w.keeper.Create(w.t.Context(), w.keeper.NewName(), keys, nil)
	w.must(err)
	return made
}

// unpack restores a backup into a new folder.
func (w *world) unpack(path string, keys backup.Keys) string {
	w.t.Helper()
	dir, err := os.MkdirTemp(w.base, "restored")
	w.must(err)
	_, _, err = w.keeper.Unpack(w.t.Context(), path, dir, keys, nil)
	w.must(err)
	return dir
}
