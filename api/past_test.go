package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
	"salesops/record"
)

// A record as of a day has no later changes on its time line, page by page.
func TestTimelineEndsOnTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	path := "/records/deal/" + record.FormatID("deal", w.ids["Delta"]) + "/changes"
	all := get[api.Timeline](w, path)
	then := get[api.Timeline](w, path+"?as_of=2026-04-30")
	if len(then.Changes) == 0 || len(then.Changes) >= len(all.Changes) {
		t.Fatalf("%d changes as of the day, %d in all", len(then.Changes), len(all.Changes))
	}
	for _, c := range then.Changes {
		if c.EffectiveAt > "2026-04-30T23:59:59.999999Z" {
			t.Errorf("a change of %s stands on the time line as of 2026-04-30", c.EffectiveAt)
		}
	}
	var paged []api.RecordChange
	for next := ""; ; {
		p := get[api.Timeline](w, path+"?as_of=2026-04-30&limit=1"+next)
		paged = append(paged, p.Changes...)
		if p.NextBefore == nil {
			break
		}
		next = fmt.Sprintf("&before=%d", *p.NextBefore)
	}
	if fmt.Sprint(paged) != fmt.Sprint(then.Changes) {
		t.Errorf("page by page: %v, at once %v", paged, then.Changes)
	}
	if known := get[api.Timeline](w, path+"?known_at=2020-01-01"); len(known.Changes) != 0 {
		t.Errorf("nothing was known in 2020, yet %d changes stand there", len(known.Changes))
	}
	w.problem(http.MethodGet, path+"?as_of=2026-05-02&known_at=2026-05-01", nil, 422, "invalid")
}

// The first look at a past day ends on that day, in its history and in its words.
func TestFirstLookAtAPastDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	look := get[api.FirstLook](w, "/first-look?as_of=2026-05-20")
	if look.History.Until != "2026-05-20" {
		t.Errorf("history runs until %s", look.History.Until)
	}
	for _, f := range look.Findings {
		if f.Code == "reversed_wins" && !strings.Contains(f.Sentence, "it read 50 % on 20 May 2026") {
			t.Errorf("reversed wins: %s", f.Sentence)
		}
	}
	// Each tile says of which days it is, and what limits it, as the metric's own answer does.
	for _, e := range look.Twelve {
		a := get[api.Answer](w, "/metrics/"+e.Name+"?as_of=2026-05-20")
		text := func(d *string) string {
			if d == nil {
				return "all time"
			}
			return *d
		}
		if text(e.From) != text(a.From) || text(e.To) != text(a.To) || len(a.Rows) > 0 &&
			!slices.Equal(e.Flags, a.Rows[0].Flags) {
			t.Errorf("%s is of %s to %s, %v; the metric of %s to %s, %+v", e.Name, text(e.From), text(e.To), e.Flags,
				text(a.From), text(a.To), a.Rows)
		}
	}
	known := get[api.FirstLook](w, "/first-look?known_at=2020-01-01")
	for _, e := range known.Twelve {
		if e.Answers {
			t.Errorf("%s answers %s by what was known in 2020", e.Name, e.Value.Text)
		}
	}
}

// A receipt says what it asks, and its records are asked for with that.
func TestReceiptQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	where := `amount > money("1.00")`
	answer := get[api.Answer](w, "/metrics/won_revenue?from=2026-01-01&to=2026-06-30&compare=previous&where="+
		url.QueryEscape(where))
	q := get[api.ReceiptQuestion](w, "/receipts/"+answer.Receipt+"/question")
	if q.Metric != "won_revenue" || q.Version != answer.Version || *q.From != "2026-01-01" || *q.To != "2026-06-30" ||
		q.Compare != "previous" ||
		len(q.Where) != 1 || q.Where[0] != where || q.Position != answer.Position || q.Today != "2026-06-30" ||
		q.Formula == "" || len(q.Hash) < 12 {
		t.Errorf("the question: %+v", q)
	}
	w.problem(http.MethodGet, "/receipts/nonsense/question", nil, 422, "invalid")
}

// How old the data is: its source, when it was read in, and its newest record.
func TestDataAge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	if me := get[api.Me](w, "/me"); me.Data != nil {
		t.Errorf("an empty workspace has data of %+v", me.Data)
	}
	w.over(w.upload([][2]string{{"Opportunity.csv", opportunities}}))
	age := get[api.Me](w, "/me").Data
	if age == nil || age.Source != "salesforce" || age.Newest == nil || *age.Newest != "2026-01-02" ||
		!strings.HasPrefix(age.ImportedAt, "2026-06-30T") || age.Import == nil {
		t.Errorf("the data's age: %+v", age)
	}
}

// Days relative to the question's follow its day and the company's fiscal calendar, in lists and
// in metrics, on every day that is asked for.
func TestRelativeDaysFollowTheQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	const quarter = `close_date >= start_of("quarter") && close_date < start_of("quarter", 1)`
	const lately = `close_date > as_of - 30 && close_date <= as_of`
	count := func(asOf, where string) int {
		return int(get[api.RecordList](w, "/records/deal?as_of="+asOf+"&where="+url.QueryEscape(where)).Total)
	}
	for _, c := range []struct {
		asOf, where string
		want        int
	}{
		{"2026-02-15", quarter, 5}, {"2026-04-01", quarter, 2}, {"2026-03-11", lately, 4}, {"2026-03-12", lately, 3},
		{"2026-05-02", `close_date < as_of`, 7},
	} {
		if n := count(c.asOf, c.where); n != c.want {
			t.Errorf("as of %s, %s: %d deals, want %d", c.asOf, c.where, n, c.want)
		}
	}
	if r := w.ask("PATCH", "/settings", settingValues("fiscal_first_month", "2")); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if n := count("2026-02-15", quarter); n != 6 { // February to April
		t.Errorf("in a fiscal year from February %d deals are due in the quarter, want 6", n)
	}
	a := get[api.Answer](w, "/metrics/won_revenue?as_of=2026-04-30&where="+
		url.QueryEscape(`closed_on >= start_of("month", -1) && closed_on < start_of("month")`))
	if got := fmt.Sprint(a.Rows[0].Value); !strings.Contains(got, "700") {
		t.Errorf("last month's revenue is %s, want 700.00", got)
	}
}
