package backuptest

import (
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"salesops/backup"
	"salesops/internal/fault"
	"salesops/record"
)

// restored: the log goes on in the restored folder where it ended.
func restored(t *testing.T, w *world) {
	w.fill()
	want := w.content(w.Folder)
	made := w.create(backup.Keys{})
	end, err := w.Log.End(t.Context())
	w.must(err)
	if m := backup.Of(end, made.Records, made.At, "test"); made.Manifest != m || made.Changes != w.Log.Head() ||
		made.Records < 40 || made.Encrypted || made.At == 0 {
		t.Errorf("made %+v, the log ends at %+v", made, end)
	}
	if info, err := os.Stat(made.Path); err != nil || info.Size() != made.Size || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v, said to have %d bytes", info, err, made.Size)
	}
	if info, err := os.Stat(w.keeper.Folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of backups: %v, %v", info, err)
	}
	dir := w.unpack(made.Path, backup.Keys{})
	w.has(dir, false)
	f := w.at(dir)
	w.same(f, want)
	done, err := f.Log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Create, Object: place, Fields: []record.FieldValue{text("name", "later")}}}})
	w.must(err)
	if done[0].First != made.Changes+1 {
		t.Errorf("the log goes on at %d after %d", done[0].First, made.Changes)
	}
	w.same(f, w.content(f))
	w.same(w.Folder, want)
}

func empty(t *testing.T, w *world) {
	made := w.create(backup.Keys{})
	if made.Changes != 0 || made.Records != 0 || made.Head != "" {
		t.Errorf("made %+v of nothing", made.Manifest)
	}
	w.same(w.at(w.unpack(made.Path, backup.Keys{})), content{})
}

// encrypted backups alone have keys; each needs the right thing to open it.
func encrypted(t *testing.T, w *world) {
	w.fill()
	want := w.content(w.Folder)
	file := func(name, text string) string {
		path := filepath.Join(w.base, name)
		w.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	identity, err := age.GenerateX25519Identity()
	w.must(err)
	other, err := age.GenerateX25519Identity()
	w.must(err)
	phrase := backup.Keys{PassphraseFile: file("phrase", "correct horse battery\nsecond line\n")}
	opens := backup.Keys{IdentityFile: file("identity", identity.String()+"\n")}
	wrong := []struct {
		keys backup.Keys
		code string
	}{
		{backup.Keys{}, "backup_locked"},
		{backup.Keys{IdentityFile: file("other", other.String()+"\n")}, "backup_wrong_key"},
		{backup.Keys{PassphraseFile: file("another", "another horse battery")}, "backup_wrong_key"},
	}
	for i, keys := range []struct{ lock, open backup.Keys }{
		{backup.Keys{Recipients: []string{identity.Recipient().String()}}, opens}, {phrase, phrase},
	} {
		made := w.create(keys.lock)
		if locked, err := backup.Encrypted(made.Path); err != nil || !locked || !made.Encrypted {
			t.Errorf("said to be encrypted: %v, is %v, %v", made.Encrypted, locked, err)
		}
		for _, k := range wrong {
			_, err := w.keeper.Verify(t.Context(), made.Path, k.keys, nil)
			if why, _ := fault.ReasonOf(err); fault.KindOf(err) != fault.Invalid || why.Code != k.code {
				t.Errorf("opened by %+v: %v (%s), want %s", k.keys, err, why.Code, k.code)
			}
		}
		dir := w.unpack(made.Path, keys.open)
		w.has(dir, true)
		if i == 0 {
			w.same(w.at(dir), want)
		}
	}
	for name, k := range map[string]backup.Keys{
		"both": {Recipients: []string{identity.Recipient().String()},
			PassphraseFile: phrase.PassphraseFile},
		"a short phrase":     {PassphraseFile: file("short", "elevenchars\n")},
		"no recipient":       {Recipients: []string{"age1nothing"}},
		"no file of phrases": {PassphraseFile: filepath.Join(w.base, "none")},
	} {
		if _, err := w.keeper.Create(t.Context(), w.keeper.NewName(), k, nil); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.must(os.WriteFile(phrase.PassphraseFile, []byte("twelve chars\r\n"), 0o600))
	w.create(phrase)
}

// meanwhile: the backup is the folder between two writes, whatever is written while it is made.
func meanwhile(t *testing.T, w *world) {
	w.fill()
	want := w.content(w.Folder)
	written := 0
	var most, whole int64
	made, err := w.keeper.Create(t.Context(), w.keeper.NewName(), backup.Keys{}, func(done, total int64) {
		if done < most || done > total {
			t.Errorf("progress %d after %d of %d", done, most, total)
		}
		if most, whole = done, total; written < 20 {
			written++
			w.apply(record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: place,
				Fields: []record.FieldValue{text("name", "meanwhile")}}}})
		}
	})
	w.must(err)
	if written == 0 || most < whole {
		t.Errorf("%d writes meanwhile; progress ended at %d of %d", written, most, whole)
	}
	w.same(w.at(w.unpack(made.Path, backup.Keys{})), want)
	if got := len(w.content(w.Folder).Changes); got != len(want.Changes)+written {
		t.Errorf("%d changes, %d were written after %d", got, written, len(want.Changes))
	}
}
