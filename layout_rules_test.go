package salesops_test

import (
	"go/parser"
	"go/token"
	"testing"
)

// The checks themselves are checked: each rule catches its offence and leaves
// the ordinary case alone.

const page = "| `record` | the log | – | |\n" +
	"| `sqlite` | store | `record` | |\n" +
	"| `stats` | numbers | – | |\n" +
	"| `internal/fault` | errors | – | |\n" +
	"| `cmd/salesops` | wiring | everything | |\n" +
	"- Everybody may also import: `internal/fault`, `stats`.\n" +
	"- Tests may also import: `sqlite`.\n" +
	"- SQL stands only in: `sqlite`.\n" +
	"- DuckDB and Arrow only in: `analytics`.\n" +
	"- SQLite only in: `sqlite`.\n" +
	"- The clock is read only in: `cmd/salesops`.\n"

func TestAllows(t *testing.T) {
	t.Parallel()
	l, err := parseLayout(page)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		from, to string
		test     bool
		want     bool
	}{
		{"sqlite", "record", false, true},
		{"record", "sqlite", false, false},
		{"record", "sqlite", true, true}, // a test brings a real store
		{"record", "stats", false, true}, // shared
		{"stats", "internal/fault", false, false},
		{"internal/fault", "record", false, false},
		{"cmd/salesops", "sqlite", false, true},
		{"stats", "unknown", true, false},
	}
	for _, c := range cases {
		if got := l.allows(c.from, c.to, c.test); got != c.want {
			t.Errorf("allows(%s, %s, test=%v) = %v", c.from, c.to, c.test, got)
		}
	}
}

func TestParseLayoutRefusesAPageWithoutItsLists(t *testing.T) {
	t.Parallel()
	if _, err := parseLayout("| `record` | the log | – | |\n"); err == nil {
		t.Error("a page without the lists below the table was taken")
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, code       string
		clock, sql, free bool
		want             int
	}{
		{"an init function", `func init() {}`, false, false, false, 1},
		{"a method named init", `type a struct{}; func (a) init() {}`, false, false, false, 0},
		{"the clock", `var a = time.Now()`, false, false, false, 1},
		{"the clock where it may be read", `var a = time.Now()`, true, false, false, 0},
		{"a timer", `var a = time.NewTimer(1)`, false, false, false, 0},
		{"SQL", "var a = `\n\tSELECT a FROM b`", false, false, false, 1},
		{"SQL by Sprintf", `var a = fmt.Sprintf("DELETE FROM %s", b)`, false, false, false, 1},
		{"SQL where it belongs", `var a = "SELECT a FROM b"`, false, true, false, 0},
		{"a sentence", `var a = "Update the settings; select from the list"`, false, false, false, 0},
		{"a sales word in a name", `var openDeals int`, false, false, true, 1},
		{"a sales word in a text", `var a = "deal"`, false, false, true, 1},
		{"an ordinary word", `var ideal, dealt int`, false, false, true, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\n"+c.code, 0)
			if err != nil {
				t.Fatal(err)
			}
			if got := problems(file, c.clock, c.sql, c.free); len(got) != c.want {
				t.Errorf("%d problems, want %d: %v", len(got), c.want, got)
			}
		})
	}
}
