package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"salesops/api"
	"salesops/audit"
)

func TestAudit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	if r := w.ask(http.MethodPatch, "/settings", settingValues("name", "Acme")); r.status != http.StatusOK {
		t.Fatalf("settings: %d", r.status)
	}
	_ = get[map[string]any](w, "/metrics/win_rate") // an answer on the screen is no export
	if r := w.ask(http.MethodGet, "/metrics/win_rate?format=csv", nil); r.status != http.StatusOK {
		t.Fatal(r.status)
	}
	trail := get[api.AuditTrail](w, "/audit?limit=2")
	if len(trail.Entries) != 2 || trail.Entries[0].What != "export" || trail.Entries[0].Detail != "win_rate.csv" ||
		trail.Entries[0].Actor != "owner" {
		t.Fatalf("trail %+v", trail)
	}
	if e := trail.Entries[1]; !strings.HasPrefix(e.What, "company_") ||
		strings.Join(e.Fields, " ") != "name" || e.ID == "" {
		t.Errorf("settings %+v", e)
	}
	if err := audit.Write(t.Context(), w.log, audit.Nobody,
		audit.Event{What: "sign_in", Outcome: audit.Refused, Whom: "=cmd()", From: "192.0.2.9"}); err != nil {
		t.Fatal(err)
	}
	refused := get[api.AuditTrail](w, "/audit?outcome=refused&q="+url.QueryEscape("192.0.2"))
	if len(refused.Entries) != 1 || refused.Entries[0].Whom != "=cmd()" || refused.NextBefore != nil {
		t.Errorf("refused %+v", refused)
	}
	lines := string(w.ask(http.MethodGet, "/audit?outcome=refused&format=csv", nil).body)
	if !strings.HasPrefix(lines, "seq,at,actor,what,outcome,whom,address,reason,detail,count\n") ||
		!strings.Contains(lines, "'=cmd()") {
		t.Errorf("export %q", lines)
	}
	if after := get[api.AuditTrail](w, "/audit?what=export"); len(after.Entries) != 2 ||
		after.Entries[0].Detail != "audit.csv" {
		t.Errorf("the export of the trail itself: %+v", after.Entries)
	}
	for _, at := range []string{"/records/audit_event", "/records/audit_event/audit_event_1"} {
		if r := w.ask(http.MethodGet, at, nil); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", at, r.status)
		}
	}
	if r := w.ask(http.MethodPost, "/records/audit_event",
		map[string]any{"fields": map[string]any{"what": "sign_in"}}); r.status < 400 || r.status > 499 {
		t.Errorf("an event by hand: %d", r.status)
	}
	for _, c := range get[api.ChangeFeed](w, "/changes?limit=1000").Changes {
		if c.Object == "audit_event" {
			t.Errorf("the change feed tells %+v", c)
		}
	}
}

// TestAdministrationIsForAdministrators: who signed in without being one reads no trail and
// makes no backup.
func TestAdministrationIsForAdministrators(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	_, member := w.member(admin, "rep@example.com")
	for _, op := range [][2]string{
		{"GET", "/audit"}, {"GET", "/audit?format=csv"}, {"GET", "/backups"}, {"POST", "/backups"},
		{"POST", "/backups/x.backup/verify"},
	} {
		var body any
		if op[1] == "/backups" && op[0] == "POST" {
			body = map[string]any{}
		}
		w.want(http.StatusForbidden, member, op[0], op[1], body)
	}
	w.want(http.StatusOK, admin, "GET", "/audit", nil)
}
