package mapping_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/record"
	"salesops/sales"
)

// TestANewObjectIsOnePlace: an object that is added to the schema, and nowhere else, is imported by a mapping; a
// field that is added to deals is suggested for a column of its name and imported.
func TestANewObjectIsOnePlace(t *testing.T) { //nolint:paralleltest // it changes the schema of the package
	objects := append(sales.Objects(), record.Object{Code: 900, Name: "site_survey", Label: "Site survey",
		Title: "name", Seen: record.Visibility{Owner: "surveyor", Through: []string{"deal"}}, Fields: []record.Field{
			{Key: 1, Name: "name", Kind: record.Text, Label: "Name"},
			{Key: 2, Name: "rooms", Kind: record.Int, Label: "Rooms"},
			{Key: 3, Name: "deal", Kind: record.Ref, Object: sales.Deal, Label: "Deal"},
			{Key: 4, Name: "surveyor", Kind: record.Ref, Object: sales.Person, Label: "Surveyor"},
		}})
	i := slices.IndexFunc(objects, func(o record.Object) bool { return o.Name == sales.Deal })
	objects[i].Fields = append(objects[i].Fields,
		record.Field{Key: 900, Name: "partner_tier", Kind: record.Text, Label: "Level of the partner"})
	mapping.KnowObjects(t, objects)
	w := newWorldOf(t, objects)

	deals := map[string]string{"deals.csv": "Deal ID,Deal Name,Amount,Stage,Close Date,Level of the Partner\n" +
		"1,One,1200,Won,2026-01-31,gold\n2,Two,800,Lost,2026-02-28,silver\n"}
	suggested, err := mapping.Propose(t.Context(), connectors.Options{Paths: []string{folder(t, deals)},
		Tools: all.Tools(), SpillDir: t.TempDir()}, mapping.Wanted{Source: "crm"})
	if err != nil || !strings.Contains(suggested.Text, "partner_tier: Level of the Partner") {
		t.Fatalf("a column of the field's label gives %v and\n%s", err, suggested.Text)
	}

	deals["surveys.csv"] = "No,Title,Count,Opportunity,By\nS-1,North hall,12,1,Ada\nS-2,South hall,7,2,Ada\n"
	r, err := w.try(`source: crm
zone: UTC
currency: EUR
files:
  - file: deals.csv
    object: deal
    id: Deal ID
    fields: {name: Deal Name, amount: Amount, stage: Stage, close_date: Close Date, partner_tier: Level of the Partner}
  - file: surveys.csv
    object: site_survey
    id: No
    fields: {name: Title, rooms: Count, deal: Opportunity, surveyor: {column: By, by: name, create: true}}
stages: {Won: won, Lost: lost}
`, connectors.Options{Paths: []string{folder(t, deals)}})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int64{}
	for _, c := range r.Objects {
		found[c.Object] = c.Created
	}
	if found["site_survey"] != 2 || found[sales.Deal] != 2 {
		t.Fatalf("imported were %v", found)
	}
	rooms, tiers := map[string]int64{}, map[string]string{}
	for _, deal := range w.records("crm", sales.Deal) {
		tiers[deal.Fields["name"].Text()] = deal.Fields["partner_tier"].Text()
	}
	for _, survey := range w.records("crm", "site_survey") {
		if survey.Fields["deal"].Ref() != 0 && survey.Fields["surveyor"].Ref() != 0 {
			rooms[survey.Fields["name"].Text()] = survey.Fields["rooms"].Int()
		}
	}
	if rooms["North hall"] != 12 || rooms["South hall"] != 7 || tiers["One"] != "gold" || tiers["Two"] != "silver" {
		t.Errorf("imported were the rooms %v and the tiers %v", rooms, tiers)
	}
}
