package analytics_test

import (
	"bytes"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// someDeals fills a log with deals that change in order and late.
func someDeals(t testing.TB, log *memoryLog, n int) {
	t.Helper()
	at := day(t, "2026-01-01")
	for i := range n {
		log.add(create(at+1, sales.Deal, record.ID(100+i), text("name", "A"), euro("amount", int64(i)),
			instant("created_at", at)))
	}
	for i := range n {
		c := set(at+10+period.Instant(i), sales.Deal, record.ID(100+i),
			text("outcome", []string{"won", "lost", "open"}[i%3]))
		if i%4 == 0 {
			c.EffectiveAt--
		}
		log.add(c)
	}
}

// files opens columns in a file, with a log output that the test can read.
func files(t *testing.T, path string, log record.Reader) (*analytics.Columns, *bytes.Buffer) {
	t.Helper()
	var said bytes.Buffer
	c, err := analytics.Open(t.Context(), path, log,
		analytics.Options{Logger: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return c, &said
}

func done(t *testing.T, c *analytics.Columns) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFileContinuesWhereItStopped closes and reopens the file in the middle of a log.
func TestFileContinuesWhereItStopped(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	someDeals(t, log, 20)
	c, _ := files(t, path, log)
	catchUp(t, c)
	done(t, c)
	someDeals(t, log, 30)
	c, said := files(t, path, log)
	defer c.Close()
	if c.Position() != 40 {
		t.Errorf("opened at position %d, want 40; %s", c.Position(), said)
	}
	catchUp(t, c)
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
}

// TestFileIsDisposable deletes or damages the file in several ways and expects the same results
// afterwards.
func TestFileIsDisposable(t *testing.T) {
	t.Parallel()
	spoil := map[string]func(t *testing.T, path string){
		"deleted": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"cut": func(t *testing.T, path string) {
			if err := os.Truncate(path, 5000); err != nil {
				t.Fatal(err)
			}
		},
		"overwritten": func(t *testing.T, path string) {
			if err := os.WriteFile(path, bytes.Repeat([]byte("no columns\n"), 5000), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"of another version": func(t *testing.T, path string) { change(t, path, "UPDATE mark SET version = 999") },
		"without its mark":   func(t *testing.T, path string) { change(t, path, "DROP TABLE mark") },
		"of another log":     func(t *testing.T, path string) { change(t, path, "UPDATE mark SET id = 5") },
		"beyond its log":     func(t *testing.T, path string) { change(t, path, "UPDATE mark SET seq = 5000") },
		"with other tables": func(t *testing.T,
			path string) {
			change(t, path, "ALTER TABLE deal_ver DROP COLUMN amount")
		},
	}
	for name, damage := range spoil {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "columns.duckdb")
			log := smallLog(t)
			someDeals(t, log, 50)
			c, _ := files(t, path, log)
			catchUp(t, c)
			want := texts(t, c, "SELECT outcome, count(*), sum(amount) FROM deal_end GROUP BY outcome ORDER BY outcome")
			done(t, c)
			damage(t, path)
			c, said := files(t, path, log)
			defer c.Close()
			if name != "deleted" && !strings.Contains(said.String(), "columns are made again") {
				t.Errorf("nothing was said about it: %q", said)
			}
			if c.Position() != 0 {
				t.Errorf("opened at position %d", c.Position())
			}
			damaged := slices.Contains([]string{"cut", "overwritten", "without its mark"}, name)
			if r, ok := c.Renewal(); !ok || r.Damaged != damaged || (c.SetAside() != "") != damaged {
				t.Errorf("being made %v, damaged %v, set aside as %q", ok, r.Damaged, c.SetAside())
			}
			catchUp(t, c)
			if got := texts(t, c,
				"SELECT outcome, count(*), sum(amount) FROM deal_end GROUP BY outcome ORDER BY outcome"); !slices.Equal(
				got, want) {
				t.Errorf("answers %v, want %v", got, want)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// change alters the file with SQL, bypassing the package.
func change(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// TestCheckFindsWhatIsWrong alters one value in the file and expects Check to find it.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	someDeals(t, log, 50)
	c, _ := files(t, path, log)
	catchUp(t, c)
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	done(t, c)
	change(t, path, "UPDATE deal_end SET amount = amount + 1 WHERE id = 121")
	c, _ = files(t, path, log)
	defer c.Close()
	err := c.Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), record.FormatID(sales.Deal, 121)) ||
		!strings.Contains(err.Error(), "deal_end") || fault.KindOf(err) != fault.Internal ||
		!errors.Is(err, analytics.ErrDiffers) {
		t.Errorf("Check says %v", err)
	}
	if err := c.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Errorf("after a rebuild: %v", err)
	}
}

// TestAt asks for columns of past positions, by replay and of the present position.
func TestAt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	someDeals(t, log, 30)
	c, _ := files(t, path, log)
	catchUp(t, c)
	count := "SELECT count(*) FROM (SELECT id FROM deal_now UNION ALL SELECT id FROM deal_end)"
	for _, p := range []record.Seq{10, 20, 60, 10, 25, 30} {
		past, giveBack, err := c.At(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := texts(t, past, count), strconv.Itoa(min(int(p), 30)); got[0] != want {
			t.Errorf("position %d: %v deals, want %v", p, got, want)
		}
		if past.Position() != p {
			t.Errorf("position %d stands at %d", p, past.Position())
		}
		giveBack()
		giveBack()
	}
	for _, p := range []record.Seq{0, -1, 61} {
		if _, _, err := c.At(t.Context(), p); fault.KindOf(err) != fault.Invalid {
			t.Errorf("position %d: %v", p, err)
		}
	}
	left, err := filepath.Glob(path + ".at-*")
	if err != nil || len(left) == 0 || len(left) > 4 {
		t.Errorf("temporary files: %v, %v", left, err)
	}
	done(t, c)
	if left, _ := filepath.Glob(path + ".at-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
