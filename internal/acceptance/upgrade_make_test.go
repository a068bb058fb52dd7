package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"salesops/auth"
	"salesops/backup"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// TestKeepThisRelease makes what later releases have to open, when it is told the release's name: tools/fixture.
func TestKeepThisRelease(t *testing.T) {
	name := os.Getenv("SALESOPS_FIXTURE")
	if name == "" {
		t.Skip("run by tools/fixture, once for each release")
	}
	to := filepath.Join(releases, name)
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	m := &maker{t: t, dir: t.TempDir(), now: period.DayOf(2026, time.November, 30).Start(time.UTC)}
	m.folder = openFolder(t, m.dir, m.now)
	m.write()
	p := m.product(t, m.now)
	s := m.state(t, m.now)
	past := m.now.Day(time.UTC) - 200
	for i, d := range p.engine.Catalog().List() {
		metric := fmt.Sprintf("%s@%d", d.Name, d.Version)
		more := []given{{Grain: period.Quarter}, {AsOf: &past}, {By: []string{"owner"}}}
		for _, g := range []given{{}, more[i%len(more)]} {
			g.Metric = metric
			s.Answers = append(s.Answers, p.answer(g, s.Changes))
		}
	}
	m.must(p.cols.Close())
	m.backup(filepath.Join(to, keptBackup))
	m.must(m.close())
	m.packDatabase(filepath.Join(to, keptDatabase))
	text, err := json.Marshal(s)
	m.must(err)
	m.must(os.WriteFile(filepath.Join(to, keptAnswers), append(text, '\n'), 0o600))
}

// maker writes a folder with one of each thing that an upgrade can break.
type maker struct {
	folder
	t   *testing.T
	dir string
	now period.Instant
}

func (m *maker) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *maker) apply(drafts ...record.Draft) []record.ID {
	m.t.Helper()
	done, err := m.log.Apply(m.t.Context(), record.Command{Actor: "owner", Drafts: drafts})
	m.must(err)
	return done[0].IDs
}

// write imports a company with columns of its own, takes a second import back, and edits, deletes, merges and
// erases by hand.
func (m *maker) write() {
	m.t.Helper()
	_, err := sales.ChangeSettings(m.t.Context(), m.log, "owner",
		map[string]string{"name": "Acme", "zone": "Europe/Berlin", "currency": "EUR", "fiscal_first_month": "4"})
	m.must(err)
	m.load(newWorld(4242, 24))
	second := m.load(newWorld(4243, 4))
	if _, err := m.log.Undo(m.t.Context(), "owner", second.Seq); err != nil {
		m.t.Fatal(err)
	}
	text := func(name, value string) record.FieldValue {
		return record.FieldValue{Name: name, Value: record.TextValue(value)}
	}
	ids := m.apply(
		record.Draft{Kind: record.Create, Object: sales.Account, Fields: []record.FieldValue{text("name", "Kept")}},
		record.Draft{Kind: record.Create, Object: sales.Account, Fields: []record.FieldValue{text("name", "Merged")}},
		record.Draft{Kind: record.Create, Object: sales.Account, Fields: []record.FieldValue{text("name", "Deleted")}},
		record.Draft{Kind: record.Create, Object: sales.Person, Fields: []record.FieldValue{text("name", "Ann"),
			text("email", "ann@example.com")}},
		record.Draft{Kind: record.Create, Object: sales.Contact, Fields: []record.FieldValue{text("name", "Forgotten"),
			text("email", "forgotten@example.com")}},
		record.Draft{Kind: record.Create, Object: record.FieldObject, Fields: []record.FieldValue{
			text("object", sales.Account), text("name", "tier"), text("kind", "text")}},
	)
	m.apply(
		record.Draft{Kind: record.Set, Object: sales.Account, ID: ids[0],
			Fields: []record.FieldValue{text("tier", "gold")}},
		record.Draft{Kind: record.Merge, Object: sales.Account, ID: ids[1], Into: ids[0]},
		record.Draft{Kind: record.Delete, Object: sales.Account, ID: ids[2]},
	)
	m.apply(record.Draft{Kind: record.Restore, Object: sales.Account, ID: ids[2]})
	m.apply(record.Draft{Kind: record.Forget, Object: sales.Contact, ID: ids[4]})
	m.must(m.db.Auth().Write(m.t.Context(), func(w auth.Writer) error {
		return w.PutUser(auth.User{ID: 1, Login: "ann@example.com", Person: ids[3], State: auth.Active,
			Password: "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA", CreatedAt: m.now, PasswordAt: m.now})
	}))
}

func (m *maker) load(w *world) *connectors.Report {
	m.t.Helper()
	files, dates := export(m.t, w, m.t.TempDir(), 0)
	r, err := all.Run(m.t.Context(), m.log, connectors.Options{
		Paths: files, Dates: dates, SpillDir: filepath.Join(m.t.TempDir(), "spill"),
		RejectDir: filepath.Join(m.t.TempDir(), "rejects"), Clock: func() period.Instant { return m.now },
	})
	m.must(err)
	return r
}

// backup makes one as the program does; its name is not the one it is kept under.
func (m *maker) backup(to string) {
	m.t.Helper()
	k := backup.Keeper{Dir: m.dir, Clock: func() period.Instant { return m.now }, Program: "fixture",
		Engine: sqlite.Backups{DB: m.db, File: databaseFile, Log: logOptions(m.now)}}
	_, err := k.Create(m.t.Context(), to, backup.Keys{}, nil)
	m.must(err)
}

func (m *maker) packDatabase(to string) {
	m.t.Helper()
	text, err := os.ReadFile(filepath.Join(m.dir, databaseFile))
	m.must(err)
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	m.must(err)
	m.must(os.WriteFile(to, packer.EncodeAll(text, nil), 0o600))
	m.must(packer.Close())
}
