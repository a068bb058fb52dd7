package all_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/connectors/all"
	"salesops/connectors/tool"
)

// TestWhatToolsAreCalled: for people, and what their files and fields are called by.
func TestWhatToolsAreCalled(t *testing.T) {
	t.Parallel()
	tools := all.Tools()
	titles := map[string]string{}
	lend := ""
	for _, one := range tools {
		titles[one.Name()] = tool.TitleOf(one)
		if tool.Lends(one) {
			lend += one.Name()
		}
	}
	for name, title := range map[string]string{"salesforce": "Salesforce", "hubspot": "HubSpot",
		"pipedrive": "Pipedrive",
		"icalendar": "icalendar"} {
		if titles[name] != title {
			t.Errorf("%s is called %q, want %q", name, titles[name], title)
		}
	}
	if lend != "icalendar" {
		t.Errorf("the source of others is lent to %s", lend)
	}
	var names []string
	for name := range tool.NamesOf(tools) {
		names = append(names, name)
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "hubspot pipedrive salesforce sfdc" {
		t.Errorf("their names are %s", got)
	}
	for header, id := range map[string]string{"hs_v2_date_entered_closedlost": "closedlost",
		"property_hs_date_entered_1234": "1234", "Property_HS_v2_Date_Entered_ABC": "abc",
		"date_entered_x": "", "": ""} {
		if got := tool.StageEntered(tools, header); got != id {
			t.Errorf("%s is about the stage %q, want %q", header, got, id)
		}
	}
	for header, want := range map[string]string{"Weight__c": "Weight", "WEIGHT__C": "WEIGHT",
		"Weight": "Weight", "__c": ""} {
		if got := tool.Unmarked(tools, header); got != want {
			t.Errorf("%s without marks is %q, want %q", header, got, want)
		}
	}
	for name, want := range map[string]string{"property_hs_deal_amount": "deal_amount", "property_amount": "amount",
		"npe01_type": "type", "npsp_batch": "batch", "npe03_x": "x", "amount": "amount",
		"my_property_x": "my_property_x"} {
		if got := tool.Unprefixed(tools, name); got != want {
			t.Errorf("%s without prefixes is %q, want %q", name, got, want)
		}
	}
	for text, want := range map[string]string{"BestCase": "Best Case", "Best Case": "Best Case", "upside": "Best Case",
		"MostLikely": "Most Likely", "Forecast": "Commit", "commit": "Commit",
		"pipeline": "Pipeline", "OMITTED": "Omitted",
		"closed": "Closed", "Something": "Something", "": ""} {
		if got := tool.ForecastCategory(tools, text); got != want {
			t.Errorf("the category %q is %q, want %q", text, got, want)
		}
	}
}
