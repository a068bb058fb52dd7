package api_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/api"
)

// What a record's page shows of the records that name it is what their lists show.
func TestRelatedRecordsAreThoseOfTheirLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	groups := 0
	for _, object := range []string{"deal", "account", "person", "stage", "pipeline"} {
		for _, day := range []string{"", "&as_of=2026-02-01", "&as_of=2026-05-15"} {
			for _, r := range get[api.RecordList](w, "/records/"+object+"?limit=500"+day).Records {
				detail := get[api.RecordDetail](w, "/records/"+object+"/"+r.ID+"?"+day)
				for _, of := range detail.Related {
					groups++
					where := "&where=" + url.QueryEscape(of.Field+` == id("`+r.ID+`")`)
					list := get[api.RecordList](w, "/records/"+of.Object+"?limit=5"+day+where)
					if d := cmp.Diff(list.Records, of.Records); d != "" || list.Total != of.Count {
						t.Errorf("%s%s by %s.%s: %d and %d in the list\n%s", r.ID, day, of.Object,
							of.Field, of.Count, list.Total, d)
					}
				}
			}
		}
	}
	if groups < 10 {
		t.Errorf("only %d groups were compared", groups)
	}
}
