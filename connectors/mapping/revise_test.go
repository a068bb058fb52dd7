package mapping_test

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/connectors/tool"
	"salesops/sales"
)

func suggestion(t *testing.T, dir string, as map[string]string) mapping.Suggestion {
	t.Helper()
	samples, err := connectors.Look(connectors.Options{Paths: []string{dir}, Tools: all.Tools(),
		SpillDir: filepath.Join(t.TempDir(), "spill")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := samples.Close(); err != nil {
			t.Error(err)
		}
	}()
	s, err := mapping.Suggest(context.Background(), samples.List, "acme", as)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func outline(t *testing.T, text string) mapping.Outline {
	t.Helper()
	m, err := mapping.Parse("mapping", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return m.Outline()
}

// usedFor are the fields of an entry that a column stands in.
func usedFor(e mapping.Entry, column string) []string {
	var fields []string
	if slices.Contains(e.ID, column) {
		fields = append(fields, "id")
	}
	for _, f := range e.Fields {
		if slices.Contains(f.Columns, column) {
			fields = append(fields, f.Field)
		}
	}
	return fields
}

// TestSuggestionInStructure: what is guessed stands there as columns with samples, and the
// fields they become are read from the text.
func TestSuggestionInStructure(t *testing.T) {
	t.Parallel()
	s := suggestion(t,
		folder(t,
			map[string]string{"ours.csv": "Ref;Opportunity Title;Value EUR;Stage;Expected " +
				"Close;Colour\nR1;Pump;1.234,50;Won;2026-03-01;\nR2;Valve;9,00;Lost;2026-03-02;red\n" +
				"R3;Pipe;9,00;Won;2026-03-02;red\n"}), nil)
	if len(s.Tables) != 1 || s.Tables[0].File != "ours.csv" || s.Tables[0].Rows != 3 ||
		s.Tables[0].Object != sales.Deal || len(s.Tables[0].Columns) != 6 {
		t.Fatalf("%+v", s.Tables)
	}
	want := mapping.TableColumn{Name: "Colour", Holds: "text", Filled: 2, Samples: []string{"red"},
		Stages: []mapping.StageLine{{Name: "red", Outcome: "open"}}}
	if got := s.Tables[0].Columns[5]; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if c := s.Tables[0].Columns[2]; c.Holds != "number" || c.Currency != "EUR" ||
		!slices.Equal(c.Samples, []string{"1.234,50", "9,00"}) {
		t.Errorf("%+v", c)
	}
	o := outline(t, s.Text)
	if len(o.Entries) != 1 || o.Entries[0].Object != sales.Deal || o.Currency != "EUR" ||
		!reflect.DeepEqual(o.Stages, []mapping.StageLine{{Name: "Won", Outcome: "won"},
			{Name: "Lost", Outcome: "lost"}}) {
		t.Fatalf("%+v\n%s", o, s.Text)
	}
	for column, field := range map[string]string{"Ref": "id", "Opportunity Title": "name", "Value EUR": "amount",
		"Stage": "stage", "Expected Close": "close_date", "Colour": ""} {
		if got := strings.Join(usedFor(o.Entries[0], column), " "); got != field {
			t.Errorf("%s is %q, want %q\n%s", column, got, field, s.Text)
		}
	}
}

// TestQuestionsInStructure: each question says what it is about, and is the text under decide.
func TestQuestionsInStructure(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		name, file string
		want       []mapping.Question
	}{
		"dates": {"deals.csv", "deal_id,stage,amount,close_date\n1,Won,5,03/04/2026\n2,Lost,6,05/06/2026\n",
			[]mapping.Question{{Ask: mapping.AskDates, File: "deals.csv", Column: "close_date",
				Example: "03/04/2026"}}},
		"numbers": {"deals.csv", "deal_id,stage,amount,close_date\n1,Won,4.750,2026-04-03\n2,Lost,6.125,2026-04-04\n",
			[]mapping.Question{{Ask: mapping.AskNumbers, File: "deals.csv", Column: "amount", Example: "4.750"}}},
		"outcomes": {"deals.csv",
			"deal_id,stage,amount,close_date\n1,Alpha,5,2026-04-03\n2,Beta,6,2026-04-04\n2,Beta,6,2026-04-04\n",
			[]mapping.Question{{Ask: mapping.AskOutcomes, File: "deals.csv", Column: "stage",
				Values: []string{"Beta", "Alpha"}}, {Ask: mapping.AskOrder, File: "deals.csv", Column: "stage",
				Values: []string{"Beta", "Alpha"}}}},
		"state": {"deals.csv", "deal_id,name,amount,close_date\n1,A,5,2026-04-03\n2,B,6,2026-04-04\n",
			[]mapping.Question{{Ask: mapping.AskState, File: "deals.csv"}}},
		"taken": {"telco.csv",
			"customerID,gender,tenure,Contract,MonthlyCharges,Churn\n7590,F,1,Month-to-month,29.85,No\n3668,M,2,One " +
				"year,53.85,Yes\n",
			[]mapping.Question{{Ask: mapping.AskTaken, File: "telco.csv", Example: "2026-01-01"}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := suggestion(t, folder(t, map[string]string{c.name: c.file}), nil)
			var undecided []string
			for _, e := range outline(t, s.Text).Entries {
				undecided = append(undecided, e.Undecided...)
			}
			got := slices.Clone(s.Questions)
			for i := range got {
				if i >= len(undecided) || undecided[i] != got[i].Text {
					t.Fatalf("asked %+v, undecided %q", s.Questions, undecided)
				}
				got[i].Text = ""
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("%+v\n%s", got, s.Text)
			}
		})
	}
}

// TestRevise: a choice changes what it is about and nothing else, and comments stay.
func TestRevise(t *testing.T) {
	t.Parallel()
	text := strings.Join([]string{
		"# ours",
		"source: acme # kept",
		"stages:",
		"  Won: won",
		"files:",
		"  - file: deals.csv",
		"    id: No # a number",
		"    object: deal",
		"    decide: [when, how]",
		"    ignore: [Etc]",
		"    fields:",
		"      name: Title # texts",
		"      amount: {column: Value, format: micros}",
		"      account: {column: Firm, by: name, create: true}",
		"      contact: {columns: [First, Last], by: name}",
		"      end_at: {cel: 'Title'}",
		"    # not used: Memo (texts in every row)",
		"",
	}, "\n")
	text = strings.Replace(text, "      end_at: {cel: 'Title'}\n", "", 1)
	cases := []struct {
		name    string
		change  mapping.Change
		has     []string
		hasNot  []string
		outline func(mapping.Outline) bool
	}{
		{"dates", mapping.Change{What: mapping.SetSetting, Name: "dates", Value: "dmy"},
			[]string{"dates: dmy", "# ours", "# kept", "# texts", "# not used: Memo"},
			nil, func(o mapping.Outline) bool { return o.Dates == "dmy" && o.Source == "acme" }},
		{"field", mapping.Change{What: mapping.GiveColumn, Name: "Memo", Value: "next_step"},
			[]string{"next_step: Memo"}, []string{"not used: Memo"}, func(o mapping.Outline) bool {
				return slices.Equal(usedFor(o.Entries[0], "Memo"), []string{"next_step"})
			}},
		{"another column", mapping.Change{What: mapping.GiveColumn, Name: "Memo", Value: "amount"},
			[]string{"format: micros"}, nil, func(o mapping.Outline) bool {
				return usedFor(o.Entries[0], "Value") == nil &&
					slices.Equal(usedFor(o.Entries[0], "Memo"), []string{"amount"})
			}},
		{"one of two", mapping.Change{What: mapping.GiveColumn, Name: "Last", Value: "description"},
			[]string{"columns: [First]", "description: Last"}, nil, nil},
		{"id", mapping.Change{What: mapping.MakeID, Name: "Title"}, []string{"id: Title"},
			[]string{"name: Title"}, nil},
		{"no id", mapping.Change{What: mapping.KeepColumn, Name: "No"}, []string{"id: none"}, nil,
			func(o mapping.Outline) bool { return o.Entries[0].ID == nil }},
		{"leave out", mapping.Change{What: mapping.DropColumn, Name: "Value"}, []string{"ignore: [Etc, Value]"},
			[]string{"amount:"}, nil},
		{"take back", mapping.Change{What: mapping.KeepColumn, Name: "Etc"}, nil, []string{"ignore:"}, nil},
		{"lookup", mapping.Change{What: mapping.SetLookup, Name: "account", Value: "id"}, nil, []string{"create"},
			func(o mapping.Outline) bool {
				return slices.ContainsFunc(o.Entries[0].Fields,
					func(f mapping.EntryField) bool { return f.Field == "account" && f.Lookup == "id" })
			}},
		{"format", mapping.Change{What: mapping.SetFormat, Name: "amount"}, nil, []string{"micros"}, nil},
		{"match", mapping.Change{What: mapping.SetMatch, Value: "name"}, []string{"match: name"},
			nil, func(o mapping.Outline) bool { return o.Entries[0].Match == "name" }},
		{"decided", mapping.Change{What: mapping.Settle, Value: "when"}, []string{"decide: [how]"},
			nil, func(o mapping.Outline) bool { return slices.Equal(o.Entries[0].Undecided, []string{"how"}) }},
		{"stages", mapping.Change{What: mapping.SetStages,
			Stages: []mapping.StageLine{{Name: "New", Outcome: "open"}, {Name: "Won", Outcome: "won"}}},
			[]string{"New: open"}, nil,
			func(o mapping.Outline) bool { return len(o.Stages) == 2 && o.Stages[0].Name == "New" }},
		{"always", mapping.Change{What: mapping.SetFixed, Name: "stage", Value: "Won"},
			[]string{"stage: {constant: Won}"}, nil, nil},
		{"file", mapping.Change{What: mapping.DropFile, Name: "deals.csv"}, []string{"files: []"},
			nil, func(o mapping.Outline) bool { return len(o.Entries) == 0 }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := mapping.Revise(text, c.change)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range c.has {
				if !strings.Contains(got, part) {
					t.Errorf("no %q in\n%s", part, got)
				}
			}
			for _, part := range c.hasNot {
				if strings.Contains(got, part) {
					t.Errorf("%q in\n%s", part, got)
				}
			}
			if o := outline(t, got); c.outline != nil && !c.outline(o) {
				t.Errorf("%+v\n%s", o, got)
			}
		})
	}
	for _, c := range []mapping.Change{
		{What: mapping.GiveColumn, Name: "Memo", Value: "no_such_field"},
		{What: mapping.SetSetting, Name: "dates", Value: "xyz"},
		{What: mapping.MakeID, Entry: 4, Name: "Memo"}, {What: "else"},
	} {
		if got, err := mapping.Revise(text, c); err == nil {
			t.Errorf("%+v was taken:\n%s", c, got)
		}
	}
}

// TestSuggestedAs: a table whose object is named is guessed again as that, whatever it is.
func TestSuggestedAs(t *testing.T) {
	t.Parallel()
	dir := folder(t,
		map[string]string{"list.csv": "person no,full name,mail,begin\n1,Ann,ann@one.example,2026-01-05\n" +
			"2,Bob,bob@two.example,2026-01-06\n"})
	for _, object := range mapping.Objects() {
		s := suggestion(t, dir, map[string]string{"list.csv": object.Name})
		o := outline(t, s.Text)
		if len(o.Entries) == 0 || o.Entries[0].Object != object.Name {
			t.Errorf("%s: %+v\n%s", object.Name, o, s.Text)
		}
	}
	text := suggestion(t, dir, map[string]string{"list.csv": sales.Lead}).Text
	w := newWorld(t)
	w.run(text, connectors.Options{Paths: []string{dir}})
	if n := len(w.records("acme", sales.Lead)); n != 2 {
		t.Errorf("%d leads\n%s", n, text)
	}
}

// TestGraft: what another mapping says of a file takes the place of what stands there; a lasting
// mapping knows its file under another name.
func TestGraft(t *testing.T) {
	t.Parallel()
	kept, err := mapping.Lasting(
		"source: acme\nstages: {Signed: won, Gone: lost}\nfiles:\n  - file: march.csv\n    object: deal\n    id: " +
			"No\n    fields: {name: Title, stage: Step}\n")
	if err != nil {
		t.Fatal(err)
	}
	m, err := mapping.Parse("kept", []byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	april := tool.Head{Path: "april.csv", Header: []string{"No", "Title", "Step", "Else"}}
	if !m.Reads(april) || m.Reads(tool.Head{Path: "march.csv", Header: []string{"No", "Title"}}) {
		t.Errorf("by its columns:\n%s", kept)
	}
	text, err := mapping.Graft(
		"source: acme\nstages:\n  New: open\n  Signed: lost\nfiles:\n  - file: april.csv\n    object: lead\n    id: "+
			"No\n  - file: other.csv\n    object: person\n    id: Id\n", kept, april)
	if err != nil {
		t.Fatal(err)
	}
	o := outline(t, text)
	want := []mapping.StageLine{{Name: "New", Outcome: "open"}, {Name: "Signed", Outcome: "lost"},
		{Name: "Gone", Outcome: "lost"}}
	if len(o.Entries) != 2 || o.Entries[0].Object != sales.Deal || !slices.Equal(o.Entries[0].Files,
		[]string{"april.csv"}) || o.Entries[0].Header != nil || !reflect.DeepEqual(o.Stages, want) {
		t.Errorf("%+v\n%s", o, text)
	}
}

// TestOutlineOfALog: the columns of an event log stand there by what they are.
func TestOutlineOfALog(t *testing.T) {
	t.Parallel()
	s := suggestion(t,
		folder(t,
			map[string]string{"log.csv": "case,activity,time,resource\n1,Qualify,2026-01-05T08:00:00Z,ann\n1,Deal " +
				"won,2026-01-06T08:00:00Z,bob\n2,Qualify,2026-01-07T08:00:00Z,bob\n"}), nil)
	o := outline(t, s.Text)
	if len(o.Entries) != 1 || !o.Entries[0].Log || o.Entries[0].Object != sales.Deal {
		t.Fatalf("%+v", o)
	}
	var got []string
	for _, f := range o.Entries[0].Fields {
		got = append(got, f.Field+"="+strings.Join(f.Columns, ","))
	}
	if !slices.Equal(got, []string{"case=case", "activity=activity", "time=time", "resource=resource"}) {
		t.Error(got)
	}
}

// TestQuestionStandsWhereItIs: the order of dates is asked of the table that has the dates.
func TestQuestionStandsWhereItIs(t *testing.T) {
	t.Parallel()
	s := suggestion(t, folder(t, map[string]string{
		"a people.csv": "Person No,Full Name,Email\n1,Ann,ann@one.example\n2,Bob,bob@two.example\n",
		"deals.csv":    "deal_id,stage,amount,close_date\n1,Won,5,03/04/2026\n2,Lost,6,05/06/2026\n",
	}), nil)
	for _, e := range outline(t, s.Text).Entries {
		if got := len(e.Undecided); got != map[string]int{"deals.csv": 1}[e.Files[0]] {
			t.Errorf("%d questions of %s", got, e.Files[0])
		}
	}
}
