package mapping_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
)

const keptDeals = "source: acme\nfiles:\n  - file: d.csv\n    object: deal\n    id: nr\n    fields: {name: title}\n"

// TestKeptMappings: what is kept is listed by name, finds its files by their columns, and is forgotten.
func TestKeptMappings(t *testing.T) {
	t.Parallel()
	s := mapping.Store{Data: t.TempDir()}
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Fatalf("before the first: %v, %v", list, err)
	}
	longest := strings.Repeat("ä", 60)
	for _, name := range []string{"Zoho (old)", "a-1_b", longest, "a-1_b"} {
		if err := s.Keep(name, keptDeals); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"", " a", "a ", "a/b", "..", "a.b", "a\nb", longest + "ä", `a\b`} {
		if err := s.Keep(name, keptDeals); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is kept: %v", name, err)
		}
		if err := s.Forget(name); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is forgotten: %v", name, err)
		}
	}
	if err := s.Keep("b", "files: ["); fault.KindOf(err) != fault.Invalid {
		t.Errorf("what is no mapping is kept: %v", err)
	}
	if err := os.WriteFile(filepath.Join(s.Data, "mappings", "note.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err != nil || len(list) != 3 || list[0].Name != "Zoho (old)" || list[1].Name != "a-1_b" ||
		list[2].Name != longest {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, k := range list {
		e := outline(t, k.Text).Entries[0]
		if !reflect.DeepEqual(e.Header, []string{"nr", "title"}) || len(e.Files) != 0 {
			t.Errorf("%s finds its files by %v and the name %v", k.Name, e.Header, e.Files)
		}
	}
	if err := s.Forget("a-1_b"); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget("a-1_b"); fault.KindOf(err) != fault.Missing {
		t.Errorf("forgotten twice: %v", err)
	}
	if list, err = s.List(); err != nil || len(list) != 2 {
		t.Errorf("%d are left, %v", len(list), err)
	}
	inside, err := filepath.Glob(filepath.Join(s.Data, "mappings", "*"))
	if err != nil || len(inside) != 3 {
		t.Errorf("the folder holds %v, %v", inside, err)
	}
}

// propose looks at two tables that have no names for what they hold.
func propose(t *testing.T, o connectors.Options, w mapping.Wanted) (mapping.Suggestion, error) {
	t.Helper()
	if o.Paths == nil {
		o.Paths = []string{folder(t, map[string]string{"d.csv": "nr,title,step\n1,Pump,Won\n2,Valve,Lost\n",
			"e.csv": "key,label,day\nA,Ore,03/04/2026\nB,Tin,05/06/2026\n"})}
	}
	o.Tools, o.SpillDir = all.Tools(), filepath.Join(t.TempDir(), "spill")
	return mapping.Propose(t.Context(), o, w)
}

// TestKeptMappingsRead: a kept mapping reads its files in place of a guess. The first that reads one says what holds
// for all files, and those that say something else of that are left out.
func TestKeptMappingsRead(t *testing.T) {
	t.Parallel()
	deals := mapping.Kept{Name: "deals", Text: "source: acme\nzone: Europe/Berlin\ncurrency: EUR\ndates: dmy\n" +
		"numbers: comma\nencoding: windows-1252\nstages: {Won: won, Gone: lost}\nfiles:\n" +
		"  - {header: [nr, title, step], object: deal, id: nr, fields: {name: title, stage: step}}\n"}
	like := strings.Split(deals.Text, "stages")[0]
	other := "files:\n  - {header: [key, label], object: account, id: key, fields: {name: label}}\n"
	kept := func(texts ...string) (list []mapping.Kept) {
		for i, text := range texts {
			list = append(list, mapping.Kept{Name: string(rune('a' + i)), Text: text})
		}
		return list
	}
	for name, c := range map[string]struct {
		kept []mapping.Kept
		of   [2]string // which kept mapping reads each file
	}{
		"none":              {nil, [2]string{}},
		"one":               {kept(deals.Text), [2]string{"a", ""}},
		"two":               {kept(deals.Text, like+other), [2]string{"a", "b"}},
		"the first":         {kept(deals.Text, strings.Replace(deals.Text, "Gone", "Away", 1)), [2]string{"a", ""}},
		"one that is wrong": {kept("files: [", deals.Text), [2]string{"b", ""}},
		"one that reads nothing": {kept(
			"zone: UTC\nfiles:\n  - {header: [x], object: deal, id: x, fields: {name: x}}\n",
			deals.Text), [2]string{"b", ""}},
		"other source": {kept(deals.Text, strings.Replace(like, "acme", "b", 1)+other), [2]string{"a", ""}},
		"other zone": {kept(deals.Text, strings.Replace(like, "Europe/Berlin", "UTC", 1)+other),
			[2]string{"a", ""}},
		"other currency": {kept(deals.Text, strings.Replace(like, "EUR", "USD", 1)+other), [2]string{"a", ""}},
		"other dates":    {kept(deals.Text, strings.Replace(like, "dmy", "mdy", 1)+other), [2]string{"a", ""}},
		"other numbers":  {kept(deals.Text, strings.Replace(like, "comma", "point", 1)+other), [2]string{"a", ""}},
		"other encoding": {kept(deals.Text, strings.Replace(like, "windows-1252", "utf-8", 1)+other),
			[2]string{"a", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := propose(t, connectors.Options{}, mapping.Wanted{Source: "acme", Kept: c.kept})
			if err != nil {
				t.Fatal(err)
			}
			for i, table := range s.Tables {
				if table.Kept != c.of[i] {
					t.Errorf("%s is read by the kept mapping %q, want %q", table.File, table.Kept, c.of[i])
				}
			}
			if c.of[0] == "" {
				return
			}
			o := outline(t, s.Text)
			want := []mapping.StageLine{{Name: "Won", Outcome: "won"}, {Name: "Gone", Outcome: "lost"}}
			if o.Zone != "Europe/Berlin" || o.Currency != "EUR" || o.Dates != "dmy" || o.Numbers != "comma" ||
				o.Encoding != "windows-1252" || !reflect.DeepEqual(o.Stages, want) {
				t.Errorf("the settings are %+v", o)
			}
		})
	}
}

// TestProposeForOneFile: only what a mapping says of one file is written anew, as rows of the object that is asked for;
// what the mapping says of dates and numbers is not asked again.
func TestProposeForOneFile(t *testing.T) {
	t.Parallel()
	before := "source: acme\nfiles:\n  - {file: d.csv, object: deal, id: nr, fields: {name: title}}\n" +
		"  - {file: e.csv, object: contact, id: key, fields: {name: label}}\n"
	for name, c := range map[string]struct {
		settings  string
		undecided int
	}{"nothing is said": {"", 1}, "the order of dates": {"dates: dmy\n", 0},
		"how numbers are written": {"numbers: comma\n", 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := propose(t, connectors.Options{},
				mapping.Wanted{Source: "x", File: "e.csv", Object: "deal", Before: c.settings + before})
			if err != nil {
				t.Fatal(err)
			}
			o := outline(t, s.Text)
			if o.Source != "acme" || len(o.Entries) != 2 || o.Entries[0].Fields[0].Columns[0] != "title" ||
				o.Entries[1].Object != "deal" || len(o.Entries[1].Undecided) < c.undecided {
				t.Fatalf("%s", s.Text)
			}
			asks := strings.Contains(strings.Join(o.Entries[1].Undecided, " "), "03/04/2026")
			if asks != (c.undecided > 0) {
				t.Errorf("the order of the dates is asked: %v\n%s", asks, s.Text)
			}
		})
	}
	_, err := propose(t, connectors.Options{}, mapping.Wanted{Source: "x", File: "f.csv", Before: before})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a file that is not there: %v", err)
	}
	_, err = propose(t, connectors.Options{}, mapping.Wanted{Source: "x", File: "e.csv", Before: "files: ["})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("what is no mapping: %v", err)
	}
}

// TestProposedSettings: the encoding that was given stands in the mapping, else the one that it had; the source is the
// one that is asked for, the system whose layout reads a file, or the other name.
func TestProposedSettings(t *testing.T) {
	t.Parallel()
	latin := folder(t, map[string]string{"d.csv": "nr,title\n1,M\xfcller\n2,Ko\xdf\n"})
	has := "encoding: windows-1252\n" + keptDeals
	for name, c := range map[string]struct {
		given, before, want string
	}{"given": {"iso-8859-15", "", "iso-8859-15"}, "had": {"", has, "windows-1252"},
		"both": {"iso-8859-15", has, "iso-8859-15"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := propose(t, connectors.Options{Paths: []string{latin}, Encoding: c.given},
				mapping.Wanted{Source: "acme", Before: c.before})
			if err != nil {
				t.Fatal(err)
			}
			if o := outline(t, s.Text); o.Encoding != c.want {
				t.Errorf("the encoding is %q, want %q", o.Encoding, c.want)
			}
		})
	}
	salesforce := folder(t, map[string]string{"d.csv": "nr,title,step\n1,Pump,Won\n",
		"Account.csv": "Id,Name,Industry,IsDeleted,SystemModstamp,CreatedDate\n" +
			"001000000000001AAA,Ore,Mining,false,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z\n"})
	for _, c := range []struct {
		paths             []string
		source, otherwise string
		want              string
	}{{nil, "acme", "other", "acme"}, {nil, "", "other", "other"}, {[]string{salesforce}, "", "other", "salesforce"},
		{[]string{salesforce}, "acme", "other", "acme"}} {
		s, err := propose(t, connectors.Options{Paths: c.paths},
			mapping.Wanted{Source: c.source, Otherwise: c.otherwise})
		if err != nil {
			t.Fatal(err)
		}
		if got := outline(t, s.Text).Source; got != c.want {
			t.Errorf("of %q and %q the source is %s, want %s", c.source, c.otherwise, got, c.want)
		}
	}
}
