package labels

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/connectors/tool"
	"salesops/sales"
)

// deals is an export with all that one can say.
func deals() Export {
	return Export{Name: "deal export", Object: sales.Deal, ID: []string{"Deal ID"},
		Needs:   [][]string{{"Title", "Name"}, {"Stage"}, {"Owner", "Owner ID"}},
		Telling: []string{"Pipeline"}, Not: []string{"Lead"},
		MadeOf: [][]string{{"Title", "Name"}, {"Created"}, {"Stage"}}, Ignore: []string{"Photo"},
		Fields: []Field{{Labels: []string{"Title", "Name"}, Column: tool.Column{Field: "name"}},
			{Labels: []string{"Stage"}, First: true, Column: tool.Column{Use: tool.StageName}},
			{Labels: []string{"Owner ID"}, Names: []string{"Owner"},
				Column: tool.Column{Field: "owner", Kind: tool.Reference, Object: sales.Person}},
			{Labels: []string{"Amount"}, Mend: func(s string, row *Cells) string { return s + row.First("Currency") },
				Column: tool.Column{Field: "amount", Kind: tool.Amount}}},
		Made: []Made{{Column: tool.Column{Header: "contact", Field: "contact"},
			Of: func(row *Cells) string { return row.Join([]string{"First"}, []string{"Middle", "Last"}) }}}}
}

// TestFramesOfLabels: the header that a frame gives and what it makes of a row.
func TestFramesOfLabels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, row, wantHeader, want string }{
		{"Deal ID|title|STAGE", "1|a|Won", "Deal ID|title|STAGE|contact", "1|a|Won|"},
		{"Deal ID|Stage", "1|Won; Lost ", "Deal ID|Stage|contact", "1|Won|"},
		{"Deal ID|Stage", "1| Won ;Lost", "Deal ID|Stage|contact", "1|Won|"},
		{"Deal ID|Title", "1|a;b", "Deal ID|Title|contact", "1|a;b|"},
		{"Deal ID|Owner", "1|Ann", "Deal ID|Owner|contact", "1|Ann|"},
		{"Deal ID|Owner|Owner ID", "1|Ann|7", "Deal ID|Owner (name)|Owner ID|Owner (without id)|contact", "1|Ann|7||"},
		{"Deal ID|Owner|Owner ID", "1|Ann| ", "Deal ID|Owner (name)|Owner ID|Owner (without id)|contact",
			"1|Ann| |Ann|"},
		{"Deal ID|Owner ID|Owner", "1|", "Deal ID|Owner ID|Owner (name)|Owner (without id)|contact", "1|||"},
		{"Deal ID|Amount|Currency", "1|5|EUR", "Deal ID|Amount|Currency|contact", "1|5EUR|EUR|"},
		{"Deal ID|Amount|Currency", "1||EUR", "Deal ID|Amount|Currency|contact", "1||EUR|"},
		{"Deal ID|First|Last|Middle", "1|A|C|", "Deal ID|First|Last|Middle|contact", "1|A|C||A C"},
		{"Deal ID|First|Last|Middle", "1||C| B ", "Deal ID|First|Last|Middle|contact", "1||C| B |B"},
		{"Title|Stage|Created", "Big  Deal|Won|1/5/2026", "Title|Stage|Created|contact|id (of name and date)",
			"Big  Deal|Won|1/5/2026||name:big deal|1/5/2026|won"},
		{"Title|Stage|Created", "a||", "Title|Stage|Created|contact|id (of name and date)", "a||||name:a"},
		{"Title|Stage|Created", "a|Won|", "Title|Stage|Created|contact|id (of name and date)", "a|Won|||name:a||won"},
		{"Title|Stage|Created", "|Won|2026-01-05",
			"Title|Stage|Created|contact|id (of name and date)", "|Won|2026-01-05||"},
		{"Name|Title|Stage", "b||x", "Name|Title|Stage|contact|id (of name and date)", "b||x||name:b||x"},
		{"Title|title|Deal id", "a|b|7", "Title|title|Deal id|contact", "a|b|7|"},
	} {
		e := deals()
		f := newFrame(&e, strings.Split(c.header, "|"))
		if got := strings.Join(f.Header(), "|"); got != c.wantHeader {
			t.Errorf("%s becomes %s, want %s", c.header, got, c.wantHeader)
		}
		for _, before := range []int{0, 2} { // a row is put behind what is there
			into, keep, err := f.Row(strings.Split(c.row, "|"), make([]string, before))
			if got := strings.Join(into[before:], "|"); got != c.want || !keep || err != nil {
				t.Errorf("%s of %s becomes %q, %v, %v; want %q", c.row, c.header, got, keep, err, c.want)
			}
		}
	}
}

// TestIDsOfLabels: ids of deals can be read up to a length, those of people are fingerprints.
func TestIDsOfLabels(t *testing.T) {
	t.Parallel()
	id := func(object, name, created string) string {
		e := deals()
		e.Object = object
		into, _, err := newFrame(&e, []string{"Title", "Created"}).Row([]string{name, created}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return into[len(into)-1]
	}
	long := strings.Repeat("x", 190)
	for n, whole := range map[int]bool{54: true, 55: false} { // name: and a stroke beside 190 of the name
		if got := id(sales.Deal, long, strings.Repeat("y", n)); (got == "name:"+long+
			"|"+strings.Repeat("y", n)) != whole {
			t.Errorf("of %d characters: %q", n+196, got)
		}
	}
	a, b := id(sales.Person, "Ada Ruiz", "2026-01-05"), id(sales.Person, "Ada Ruiz", "2026-01-06")
	if a == b || strings.Contains(a, "ada") || a != id(sales.Person, "ada  ruiz", "2026-01-05") || !tool.IsMadeID(a) {
		t.Errorf("the ids of people are %q and %q", a, b)
	}
}

// TestDaysOfLabels: one day is written in one way, as far as that can be told.
func TestDaysOfLabels(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026-01-05": "2026-01-05", "01/05/2026": "1/5/2026",
		"1/5/2026": "1/5/2026", "13/05/2026": "2026-05-13",
		"05/13/2026": "2026-05-13", "01/05/2026 10:00": "1/5/2026", "2026-01-05 10:00:00": "2026-01-05",
		"Talk": "Talk", "12345": "12345",
		"31/31/2026": "31/31/2026", "": "", "x1/5/2026": "x1/5/2026", "1/5/26": "1/5/26", "01/05/26": "1/5/26",
		"01/05/2026 " + strings.Repeat("0", 30): "01/05/2026 " + strings.Repeat("0", 30)} {
		if got := day(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for names, want := range map[[2]string]string{{"Ada", "Ruiz"}: "Ada Ruiz", {"", "Ruiz"}: "Ruiz",
		{"Ada", ""}: "Ada", {"小明", "王"}: "王小明",
		{"小明", "Wang"}: "小明 Wang", {"Ming", "王"}: "Ming 王", {"小明", ""}: "小明"} {
		if got := FullName(names[0], names[1]); got != want {
			t.Errorf("%v is %q, want %q", names, got, want)
		}
	}
}

// TestLayoutsOfAnExport: one for files with ids, told by them and what a record must say, and one for those without.
func TestLayoutsOfAnExport(t *testing.T) {
	t.Parallel()
	e := deals()
	said := func(l tool.Layout) string {
		var uses []string
		for _, c := range l.Columns {
			if c.Use == tool.ID || c.Use == tool.Of {
				uses = append(uses, c.Header)
			}
		}
		return fmt.Sprintf("%s needs %v not %v named %v made %v ids %v telling %v", l.Name, l.Needs, l.Not, l.Named,
			l.MadeIDs, uses, l.Telling)
	}
	const with = "deal export needs [[Deal ID] [Title Name] [Stage] [Owner Owner ID]] not [Lead]"
	const without = "deal export without ids needs [[Title Name] [Stage] [Owner Owner ID]] not [Lead Deal ID] named " +
		"[] made true " +
		"ids [id (of name and date)] telling [Pipeline]"
	check := func(what string, want ...string) {
		t.Helper()
		var got []string
		for _, l := range e.Layouts() {
			got = append(got, said(l))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s, want\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	check("a deal", with+" named [[Deal ID] [Title Name] [Stage]] made false ids [Deal ID] telling [Pipeline]", without)
	e.Object = sales.Account
	check("an account", with+" named [[Deal ID] [Title Name]] made false ids [Deal ID] telling [Pipeline]", without)
	e.Role = tool.Snapshot
	check("a history", with+" named [] made false ids [Deal ID] telling [Pipeline]", without)
	e.MadeOf = nil
	check("without made ids", with+" named [] made false ids [Deal ID] telling [Pipeline]")
	e = deals()
	e.ID = nil
	check("without ids", strings.Replace(without, " Deal ID]", "]", 1))
	var columns []string
	for _, c := range deals().Layouts()[0].Columns {
		columns = append(columns, fmt.Sprintf("%s:%v:%v", c.Header, c.Field, c.ByName == tool.NameKnown))
	}
	if got, want := strings.Join(columns,
		" "), "Title:name:false Name:name:false Stage::false Owner ID:owner:false Owner:owner:true "+
		"Owner (name):owner:false Owner (without id):owner:true Amount:amount:false contact:contact:false Deal "+
		"ID::false"; got != want {
		t.Errorf("the columns are %s, want %s", got, want)
	}
	term := Term([]string{"Months"})
	if c := term.columns(); len(c) != 1 || c[0].Header != "Months" || !c[0].Lax || c[0].Field != "term_months" {
		t.Errorf("a term is %+v", c)
	}
}
