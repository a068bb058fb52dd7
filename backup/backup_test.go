package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"salesops/internal/fault"
)

// part is a part of an archive that is made by hand.
type part struct {
	name, text string
	kind       byte // 0 for a file
}

// archive packs parts as they are given.
func archive(t *testing.T, parts []part, after string) []byte {
	t.Helper()
	var out bytes.Buffer
	packed, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	to := tar.NewWriter(packed)
	for _, p := range parts {
		head := &tar.Header{Typeflag: p.kind, Name: p.name, Size: int64(len(p.text)), Mode: 0o600}
		if p.kind != 0 {
			head.Size, head.Linkname = 0, p.text
		} else {
			head.Typeflag = tar.TypeReg
		}
		if err := to.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if p.kind == 0 {
			if _, err := to.Write([]byte(p.text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := packed.Write([]byte(after)); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sums returns the last part for what comes before it.
func sums(t *testing.T, parts ...part) part {
	t.Helper()
	all := make([]sum, len(parts))
	for i, p := range parts {
		hash := sha256.Sum256([]byte(p.text))
		all[i] = sum{p.name, int64(len(p.text)), hex.EncodeToString(hash[:])}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return part{name: sumsName, text: string(text)}
}

// TestAnArchiveIsABackup makes archives by hand. Only what a backup consists of, in its order and to its end, is taken.
func TestAnArchiveIsABackup(t *testing.T) {
	t.Parallel()
	head := part{name: manifestName, text: `{"format":1,"program":"test","changes":3}`}
	one, two := part{name: "a", text: "one"}, part{name: "metrics/b", text: "two"}
	many := []part{head}
	for range maxFiles - 1 {
		many = append(many, part{name: "same"})
	}
	whole := append(append([]part{}, many...), sums(t, many...))
	more := append(append([]part{}, many...), part{name: "same"})
	more = append(more, sums(t, more...))
	large := part{name: manifestName, text: head.text + strings.Repeat(" ", maxManifest-len(head.text))}
	larger := part{name: manifestName, text: large.text + " "}
	for what, q := range map[string]struct {
		parts []part
		after string
		code  string // "" when it is a backup
	}{
		"without a file":             {[]part{head, sums(t, head)}, "", ""},
		"with files":                 {[]part{head, one, two, sums(t, head, one, two)}, "", ""},
		"a little room at its end":   {[]part{head, sums(t, head)}, strings.Repeat("\x00", 64<<10-1024), ""},
		"much more at its end":       {[]part{head, sums(t, head)}, strings.Repeat("\x00", 64<<10+1), "backup_damaged"},
		"nothing in it":              {nil, "", "backup_damaged"},
		"without its last part":      {[]part{head, one}, "", "backup_damaged"},
		"without its first part":     {[]part{one, sums(t, one)}, "", "backup_none"},
		"with the first part twice":  {[]part{head, head, sums(t, head, head)}, "", "backup_none"},
		"with a part after the last": {[]part{head, sums(t, head), one}, "", "backup_damaged"},
		"with another hash": {[]part{head, one, sums(t, head, part{name: "a", text: "two"})},
			"", "backup_damaged"},
		"with another name": {[]part{head, one, sums(t, head, part{name: "b", text: "one"})},
			"", "backup_damaged"},
		"with a hash less":          {[]part{head, one, sums(t, head)}, "", "backup_damaged"},
		"with a hash more":          {[]part{head, sums(t, head, one)}, "", "backup_damaged"},
		"in another order":          {[]part{head, one, two, sums(t, head, two, one)}, "", "backup_damaged"},
		"with sums that are none":   {[]part{head, {name: sumsName, text: "x"}}, "", "backup_damaged"},
		"described by what is none": {[]part{{name: manifestName, text: "x"}, sums(t, head)}, "", "backup_damaged"},
		"with a link": {[]part{head, {name: "l", text: "a", kind: tar.TypeSymlink}},
			"", "backup_damaged"},
		"with a folder":              {[]part{head, {name: "f/", kind: tar.TypeDir}}, "", "backup_damaged"},
		"described at length":        {[]part{large, sums(t, large)}, "", ""},
		"described at more length":   {[]part{larger, sums(t, larger)}, "", "backup_damaged"},
		"of as many files as may be": {whole, "", ""},
		"of a file more":             {more, "", "backup_damaged"},
		"of an older format": {[]part{{name: manifestName, text: `{"format":0}`}, sums(t, part{name: manifestName,
			text: `{"format":0}`})}, "", ""},
		"of the next format": {[]part{{name: manifestName, text: `{"format":2}`}}, "", "backup_newer"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			text := archive(t, q.parts, q.after)
			dir := ""
			if q.code == "" && len(q.parts) < 10 {
				dir = t.TempDir()
			}
			var told int64
			m, err := Extract(t.Context(), bytes.NewReader(text), dir, nil, func(done int64) { told = done })
			why, _ := fault.ReasonOf(err)
			if why.Code != q.code || (err == nil) != (q.code == "") || err != nil &&
				fault.KindOf(err) != fault.Invalid {
				t.Fatalf("taken as %+v, %v; want %q", m, err, q.code)
			}
			if q.code != "" {
				return
			}
			if told != int64(len(text)) {
				t.Errorf("%d of %d bytes are said to be read", told, len(text))
			}
			if dir == "" {
				return
			}
			for _, p := range q.parts {
				got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.name)))
				file := p.name != manifestName && p.name != sumsName
				if file != (err == nil) || file && string(got) != p.text {
					t.Errorf("%s: %q, %v", p.name, got, err)
				}
			}
		})
	}
	for what, text := range map[string]string{"nothing": "", "a few bytes": "abc",
		"a text": "this is no backup at all"} {
		_, err := Extract(t.Context(), strings.NewReader(text), "", nil, nil)
		if why, _ := fault.ReasonOf(err); why.Code != "backup_none" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestWhatIsNotTheBackupsFault: a disk that fails, a reader that fails and a caller who gives up say nothing about the
// backup.
func TestWhatIsNotTheBackupsFault(t *testing.T) {
	t.Parallel()
	head := part{name: manifestName, text: `{"format":1}`}
	one := part{name: "folder/a", text: "one"}
	text := archive(t, []part{head, one, sums(t, head, one)}, "")
	other := func(what string, err error, want error) {
		t.Helper()
		if why, known := fault.ReasonOf(err); err == nil || known && why.Code != "" ||
			want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "folder"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Extract(t.Context(), bytes.NewReader(text), dir, nil, nil)
	other("a file where a folder is to be", err, nil)
	dir = t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "folder", "a"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err = Extract(t.Context(), bytes.NewReader(text), dir, nil, nil)
	other("a folder where a file is to be", err, nil)
	ended, stop := context.WithCancel(t.Context())
	stop()
	_, err = Extract(ended, bytes.NewReader(text), "", nil, nil)
	other("a caller who gave up", err, context.Canceled)
	for _, full := range []io.Writer{fullDisk{}, onDisk{fullDisk{}}} {
		n, err := full.Write([]byte("abc"))
		if _, marked := full.(onDisk); n != 1 || !errors.Is(err, errFull) || isDisk(err) != marked {
			t.Errorf("%T wrote %d: %v", full, n, err)
		}
	}
}

var errFull = errors.New("full")

// fullDisk takes one byte of what is written.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 1, errFull }

// TestWhatIsWrittenIsWhole refuses a file that is not as long as was said, and a backup that cannot be written whole
// leaves nothing.
func TestWhatIsWrittenIsWhole(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "a.backup")
	write := func(path string, size int64) error {
		_, err := Create(path, func(w io.Writer) error {
			return Write(t.Context(), w, Manifest{Format: Format}, []File{{Name: "f", Size: size,
				Reader: strings.NewReader("text")}}, nil, nil)
		})
		return err
	}
	empty := func(what string) {
		t.Helper()
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("%s: left %v, %v", what, left, err)
		}
	}
	for what, size := range map[string]int64{"a file that was cut": 5, "a file that grew": 3} {
		if err := write(path, size); err == nil {
			t.Errorf("%s was taken", what)
		}
		empty(what)
	}
	if _, err := Create(path, func(io.Writer) error { return errFull }); !errors.Is(err, errFull) {
		t.Errorf("on a full disk: %v", err)
	}
	empty("on a full disk")
	if err := write(filepath.Join(folder, "none", "a.backup"), 4); fault.KindOf(err) != fault.Invalid {
		t.Errorf("in no folder: %v", err)
	}
	if err := write(path, 4); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(path, 4); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over another: %v", err)
	}
	_, err = Create(filepath.Join(folder, "b.backup"), func(w io.Writer) error { // another comes meanwhile
		if err := os.WriteFile(filepath.Join(folder, "b.backup"), before, 0o600); err != nil {
			return err
		}
		_, err := w.Write([]byte("mine"))
		return err
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("over one that came meanwhile: %v", err)
	}
	if got, err := os.ReadFile(filepath.Join(folder, "b.backup")); err != nil || !bytes.Equal(got, before) {
		t.Errorf("the one that came meanwhile was replaced: %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 2 {
		t.Errorf("left %v, %v", left, err)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if err := Write(ended, io.Discard, Manifest{}, nil, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who gave up: %v", err)
	}
}

// TestKeys covers files of keys that are missing, empty or hold something else.
func TestKeys(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	none := filepath.Join(folder, "none")
	const public = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	for what, q := range map[string]struct {
		keys         Keys
		locks, opens int // -1: refused
	}{
		"nothing":                   {Keys{}, 0, 0},
		"one recipient":             {Keys{Recipients: []string{public}}, 1, 0},
		"two recipients":            {Keys{Recipients: []string{public, public}}, 2, 0},
		"two in one text":           {Keys{Recipients: []string{public + "\n" + public}}, -1, 0},
		"an empty recipient":        {Keys{Recipients: []string{""}}, -1, 0},
		"a good one and a bad one":  {Keys{Recipients: []string{public, "age1x"}}, -1, 0},
		"a passphrase":              {Keys{PassphraseFile: file("twelve", "twelve chars")}, 1, 1},
		"a passphrase with more":    {Keys{PassphraseFile: file("more", "twelve chars\r\nand a line")}, 1, 1},
		"a short passphrase":        {Keys{PassphraseFile: file("eleven", "eleven char\r\nand a line")}, -1, -1},
		"a passphrase behind blank": {Keys{PassphraseFile: file("blank", "\ntwelve chars")}, -1, -1},
		"no passphrase":             {Keys{PassphraseFile: none}, -1, -1},
		"no identity":               {Keys{IdentityFile: none}, 0, -1},
		"an identity of nothing":    {Keys{IdentityFile: file("empty", "")}, 0, -1},
		"a public key as identity":  {Keys{IdentityFile: file("public", public)}, 0, -1},
		"both": {Keys{Recipients: []string{public}, PassphraseFile: file("both", "twelve chars")},
			-1, 1},
	} {
		locks, err := q.keys.Lock()
		if len(locks) != max(q.locks, 0) || (err == nil) != (q.locks >= 0) || err != nil &&
			fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s locks with %d, %v; want %d", what, len(locks), err, q.locks)
		}
		opens, err := q.keys.Open()
		if len(opens) != max(q.opens, 0) || (err == nil) != (q.opens >= 0) || err != nil &&
			fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s opens with %d, %v; want %d", what, len(opens), err, q.opens)
		}
	}
}
