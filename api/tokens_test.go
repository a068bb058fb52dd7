package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/access"
	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// token makes an API token for who is signed in with goodPassword.
func (w *world) token(client *http.Client, scopes ...string) (id, secret string) {
	w.t.Helper()
	made := w.want(201, client, "POST", "/tokens", map[string]any{"name": "Weekly report", "scopes": scopes,
		"password": goodPassword})
	return made.fields["id"].(string), made.fields["secret"].(string)
}

// TestAWriteTokenChangesNoAdministration: whatever operation of the document a token without the scope admin is
// sent to, with the id of any record that is administration or a change of one, none of these records changes. Its
// user is an administrator, who may all of it.
func TestAWriteTokenChangesNoAdministration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	w.want(200, admin, "PATCH", "/settings", settingValues("name", "Acme"))
	w.want(201, admin, "POST", "/records/team", map[string]any{"fields": map[string]any{"name": "West"}})
	_, token := w.token(admin, "read", "write")
	type target struct{ object, id, seq string }
	targets := map[string]target{}
	changes := func() (n int) {
		w.must(w.log.Tail(t.Context(), record.Everything(), 0, func(all []record.Change) error {
			for _, c := range all {
				_, special := access.Needed(c.Object)
				if special && c.Object != sales.AuditEvent {
					n++
				}
				if special {
					targets[c.Object] = target{c.Object, record.FormatID(c.Object, c.ID), fmt.Sprint(c.Seq)}
				}
			}
			return nil
		}))
		return n
	}
	before := changes()
	for _, object := range []string{sales.Person, sales.Team, sales.Company, sales.Metric, sales.AuditEvent} {
		if targets[object].id == "" {
			t.Fatalf("no %s to try it on", object)
		}
	}
	tried := 0
	for path, item := range w.want(200, admin, "GET", "/openapi.json", nil).fields["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			if method == "get" || slices.Contains(op.(map[string]any)["tags"].([]any), any("imports")) {
				continue // an import is the way in which people come from another system
			}
			for _, one := range targets {
				at := strings.NewReplacer("/api/v1", "", "{object}", one.object, "{id}", one.id, "{seq}", one.seq,
					"{share}", one.id, "{name}", one.id).Replace(path)
				for _, body := range []any{nil, map[string]any{"fields": map[string]any{"name": "Taken over"}},
					map[string]any{"values": map[string]any{"name": "Taken over"}},
					settingValues("name", "Taken over")} {
					w.later.Add(2_000_000) // nobody asks too fast
					w.sendAs(w.browser(), strings.ToUpper(method), at, body, func(r *http.Request) {
						bearer(token)(r)
						r.Header.Set("If-Match", "*")
					})
					tried++
				}
			}
		}
	}
	if after := changes(); after != before || tried < 500 {
		t.Errorf("%d changes of administration before %d requests of the token, %d after", before, tried, after)
	}
}

// TestTokensEndWithThePassword, unless the person who changes it keeps them; and it takes the password to make one.
func TestTokensEndWithThePassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	if r := w.want(422, admin, "POST", "/tokens", map[string]any{"name": "t", "scopes": []string{"read"},
		"password": "not this one at all"}); r.fields["reason_code"] != "password_wrong" {
		t.Error(r.body)
	}
	_, token := w.token(admin, "read")
	use := func() int { return w.sendAs(w.browser(), "GET", "/me", nil, bearer(token)).status }
	change := func(from, to string, more map[string]any) {
		t.Helper()
		body := map[string]any{"present": from, "password": to}
		for name, value := range more {
			body[name] = value
		}
		w.want(200, admin, "POST", "/password", body)
	}
	change(goodPassword, goodPassword+" two", map[string]any{"keep_tokens": true})
	if got := use(); got != 200 {
		t.Errorf("kept by choice: %d", got)
	}
	change(goodPassword+" two", goodPassword, nil)
	if got := use(); got != 401 {
		t.Errorf("after another password: %d", got)
	}
	_, token = w.token(admin, "read")
	user := w.want(200, admin, "GET", "/session", nil).fields["user"].(string)
	link := w.want(200, admin, "POST", "/users/"+user+"/invite", nil).fields["link"].(string)
	_, secret, _ := strings.Cut(link, "#")
	w.want(200, w.browser(), "POST", "/password/reset", map[string]any{"secret": secret,
		"password": goodPassword + " three"})
	if got := use(); got != 401 {
		t.Errorf("after a reset: %d", got)
	}
}

// TestTheAuditNamesTheToken with which something was changed, once for the requests of a minute.
func TestTheAuditNamesTheToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	id, token := w.token(admin, "read", "write")
	for _, name := range []string{"One", "Two", "Three"} {
		if r := w.sendAs(w.browser(), "POST", "/records/deal", map[string]any{"fields": map[string]any{"name": name}},
			bearer(token)); r.status != 201 {
			t.Fatal(r.body)
		}
	}
	w.later.Add(61_000_000)
	w.sendAs(w.browser(), "DELETE", "/records/deal/deal_1", nil, bearer(token))
	var count float64
	for _, e := range listOf(w.want(200, admin, "GET", "/audit?what=token_use", nil), "entries") {
		if e["whom"] == id && e["detail"] == "Weekly report: POST /records/{object}" {
			count += e["count"].(float64)
		}
	}
	if count != 3 {
		t.Errorf("the trail has %v of 3 uses", count)
	}
}

// TestDeactivatingStopsJobs that were asked for in the name of the user, and none of another.
func TestDeactivatingStopsJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	id, b := w.member(admin, "rep@example.com")
	later := period.InstantOf(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	add := func(by *http.Client) record.ID {
		person := w.want(200, by, "GET", "/session", nil).fields["person"].(string)
		job, err := w.api.Jobs.Add(t.Context(), jobs.New{Kind: "backup", Key: "backup", Args: struct{}{}, RunAt: later,
			By: record.Actor(person)}, record.Command{})
		w.must(err)
		return job.ID
	}
	theirs, other := add(b), add(admin)
	w.want(200, admin, "PATCH", "/users/"+id, map[string]any{"state": "deactivated"})
	for job, want := range map[record.ID]record.JobState{theirs: record.JobCancelled, other: record.JobWaiting} {
		if j, err := w.api.Jobs.Get(t.Context(), job); err != nil || j.State != want {
			t.Errorf("the job is %v, %v; want %v", j.State, err, want)
		}
	}
}
