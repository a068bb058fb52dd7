package analytics_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/duckdb/duckdb-go/v2"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// TestMending tells columns of errors of their engine. After one that only stopped it, the file is opened again as it
// is; after one that says that the file is damaged, it is set aside, and the log fills a new one. Other errors are
// passed on.
func TestMending(t *testing.T) {
	t.Parallel()
	stopped := &duckdb.Error{Type: duckdb.ErrorTypeFatal, Msg: "the engine stopped"}
	damaged := &duckdb.Error{Type: duckdb.ErrorTypeIO, Msg: "corrupt"}
	other := errors.New("something else")
	for what, q := range map[string]struct {
		why         error
		in          string // the name of the file; "" for memory
		mends, away bool
	}{
		"stopped":           {stopped, "columns.duckdb", true, false},
		"damaged":           {damaged, "columns.duckdb", true, true},
		"something else":    {other, "columns.duckdb", false, false},
		"stopped in memory": {stopped, "", false, false},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			path := q.in
			if path != "" {
				path = filepath.Join(t.TempDir(), path)
			}
			log := smallLog(t)
			log.add(create(1, sales.Team, 21), create(1, sales.Person, 11, ref("team", 21)),
				create(2, sales.Deal, 1, ref("owner", 11)))
			c := open(t, path, log, analytics.Options{Keyed: []analytics.Keyed{ownerStays(), teamSizes()}})
			catchUp(t, c)
			buildKeyed(t, c, "owner_stay")
			why := fmt.Errorf("asked: %w", q.why)
			err := c.Helped(t.Context(), why)
			if (err == nil) != q.mends || !q.mends && !errors.Is(err, q.why) {
				t.Fatalf("mended: %v", err)
			}
			r, renews := c.Renewal()
			if aside := c.SetAside(); (aside != "") != q.away || renews != q.away || renews && !r.Damaged {
				t.Errorf("set aside as %q, being made %v", aside, renews)
			}
			if q.away {
				if c.Position() != 0 || c.Changed(analytics.All(sales.Deal), record.Everything(), 0) {
					t.Errorf("an empty file is at %d", c.Position())
				}
				if _, err := os.Stat(filepath.Join(filepath.Dir(path), c.SetAside())); err != nil {
					t.Error(err)
				}
			} else if c.Position() != log.Head() {
				t.Errorf("at %d, was at %d", c.Position(), log.Head())
			}
			log.add(create(3, sales.Deal, 2, ref("owner", 11)))
			catchUp(t, c)
			for _, table := range []string{"owner_stay", "team_size"} {
				if built := slices.Contains(texts(t, c, "SELECT name FROM keyed"),
					table); built != (table == "owner_stay" && !q.away) {
					t.Errorf("%s is built: %v", table, built)
				}
			}
			sql, err := c.View(record.Everything()).Table(t.Context(), "owner_stay",
				[]string{"id", "team"}, analytics.When{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := texts(t, c, sql); !slices.Equal(got, []string{"1|21", "2|21"}) {
				t.Errorf("stays: %v", got)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAnAilingReplayIsNotHandedOutAgain notices errors in columns of past positions. Those that must be opened again
// are made again when they are asked for; the others stay.
func TestAnAilingReplayIsNotHandedOutAgain(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	someDeals(t, log, 30)
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	at := func(p record.Seq) *analytics.Columns {
		t.Helper()
		past, release, err := c.At(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		if got := texts(t, past,
			"SELECT count(*) FROM (SELECT id FROM deal_now UNION ALL SELECT id FROM deal_end)"); got[0] !=
			fmt.Sprint(p) {
			t.Errorf("position %d: %v deals", p, got)
		}
		return past
	}
	ten, twenty := at(10), at(20)
	if at(10) != ten || at(20) != twenty {
		t.Error("columns of a past position were made again")
	}
	stopped := &duckdb.Error{Type: duckdb.ErrorTypeFatal, Msg: "stopped"}
	for range 2 { // by two questions
		err := ten.Notice(stopped)
		if why, _ := fault.ReasonOf(err); why.Code != "columns_mended" || why.Parts["percent"] != "0" ||
			!analytics.IsRenewal(err) || !errors.Is(err, stopped) {
			t.Errorf("the asker is told %v", err)
		}
	}
	other := errors.New("another")
	if err := twenty.Notice(other); !errors.Is(err, other) || analytics.IsRenewal(err) {
		t.Errorf("another error is told as %v", err)
	}
	if at(10) == ten {
		t.Error("columns whose engine has stopped were handed out again")
	}
	if at(20) != twenty {
		t.Error("columns that are whole were made again")
	}
}

// TestColumnsBeingMadeRefuse asks columns that hold nothing of a log that is there. Each question is told so, until
// they have what was there.
func TestColumnsBeingMadeRefuse(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	someDeals(t, log, 20)
	c := open(t, "", log, analytics.Options{Keyed: []analytics.Keyed{teamSizes()}})
	view := c.View(record.Everything())
	asks := map[string]func() error{
		"a query": func() error { return ask(t, c, "SELECT 1") },
		"a lookup": func() error {
			_, err := c.Lookup(t.Context(), "SELECT $1::BIGINT", []int64{1},
				func(*analytics.Batch) error { return nil })
			return err
		},
		"a pinned view": func() error {
			return c.Pinned(t.Context(), record.Everything(), func(*analytics.View) error { return nil })
		},
		"a table": func() error {
			_, err := view.Table(t.Context(), "team_size", []string{"id"}, analytics.When{}, nil)
			return err
		},
		"a check": func() error { return c.Check(t.Context()) },
	}
	for what, ask := range asks {
		if err := ask(); !analytics.IsRenewal(err) || fault.KindOf(err) != fault.Busy {
			t.Errorf("%s: %v", what, err)
		}
	}
	var told sync.Mutex // it is told from several goroutines
	steps, last := 0, record.Seq(0)
	if err := c.Rebuild(t.Context(), func(done, total record.Seq) {
		told.Lock()
		defer told.Unlock()
		if steps++; done < 0 || done > total || total != log.Head() {
			t.Errorf("%d of %d", done, total)
		}
		last = max(last, done)
	}); err != nil {
		t.Fatal(err)
	}
	if steps < 3 || last < log.Head()*2/3 {
		t.Errorf("told %d times, last %d of %d", steps, last, log.Head())
	}
	for what, ask := range asks {
		if err := ask(); err != nil {
			t.Errorf("afterwards, %s: %v", what, err)
		}
	}
	if c := open(t, "", smallLog(t), analytics.Options{}); c.Check(t.Context()) != nil || ask(t, c, "SELECT 1") != nil {
		t.Error("columns of an empty log refuse")
	}
}

// TestCheckNamesWhatDiffers alters one table after the other. The check names the table and, if it is about records,
// the first that differs: one that is there too much, too little or otherwise.
func TestCheckNamesWhatDiffers(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	log.add(create(1, sales.Team, 21), create(1, sales.Person, 11, ref("team", 21)),
		create(2, sales.Deal, 3, ref("owner", 11)),
		create(2, sales.Deal, 4, ref("owner", 11)), create(2, sales.Deal, 5, ref("owner", 11)))
	options := analytics.Options{Keyed: []analytics.Keyed{ownerStays()}}
	for what, q := range map[string]struct{ statement, table, about string }{
		"one less":       {"DELETE FROM deal_now WHERE id = 4", "deal_now", record.FormatID(sales.Deal, 4)},
		"one more":       {"INSERT INTO deal_now (id) VALUES (9)", "deal_now", record.FormatID(sales.Deal, 9)},
		"a smaller more": {"INSERT INTO deal_now (id) VALUES (1)", "deal_now", record.FormatID(sales.Deal, 1)},
		"two otherwise":  {"UPDATE deal_now SET eff_from = 3 WHERE id > 3", "deal_now", record.FormatID(sales.Deal, 4)},
		"twice": {"INSERT INTO deal_now FROM deal_now WHERE id = 5", "deal_now",
			record.FormatID(sales.Deal, 5)},
		"a person": {"UPDATE person_now SET team = 22", "person_now", record.FormatID(sales.Person, 11)},
		"a keyed table": {"DELETE FROM owner_stay_rows WHERE id = 5", "owner_stay_rows",
			record.FormatID(sales.Deal, 5)},
		"no records":    {"UPDATE org SET team = 22", "org", "org"},
		"another table": {"CREATE TABLE more (id BIGINT)", "", "other tables"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "columns.duckdb")
			c, err := analytics.Open(t.Context(), path, log, options)
			if err != nil {
				t.Fatal(err)
			}
			catchUp(t, c)
			buildKeyed(t, c, "owner_stay")
			if err := c.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			done(t, c)
			change(t, path, q.statement)
			c = open(t, path, log, options)
			err = c.Check(t.Context())
			if !errors.Is(err, analytics.ErrDiffers) || fault.KindOf(err) != fault.Internal ||
				!strings.Contains(err.Error(), q.about) || !strings.Contains(err.Error(), q.table) ||
				!strings.HasPrefix(err.Error(), "the ") || !strings.HasSuffix(err.Error(), "run salesops rebuild") {
				t.Errorf("the check says %v; want %s of %s", err, q.about, q.table)
			}
		})
	}
}

// TestAFieldThatIsGone opens a file that has columns of a field which the schema does not have, as after a program that
// knew more. The file is made again.
func TestAFieldThatIsGone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	before := log.schema
	log.widen(t, 2)
	log.add(create(10, sales.Deal, 1, text("name", "A"), text("extra_0", "x"), text("extra_1", "y")))
	c, _ := files(t, path, log)
	catchUp(t, c)
	done(t, c)
	log.schema = before
	c, said := files(t, path, log)
	defer done(t, c)
	if c.Position() != 0 || !strings.Contains(said.String(), "columns are made again") || c.SetAside() != "" {
		t.Errorf("opened at %d: %s", c.Position(), said)
	}
	log.add(set(20, sales.Deal, 1, text("name", "B")), create(20, sales.Deal, 2, text("name", "C")))
	for _, fill := range []func() error{func() error { return second(c.CatchUp(t.Context())) },
		func() error { return c.Rebuild(t.Context(), nil) }} {
		if err := fill(); err != nil {
			t.Fatal(err)
		}
		if got := texts(t, c, "SELECT id, name FROM deal_now ORDER BY id"); !slices.Equal(got, []string{"1|B", "2|C"}) {
			t.Errorf("deals: %v", got)
		}
	}
}

func second[T any](_ T, err error) error { return err }
