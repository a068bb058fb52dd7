package tool

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func has(header []string) map[string]bool {
	set := map[string]bool{}
	for _, h := range header {
		set[strings.ToLower(h)] = true
	}
	return set
}

// TestWhatAHeaderLacks: one of each list that is needed, one of those that tell, none that does not belong; what is
// said names the layout and the column, in the style of the file.
func TestWhatAHeaderLacks(t *testing.T) {
	t.Parallel()
	layout := Layout{Name: "Deals", Needs: [][]string{{"Id", "Record ID"}, {"Stage"}},
		Not: []string{"Lead ID"}, Columns: []Column{{Header: "Id"}, {Header: "Stage"}}, Ignore: []string{"Seen"}}
	telling, exact := layout, layout
	telling.Telling, exact.Exact = []string{"Amount", "Deal Value"}, true
	for _, c := range []struct {
		layout       Layout
		header, want string
	}{
		{layout, "Id|Stage", ""}, {layout, "RECORD ID|stage", ""}, {layout, "Id|Stage|Other", ""},
		{layout, "Stage", "layout_lacks HubSpot Deals Id"},
		{layout, "Stage|Record Name", "layout_lacks HubSpot Deals Record ID"},
		{layout, "Id", "layout_lacks HubSpot Deals Stage"}, {layout, "", "layout_lacks HubSpot Deals Id"},
		{layout, "Id|Stage|LEAD id", "layout_has HubSpot Deals Lead ID"},
		{telling, "Id|Stage|amount", ""}, {telling, "Id|Stage|Deal value", ""},
		{telling, "Id|Stage", "layout_lacks HubSpot Deals Amount"},
		{telling, "Id|Stage|Deal Name", "layout_lacks HubSpot Deals Deal Value"},
		{exact, "Id|Stage", ""}, {exact, "id|STAGE|seen", ""}, {exact, "Id|Stage|B|a", "layout_has HubSpot Deals a"},
	} {
		header := strings.Split(c.header, "|")
		why := c.layout.Lacks(header, has(header), "HubSpot")
		got := strings.TrimSpace(fmt.Sprint(why.Code, " ", why.Parts["layout"], " ", why.Parts["columns"]))
		if got != c.want || why.None() != (c.want == "") {
			t.Errorf("%s: %q, want %q", c.header, got, c.want)
		}
	}
	header := []string{"x"}
	if why := layout.Lacks(header, has(header), ""); why.Parts["layout"] != "Deals" {
		t.Errorf("without a title: %v", why.Parts)
	}
}

// TestHeadersAsTheyAreWritten: which headers a layout knows, in its own way of writing or in any.
func TestHeadersAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	layout := Layout{Object: "deal", Columns: []Column{{Header: "Stage"}, {Header: "CreatedDate"},
		{Header: "Record ID", Use: ID},
		{Header: "other_id", Use: ID}, {Header: "Amount"}}, Ignore: []string{"Seen"}, Reads: []string{"Won Date"}}
	for _, c := range []struct {
		header        string
		written       bool
		knows, ignore int
		id            string
	}{
		{"stage|amount", false, 2, 2, ""}, {"Stage|Amount", true, 2, 2, ""}, {"Stage|amount", false, 2, 2, ""},
		{"Stage|Color", false, 1, 1, ""}, {"CreatedDate|Color", true, 1, 1, ""}, {"createddate|color", false, 1, 1, ""},
		{"x|Record ID|y", true, 1, 1, "Record ID"}, {"record id", false, 1, 1, "record id"},
		{"OTHER_ID", false, 1, 1, "OTHER_ID"},
		{"other_id|Record ID", true, 2, 2, "Record ID"}, {"seen|x", false, 0, 1, ""}, {"x", false, 0, 0, ""},
	} {
		header := strings.Split(c.header, "|")
		if got := layout.Written(header); got != c.written {
			t.Errorf("%s is written as the layout's: %v", c.header, got)
		}
		if k, i := layout.Knows(header), layout.KnowsOrIgnores(has(header)); k != c.knows || i != c.ignore {
			t.Errorf("%s: %d known, %d with those ignored; want %d, %d", c.header, k, i, c.knows, c.ignore)
		}
		object, id := layout.Identity(header)
		if id != c.id || (object == "deal") != (c.id != "") {
			t.Errorf("%s: the id of a %s is %q, want %q", c.header, object, id, c.id)
		}
	}
	history := layout
	history.Role = Snapshot
	if object, id := history.Identity([]string{"Record ID"}); object != "" || id != "" {
		t.Errorf("a history is identified by %s of %s", id, object)
	}
	if !layout.IsRead("won date") || layout.IsRead("won") {
		t.Error("which columns are read by others")
	}
	for h, want := range map[string]bool{"CreatedDate": true, "Record ID": true, "Deal - Title": true,
		"Name": false, "ID": false,
		"name": false, "aB": true, "Ab": false, "a1B": false, "": false, "ABc": false, " ": true} {
		if compound(h) != want {
			t.Errorf("%q has several words: %v", h, !want)
		}
	}
}

// TestWhatColumnsMean: by what they are used for and how they are read.
func TestWhatColumnsMean(t *testing.T) {
	t.Parallel()
	stamps := []Use{Created, Modified, ModifiedElse, StageSince}
	values := []Use{Value, ConvertedFlag, Part}
	numbers := []Kind{Amount, Percent, Number, Whole, ExchangeRate}
	days := []Kind{Day, Instant}
	for use := Value; use <= AllOf; use++ {
		for kind := Text; kind <= ExchangeRate; kind++ {
			c := Column{Use: use, Kind: kind, Field: "f"}
			is := func(what string, got, want bool) {
				t.Helper()
				if got != want {
					t.Errorf("a column of use %d and kind %d %s: %v", use, kind, what, got)
				}
			}
			value := slices.Contains(values, use)
			is("is dated", c.Dated(), slices.Contains(stamps, use) || value && slices.Contains(days, kind))
			is("is numeric", c.Numeric(), (use == Value || use == Part) && slices.Contains(numbers, kind))
			is("refers", c.Refers(), use == Value && kind == Reference || use == MergedIDs || use == MergedInto)
			of := value && (slices.Contains(numbers, kind) || slices.Contains(days, kind) || kind == Reference)
			text := value && (kind == Text || kind == Category)
			// of what is no text, of a text, of a text that a layout reads itself
			for word, says := range map[string][3]bool{
				"n/a": {true, false, false}, "#N/A": {true, true, true}, "null": {true, true, true},
				"NULL": {true, true, true},
				"-":    {true, false, false}, "false": {true, true, false},
				"False": {true, true, false}, "x": {}, "": {}} {
				want := (of || slices.Contains(stamps, use)) && says[0] ||
					text && (says[1] && use != Part || says[2] && use == Part)
				is("takes "+word+" for nothing", c.SaysNothing(word), want)
				named := c
				if named.Field = "name"; text {
					is("takes a name "+word+" for nothing", named.SaysNothing(word), false)
				}
			}
			fills := map[Use]string{Created: "created", StageName: "stage",
				PipelineName: "pipeline", PipelineID: "pipeline",
				RefName: "f", Value: "f", ConvertedFlag: "f"}[use]
			if got := c.Fills(); got != fills {
				t.Errorf("a column of use %d fills %q, want %q", use, got, fills)
			}
		}
	}
}
