package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestReviews: an import of an older row leaves an edit in force; the difference is listed
// with both sides, and decided one way or the other.
func TestReviews(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	export := strings.ReplaceAll(opportunities, ",CreatedDate\n", ",CreatedDate,LastModifiedDate\n")
	export = strings.ReplaceAll(export, "10:00:00Z\n", "10:00:00Z,2026-03-06T10:00:00Z\n")
	w.over(w.upload([][2]string{{"Opportunity.csv", export}}))
	deals := get[api.RecordList](w, "/records/deal?sort=name")
	if deals.Total != 2 {
		t.Fatalf("%d deals", deals.Total)
	}
	id := deals.Records[0].ID
	editor := w.administrator()
	w.want(200, editor, "PATCH", "/records/deal/"+id, map[string]any{"fields": map[string]any{"name": "Alpha of ours"}})
	if none := get[api.ReviewList](w, "/reviews"); none.Total != 0 || none.Reviews == nil {
		t.Errorf("before any difference: %+v", none)
	}
	job := w.over(w.upload([][2]string{{"Opportunity.csv", strings.Replace(export, "Alpha", "Alpha of theirs", 1)}}))
	if job.Report == nil || job.Report.Differences != 1 {
		t.Fatalf("the report: %+v", job.Report)
	}
	list := get[api.ReviewList](w, "/reviews")
	if list.Total != 1 {
		t.Fatalf("to review: %+v", list)
	}
	r := list.Reviews[0]
	if r.Object != "deal" || r.ID != id || r.Field != "name" || r.Kind != "text" || r.InForce != "here" ||
		r.Here.Value.V != "Alpha of ours" || r.Source.Value.V != "Alpha of theirs" ||
		r.Source.Who != "salesforce" || !strings.HasPrefix(r.Source.At, "2026-03-06T10:00:00") || r.Here.Who == "" {
		t.Errorf("the review is %+v", r)
	}
	told := listOf(w.want(200, editor, "GET", "/reviews", nil), "reviews")[0]["here"].(map[string]any)
	if r.Here.Mine || r.Here.By != "Ada Ruiz" || told["mine"] != true {
		t.Errorf("who holds the folder is told of Ada's edit %+v, Ada %v", r.Here, told)
	}
	w.problem("POST", "/reviews", map[string]any{"take": "here"}, 422, "invalid")
	w.problem("POST", "/reviews", map[string]any{"take": "here", "keys": []string{id + ":stage"}}, 404, "missing")
	decided := w.ask("POST", "/reviews", map[string]any{"take": "source", "keys": []string{r.Key}})
	if decided.status != http.StatusOK || !strings.Contains(string(decided.body), `"decided":1`) {
		t.Fatalf("decided: %d %s", decided.status, decided.body)
	}
	if got := get[api.RecordList](w, "/records/deal?sort=name").Records[0].Fields["name"].V; got != "Alpha of theirs" {
		t.Errorf("the deal is %v", got)
	}
	if left := get[api.ReviewList](w, "/reviews"); left.Total != 0 {
		t.Errorf("left: %+v", left)
	}
	w.problem("PATCH", "/settings", settingValues("system_of_record", "theirs"), 422, "invalid")
	if r := w.ask("PATCH", "/settings", settingValues("system_of_record", "deal=crm")); r.status != 200 ||
		!strings.Contains(string(r.body), `"system_of_record":"deal=crm"`) {
		t.Errorf("settings: %d %s", r.status, r.body)
	}
}

// TestReviewPages: the list is read to its end page by page, also while it is decided.
func TestReviewPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	export := strings.ReplaceAll(opportunities, ",CreatedDate\n", ",CreatedDate,LastModifiedDate\n")
	export = strings.ReplaceAll(export, "10:00:00Z\n", "10:00:00Z,2026-03-06T10:00:00Z\n")
	w.over(w.upload([][2]string{{"Opportunity.csv", export}}))
	for _, d := range get[api.RecordList](w, "/records/deal?sort=name").Records {
		if r := w.ask("PATCH", "/records/deal/"+d.ID,
			map[string]any{"fields": map[string]any{"name": "Ours", "description": "of ours"}}); r.status != 200 {
			t.Fatalf("edit: %d %s", r.status, r.body)
		}
	}
	w.over(w.upload([][2]string{{"Opportunity.csv",
		strings.NewReplacer("Alpha", "Alpha 2", "Beta", "Beta 2").Replace(export)}}))
	first := get[api.ReviewList](w, "/reviews?limit=1")
	if first.Total != 2 || len(first.Reviews) != 1 || first.NextCursor == nil {
		t.Fatalf("the first page: %+v", first)
	}
	if r := w.ask("POST", "/reviews",
		map[string]any{"take": "source", "keys": []string{first.Reviews[0].Key}}); r.status != http.StatusOK {
		t.Fatalf("decided: %d %s", r.status, r.body)
	}
	second := get[api.ReviewList](w, "/reviews?limit=1&cursor="+url.QueryEscape(*first.NextCursor))
	if second.Total != 1 || len(second.Reviews) != 1 || second.NextCursor != nil ||
		second.Reviews[0].Key == first.Reviews[0].Key {
		t.Errorf("the second page: %+v", second)
	}
	w.problem("GET", "/reviews?cursor=none", nil, 422, "invalid")
}
