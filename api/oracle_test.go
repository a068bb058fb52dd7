package api_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/access"
	"salesops/access/accesstest"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// organisation is a random company behind the API, with an account for each of its people.
type organisation struct {
	*world
	*accesstest.Company
	admin   *http.Client
	users   map[record.ID]string
	clients map[record.ID]*http.Client
}

// asks is one person with one role, and what the plain rules say of it.
type asks struct {
	*organisation
	me     record.ID
	role   access.Role
	client *http.Client
	sees   map[string][]record.ID // by object, ascending
	about  string
}

// amountOf makes a total tell which deals it was made of; the first has none.
func amountOf(i int) int { return 1 << i &^ 1 }

func newOrganisation(t *testing.T, seed uint64) *organisation {
	t.Helper()
	w := newWorld(t)
	o := &organisation{world: w, users: map[record.ID]string{}, clients: map[record.ID]*http.Client{}}
	now := func() period.Instant { return testNow + period.Instant(w.later.Load()) }
	text := func(name, v string) record.FieldValue {
		return record.FieldValue{Name: name, Value: record.TextValue(v)}
	}
	o.Company = accesstest.New(t, accesstest.Options{Seed: seed, Log: w.log, Policy: access.New(w.log, now), Now: now,
		Tick: func() { w.later.Add(1000) }, Began: period.DayOf(2026, time.January, 1).Start(time.UTC),
		Masked:    []string{"deal.amount", "deal.source", "activity.kind"},
		Abilities: []access.Ability{access.Export, access.Undo, access.Audit},
		Fields: func(object string, i int) []record.FieldValue {
			switch object {
			case sales.Activity:
				return []record.FieldValue{text("kind", fmt.Sprintf("kind%dz", i))}
			case sales.Deal:
			default:
				return nil
			}
			fields := []record.FieldValue{text("source", fmt.Sprintf("source%dz", i)), {Name: "close_date",
				Value: record.DayValue(period.DayOf(2026, time.February, 1))}}
			if amount, err := money.Parse(fmt.Sprint(amountOf(i)), ""); err == nil && i > 0 {
				fields = append(fields, record.FieldValue{Name: "amount", Value: record.MoneyValue(amount)})
			}
			return fields
		}})
	for _, id := range o.Deals {
		w.later.Add(1000)
		w.apply(record.Draft{Kind: record.Set, Object: sales.Deal, ID: id,
			EffectiveAt: period.DayOf(2026, time.February, 1).Start(time.UTC),
			Fields:      []record.FieldValue{text("outcome", "won")}})
	}
	o.admin = w.administrator()
	for i, id := range o.People {
		name := fmt.Sprint("one", i)
		w.ids[name] = id
		o.users[id], o.clients[id] = w.as(o.admin, "rep", name)
		o.clients[id].Timeout = 5 * time.Minute // an explanation on a busy machine
	}
	o.Define()
	return o
}

// organisationsAsked is how many organisations are asked: SALESOPS_ORGANISATIONS, 4 by default.
func organisationsAsked() int {
	n, _ := strconv.Atoi(os.Getenv("SALESOPS_ORGANISATIONS"))
	return cmp.Or(n, 4)
}

// TestWhatTheRulesSayAtEveryDoor: in random organisations that change all the time, each person of each role is
// told at every door exactly what a plain reading of the rules says.
func TestWhatTheRulesSayAtEveryDoor(t *testing.T) {
	t.Parallel()
	seed, _ := strconv.ParseUint(os.Getenv("SALESOPS_ORGANISATIONS_SEED"), 10, 64)
	var o *organisation
	shown, hidden := 0, 0
	for round := range organisationsAsked() {
		if round%40 == 0 {
			o = newOrganisation(t, cmp.Or(seed, 7)+uint64(round)) //nolint:gosec // it is small
		}
		for range 2 + round%4 {
			o.Move()
		}
		o.later.Add(7_000_000) // nobody asks too fast
		me := accesstest.Pick(o.Company, o.People)
		q := &asks{organisation: o, me: me, role: accesstest.Pick(o.Company, append(access.BuiltIn(), o.Roles...)),
			client: o.clients[me], sees: map[string][]record.ID{}}
		o.want(200, o.admin, "PATCH", "/users/"+o.users[me], map[string]any{"role": q.role.ID})
		o.must(o.cols.Await(t.Context(), o.log.Head()))
		q.about = fmt.Sprintf("seed %d, organisation %d, person %d as %+v", cmp.Or(seed, 7), round, me, q.role)
		for object, ids := range map[string][]record.ID{sales.Deal: o.Deals, sales.Activity: o.Activities} {
			for _, id := range ids {
				if o.Covers(q.role, o.At(me), object, id, false) {
					q.sees[object] = append(q.sees[object], id)
				}
			}
			shown += len(q.sees[object])
			hidden += len(ids) - len(q.sees[object])
		}
		q.records()
		q.lists()
		q.numbers()
		q.feed()
		q.rest()
		if round%3 == 0 { // it takes long
			q.explained()
		}
		if t.Failed() {
			t.Fatal(q.about)
		}
	}
	if shown < organisationsAsked() || hidden < organisationsAsked() {
		t.Errorf("%d records were shown, %d hidden: the sample proves nothing", shown, hidden)
	}
}

func (q *asks) masks(field string) bool { return slices.Contains(q.role.Masked, field) }

// get asks, and looks for the name of a hidden record and for masked values in whatever is answered.
func (q *asks) get(path string) sent {
	q.world.t.Helper()
	r := q.sendAs(q.client, http.MethodGet, path, nil, nil)
	for object, ids := range map[string][]record.ID{sales.Deal: q.Deals, sales.Activity: q.Activities} {
		for i, id := range ids {
			if !slices.Contains(q.sees[object], id) && strings.Contains(r.body, accesstest.Name(object, i)) {
				q.world.t.Errorf("%s names the hidden %s: %.600s", path, accesstest.Name(object, i), r.body)
			}
			if (object == sales.Deal && q.masks("deal.source") || !slices.Contains(q.sees[object], id)) &&
				strings.Contains(r.body, fmt.Sprintf("source%dz", i)) && object == sales.Deal {
				q.world.t.Errorf("%s tells a hidden source: %.600s", path, r.body)
			}
			if (object == sales.Activity && q.masks("activity.kind") || !slices.Contains(q.sees[object], id)) &&
				strings.Contains(r.body, fmt.Sprintf("kind%dz", i)) && object == sales.Activity {
				q.world.t.Errorf("%s tells a hidden kind: %.600s", path, r.body)
			}
		}
	}
	return r
}

// status asks for a status, or for the refusal of a masked field where the question names one.
func (q *asks) status(path string, want int, masked ...string) (sent, bool) {
	q.world.t.Helper()
	if slices.ContainsFunc(masked, q.masks) {
		want = http.StatusUnprocessableEntity
	}
	r := q.get(path)
	if r.status != want {
		q.world.t.Errorf("%s: %d, want %d: %.600s", path, r.status, want, r.body)
	}
	return r, r.status == want && want == http.StatusOK
}

func (q *asks) records() {
	for object, ids := range map[string][]record.ID{sales.Deal: q.Deals, sales.Activity: q.Activities} {
		for _, id := range ids {
			path := "/records/" + object + "/" + record.FormatID(object, id)
			want := http.StatusNotFound
			if slices.Contains(q.sees[object], id) {
				want = http.StatusOK
			}
			if r, ok := q.status(path, want); ok {
				if writes := q.Covers(q.role, q.At(q.me), object, id, true); r.fields["writable"] != writes {
					q.world.t.Errorf("%s: writable %v, want %v", path, r.fields["writable"], writes)
				}
				if _, told := r.fields["fields"].(map[string]any)["amount"]; told && q.masks("deal.amount") {
					q.world.t.Errorf("%s tells a masked amount", path)
				}
			}
			q.status(path+"/changes", want)
			q.status(path+"?as_of=2026-03-01", want)
			q.status(path+"/shares", want)
		}
	}
	i := len(q.role.ID) % len(q.Deals)
	id := q.Deals[i]
	want := http.StatusForbidden
	switch {
	case !slices.Contains(q.sees[sales.Deal], id):
		want = http.StatusNotFound
	case q.Covers(q.role, q.At(q.me), sales.Deal, id, true):
		want = http.StatusOK
	}
	r := q.sendAs(q.client, http.MethodPatch, "/records/deal/"+record.FormatID(sales.Deal, id),
		map[string]any{"fields": map[string]any{"next_step": fmt.Sprint("step ", q.Now())}}, nil)
	if r.status != want {
		q.world.t.Errorf("an edit of deal %d: %d, want %d: %s", i, r.status, want, r.body)
	}
	q.must(q.cols.Await(q.world.t.Context(), q.log.Head()))
}

// listed compares the records of an answer with what the rules say.
func (q *asks) listed(path, key string, r sent, object string, want []record.ID) {
	q.world.t.Helper()
	var got []record.ID
	for _, one := range listOf(r, key) {
		if named, id, err := record.ParseID(one["id"].(string)); err == nil && named == object {
			got = append(got, id)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		q.world.t.Errorf("%s lists %v, want %v", path, got, want)
	}
	if total, told := r.fields["total"]; told && fmt.Sprint(total) != fmt.Sprint(len(want)) {
		q.world.t.Errorf("%s: total %v, want %d", path, total, len(want))
	}
}

func (q *asks) lists() {
	deals := q.sees[sales.Deal]
	worth := slices.DeleteFunc(slices.Clone(deals), func(id record.ID) bool { return slices.Index(q.Deals, id) < 4 })
	one := slices.DeleteFunc(slices.Clone(deals), func(id record.ID) bool { return slices.Index(q.Deals, id) != 3 })
	named := slices.DeleteFunc(slices.Clone(deals), func(id record.ID) bool { return slices.Index(q.Deals, id) != 5 })
	found := one
	if q.masks("deal.source") {
		found = nil
	}
	e := url.QueryEscape
	for _, try := range []struct {
		path   string
		object string
		want   []record.ID
		masked []string
	}{
		{"/records/deal?limit=100", sales.Deal, deals, nil},
		{"/records/activity?limit=100", sales.Activity, q.sees[sales.Activity], nil},
		{"/records/deal?limit=100&as_of=2026-03-01", sales.Deal, deals, nil},
		{"/records/deal?limit=100&sort=-amount", sales.Deal, deals, []string{"deal.amount"}},
		{"/records/deal?limit=100&sort=source", sales.Deal, deals, []string{"deal.source"}},
		{"/records/deal?limit=100&where=" + e("amount >= money('16')"), sales.Deal, worth, []string{"deal.amount"}},
		{"/records/deal?limit=100&where=" + e("source == 'source3z'"), sales.Deal, one, []string{"deal.source"}},
		{"/records/activity?limit=100&sort=kind", sales.Activity, q.sees[sales.Activity], []string{"activity.kind"}},
		{"/records/deal?limit=100&q=" + e("deal number 5."), sales.Deal, named, nil},
		{"/records/deal?limit=100&q=source3z", sales.Deal, found, nil},
		{"/metrics/won_deals/records?limit=100", sales.Deal, deals, nil},
		{"/metrics/won_deals/records?limit=100&as_of=2026-03-01", sales.Deal, deals, nil},
	} {
		if r, ok := q.status(try.path, http.StatusOK, try.masked...); ok {
			q.listed(try.path, "records", r, try.object, try.want)
		}
	}
	if r, ok := q.status("/search?limit=100&q="+e("deal number"), http.StatusOK); ok {
		q.listed("search", "results", r, sales.Deal, deals)
	}
	want := http.StatusForbidden
	if q.role.May(access.Export) {
		want = http.StatusOK
	}
	for _, path := range []string{"/records/deal?format=csv", "/metrics/won_deals/records?format=csv"} {
		if r, ok := q.status(path, want); ok {
			var got []record.ID
			for _, text := range regexp.MustCompile(`deal_[0-9a-z]+`).FindAllString(r.body, -1) {
				_, id, err := record.ParseID(text)
				q.must(err)
				got = append(got, id)
			}
			slices.Sort(got)
			if got = slices.Compact(got); !slices.Equal(got, deals) {
				q.world.t.Errorf("%s holds %v, want %v", path, got, deals)
			}
		}
	}
}

// worth adds up the amounts of deals; 0 for none.
func (q *asks) worth(deals []record.ID) (sum int) {
	for _, id := range deals {
		sum += amountOf(slices.Index(q.Deals, id))
	}
	return sum
}

// values are the numbers of an answer's rows, ascending, without those that are 0 or not there.
func (q *asks) values(r sent) []int {
	var out []int
	for _, row := range listOf(r, "rows") {
		if row["value"] == nil {
			continue
		}
		n, err := strconv.ParseFloat(fmt.Sprint(row["value"]), 64)
		q.must(err)
		if n != 0 {
			out = append(out, int(n))
		}
	}
	slices.Sort(out)
	return out
}

func (q *asks) numbers() {
	deals := q.sees[sales.Deal]
	byOwner, count := map[record.ID]int{}, map[record.ID]int{}
	for _, id := range deals {
		byOwner[q.Owner(id)] += q.worth([]record.ID{id})
		count[q.Owner(id)]++
	}
	parts := func(of map[record.ID]int) (out []int) {
		for _, n := range of {
			if n != 0 {
				out = append(out, n)
			}
		}
		slices.Sort(out)
		return out
	}
	whole := func(n int) []int {
		if n == 0 {
			return nil
		}
		return []int{n}
	}
	ones := slices.Repeat([]int{1}, len(deals))
	for _, try := range []struct {
		path   string
		want   []int
		masked []string
	}{
		{"/metrics/won_deals", whole(len(deals)), nil},
		{"/metrics/won_deals?as_of=2026-03-01", whole(len(deals)), nil},
		{"/metrics/won_deals?by=owner", parts(count), nil},
		{"/metrics/won_deals?by=source", ones, []string{"deal.source"}},
		{"/metrics/won_revenue", whole(q.worth(deals)), []string{"deal.amount"}},
		{"/metrics/won_revenue?as_of=2026-03-01", whole(q.worth(deals)), []string{"deal.amount"}},
		{"/metrics/won_revenue?by=owner", parts(byOwner), []string{"deal.amount"}},
		{"/metrics/won_deals?where=" + url.QueryEscape("has(amount)"),
			whole(len(deals) - len(slices.DeleteFunc(slices.Clone(deals),
				func(id record.ID) bool { return id != q.Deals[0] }))), []string{"deal.amount"}},
	} {
		if r, ok := q.status(try.path, http.StatusOK, try.masked...); ok {
			if got := q.values(r); !slices.Equal(got, try.want) {
				q.world.t.Errorf("%s: %v, want %v", try.path, got, try.want)
			}
		}
	}
	// what somebody who sees everything passes on: a receipt opens what its reader may see
	theirs := q.want(200, q.admin, "GET", "/metrics/won_revenue", nil).fields["receipt"].(string)
	if r, ok := q.status("/receipts/"+url.PathEscape(theirs), http.StatusOK, "deal.amount"); ok {
		if got := q.values(r); !slices.Equal(got, whole(q.worth(deals))) {
			q.world.t.Errorf("a receipt: %v, want %v", got, whole(q.worth(deals)))
		}
	}
}

// explained asks why a number of who sees everything became another one.
func (q *asks) explained() {
	theirs := q.want(200, q.admin, "GET", "/metrics/won_revenue", nil).fields["receipt"].(string)
	before := q.want(200, q.admin, "GET", "/metrics/won_revenue?as_of=2026-01-15", nil).fields["receipt"].(string)
	r := q.get("/explanations?first=" + url.QueryEscape(before) + "&second=" + url.QueryEscape(theirs))
	q.onlySeen("an explanation", r)
}

// onlySeen looks for the ids of hidden deals.
func (q *asks) onlySeen(what string, r sent) {
	q.world.t.Helper()
	for _, id := range q.Deals {
		if !slices.Contains(q.sees[sales.Deal], id) && strings.Contains(r.body, record.FormatID(sales.Deal, id)) {
			q.world.t.Errorf("%s names the hidden deal %d: %d %.900s", what, id, r.status, r.body)
		}
	}
}

func (q *asks) feed() {
	told := map[string][]record.ID{}
	for after := int64(0); ; {
		r, ok := q.status(fmt.Sprintf("/changes?limit=1000&after=%d", after), http.StatusOK)
		if !ok {
			return
		}
		var page struct {
			Changes []struct {
				Object, ID string
				Fields     map[string]any
			}
			Next int64 `json:"next_after"`
		}
		q.must(json.Unmarshal([]byte(r.body), &page))
		for _, c := range page.Changes {
			_, id, err := record.ParseID(c.ID)
			q.must(err)
			told[c.Object] = append(told[c.Object], id)
			if _, amount := c.Fields["amount"]; amount && q.masks("deal.amount") {
				q.world.t.Errorf("the change feed tells a masked amount")
			}
		}
		if len(page.Changes) == 0 || page.Next <= after {
			break
		}
		after = page.Next
	}
	for _, object := range []string{sales.Deal, sales.Activity} {
		slices.Sort(told[object])
		if got := slices.Compact(told[object]); !slices.Equal(got, q.sees[object]) {
			q.world.t.Errorf("the change feed tells of %s %v, want %v", object, got, q.sees[object])
		}
	}
}

// rest asks what is found in the data, and what needs an ability.
func (q *asks) rest() {
	if r, ok := q.status("/first-look", http.StatusOK); ok {
		q.onlySeen("the first look", r)
		found := slices.ContainsFunc(listOf(r, "findings"), func(f map[string]any) bool {
			return f["code"] == "won_without_amount"
		})
		if want := slices.Contains(q.sees[sales.Deal], q.Deals[0]) && !q.masks("deal.amount"); found != want {
			q.world.t.Errorf("the first look finds a won deal without amount: %t, want %t", found, want)
		}
	}
	for _, door := range []struct {
		path    string
		ability access.Ability
	}{{"/imports", access.Import}, {"/reviews", access.Import}, {"/backups", access.Backup}, {"/audit", access.Audit},
		{"/users", access.Users}, {"/roles", access.Users}} {
		want := http.StatusForbidden
		if q.role.May(door.ability) {
			want = http.StatusOK
		}
		q.status(door.path, want)
	}
}
