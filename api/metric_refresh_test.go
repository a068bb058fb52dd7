package api_test

import (
	"net/http"
	"testing"
	"time"

	"salesops/api"
	"salesops/metrics"
	"salesops/metrics/rowsets"
)

type slowly struct{ metrics.Calculator }

func (slowly) Slow() bool { return true }

// TestSlowMetricIsRefreshedByAJob: the API answers a slow metric from what a job of the queue has computed, shows its
// position while a later one is computed, and gives no copy for one that is unchanged meanwhile.
func TestSlowMetricIsRefreshedByAJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	sets := rowsets.All()
	for _, s := range sets {
		if s.Name == "seller" {
			s.Calculator = slowly{s.Calculator}
		}
	}
	catalog, err := metrics.Load(sets)
	w.must(err)
	w.api.Engine = metrics.New(w.cols, catalog, metrics.Options{Clock: w.log.Now})
	w.api.Engine.RefreshLater(w.api.RefreshLater)
	settled := func() api.Answer {
		t.Helper()
		for range 500 {
			if a := get[api.Answer](w, "/metrics/sellers?by=owner"); a.Refreshing == nil {
				return a
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatal("the answer is refreshed for ever")
		return api.Answer{}
	}
	first := settled()
	if len(first.Rows) != 2 || first.Position != int64(w.cols.Position()) {
		t.Fatalf("%+v", first)
	}
	var one api.ImportList
	w.ask(http.MethodGet, "/imports", nil).json(t, &one)
	if len(one.Imports) != 0 {
		t.Errorf("the job is listed among imports: %+v", one)
	}
	person := get[api.RecordList](w, "/records/person?sort=name").Records[0].ID
	if r := w.ask(http.MethodPatch, "/records/person/"+person,
		map[string]any{"fields": map[string]any{"name": "Another"}}); r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	reply := w.ask(http.MethodGet, "/metrics/sellers?by=owner", nil)
	var behind api.Answer
	reply.json(t, &behind)
	if r := behind.Refreshing; r == nil || r.State != "behind" || r.Head <= behind.Position ||
		behind.Position != first.Position {
		t.Errorf("after a change the answer is of %d, %+v", behind.Position, behind.Refreshing)
	}
	if later := settled(); later.Position <= first.Position || later.Rows[0].By["owner"] == first.Rows[0].By["owner"] {
		t.Errorf("refreshed: %+v, before %+v", later.Rows, first.Rows)
	}
}
