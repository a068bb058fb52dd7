package acceptance

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"salesops/access"
	"salesops/analytics"
	"salesops/auth"
	"salesops/backup"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// releases holds, for each release, a data folder that it made, a backup that it made of it, and what it answered.
const releases = "testdata/releases"

const (
	keptDatabase = "truth.sqlite.zst"
	keptBackup   = "folder.backup"
	keptAnswers  = "answers.json"
	databaseFile = "truth.sqlite"
)

// said is what a release answered about its folder.
type said struct {
	Now     period.Instant // the clock of all questions
	Changes record.Seq     // the log's end
	Head    string         // its hash
	Records int64
	Users   []auth.User
	Fields  []string // of the company's own, as object.field
	Answers []given
}

// given is a question and what came of it.
type given struct {
	Metric  string // with its version: a later one may count differently
	By      []string
	Grain   period.Grain
	AsOf    *period.Day
	Rows    []givenRow
	Refused bool
}

type givenRow struct {
	By                            map[string]string
	Period                        string
	Value, Numerator, Denominator string
	N                             int64
}

// folder is a data folder that was opened, without columns.
type folder struct {
	db  *sqlite.DB
	log *record.Log
}

func logOptions(now period.Instant) record.Options {
	clock := func() period.Instant { return now }
	return record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock, IDs: record.NewIDs(clock)}
}

func openFolder(t *testing.T, dir string, now period.Instant) folder {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(dir, databaseFile), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(t.Context(), db.Store(), logOptions(now))
	if err != nil {
		t.Fatal(err)
	}
	return folder{db, log}
}

func (f folder) close() error { return errors.Join(f.log.Close(), f.db.Close()) }

// product lets columns follow the folder's log, and an engine answer from them.
func (f folder) product(t *testing.T, now period.Instant) *product {
	t.Helper()
	p := &product{t: t, log: f.log, now: now, names: map[string]string{}}
	var err error
	p.cols, err = analytics.Open(t.Context(), "", f.log,
		analytics.Options{Threads: 1, Keyed: rowsets.Tables(),
			Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	p.must(err)
	catalog, err := metrics.Load(rowsets.All())
	p.must(err)
	p.must(catalog.Sync(t.Context(), f.log))
	p.engine = metrics.New(p.cols, catalog, metrics.Options{Clock: func() period.Instant { return now }})
	p.follow()
	return p
}

// state is what a folder holds, without its answers.
func (f folder) state(t *testing.T, now period.Instant) said {
	t.Helper()
	report, err := f.log.Verify(t.Context(), nil)
	if err != nil || !report.OK() {
		t.Fatalf("verify: %v %+v", err, report.Problems)
	}
	end, err := f.log.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := said{Now: now, Changes: end.Seq, Head: hex.EncodeToString(end.Hash[:]), Records: int64(report.Records)}
	if err := f.db.Auth().Read(t.Context(), func(r auth.Reader) (err error) {
		s.Users, err = r.Users()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, object := range f.log.Schema().Names() {
		o, _ := f.log.Schema().Object(object)
		for _, field := range o.Fields {
			if field.Custom {
				s.Fields = append(s.Fields, object+"."+field.Name)
			}
		}
	}
	return s
}

// answer asks at a position of the log.
func (p *product) answer(g given, at record.Seq) given {
	a, err := p.engine.Ask(p.t.Context(), everything,
		metrics.Query{Metric: g.Metric, By: g.By, Grain: g.Grain, AsOf: g.AsOf, Position: at})
	g.Rows, g.Refused = []givenRow{}, err != nil
	if err != nil {
		return g
	}
	figure := func(f *metrics.Figure) string {
		if f == nil {
			return ""
		}
		return f.Text
	}
	for _, row := range a.Rows {
		r := givenRow{By: map[string]string{}, N: row.N, Value: figure(row.Value), Numerator: figure(row.Numerator),
			Denominator: figure(row.Denominator)}
		if row.Period != nil {
			r.Period = *row.Period
		}
		for name, key := range row.By {
			if r.By[name] = ""; key.ID != nil {
				r.By[name] = *key.ID
			}
		}
		g.Rows = append(g.Rows, r)
	}
	return g
}

// TestEarlierReleases opens what each release left: its folder, and a backup. The chain holds, the answers are the
// same, and the log goes on.
func TestEarlierReleases(t *testing.T) {
	t.Parallel()
	kept, err := filepath.Glob(filepath.Join(releases, "*", keptAnswers))
	if err != nil || len(kept) == 0 {
		t.Fatalf("no releases in %s: %v", releases, err)
	}
	for _, answers := range kept {
		dir := filepath.Dir(answers)
		text, err := os.ReadFile(answers)
		if err != nil {
			t.Fatal(err)
		}
		var want said
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(dir)+" folder", func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			unpackDatabase(t, filepath.Join(dir, keptDatabase), filepath.Join(data, databaseFile))
			want.heldBy(t, data)
		})
		t.Run(filepath.Base(dir)+" backup", func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			k := backup.Keeper{Engine: sqlite.Backups{File: databaseFile, Log: logOptions(want.Now)}}
			m, _, err := k.Unpack(t.Context(), filepath.Join(dir, keptBackup), data, backup.Keys{}, nil)
			if err != nil || m.Changes != want.Changes || m.Head != want.Head {
				t.Fatalf("%+v: %v", m, err)
			}
			want.heldBy(t, data)
		})
	}
}

// heldBy opens a folder of an earlier release.
func (s said) heldBy(t *testing.T, dir string) {
	t.Helper()
	f := openFolder(t, dir, s.Now)
	defer func() {
		if err := f.close(); err != nil {
			t.Error(err)
		}
	}()
	state := s
	state.Answers = nil
	state.Users = withRoles(s.Users)
	if diff := gocmp.Diff(state, f.state(t, s.Now)); diff != "" {
		t.Errorf("the folder differs: %s", diff)
	}
	p := f.product(t, s.Now)
	defer func() {
		if err := p.cols.Close(); err != nil {
			t.Error(err)
		}
	}()
	valued := 0
	for _, g := range s.Answers {
		if diff := gocmp.Diff(g, p.answer(g, s.Changes)); diff != "" {
			t.Errorf("%s by %v as of %v: %s", g.Metric, g.By, g.AsOf, diff)
		}
		for _, row := range g.Rows {
			if row.Value != "" && row.Value != "0" {
				valued++
			}
		}
	}
	if valued < 100 {
		t.Errorf("%d values: the folder proves nothing", valued)
	}
	name := record.FieldValue{Name: "name", Value: record.TextValue("later")}
	before := f.log.Head()
	_, err := f.log.Apply(t.Context(), record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Create, Object: sales.Account, Fields: []record.FieldValue{name}}}})
	p.must(err)
	if after := f.state(t, s.Now); after.Changes != before+1 {
		t.Errorf("the log goes on at %d after %d", after.Changes, before)
	}
	p.follow()
	p.must(p.cols.Check(t.Context()))
}

// withRoles gives users of a release before roles the role that the upgrade gives them: the first administers.
func withRoles(kept []auth.User) []auth.User {
	users := slices.Clone(kept)
	first := slices.MinFunc(users, func(a, b auth.User) int { return cmp.Compare(a.ID, b.ID) })
	for i := range users {
		switch {
		case users[i].Role != "":
		case users[i].ID == first.ID:
			users[i].Role = access.Administrator
		default:
			users[i].Role = access.Rep
		}
	}
	return users
}

func unpackDatabase(t *testing.T, from, to string) {
	t.Helper()
	packed, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	text, err := reader.DecodeAll(packed, nil)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
