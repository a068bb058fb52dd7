package backuptest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/backup"
	"salesops/internal/fault"
	"salesops/record"
)

// damaged cuts a backup, turns a bit of it, and adds to it.
func damaged(t *testing.T, w *world) {
	w.fill()
	made := w.create(backup.Keys{})
	good, err := os.ReadFile(made.Path)
	w.must(err)
	path := filepath.Join(w.base, "damaged.backup")
	refused := func(what string, text []byte) {
		t.Helper()
		w.must(os.WriteFile(path, text, 0o600))
		if _, err := w.keeper.Verify(t.Context(), path, backup.Keys{}, nil); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
		left, err := filepath.Glob(filepath.Join(w.base, ".damaged*"))
		if err != nil || len(left) > 0 {
			t.Errorf("%s: left %v, %v", what, left, err)
		}
	}
	if _, err := w.keeper.Verify(t.Context(), made.Path, backup.Keys{}, nil); err != nil {
		t.Fatalf("the whole backup: %v", err)
	}
	refused("nothing", nil)
	refused("more at the end", append(bytes.Clone(good), 'x'))
	refused("twice", append(bytes.Clone(good), good...))
	const steps = 25
	for i := range steps {
		at := len(good) * i / steps
		refused("cut", good[:at])
		turned := bytes.Clone(good)
		turned[at] ^= 1 << (i % 8)
		w.must(os.WriteFile(path, turned, 0o600))
		_, err := w.keeper.Verify(t.Context(), path, backup.Keys{}, nil)
		if err == nil && !maps.Equal(w.files(turned), w.files(good)) || err != nil &&
			fault.KindOf(err) != fault.Invalid {
			t.Errorf("bit %d of byte %d turned: %v", i%8, at, err)
		}
	}
	refused("the last byte cut", good[:len(good)-1])
	if _, err := w.keeper.Verify(t.Context(), filepath.Join(w.base, "none"), backup.Keys{},
		nil); fault.KindOf(err) != fault.Missing {
		t.Errorf("no file: %v", err)
	}
}

// files is what a backup gives. The compression has bits that mean nothing, so one that was turned may change none.
func (w *world) files(text []byte) map[string]string {
	w.t.Helper()
	dir := w.t.TempDir()
	_, err := backup.Extract(w.t.Context(), bytes.NewReader(text), dir, nil, nil)
	w.must(err)
	found := map[string]string{}
	w.must(filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // of the test's folder
		found[strings.TrimPrefix(path, dir)] = string(content)
		return err
	}))
	return found
}

// unlike backups are whole, and the log in them is sound, but they say something else.
func unlike(t *testing.T, w *world) {
	w.fill()
	write := func(change func(m *backup.Manifest, files []backup.File) []backup.File) error {
		path := filepath.Join(w.base, "unlike.backup")
		w.must(errors.Join(os.RemoveAll(path), w.Engine.Snapshot(t.Context(), func(s backup.Snapshot) error {
			m := backup.Of(s.Head, s.Records, 1, "test")
			files := change(&m, s.Files)
			_, err := backup.Create(path, func(to io.Writer) error {
				return backup.Write(t.Context(), to, m, files, nil, nil)
			})
			return err
		})))
		_, err := w.keeper.Verify(t.Context(), path, backup.Keys{}, nil)
		return err
	}
	more := func(name string) func(*backup.Manifest, []backup.File) []backup.File {
		return func(_ *backup.Manifest, files []backup.File) []backup.File {
			return append(files, backup.File{Name: name, Size: 1, Reader: strings.NewReader("x")})
		}
	}
	if err := write(more("metrics/another.yaml")); err != nil {
		t.Fatalf("unchanged: %v", err)
	}
	says := func(fn func(m *backup.Manifest)) func(*backup.Manifest, []backup.File) []backup.File {
		return func(m *backup.Manifest, files []backup.File) []backup.File {
			fn(m)
			return files
		}
	}
	altered := func(_ *backup.Manifest, files []backup.File) []backup.File {
		for i := range files {
			text, err := io.ReadAll(files[i].Reader)
			w.must(err)
			files[i].Reader = bytes.NewReader(bytes.ReplaceAll(text, []byte("Here"), []byte("Hexe")))
		}
		return files
	}
	for name, c := range map[string]struct {
		change func(*backup.Manifest, []backup.File) []backup.File
		code   string
	}{
		"more changes":  {says(func(m *backup.Manifest) { m.Changes++ }), "backup_unlike"},
		"fewer changes": {says(func(m *backup.Manifest) { m.Changes-- }), "backup_unlike"},
		"another hash": {says(func(m *backup.Manifest) { m.Head = strings.Repeat("0", len(m.Head)) }),
			"backup_unlike"},
		"fewer records":     {says(func(m *backup.Manifest) { m.Records-- }), "backup_unlike"},
		"more records":      {says(func(m *backup.Manifest) { m.Records++ }), "backup_unlike"},
		"an altered change": {altered, "backup_unlike"},
		"a later format":    {says(func(m *backup.Manifest) { m.Format = backup.Format + 1 }), "backup_newer"},
		"a file outside":    {more("../outside"), "backup_damaged"},
		"a rooted file":     {more("/outside"), "backup_damaged"},
		"a file behind it":  {more(`..\outside`), "backup_damaged"},
		"a second manifest": {more("backup.json"), "backup_none"},
	} {
		err := write(c.change)
		if why, _ := fault.ReasonOf(err); fault.KindOf(err) != fault.Invalid || why.Code != c.code {
			t.Errorf("%s: %v (%s), want %s", name, err, why.Code, c.code)
		}
		if why, _ := fault.ReasonOf(err); c.code == "backup_unlike" && why.Parts["cause"] == "" ||
			c.code == "backup_newer" && why.Parts["program"] != "test" {
			t.Errorf("%s: %v does not say what differs", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(w.base, "outside")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file outside the folder was written: %v", err)
	}
}

func listed(t *testing.T, w *world) {
	if none, err := w.keeper.List(); err != nil || len(none) > 0 {
		t.Errorf("before the first: %v %v", none, err)
	}
	w.fill()
	first := w.create(backup.Keys{})
	w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: place,
		Fields: []record.FieldValue{text("name", "later")}}}})
	second := w.create(backup.Keys{})
	w.must(os.WriteFile(filepath.Join(w.keeper.Folder, "notes.txt"), nil, 0o600))
	w.must(os.Mkdir(filepath.Join(w.keeper.Folder, "a.backup"), 0o700))
	w.now.Store(1 << 50) // the file's time is the machine's: a check is later
	last := int64(0)
	good, err := w.keeper.Verify(t.Context(), first.Path, backup.Keys{}, func(done, total int64) {
		if done < last || done > total || total != first.Size {
			t.Errorf("%d of %d bytes after %d, of a backup of %d", done, total, last, first.Size)
		}
		last = done
	})
	w.must(err)
	if last != first.Size {
		t.Errorf("at the end %d of %d bytes", last, first.Size)
	}
	if good.Manifest != first.Manifest || good.Size != first.Size {
		t.Errorf("verified %+v of %+v", good, first)
	}
	list := func() []backup.Listed {
		found, err := w.keeper.List()
		w.must(err)
		if len(found) != 2 || found[0].Name != filepath.Base(second.Path) ||
			found[1].Name != filepath.Base(first.Path) ||
			found[0].Size != second.Size || found[0].Encrypted || found[0].Verified != nil {
			t.Fatalf("listed %+v", found)
		}
		return found
	}
	if v := list()[1].Verified; v == nil || *v != good {
		t.Errorf("found good: %+v, want %+v", v, good)
	}
	// what was found good is as old as the file, or younger
	checked := good.VerifiedAt.Time()
	w.must(os.Chtimes(first.Path, checked, checked))
	if v := list()[1].Verified; v == nil {
		t.Error("completed at the moment of the check: not found good")
	}
	w.must(os.Chtimes(first.Path, checked, checked.Add(time.Microsecond)))
	if v := list()[1].Verified; v != nil {
		t.Errorf("completed after the check: found good: %+v", v)
	}
	w.must(os.Chtimes(first.Path, checked, checked))
	file, err := os.OpenFile(first.Path, os.O_APPEND|os.O_WRONLY, 0o600)
	w.must(err)
	_, err = file.WriteString("x")
	w.must(errors.Join(err, file.Close()))
	if v := list()[1].Verified; v != nil {
		t.Errorf("altered since it was found good: %+v", v)
	}
	// a check that finds it bad takes the place of the good one, also when the file looks untouched
	if _, err := w.keeper.Verify(t.Context(), first.Path, backup.Keys{}, nil); err == nil {
		t.Fatal("verified a damaged backup")
	}
	w.must(os.Chtimes(first.Path, checked, checked))
	if l := list()[1]; l.Verified != nil || l.Bad == nil || l.Bad.Reason.Code != "backup_damaged" {
		t.Errorf("found bad: %+v", l)
	}
	// what says nothing about the file is not noted
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := w.keeper.Verify(stopped, second.Path, backup.Keys{}, nil); err == nil {
		t.Fatal("verified although it was stopped")
	}
	if l := list()[0]; l.Bad != nil {
		t.Errorf("after a check that was stopped: %+v", l.Bad)
	}
}

// unnoted: a verification whose result cannot be kept says so, also when it found the backup bad.
func unnoted(t *testing.T, w *world) {
	w.fill()
	made := w.create(backup.Keys{})
	note := made.Path + ".verified"
	w.must(os.Mkdir(note, 0o700)) // where the note is to be
	_, err := w.keeper.Verify(t.Context(), made.Path, backup.Keys{}, nil)
	if err == nil || fault.KindOf(err) == fault.Invalid || !strings.Contains(err.Error(), "note") {
		t.Errorf("a good backup: %v", err)
	}
	w.must(os.Truncate(made.Path, made.Size-1))
	_, err = w.keeper.Verify(t.Context(), made.Path, backup.Keys{}, nil)
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "note what") {
		t.Errorf("a bad backup: %v", err)
	}
	if found, err := w.keeper.List(); err != nil || len(found) != 1 || found[0].Verified != nil || found[0].Bad != nil {
		t.Errorf("listed %+v, %v", found, err)
	}
	w.must(os.Remove(note))
	w.now.Store(1 << 50) // the file's time is the machine's: a check is later
	if _, err := w.keeper.Verify(t.Context(), made.Path, backup.Keys{}, nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a bad backup whose note can be written: %v", err)
	}
	info, err := os.Stat(note)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its note: %v, %v", info, err)
	}
	if found, err := w.keeper.List(); err != nil || len(found) != 1 || found[0].Verified != nil || found[0].Bad == nil {
		t.Errorf("listed %+v, %v", found, err)
	}
}

// whole: a name is given to whole backups only, and never taken from another.
func whole(t *testing.T, w *world) {
	w.fill()
	made := w.create(backup.Keys{})
	before, err := os.ReadFile(made.Path)
	w.must(err)
	if _, err := w.keeper.Create(t.Context(), made.Path, backup.Keys{}, nil); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over another: %v", err)
	}
	if after, err := os.ReadFile(made.Path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the other was changed: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err = w.keeper.Create(ctx, w.keeper.NewName(), backup.Keys{}, func(int64, int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	unread := *w.keeper
	unread.Dir = made.Path // a file, in which nothing can be read
	if _, err := unread.Create(t.Context(), unread.NewName(), backup.Keys{}, nil); err == nil {
		t.Error("a backup was made without what belongs to it")
	}
	files := func() int {
		entries, err := os.ReadDir(w.keeper.Folder)
		w.must(err)
		return len(entries)
	}
	if files() != 1 {
		t.Errorf("%d files after a backup that was stopped", files())
	}
	// what a killed process left is swept away, and nothing else
	left := map[string]bool{".salesops-1.backup.part": false, ".other-1.backup.part": true,
		"salesops-1.backup.part": true}
	for name := range left {
		w.must(os.WriteFile(filepath.Join(w.keeper.Folder, name), nil, 0o600))
	}
	w.must(os.Mkdir(filepath.Join(w.keeper.Folder, ".salesops-2.backup.part"), 0o700))
	w.must(w.keeper.Sweep())
	for name, stays := range left {
		if _, err := os.Stat(filepath.Join(w.keeper.Folder, name)); (err == nil) != stays {
			t.Errorf("%s after the sweep: %v", name, err)
		}
	}
	if files() != 4 {
		t.Errorf("%d files after the sweep", files())
	}
	w.must(os.RemoveAll(w.keeper.Folder))
	w.must(w.keeper.Sweep())
}

func named(t *testing.T, w *world) {
	made := w.create(backup.Keys{})
	name := filepath.Base(made.Path)
	if path, err := w.keeper.Named(name); err != nil || path != made.Path {
		t.Errorf("%s is %s: %v", name, path, err)
	}
	w.must(os.Symlink(made.Path, filepath.Join(w.keeper.Folder, "link.backup")))
	for _, other := range []string{".hidden.backup", strings.TrimSuffix(name, ".backup")} {
		w.must(os.WriteFile(filepath.Join(w.keeper.Folder, other), nil, 0o600))
	}
	w.must(os.Mkdir(filepath.Join(w.keeper.Folder, "folder.backup"), 0o700))
	for _, name := range []string{"", "../backups/" + name, "none.backup", "link.backup", "folder.backup",
		`a\` + name, ".hidden.backup",
		strings.TrimSuffix(name, ".backup")} {
		if _, err := w.keeper.Named(name); fault.KindOf(err) != fault.Missing {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// daily backups beyond those that are kept go, the oldest first; those that somebody asked for stay.
func daily(t *testing.T, w *world) {
	made := func(path string) string {
		t.Helper()
		m, err := w.keeper.Create(t.Context(), path, backup.Keys{}, nil)
		w.must(err)
		return filepath.Base(m.Path)
	}
	var each []string
	for range 4 {
		each = append(each, made(w.keeper.NameAt(w.read(), true)))
	}
	_, err := w.keeper.Verify(t.Context(), filepath.Join(w.keeper.Folder, each[0]), backup.Keys{}, nil)
	w.must(err) // a note of it is kept beside it
	asked := made(w.keeper.NewName())
	foreign := "other-daily.backup"
	w.must(os.WriteFile(filepath.Join(w.keeper.Folder, foreign), nil, 0o600))
	is := func(what string, want ...string) {
		t.Helper()
		w.must(w.keeper.Prune())
		entries, err := os.ReadDir(w.keeper.Folder)
		w.must(err)
		var got []string
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".backup") || strings.HasPrefix(e.Name(), each[0]) {
				got = append(got, e.Name())
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	noted, err := filepath.Glob(filepath.Join(w.keeper.Folder, each[0]+".*"))
	if err != nil || len(noted) != 1 {
		t.Fatalf("notes %v, %v", noted, err)
	}
	is("none is to go", append(slices.Clone(each), asked, foreign, filepath.Base(noted[0]))...)
	w.keeper.Daily = 5
	is("five of four", append(slices.Clone(each), asked, foreign, filepath.Base(noted[0]))...)
	w.keeper.Daily = 2
	is("two of four", each[2], each[3], asked, foreign)
	w.keeper.Daily = 1
	is("one of two", each[3], asked, foreign)
}

// finished backups have their names; nothing else does.
func finished(t *testing.T, w *world) {
	path := w.keeper.NewName()
	if l, ok, err := w.keeper.Finished(path); ok || err != nil {
		t.Errorf("before it was made: %+v, %v, %v", l, ok, err)
	}
	phrase := filepath.Join(w.base, "phrase")
	w.must(os.WriteFile(phrase, []byte("correct horse battery\n"), 0o600))
	for _, keys := range []backup.Keys{{}, {PassphraseFile: phrase}} {
		made := w.create(keys)
		l, ok, err := w.keeper.Finished(made.Path)
		if !ok || err != nil || l.Name != filepath.Base(made.Path) || l.Size != made.Size ||
			l.Encrypted != made.Encrypted {
			t.Errorf("%+v, %v, %v of %+v", l, ok, err, made)
		}
	}
}
