package all_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// acme is a system that nothing but this file knows.
type acme struct{}

func (acme) Name() string                  { return "acme" }
func (acme) Title() string                 { return "Acme" }
func (acme) Nicknames() []string           { return []string{"ac"} }
func (acme) ID(text string) (string, bool) { return tool.WordID(text) }
func (acme) Order(string) uint64           { return 0 }
func (acme) ObjectOf(string) (string, bool) {
	return "", false
}
func (acme) Stages() []tool.Stage {
	return []tool.Stage{{Name: "Talk", Outcome: sales.Open}, {Name: "Signed", Outcome: sales.Won}}
}
func (acme) StageOutcome(string, float64) string { return "" }

// StageEntered reads "since:s2".
func (acme) StageEntered(header string) string {
	if len(header) > 6 && header[:6] == "since:" {
		return header[6:]
	}
	return ""
}

func (acme) Layouts() []tool.Layout {
	return []tool.Layout{{
		Name: "Bargain", Object: sales.Deal, Needs: [][]string{{"bargain no"}, {"worth"}},
		Named: [][]string{{"bargain no"}},
		Columns: []tool.Column{
			{Header: "bargain no", Use: tool.ID},
			{Header: "bargain", Field: "name"},
			{Header: "worth", Field: "amount", Kind: tool.Amount},
			{Header: "where it is", Use: tool.StageName},
			{Header: "made", Use: tool.Created, Kind: tool.Instant, Dates: cell.DMY},
			{Header: "due", Use: tool.Part, Kind: tool.Day, Dates: cell.DMY},
		},
		Finish: func(r tool.Row) {
			if at, ok := r.Time("due"); ok {
				r.Set("close_date", record.DayValue(r.DayOf(at)))
			}
		},
	}, {
		Name: "Firm", Object: sales.Account, Needs: [][]string{{"Firm No"}, {"Firm"}},
		Named:   [][]string{{"Firm No"}},
		Columns: []tool.Column{{Header: "Firm No", Use: tool.ID}, {Header: "Firm", Field: "name"}},
	}}
}

// TestOneLineRegistersALayout: a system whose layouts stand beside the built-in ones is read whole: no
// other file of the product names a system.
func TestOneLineRegistersALayout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"list.csv": "bargain no,bargain,worth,where it is,made,due,since:s1\n" +
			"7,Mill,1200.50,Signed,02/03/2026,31/03/2026,05/03/2026\n" +
			"8,Quarry,90,Talk,04/03/2026,,\n",
		"ac firms 2026.csv": "Firm No\nf1\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	options := connectors.Options{Paths: []string{dir}, Tools: append(all.Tools(), acme{}), Zone: time.UTC}
	r := w.run(options)
	if r.Source != "acme" || r.Nothing {
		t.Fatalf("the source is %q, the report %+v", r.Source, r.Files)
	}
	for _, f := range r.Files {
		if f.Unknown || f.Rejected > 0 {
			t.Errorf("%s is of layout %q: %s", f.Path, f.Layout, f.Reason)
		}
	}
	deal := w.records(sales.Deal, record.At{})["7"]
	if got := deal.Fields["amount"].Money(); got.Minor != 120050 {
		t.Errorf("the amount is %s", got)
	}
	if got, want := deal.Fields["close_date"].Day(), period.DayOf(2026, time.March, 31); got != want {
		t.Errorf("Finish set the close date %s, want %s", got, want)
	}
	if got := deal.Fields["outcome"].Text(); got != sales.Won {
		t.Errorf("by the system's own stages the deal is %q", got)
	}
	if _, there := w.records(sales.Account, record.At{})["f1"]; !there {
		t.Error("the file that is called by the system's nickname brought no account")
	}
	if again := w.run(options); again.Changes != 0 {
		t.Errorf("the same files again made %d changes", again.Changes)
	}
}
