package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"salesops/record"
	"salesops/sales"
)

// abilitiesOf are the built-in roles, and what each permits beside records.
var abilitiesOf = map[string][]string{
	"administrator": {"users", "people", "settings", "metrics", "import", "export", "undo", "audit", "backup", "pay"},
	"sales_ops":     {"people", "settings", "metrics", "import", "export", "undo", "pay"},
	"leader":        {"export"}, "rep": {}, "finance": {"export", "pay"}, "read_only": {},
}

// abilityFor is what an operation asks of a role, by its tag or its id.
var abilityFor = map[string]string{
	"imports": "import", "administration": "users", "updateSettings": "settings", "listAudit": "audit",
	"listBackups": "backup", "createBackup": "backup", "getBackupJob": "backup", "stopBackupJob": "backup",
	"verifyBackup": "backup",
}

// byHand are the operations that no token may carry out, beside those about who asks.
var byHand = []string{"createUser", "inviteUser", "removeFactors", "createRole", "updateRole", "deleteRole",
	"planErasure", "erase", "listErasures", "getErasureJob", "tryRole", "testMail"}

// as lets somebody with a role in, for a person of the records.
func (w *world) as(admin *http.Client, role, person string) (id string, client *http.Client) {
	w.t.Helper()
	made := w.want(201, admin, "POST", "/users", map[string]any{"login": role + "." + strings.ToLower(person) +
		"@example.com", "role": role, "person": record.FormatID(sales.Person, w.ids[person])})
	id = made.fields["id"].(string)
	inv := w.want(200, admin, "POST", "/users/"+id+"/invite", nil)
	_, secret, _ := strings.Cut(inv.fields["link"].(string), "/invitation#")
	client = w.browser()
	w.want(200, client, "POST", "/invitations/accept",
		map[string]any{"secret": secret, "password": goodPassword + " two"})
	return id, client
}

// TestEachRoleAtEveryOperation: an operation of the document is refused to every role that lacks what it asks
// for, and to no other; a token of all scopes opens nothing more, and never what could take an account over.
func TestEachRoleAtEveryOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	paths := w.want(200, admin, "GET", "/openapi.json", nil).fields["paths"].(map[string]any)
	user, member := w.as(admin, "rep", "Ann")
	token := w.want(201, member, "POST", "/tokens",
		map[string]any{"name": "t", "scopes": []string{"read", "write", "admin"},
			"password": goodPassword + " two"}).fields["secret"].(string)
	for role, abilities := range abilitiesOf {
		w.want(200, admin, "PATCH", "/users/"+user, map[string]any{"role": role})
		tried, refused := 0, 0
		for path, item := range paths {
			for method, op := range item.(map[string]any) {
				op := op.(map[string]any)
				id, tag := op["operationId"].(string), op["tags"].([]any)[0].(string)
				if slices.Contains([]string{"getKeyMetrics", "getFirstLook"}, id) && role != "rep" {
					continue // slow, and asked of others elsewhere
				}
				needed, ok := abilityFor[id]
				if !ok {
					needed = abilityFor[tag]
				}
				may := needed == "" || slices.Contains(abilities, needed)
				w.later.Add(2_000_000) // nobody asks too fast
				at := strings.TrimPrefix(regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, "deal"), "/api/v1")
				method = strings.ToUpper(method)
				r := w.sendAs(w.browser(), method, at, nil, bearer(token))
				security, _ := op["security"].([]any)
				open := len(security) == 1 && len(security[0].(map[string]any)) == 0
				switch {
				case open:
				case tag == "sign-in" || slices.Contains(byHand, id):
					if r.status != 403 || !strings.Contains(r.body, "token_not_here") {
						t.Errorf("%s %s by a token: %d %s", method, at, r.status, r.body)
					}
				case (r.status == 403 && strings.Contains(r.body, "not_allowed")) == may:
					t.Errorf("%s %s by a token of %s: %d %s", method, at, role, r.status, r.body)
				}
				if tag == "sign-in" {
					continue // the browser would be signed out
				}
				if r := w.sendAs(member, method, at, nil, nil); (r.status == 403 &&
					strings.Contains(r.body, "not_allowed")) == may {
					t.Errorf("%s %s by %s: %d %s", method, at, role, r.status, r.body)
				}
				if tried++; !may {
					refused++
				}
			}
		}
		if tried < 40 || (refused > 0) == (role == "administrator") {
			t.Errorf("%s: %d operations were tried, %d are refused", role, tried, refused)
		}
	}
}

func listOf(r sent, key string) []map[string]any {
	var out []map[string]any
	for _, one := range r.fields[key].([]any) {
		out = append(out, one.(map[string]any))
	}
	return out
}

func titles(r sent) []string {
	out := []string{}
	for _, one := range listOf(r, "records") {
		out = append(out, one["title"].(string))
	}
	slices.Sort(out)
	return out
}

// TestARepSeesTheOwnALeaderTheTeams, as they are now and with the role as it is now.
func TestARepSeesTheOwnALeaderTheTeams(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	const other = "=HYPERLINK(1)"
	team := record.FormatID(sales.Team, w.put(sales.Team, record.FieldValue{Name: "name",
		Value: record.TextValue("North")}, record.FieldValue{Name: "leader", Value: record.RefValue(w.ids["Ann"])}))
	ann, rep := w.as(admin, "rep", "Ann")
	deal := func(name string) string { return "/records/deal/" + record.FormatID(sales.Deal, w.ids[name]) }
	person := func(name string) string { return record.FormatID(sales.Person, w.ids[name]) }
	hers, all := []string{"Alpha", "Beta", "Epsilon", "Eta", "Zeta"}, []string{"Alpha", "Beta", "Delta", "Epsilon",
		"Eta", "Gamma", "Theta", "Zeta"}
	sees := func(when string, want []string) {
		t.Helper()
		if got := titles(w.want(200, rep, "GET", "/records/deal?limit=100", nil)); !slices.Equal(got, want) {
			t.Errorf("%s Ann sees %v, want %v", when, got, want)
		}
	}
	sees("a rep", hers)
	if r := w.want(200, rep, "GET", "/search?q=Gamma", nil); len(listOf(r, "results")) != 0 {
		t.Errorf("a hidden deal is found: %s", r.body)
	}
	for _, op := range [][2]string{{"GET", ""}, {"GET", "/changes"}, {"GET", "/shares"}, {"DELETE", ""}} {
		w.want(404, rep, op[0], deal("Gamma")+op[1], nil)
	}
	w.want(404, rep, "PATCH", deal("Gamma"), map[string]any{"fields": map[string]any{"name": "x"}})
	w.want(404, rep, "POST", deal("Gamma")+"/shares", map[string]any{"with": person("Ann"), "writes": true})
	w.want(200, rep, "PATCH", deal("Eta"), map[string]any{"fields": map[string]any{"next_step": "call"}})
	w.want(403, rep, "PATCH", "/records/person/"+person("Ann"),
		map[string]any{"fields": map[string]any{"manager": nil}})
	w.want(403, rep, "POST", "/records/team", map[string]any{"fields": map[string]any{"name": "x"}})
	w.want(403, rep, "GET", "/records/deal?format=csv", nil)

	made := w.want(201, rep, "POST", "/records/deal", map[string]any{"fields": map[string]any{"name": "Mine"}})
	w.want(200, rep, "GET", "/records/deal/"+made.fields["id"].(string), nil) // it is hers without saying so
	w.want(200, rep, "POST", fmt.Sprintf("/changes/%.0f/undo", made.fields["seq"]), map[string]any{})
	w.want(403, rep, "POST", "/records/deal", map[string]any{"fields": map[string]any{"name": "His",
		"owner": person(other)}})
	hidden := w.sendAs(rep, "POST", "/records/activity", map[string]any{"fields": map[string]any{"subject": "s",
		"deal": record.FormatID(sales.Deal, w.ids["Gamma"])}}, nil)
	never := w.sendAs(rep, "POST", "/records/activity", map[string]any{"fields": map[string]any{"subject": "s",
		"deal": record.FormatID(sales.Deal, 12345)}}, nil)
	if id := record.FormatID(sales.Deal, w.ids["Gamma"]); hidden.status != never.status ||
		strings.ReplaceAll(hidden.body, id, record.FormatID(sales.Deal, 12345)) != never.body {
		t.Errorf("a reference to a hidden deal: %s, to one that never was: %s", hidden.body, never.body)
	}

	w.want(201, admin, "POST", deal("Gamma")+"/shares", map[string]any{"with": person("Ann")})
	sees("with a shared deal", append(slices.Clone(hers[:4]), "Gamma", "Zeta"))
	w.want(403, rep, "PATCH", deal("Gamma"), map[string]any{"fields": map[string]any{"next_step": "x"}})
	share := w.want(201, admin, "POST", deal("Gamma")+"/shares", map[string]any{"with": team, "writes": true})
	w.want(200, rep, "PATCH", deal("Gamma"), map[string]any{"fields": map[string]any{"next_step": "x"}})
	w.want(204, admin, "DELETE", deal("Gamma")+"/shares/"+share.fields["id"].(string), nil)
	w.want(403, rep, "PATCH", deal("Gamma"), map[string]any{"fields": map[string]any{"next_step": "y"}})

	w.want(200, admin, "PATCH", "/users/"+ann, map[string]any{"role": "leader"})
	sees("a leader of nobody", append(slices.Clone(hers[:4]), "Gamma", "Zeta"))
	w.want(200, admin, "PATCH", "/records/person/"+person(other),
		map[string]any{"fields": map[string]any{"team": team}})
	sees("the leader of a team", all)
	w.want(200, rep, "PATCH", deal("Delta"), map[string]any{"fields": map[string]any{"next_step": "x"}})
	w.want(200, admin, "PATCH", "/users/"+ann, map[string]any{"role": "read_only"})
	sees("who reads", all)
	w.want(403, rep, "PATCH", deal("Eta"), map[string]any{"fields": map[string]any{"next_step": "x"}})
	w.want(403, rep, "DELETE", deal("Eta"), nil)
	w.want(200, admin, "PATCH", "/users/"+ann, map[string]any{"role": "rep"})
	sees("a rep again", append(slices.Clone(hers[:4]), "Gamma", "Zeta"))
}

// TestRolesOfOnesOwn: made, given, changed and deleted; one administrator remains.
func TestRolesOfOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	me := w.want(200, admin, "GET", "/users", nil)
	ada := listOf(me, "users")[0]["id"].(string)
	body := map[string]any{"name": "Partner", "read": "all", "write": "none", "abilities": []string{},
		"masked": []string{"deal.amount"}, "objects": map[string]any{"activity": map[string]any{"read": "own",
			"write": "own"}}}
	made := w.want(201, admin, "POST", "/roles", body)
	id := made.fields["id"].(string)
	for what, wrong := range map[string]map[string]any{
		"a name twice": {"name": "partner"}, "a built-in name": {"name": "Rep"}, "no name": {"name": " "},
		"an object": {"name": "x", "objects": map[string]any{"nothing": map[string]any{"read": "own", "write": "own"}}},
		"hiding people": {"name": "x", "objects": map[string]any{"person": map[string]any{"read": "none",
			"write": "none"}}},
		"an ability":    {"name": "x", "abilities": []string{"fly"}},
		"a field":       {"name": "x", "masked": []string{"deal.x"}},
		"a reference":   {"name": "x", "masked": []string{"deal.owner"}},
		"writes unseen": {"name": "x", "read": "own", "write": "all"},
		"imports":       {"name": "x", "abilities": []string{"import"}},
	} {
		with := map[string]any{"read": "all", "write": "none", "abilities": []string{}, "masked": []string{}}
		for key, value := range wrong {
			with[key] = value
		}
		if r := w.sendAs(admin, "POST", "/roles", with, nil); r.status != 422 && r.status != 409 {
			t.Errorf("a role with %s: %d %s", what, r.status, r.body)
		}
	}
	user, partner := w.as(admin, id, "Ann")
	got := w.want(200, partner, "GET", "/me", nil)
	if role := got.fields["role"].(map[string]any); role["name"] != "Partner" ||
		!slices.Contains(got.fields["masked"].([]any), any("deal.amount")) ||
		!slices.Contains(got.fields["masked"].([]any), any("cost.amount")) ||
		slices.Contains(got.fields["writes"].([]any), any("deal")) {
		t.Errorf("me: %s", got.body)
	}
	for _, r := range listOf(w.want(200, partner, "GET", "/records/deal", nil), "records") {
		if _, told := r["fields"].(map[string]any)["amount"]; told {
			t.Errorf("a masked field is told: %v", r)
		}
	}
	w.want(409, admin, "DELETE", "/roles/"+id, nil)
	body["masked"] = []string{}
	w.want(200, admin, "PUT", "/roles/"+id, body)
	told := 0
	for _, r := range listOf(w.want(200, partner, "GET", "/records/deal", nil), "records") {
		if _, yes := r["fields"].(map[string]any)["amount"]; yes {
			told++
		}
	}
	if told == 0 {
		t.Error("a change of a role does not count at once")
	}
	w.want(409, admin, "PUT", "/roles/rep", body)
	w.want(404, admin, "PATCH", "/users/"+user, map[string]any{"role": "role_8f3kq2"})
	w.want(409, admin, "PATCH", "/users/"+ada, map[string]any{"role": "rep"})
	w.want(200, admin, "PATCH", "/users/"+user, map[string]any{"role": "administrator"})
	w.want(204, admin, "DELETE", "/roles/"+id, nil)
	w.want(200, admin, "PATCH", "/users/"+ada, map[string]any{"role": "rep"})
	w.want(403, admin, "PATCH", "/users/"+ada, map[string]any{"role": "administrator"})
	w.want(403, admin, "GET", "/users", nil)
	w.want(409, partner, "PATCH", "/users/"+user, map[string]any{"role": "leader"})
}
