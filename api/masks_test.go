package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"salesops/record"
	"salesops/sales"
)

// TestAMaskedFieldIsNotTold: who does not see a field learns it through no filter, order, group, search, file,
// metric, time line or change feed; what names it is refused, what only shows fields leaves it out.
func TestAMaskedFieldIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	role := w.want(201, admin, "POST", "/roles", map[string]any{"name": "Partner", "read": "all", "write": "all",
		"abilities": []string{"export"}, "masked": []string{"deal.amount", "deal.next_step", "deal.close_date"}})
	_, partner := w.as(admin, role.fields["id"].(string), "Ann")
	deal := "/records/deal/" + record.FormatID(sales.Deal, w.ids["Alpha"])
	const secret = "Quetzalcoatl"
	written := w.want(200, admin, "PATCH", deal, map[string]any{"fields": map[string]any{"next_step": secret}})

	q := url.QueryEscape
	for _, path := range []string{
		"/records/deal?where=" + q("has(amount)"), "/records/deal?where=" + q("has(next_step)"),
		"/records/deal?where=" + q("next_step.contains('"+secret+"')"), "/records/deal?sort=next_step",
		"/records/deal?sort=-amount", "/records/deal?where=" + q("closed_on > day('2026-01-01')"),
		"/metrics/won_revenue", "/metrics/won_revenue?by=owner", "/metrics/won_revenue/records", "/metrics/asp",
		"/metrics/win_rate?where=" + q("has(amount)"), "/metrics/revenue_per_rep",
	} {
		if r := w.sendAs(admin, "GET", path, nil, nil); r.status != 200 {
			t.Errorf("%s by an administrator: %d %s", path, r.status, r.body)
		}
		if r := w.sendAs(partner, "GET", path, nil, nil); r.status != 422 ||
			!strings.Contains(r.body, `"field_hidden"`) {
			t.Errorf("%s: %d %.300s", path, r.status, r.body)
		}
	}
	for _, path := range []string{
		"/records/deal?limit=100", "/records/deal?q=" + secret, "/search?q=" + secret, "/records/deal?format=csv", deal,
		deal + "/changes", "/changes?limit=1000", deal + "?as_of=2026-06-30", "/schema",
		"/records/account/" + record.FormatID(sales.Account, w.ids["Acme"]),
	} {
		r := w.want(200, partner, "GET", path, nil)
		for _, told := range []string{secret, "200.50", `"next_step"`, `"Next step"`} {
			if strings.Contains(r.body, told) {
				t.Errorf("%s tells %s", path, told)
			}
		}
	}
	if r := w.want(200, partner, "GET", "/records/deal?q="+secret, nil); len(titles(r)) != 0 {
		t.Errorf("a search finds by a masked field: %s", r.body)
	}
	r := w.sendAs(partner, "PATCH", deal, map[string]any{"fields": map[string]any{"next_step": "x"}}, nil)
	if r.status != 422 || !strings.Contains(r.body, `"field_hidden"`) {
		t.Errorf("a masked field is written: %d %s", r.status, r.body)
	}
	w.want(404, partner, "POST", fmt.Sprintf("/changes/%.0f/undo", written.fields["seq"]), map[string]any{})
	w.want(200, partner, "GET", "/first-look", nil)
	w.want(200, partner, "GET", "/key-metrics", nil)
}
