package record_test

import (
	"path/filepath"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

// TestTexts: what a person enters has a length for its kind and no character that nobody sees; what a log has held
// before is taken.
func TestTexts(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := period.Instant(1_700_000_000_000_000)
	log, err := record.Open(t.Context(), db.Store(), record.Options{
		Objects: []record.Object{{Code: 10, Name: "thing", Title: "name", Fields: []record.Field{
			{Key: 1, Name: "name", Kind: record.Text}, {Key: 2, Name: "note", Kind: record.Text},
			{Key: 3, Name: "code", Kind: record.Text, Document: true}}}},
		Clock: func() period.Instant { now++; return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, c := range []struct{ field, text, code string }{
		{"name", long(record.MaxName), ""}, {"name", long(record.MaxName + 1), "field_long"},
		{"note", long(record.MaxProse), ""}, {"note", long(record.MaxProse + 1), "field_long"},
		{"code", long(record.MaxText), ""},
		{"name", "a\u202eb", "field_unseen"}, {"name", "a\x00b", "field_unseen"}, {"note", "\x1b[2J", "field_unseen"},
		{"note", "two\nlines\tand more", ""}, {"code", "{\u202e}", ""}, {"name", "שלום\u200f!", ""},
	} {
		cmd := record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: "thing",
			Fields: []record.FieldValue{{Name: c.field, Value: record.TextValue(c.text)}}}}}
		_, err := log.Apply(t.Context(), cmd)
		why, _ := fault.ReasonOf(err)
		if (err != nil) != (c.code != "") || why.Code != c.code {
			t.Errorf("%s of %d bytes: %v, want %q", c.field, len(c.text), err, c.code)
		}
		cmd.Kept = true
		if _, err := log.Apply(t.Context(), cmd); err != nil {
			t.Errorf("%s of %d bytes, held before: %v", c.field, len(c.text), err)
		}
	}
	if _, err := log.Apply(t.Context(), record.Command{Actor: "owner", Source: "c\u202erm", Drafts: []record.Draft{
		{Kind: record.Create, Object: "thing"}}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a source with a hidden character: %v", err)
	}
}
