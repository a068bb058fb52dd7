package main

import (
	"bytes"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite"

	"salesops/internal/period"
	"salesops/sqlite"
)

// earlier makes a data folder as an earlier release left it.
func earlier(t *testing.T) (dir string) {
	t.Helper()
	packed, err := os.Open(filepath.Join("..", "..", "internal", "acceptance", "testdata", "releases", "0.2.0-pre",
		"truth.sqlite.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	z, err := zstd.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(t.TempDir(), "acme")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, truthName), all, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestUpgrade: a preview changes nothing; the upgrade keeps the database as it was; a rollback returns to it, and says
// which changes it would lose.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	dir := earlier(t)
	truth := filepath.Join(dir, truthName)
	has, missing, err := sqlite.Layout(t.Context(), truth)
	if err != nil || has == 0 || len(missing) == 0 {
		t.Fatalf("the kept folder has layout %d and lacks %v, %v: the test would prove nothing", has, missing, err)
	}
	old := contents(t, truth)
	upgrade := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		code := run(t.Context(), append([]string{"upgrade", "--data", dir}, args...),
			&session{stdout: &out, stderr: &out, dir: dir, now: testClock})
		if code != want {
			t.Fatalf("upgrade %v: exit %d, want %d: %s", args, code, want, out.String())
		}
		return out.String()
	}

	said := upgrade(0, "--preview")
	for _, m := range missing {
		if !strings.Contains(said, m.Name) {
			t.Errorf("the preview does not name %s: %s", m.Name, said)
		}
	}
	if !bytes.Equal(contents(t, truth), old) {
		t.Error("the preview changed the database")
	}
	if _, err := os.Stat(filepath.Join(dir, snapshotsName)); err == nil {
		t.Error("the preview made a snapshot")
	}

	before := dump(t, truth)
	if said = upgrade(0); !strings.Contains(said, "the state before is kept in") {
		t.Errorf("the upgrade does not name its snapshot: %s", said)
	}
	kept, err := snapshots(filepath.Join(dir, snapshotsName))
	if err != nil || len(kept) != 1 {
		t.Fatalf("snapshots: %v %v", kept, err)
	}
	if !bytes.Equal(dump(t, kept[0]), before) {
		t.Error("the snapshot is not the database as it was")
	}
	if _, missing, err := sqlite.Layout(t.Context(), truth); err != nil || len(missing) != 0 {
		t.Errorf("after the upgrade %v are missing, %v", missing, err)
	}
	if said = upgrade(0); !strings.Contains(said, "nothing to do") {
		t.Errorf("the second upgrade said %s", said)
	}

	var out bytes.Buffer
	if code := run(t.Context(), []string{"settings", "currency=NOK", "--data", dir},
		&session{stdout: &out, stderr: &out,
			dir: dir, now: func() period.Instant { return testClock() + 1 }}); code != 0 {
		t.Fatal(out.String())
	}
	if said = upgrade(1, "--rollback"); !strings.Contains(said, "--lose-changes") {
		t.Errorf("a rollback that would lose changes said %s", said)
	}
	upgrade(0, "--rollback", "--lose-changes")
	if !bytes.Equal(dump(t, truth), before) {
		t.Error("after the rollback the database is not as it was")
	}
	for _, name := range []string{truthName + "-wal", columnsName} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Size() > 0 {
			t.Errorf("%s of the newer layout is still there", name)
		}
	}
	aside, err := filepath.Glob(filepath.Join(dir, snapshotsName, "after-upgrade-*.sqlite"))
	if err != nil || len(aside) != 1 {
		t.Fatalf("what was replaced: %v %v", aside, err)
	}
	lost, _, err := sqlite.End(t.Context(), aside[0])
	if was, _, err2 := sqlite.End(t.Context(), truth); err != nil || err2 != nil || lost <= was {
		t.Errorf("what was replaced has %d changes, the snapshot %d; %v %v", lost, was, err, err2)
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// dump writes all tables of a database as text.
func dump(t *testing.T, path string) []byte {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var out bytes.Buffer
	list := func(query string, each func([]string)) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells := make([]sql.NullString, len(names))
			to := make([]any, len(names))
			for i := range cells {
				to[i] = &cells[i]
			}
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			line := make([]string, len(names))
			for i, c := range cells {
				line[i] = c.String
			}
			each(line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	var tables []string
	list("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
		func(row []string) {
			tables = append(tables, row[0])
			out.WriteString(strings.Join(row, "\x1f") + "\n")
		})
	for _, table := range tables {
		list(`SELECT * FROM "`+table+`"`, func(row []string) { out.WriteString(strings.Join(row, "\x1f") + "\n") })
	}
	return out.Bytes()
}
