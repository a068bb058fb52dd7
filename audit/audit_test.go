package audit_test

import (
	"cmp"
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

const start = period.Instant(1_780_000_000_000_000)

type clock struct{ at period.Instant }

func (c *clock) now() period.Instant { return c.at }

func open(t *testing.T, path string, c *clock) *record.Log {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(t.Context(), db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

func read(t *testing.T, log *record.Log, f audit.Filter) []audit.Entry {
	t.Helper()
	var all []audit.Entry
	if err := audit.Read(t.Context(), log, 0, f,
		func(e audit.Entry) bool { all = append(all, e); return true }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTrailTellsEventsAndChangesInOrder(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	log := open(t, filepath.Join(t.TempDir(), "truth.sqlite"), c)
	if err := audit.Write(t.Context(), log, "person_1",
		audit.Event{What: "sign_in", Whom: "ada", From: "192.0.2.7"}); err != nil {
		t.Fatal(err)
	}
	c.at += 1_000_000
	if _, err := sales.ChangeSettings(t.Context(), log, "owner", map[string]string{"currency": "EUR"}); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Apply(t.Context(), record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Create, Object: sales.Account}}}); err != nil {
		t.Fatal(err) // a change that is no administration and so not in the trail
	}
	all := read(t, log, audit.Filter{})
	if len(all) != 2 || all[0].What != "company_create" || all[0].Detail != "currency" || all[1].What != "sign_in" ||
		all[1].Whom != "ada" || all[1].From != "192.0.2.7" || all[1].Actor != "person_1" ||
		all[1].Outcome != audit.Done {
		t.Errorf("trail %+v", all)
	}
	for name, f := range map[string]audit.Filter{
		"actor": {Actor: "person_1"}, "what": {What: "sign_in"}, "text": {Text: "ADA"}, "until": {Until: start + 1},
		"address": {Text: "192.0.2."},
	} {
		if got := read(t, log, f); len(got) != 1 || got[0].What != "sign_in" {
			t.Errorf("filter by %s: %+v", name, got)
		}
	}
	if got := read(t, log, audit.Filter{Since: start + 1}); len(got) != 1 || got[0].What != "company_create" {
		t.Errorf("filter since: %+v", got)
	}
	if got := read(t, log, audit.Filter{Outcome: audit.Refused}); len(got) != 0 {
		t.Errorf("filter by outcome: %+v", got)
	}
}

// TestNobodyElseWritesEvents checks that only Write can write an event, and that an event cannot be
// undone.
func TestNobodyElseWritesEvents(t *testing.T) {
	t.Parallel()
	log := open(t, filepath.Join(t.TempDir(), "truth.sqlite"), &clock{start})
	if err := audit.Write(t.Context(), log, "owner", audit.Event{What: "backup"}); err != nil {
		t.Fatal(err)
	}
	event := read(t, log, audit.Filter{})[0]
	changes, err := log.Trail(t.Context(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]record.Command{
		"by a person": {Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: sales.AuditEvent}}},
		"by an import": {Actor: "import", Source: "crm",
			Drafts: []record.Draft{{Kind: record.Create, Object: sales.AuditEvent, External: "1",
				Flags: record.Import}}},
		"changed": {Actor: "owner",
			Drafts: []record.Draft{{Kind: record.Set, Object: sales.AuditEvent, ID: changes[0].ID}}},
		"deleted": {Actor: "owner",
			Drafts: []record.Draft{{Kind: record.Delete, Object: sales.AuditEvent, ID: changes[0].ID}}},
	} {
		if _, err := log.Apply(t.Context(), c); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := log.Undo(t.Context(), "owner", event.Seq); fault.KindOf(err) != fault.Denied {
		t.Errorf("taken back: %v", err)
	}
	if err := audit.Write(t.Context(), log, "owner",
		audit.Event{What: "a line\nof another"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a word that is none: %v", err)
	}
	if got := read(t, log, audit.Filter{}); len(got) != 1 {
		t.Errorf("trail %+v", got)
	}
}

func TestTextsCannotForgeLines(t *testing.T) {
	t.Parallel()
	log := open(t, filepath.Join(t.TempDir(), "truth.sqlite"), &clock{start})
	evil := "x\r\n2026-01-01 owner sign_in\x1b[2K\u202e\u2028\x00\xff" + strings.Repeat("é", 5000)
	if err := audit.Write(t.Context(), log, record.Actor(evil),
		audit.Event{What: "sign_in", Whom: evil, From: evil, Detail: audit.Say("method", "method", evil)}); err != nil {
		t.Fatal(err)
	}
	e := read(t, log, audit.Filter{})[0]
	for _, text := range []string{string(e.Actor), e.Whom, e.From, string(e.Detail)} {
		if strings.ContainsAny(text, "\r\n\x1b\x00\u202e\u2028") || len([]rune(text)) > 200 || text == "" {
			t.Errorf("%q", text)
		}
	}
}

// TestWhatWasTypedIsSeen checks that the trail shows characters that a reader would not see.
func TestWhatWasTypedIsSeen(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"ann@example.com": "ann@example.com", " Müller <b>株式 ": "Müller <b>株式", "a\r\nb": "a␍␊b",
		"gpj.\u202eexe": "gpj.[U+202E]exe", "\x1b[2K\x00\x7f": "␛[2K␀[U+007F]", "\xffz": "z",
	} {
		if got := audit.Clean(typed); got != want {
			t.Errorf("%q is shown as %q, want %q", typed, got, want)
		}
	}
}

// TestDetailsAreFoundAgain checks that each detail of each event is read from the log with its code and parts, and
// that a text that is none of them has no code.
func TestDetailsAreFoundAgain(t *testing.T) {
	t.Parallel()
	values := map[string]string{"token": "sync: nightly", "scopes": "read write", "request": "GET /metrics/{name}",
		"from": "rep", "to": "leader", "name": "partner list", "file": "win_rate.csv"}
	for what, codes := range audit.Events() {
		for _, code := range codes {
			text, parts, pairs := audit.Details()[code], map[string]string{}, []any{}
			for _, found := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(text, -1) {
				parts[found[1]] = cmp.Or(values[found[1]], "12")
				pairs = append(pairs, found[1], parts[found[1]])
			}
			e := audit.Event{What: what, Detail: audit.Say(code, pairs...)}
			if got, said := e.Said(); text == "" || got != code || !maps.Equal(said, parts) {
				t.Errorf("%s, %q: %s %v, want %s %v", what, e.Detail, got, said, code, parts)
			}
		}
	}
	for _, e := range []audit.Event{{What: "undo", Detail: "another"}, {What: "undo"},
		{What: "token_end", Detail: "x"}} {
		if code, parts := e.Said(); code != "" || parts != nil {
			t.Errorf("%+v says %s %v", e, code, parts)
		}
	}
}

// TestRepeatedRefusalsAreCounted checks that ten thousand refusals of one account and address
// within a minute give two events, and that those of ten thousand accounts give a limited number.
func TestRepeatedRefusalsAreCounted(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	log := open(t, filepath.Join(t.TempDir(), "truth.sqlite"), c)
	trail := audit.New(log, c.now)
	refuse := func(whom string) {
		t.Helper()
		err := trail.Write(t.Context(), audit.Nobody,
			audit.Event{What: "sign_in", Outcome: audit.Refused, Reason: "password_wrong",
				Whom: whom, From: "192.0.2.7"})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 10_000 {
		refuse("ada")
	}
	if got := read(t, log, audit.Filter{}); len(got) != 1 || got[0].Count > 1 {
		t.Fatalf("the first refusal: %+v", got)
	}
	c.at += 60_000_000
	if err := trail.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, log, audit.Filter{}); len(got) != 2 || got[0].Count != 9_999 {
		t.Fatalf("after the minute: %+v", got)
	}
	for n := range 10_000 {
		refuse(strings.Repeat("a", n%150) + string(rune('a'+n/150%26)) + string(rune('a'+n/3900)))
	}
	if err := trail.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := read(t, log, audit.Filter{})
	if len(got) > 300 {
		t.Fatalf("%d events of one minute", len(got))
	}
	var total int64
	for _, e := range got[:len(got)-2] {
		total += max(e.Count, 1)
	}
	if total != 10_000 {
		t.Errorf("%d refusals told of 10000", total)
	}
}

// TestTrailPages checks that Read returns every entry once, newest first, over many pages.
func TestTrailPages(t *testing.T) {
	t.Parallel()
	log := open(t, filepath.Join(t.TempDir(), "truth.sqlite"), &clock{start})
	for range 1203 {
		if err := audit.Write(t.Context(), log, "owner", audit.Event{What: "export"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, log, audit.Filter{}); len(got) != 1203 || got[0].Seq != 1203 || got[1202].Seq != 1 {
		t.Errorf("%d entries", len(got))
	}
}
