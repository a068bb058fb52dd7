package all_test

import (
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// TestStagesEnteredByTheirIDs: a property that ends with the id of a stage says when a deal entered it, also where the
// deal has left it since.
func TestStagesEnteredByTheirIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{folder(t, map[string]string{
		"deal.csv": "deal_id,property_dealname,property_amount,property_dealstage,property_createdate," +
			"property_hs_v2_date_entered_qualifiedtobuy,property_hs_v2_date_entered_presentationscheduled\n" +
			"1,A,900,presentationscheduled,2026-01-05T08:00:00Z,2026-02-01T08:00:00Z,2026-03-01T08:00:00Z\n"})}})
	if f := r.Files[0]; f.Object != sales.Deal || f.Taken != 1 || len(f.Custom) != 0 {
		t.Fatalf("%+v", f)
	}
	w.want(sales.Deal, "1", endOf("2026-02-15"), "qualifiedtobuy|open", "stage", "outcome")
	w.want(sales.Deal, "1", endOf("2026-03-15"), "presentationscheduled|open", "stage", "outcome")
}
