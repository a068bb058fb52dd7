package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"salesops/connectors/all"
	"salesops/record"
	"salesops/sales"
)

// TestARecordTellsWhatTheAskerMayDo: whether the asker may change it, and which of its changes the asker made.
func TestARecordTellsWhatTheAskerMayDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	ann, rep := w.as(admin, "rep", "Ann")
	person := record.FormatID(sales.Person, w.ids["Ann"])
	own := "/records/deal/" + record.FormatID(sales.Deal, w.ids["Alpha"])
	other := "/records/deal/" + record.FormatID(sales.Deal, w.ids["Gamma"])
	writable := func(when, path string, want bool) {
		t.Helper()
		if r := w.want(200, rep, "GET", path, nil); r.fields["writable"] != want {
			t.Errorf("%s: writable %v, want %v", when, r.fields["writable"], want)
		}
	}
	writable("her own deal", own, true)
	writable("her own person", "/records/person/"+person, false)
	share := w.want(201, admin, "POST", other+"/shares", map[string]any{"with": person})
	writable("a deal that is shared to read", other, false)
	w.want(204, admin, "DELETE", other+"/shares/"+share.fields["id"].(string), nil)
	w.want(201, admin, "POST", other+"/shares", map[string]any{"with": person, "writes": true})
	writable("a deal that is shared to write", other, true)

	for _, client := range []struct {
		who  string
		sent sent
	}{
		{"Ada", w.want(200, admin, "PATCH", own, map[string]any{"fields": map[string]any{"next_step": "call"}})},
		{"Ann", w.want(200, rep, "PATCH", own, map[string]any{"fields": map[string]any{"next_step": "write"}})},
	} {
		found := 0
		newest := listOf(w.want(200, rep, "GET", own+"/changes", nil), "changes")
		for _, c := range newest {
			if fmt.Sprint(c["seq"]) != fmt.Sprint(client.sent.fields["seq"]) {
				continue
			}
			found++
			if c["mine"] != (client.who == "Ann") || c["by"] == "" {
				t.Errorf("a change by %s: mine %v, by %q", client.who, c["mine"], c["by"])
			}
		}
		if found != 1 {
			t.Errorf("%d of the changes is that by %s", found, client.who)
		}
	}
	w.want(200, admin, "PATCH", "/users/"+ann, map[string]any{"role": "read_only"})
	writable("with another role", own, false)
}

// TestEverybodyIsToldTheDataAge: also who sees no record that was imported, but not which files it came from.
func TestEverybodyIsToldTheDataAge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	w.fill()
	admin := w.administrator()
	role := w.want(201, admin, "POST", "/roles", map[string]any{"name": "Guest", "read": "none", "write": "none",
		"abilities": []string{}, "masked": []string{"deal.amount"}})
	_, guest := w.as(admin, role.fields["id"].(string), "Ann")
	w.over(w.upload([][2]string{{"Opportunity.csv", "Id,Name,StageName,CloseDate,Amount,CreatedDate\n" +
		"006000000000001,Imported,Prospecting,2026-03-01,10,2026-01-02T09:00:00Z\n"}}))
	age := func(client *http.Client) map[string]any {
		me := w.want(200, client, "GET", "/me", nil).fields
		data, ok := me["data"].(map[string]any)
		if !ok || me["empty"] != false {
			t.Fatalf("data %v, empty %v", me["data"], me["empty"])
		}
		return data
	}
	want, got := age(admin), age(guest)
	for _, name := range []string{"source", "imported_at", "newest"} {
		if got[name] != want[name] || got[name] == nil {
			t.Errorf("who sees nothing is told %s %v; an administrator %v", name, got[name], want[name])
		}
	}
	if got["import"] != nil || got["summary"] != "" || want["import"] == nil || want["summary"] == "" {
		t.Errorf("the import itself: who sees nothing is told %v, an administrator %v", got, want)
	}
}
