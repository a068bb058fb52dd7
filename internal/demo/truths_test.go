package demo_test

import (
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"salesops/analytics"
	"salesops/findings"
	"salesops/internal/demo"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/stats"
)

// leftFor is a metric of a company's own, as it stands in a file beside the data: who left for a
// reason, as a share of all customers.
const leftFor = `name: left_for_missing_integration
version: 1
question: What share of all customers leaves because an integration is missing?
description: Of the accounts that were customers when the period began, those that left for this reason.
kind: aggregate
over: customer
noun: {one: customer, many: customers}
period: last_quarter
where: at_start
measure: ratio
numerator: {count: churned && end_reason == 'Missing integration'}
denominator: {count: "true"}
unit: share
better: down
dimensions: [segment]
needs: [contracts]
example:
  ask: {from: 2026-01-01, to: 2026-03-31}
  rows:
    contract:
      - {accounts: 3, start_on: 2025-01-01, mrr: 5}
      - {account: Gone, start_on: 2025-01-01, end_on: 2026-01-20, mrr: 5, end_reason: Missing integration}
  want:
    - {value: "0.25", n: 4}
empty:
  want:
    - {value: null, reason: there are no contracts}
edge:
  ask: {from: 2026-01-01, to: 2026-03-31}
  rows:
    contract: [{accounts: 2, start_on: 2025-01-01, end_on: 2026-01-20, end_reason: Price}]
  want:
    - {value: "0", n: 2}
`

// office is the product on the company.
type office struct {
	t      *testing.T
	engine *metrics.Engine
	from   findings.Source
}

func openOffice(t *testing.T, log *record.Log) *office {
	t.Helper()
	columns, err := analytics.Open(t.Context(), "", log, analytics.Options{Keyed: rowsets.Tables()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := columns.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := columns.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	catalog, err := metrics.Load(rowsets.All(),
		fstest.MapFS{"left_for_missing_integration.yaml": {Data: []byte(leftFor)}})
	if err != nil {
		t.Fatal(err)
	}
	engine := metrics.New(columns, catalog,
		metrics.Options{Clock: func() period.Instant { return today.Start(time.UTC) + 12*3_600_000_000 }})
	return &office{t, engine, findings.Source{Engine: engine, Columns: columns}}
}

func (o *office) ask(q metrics.Query) *metrics.Answer {
	o.t.Helper()
	q.Today = today
	a, err := o.engine.Ask(context.Background(), record.Everything(), q)
	if err != nil {
		o.t.Fatalf("%+v: %v", q, err)
	}
	return a
}

// years ago, as a first and a last day.
func year(ago int) (from, to *period.Day) {
	first, last := period.DayOf(2025-ago, time.July, 1), period.DayOf(2026-ago, time.June, 30)
	return &first, &last
}

// cut is the values of an answer by its only dimension; rows without a name or a value are left out.
func (o *office) cut(q metrics.Query) map[string]float64 {
	o.t.Helper()
	out := map[string]float64{}
	for _, row := range o.ask(q).Rows {
		if key := row.By[q.By[0]]; key.ID != nil && row.Value != nil {
			out[key.Name] = o.number(row.Value)
		}
	}
	return out
}

func (o *office) number(f *metrics.Figure) float64 {
	o.t.Helper()
	if f == nil {
		o.t.Fatal("there is no value")
	}
	n, err := strconv.ParseFloat(f.Text, 64)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) value(q metrics.Query) float64 {
	o.t.Helper()
	a := o.ask(q)
	if len(a.Rows) != 1 || a.Rows[0].Value == nil {
		o.t.Fatalf("%+v: %+v", q, a.Rows)
	}
	return o.number(a.Rows[0].Value)
}

// least and most are the names with the lowest and the highest value.
func least(of map[string]float64) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(of)), func(a, b string) int { return compare(of[a], of[b]) })
}

func most(of map[string]float64) string {
	return slices.MaxFunc(slices.Sorted(maps.Keys(of)), func(a, b string) int { return compare(of[a], of[b]) })
}

func noted(a *metrics.Answer, code string) int {
	for _, n := range a.Notes {
		if n.Code == code {
			return int(n.Count)
		}
	}
	return 0
}

// Each truth that doc.go tells is found by asking the product, as whoever looks for it would.
func TestTheProductFindsTheTruths(t *testing.T) {
	log, truths := build(t, demo.Options{Seed: 1, Size: demo.Medium, Today: today})
	o := openOffice(t, log)
	for name, look := range map[string]func(*testing.T, *office, demo.Truths){
		"bottleneck": bottleneckIsFound, "weak source": weakSourceIsFound, "habits": habitsAreFound,
		"overdue":      overdueIsFound,
		"churn reason": churnReasonIsFound, "loyalty": loyaltyIsFound, "orders": ordersAreFitted,
		"calendars": calendarsAreMissed, "product mix": mixIsFound,
		"no-shows": noShowsAreFound, "movers": moversAreFound, "shared credit": creditIsShared,
		"credit notes": creditNotesAreFound,
		"dirt":         dirtIsFound,
	} {
		t.Run(name, func(t *testing.T) {
			mine := *o
			mine.t = t
			look(t, &mine, truths)
		})
	}
}

func bottleneckIsFound(t *testing.T, o *office, _ demo.Truths) {
	waits := o.cut(metrics.Query{Metric: "time_in_stage", By: []string{"stage"}})
	if len(waits) < 5 || waits["Legal review"] < 24 {
		t.Errorf("days in the stages: %v", waits)
	}
	for stage, days := range waits {
		if stage != "Legal review" && days*2 > waits["Legal review"] {
			t.Errorf("%s takes %v days of %v", stage, days, waits)
		}
	}
}

func weakSourceIsFound(t *testing.T, o *office, _ demo.Truths) {
	share := o.cut(metrics.Query{Metric: "lead_to_deal", By: []string{"source"}})
	for source, p := range share {
		if source != "Purchased list" && p < 3*share["Purchased list"] {
			t.Errorf("%s converts %v", source, share)
		}
	}
	if len(share) != 6 || share["Purchased list"] == 0 {
		t.Errorf("sources: %v", share)
	}
}

func habitsAreFound(t *testing.T, o *office, _ demo.Truths) {
	from, _ := year(2)
	_, to := year(0)
	slips, due := map[string]float64{}, map[string]float64{}
	for _, row := range o.ask(metrics.Query{Metric: "slip_rate", By: []string{"team"}, From: from,
		To: to, Grain: period.Quarter}).Rows {
		if team := row.By["team"]; team.ID != nil && row.Numerator != nil {
			slips[team.Name] += o.number(row.Numerator)
			due[team.Name] += o.number(row.Denominator)
		}
	}
	for team := range slips {
		slips[team] /= due[team]
	}
	if most(slips) != "Americas West" || least(slips) != "EMEA North" {
		t.Errorf("slips over three years: %v", slips)
	}
	_, day := year(1) // what was called on an ordinary day
	all := o.cut(metrics.Query{Metric: "open_pipeline", By: []string{"team"}, AsOf: day})
	commit := o.cut(metrics.Query{Metric: "open_pipeline", By: []string{"team"}, AsOf: day,
		Where: []string{"forecast_category == 'Commit'"}})
	for team := range all {
		commit[team] /= all[team]
	}
	if most(commit) != "Americas West" || commit["EMEA North"] != 0 {
		t.Errorf("called commit: %v", commit)
	}
}

func overdueIsFound(t *testing.T, o *office, truths demo.Truths) {
	late := o.cut(metrics.Query{Metric: "open_deals", By: []string{"team"}, Where: []string{"due == 'overdue'"}})
	south := late["Americas South"]
	delete(late, "Americas South")
	if south < 20 || south < 2*late[most(late)] {
		t.Errorf("%v overdue in Americas South, elsewhere %v", south, late)
	}
	if f := o.found()[problems.OverdueOpen]; int(f.Count) != truths.Overdue {
		t.Errorf("%d are overdue, %d planted", f.Count, truths.Overdue)
	}
}

func churnReasonIsFound(t *testing.T, o *office, _ demo.Truths) {
	left := map[int]float64{} // of all customers, in a year
	for ago := range 3 {
		from, to := year(ago)
		share, n := 0.0, 0
		for _, row := range o.ask(metrics.Query{Metric: "left_for_missing_integration", From: from,
			To: to, Grain: period.Quarter}).Rows {
			if row.Value != nil {
				share += o.number(row.Value)
				n++
			}
		}
		left[ago] = share / float64(max(1, n))
	}
	if left[0] < .02 || left[0] > .06 || left[0] < 1.5*left[1] || left[2] > .02 {
		t.Errorf("missing integration drives off in a quarter, of all customers, by years ago: %v", left)
	}
	from, to := year(0)
	a := o.ask(metrics.Query{Metric: "churn_logo", By: []string{"end_reason"}, From: from, To: to})
	all, missing := 0.0, 0.0
	for _, row := range a.Rows {
		n := o.number(row.Numerator)
		if all += n; row.By["end_reason"].Name == "Missing integration" {
			missing = n
		}
	}
	if missing/all < .24 || missing/all > .52 {
		t.Errorf("%v of %v left for it in the last year", missing, all)
	}
}

// The shifted-beta-geometric model gives back what the customers were drawn from; one rate for
// all customers does not, and the customers of the first year leave less each year.
func loyaltyIsFound(t *testing.T, o *office, _ demo.Truths) {
	planted, alive := 0.0, 1.0
	for m := range 60 {
		planted += alive
		alive *= (12 + float64(m)) / (12.5 + float64(m))
	}
	life := o.value(metrics.Query{Metric: "customer_life_sbg"})
	if math.Abs(life-planted) > .08*planted {
		t.Errorf("%.2f months, planted are %.2f", life, planted)
	}
	from, to := year(0)
	first, last := year(2)
	loyal := o.value(metrics.Query{Metric: "churn_logo", From: from, To: to,
		Where: []string{"since_on <= day('" + last.String() + "')"}})
	from, to = year(1)
	early := o.value(metrics.Query{Metric: "churn_logo", From: from, To: to,
		Where: []string{"since_on >= day('" + first.String() + "')"}})
	if early < loyal+.04 {
		t.Errorf("those won in the first year leave by %.3f in their next, %.3f in the one after", early, loyal)
	}
}

// BG/NBD and Gamma-Gamma find what the orders were drawn from: how many a customer is expected to
// make in its first year, and what one is worth.
func ordersAreFitted(t *testing.T, o *office, _ demo.Truths) {
	worth := o.value(metrics.Query{Metric: "ltv_bgnbd"})
	row := o.ask(metrics.Query{Metric: "purchases_expected"}).Rows[0]
	if worth <= 0 || row.Model == nil || len(row.Model.Fits) != 2 {
		t.Fatalf("worth %v, model %+v", worth, row)
	}
	found := map[string]float64{}
	for _, fit := range row.Model.Fits {
		if !fit.Converged {
			t.Errorf("%s has not converged: %+v", fit.Name, fit)
		}
		for _, p := range fit.Parameters {
			found[p.Name] = o.number(&p.Value)
		}
	}
	planted := stats.BGNBD{R: .8, Alpha: 40, A: .9, B: 3}.Expected(365)
	got := stats.BGNBD{R: found["r"], Alpha: found["alpha"], A: found["a"], B: found["b"]}.Expected(365)
	t.Logf("%v: %.3f orders in the first year, planted are %.3f", found, got, planted)
	if math.Abs(got-planted) > .15*planted {
		t.Errorf("%.3f orders in the first year, planted are %.3f: %v", got, planted, found)
	}
	if mean := found["p"] * found["v"] / (found["q"] - 1); math.Abs(mean-2400) > .15*2400 {
		t.Errorf("an order is worth %.0f, planted are 2,400", mean)
	}
}

func calendarsAreMissed(t *testing.T, o *office, _ demo.Truths) {
	covered := o.cut(metrics.Query{Metric: "calendar_coverage", By: []string{"team"}})
	if covered["APAC East"] != 0 || len(covered) < 6 || covered["EMEA North"] < .99 {
		t.Errorf("teams with calendars: %v", covered)
	}
}

func mixIsFound(t *testing.T, o *office, _ demo.Truths) {
	share := map[int]float64{}
	for ago := range 3 {
		from, to := year(ago)
		sold := o.cut(metrics.Query{Metric: "won_revenue", By: []string{"product"}, From: from, To: to})
		all := 0.0
		for _, amount := range sold {
			all += amount
		}
		share[ago] = sold["Analytics add-on"] / all
	}
	if share[2] > .08 || share[0] < .20 || share[1] < share[2]+.05 || share[0] < share[1]+.05 {
		t.Errorf("the add-on's part of won revenue by years ago: %v", share)
	}
}

func noShowsAreFound(t *testing.T, o *office, _ demo.Truths) {
	shown := o.cut(metrics.Query{Metric: "show_rate", By: []string{"account.segment"}})
	for segment, want := range map[string]float64{"SMB": .72, "Mid-market": .86, "Enterprise": .95} {
		if math.Abs(shown[segment]-want) > .06 {
			t.Errorf("meetings that took place: %v, want %v for %s", shown, want, segment)
		}
	}
}

// Who moved has won for two teams, as they were, and for one as they are.
func moversAreFound(t *testing.T, o *office, truths demo.Truths) {
	for org, want := range map[string]int{"as-was": truths.Movers, "as-is": 0} {
		teams := map[string]int{}
		for _, row := range o.ask(metrics.Query{Metric: "won_deals", By: []string{"owner", "team"}, Org: org}).Rows {
			if id := row.By["owner"].ID; id != nil {
				teams[*id]++
			}
		}
		moved := 0
		for _, n := range teams {
			if n > 1 {
				moved++
			}
		}
		if moved != want || truths.Movers < 2 {
			t.Errorf("%s: %d people won for two teams, %d moved", org, moved, truths.Movers)
		}
	}
	was, is := o.cut(metrics.Query{Metric: "won_revenue", By: []string{"team"}}), o.cut(
		metrics.Query{Metric: "won_revenue", By: []string{"team"}, Org: "as-is"})
	if was["Americas East"] == is["Americas East"] {
		t.Errorf("teams then and today have won the same: %v", was)
	}
}

func creditIsShared(t *testing.T, o *office, truths demo.Truths) {
	q := metrics.Query{Metric: "won_revenue", By: []string{"owner"}}
	a := o.ask(q)
	if n := noted(a, "credit_shared"); n != truths.SharedWins || n < 50 {
		t.Errorf("%d wins are shared, %d planted", n, truths.SharedWins)
	}
	sum := 0.0
	for _, row := range a.Rows {
		sum += o.number(row.Value)
	}
	if whole := o.value(metrics.Query{Metric: "won_revenue"}); math.Abs(sum-whole) > .005 {
		t.Errorf("the people's shares add up to %.2f, the deals to %.2f", sum, whole)
	}
}

func creditNotesAreFound(t *testing.T, o *office, truths demo.Truths) {
	a := o.ask(metrics.Query{Metric: "won_revenue"})
	if n := noted(a, "credit_note"); n != truths.CreditNotes || n < 10 {
		t.Errorf("%d credit notes are told, %d planted", n, truths.CreditNotes)
	}
	if won := int(o.value(metrics.Query{Metric: "won_deals"})); won != truths.Won {
		t.Errorf("%d won deals, %d planted", won, truths.Won)
	}
	if gross := o.value(metrics.Query{Metric: "won_revenue", Where: []string{"!credit_note"}}); gross <= o.value(
		metrics.Query{Metric: "won_revenue"}) {
		t.Error("credit notes take nothing away")
	}
}

func (o *office) found() map[problems.Code]findings.Finding {
	o.t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		o.t.Fatal(err)
	}
	all, err := findings.Find(context.Background(), o.from, record.Everything(),
		findings.Moment{Today: today, Zone: zone})
	if err != nil {
		o.t.Fatal(err)
	}
	byCode := map[problems.Code]findings.Finding{}
	for _, f := range all {
		if had, ok := byCode[f.Code]; ok { // one for each day
			f.Count += had.Count
		}
		byCode[f.Code] = f
	}
	return byCode
}

func dirtIsFound(t *testing.T, o *office, truths demo.Truths) {
	found := o.found()
	for code, want := range map[problems.Code]int{
		problems.WonWithoutAmount: truths.WinsWithoutAmount, problems.WithoutOwner: truths.DealsWithoutOwner,
		problems.WithoutAccount: truths.DealsWithoutAccount, problems.ClosedBeforeCreated: truths.ClosedBeforeCreated,
		problems.ReversedWins: truths.ReversedWins, problems.LeadStatusConflict: truths.ConflictingLeads,
		problems.Namesakes: 2 * truths.DoubleAccounts,
	} {
		if int(found[code].Count) != want {
			t.Errorf("%s: %d found, %d planted", code, found[code].Count, want)
		}
	}
}
