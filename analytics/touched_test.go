package analytics_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// kept is a result with what it was read from.
type kept struct {
	name  string
	scope record.Scope
	sql   string
	args  []any
	reads analytics.Reads
	at    record.Seq
	rows  string
}

// TestWhatIsNotChangedIsEqual keeps results of random columns, moments and scopes while random changes come, and holds
// against a new run each one that Changed calls unchanged.
func TestWhatIsNotChangedIsEqual(t *testing.T) {
	t.Parallel()
	rounds, unchanged, whole := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		if rounds++; rounds > 25 {
			return // each round opens a database
		}
		w := &world{newMemoryLog(t), rt}
		c, err := analytics.Open(t.Context(), "", timelineLog{w.log}, analytics.Options{Threads: 1,
			Keyed: []analytics.Keyed{ownerStays()}})
		if err != nil {
			rt.Fatal(err)
		}
		defer c.Close()
		for range 20 {
			w.log.add(w.changeOrEdit())
		}
		if _, err := c.CatchUp(t.Context()); err != nil {
			rt.Fatal(err)
		}
		var all []*kept
		for range 12 {
			all = append(all, w.question(t, rt, c))
		}
		for range 8 {
			for range rapid.IntRange(1, 2).Draw(rt, "changes") {
				w.log.add(w.changeOrEdit())
			}
			if _, err := c.CatchUp(t.Context()); err != nil {
				rt.Fatal(err)
			}
			for _, k := range all {
				now := sorted(t, c, k.sql, k.args)
				if !c.Changed(k.reads, k.scope, k.at) {
					unchanged++
					if now != k.rows {
						rt.Fatalf("%s: kept\n%s\nnow\n%s\nafter %+v", k.name, k.rows, now, w.log.changes[k.at:])
					}
				}
				whole++
				k.rows, k.at = now, c.Position()
			}
		}
	})
	if unchanged*4 < whole {
		t.Errorf("of %d results %d were called unchanged: little was kept", whole, unchanged)
	}
}

// changeOrEdit is change, or an edit: an edit is one field of a deal or an activity, after all that was before.
func (w *world) changeOrEdit() record.Change {
	if rapid.IntRange(0, 3).Draw(w.t, "any") == 0 {
		return w.change()
	}
	pick := func(first record.ID) record.ID { return first + record.ID(rapid.IntRange(0, 2).Draw(w.t, "which")) }
	c := record.Change{Kind: record.Set, Object: sales.Deal, ID: pick(firstDeal),
		EffectiveAt: clockEnd + 1 + period.Instant(len(w.log.changes)/6)*86_400_000_000}
	c.KnownAt = c.EffectiveAt
	if rapid.IntRange(0, 3).Draw(w.t, "activity") == 0 {
		c.Object, c.ID = sales.Activity, pick(31)
		c.Kind = rapid.SampledFrom([]record.ChangeKind{record.Create, record.Set, record.Set}).Draw(w.t, "kind")
		c.Fields = []record.FieldValue{rapid.SampledFrom([]record.FieldValue{ref("deal", pick(firstDeal)),
			ref("owner", pick(firstPerson)), text("subject", fmt.Sprint(len(w.log.changes)))}).Draw(w.t, "value")}
		return c
	}
	c.Fields = []record.FieldValue{rapid.SampledFrom([]record.FieldValue{ref("owner", pick(firstPerson)),
		text("next_step", fmt.Sprint(len(w.log.changes))), text("outcome", sales.Won), text("outcome", sales.Open),
		euro("amount", int64(len(w.log.changes)))}).Draw(w.t, "value")}
	return c
}

// question asks something and keeps the result.
func (w *world) question(t *testing.T, rt *rapid.T, c *analytics.Columns) *kept {
	scopes := []record.Scope{record.Everything(), record.RecordsOf(firstPerson), record.RecordsOf(firstPerson,
		firstPerson+1),
		record.RecordsOf().Sharing(map[string][]record.ID{sales.Deal: {firstDeal + 1}}),
		record.RecordsOf(firstPerson + 2).Except(map[string]record.Rows{sales.Activity: {All: true}}),
		record.Everything().Except(map[string]record.Rows{sales.Deal: {None: true}})}
	k := &kept{scope: rapid.SampledFrom(scopes).Draw(rt, "scope"), at: c.Position()}
	v := c.View(k.scope)
	a := asked{rt: rt}
	var at analytics.When
	if rapid.Bool().Draw(rt, "past") {
		known := w.moment("known at")
		at.AsOf = after(min(w.moment("as of"), known))
		if rapid.Bool().Draw(rt, "known then") {
			at.KnownAt = after(known)
		}
	}
	at.Only = rapid.SampledFrom([]analytics.Part{analytics.AllDeals, analytics.OnlyOpen, analytics.OnlyClosed}).
		Draw(rt, "only")
	columns := func(all ...string) []string {
		return append([]string{"id"}, rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 2,
			rapid.ID[string]).Draw(rt, "columns")...)
	}
	object := rapid.SampledFrom([]string{sales.Deal, sales.Deal, sales.Activity, sales.Person}).Draw(rt, "object")
	list := columns(map[string][]string{
		sales.Deal: {"outcome", "amount", "amount_currency", "owner", "closed_on", "next_step",
			"eff_from", "backfilled", "backfilled_fields"},
		sales.Activity: {"owner", "deal", "subject"}, sales.Person: {"team", "manager"}}[object]...)
	switch how := rapid.IntRange(0, 7).Draw(rt, "how"); how {
	case 0:
		k.sql = a.must(v.Versions(object, list, at, a.bind))
	case 1:
		k.sql = "SELECT DISTINCT * FROM (" + a.must(v.Anything(object, list)) + ")"
	case 2:
		object, list = "owner_stay", columns("line", "owner", "team", "eff_from", "known_from")
		k.sql = a.must(v.Table(t.Context(), object, list, at, a.bind))
	case 3: // where a period begins is not what a state is
		list = slices.DeleteFunc(list, func(c string) bool { return c == "eff_from" })
		k.sql = "SELECT DISTINCT * FROM (" + a.must(v.States(object, list, at, a.bind)) + ")"
	case 4:
		k.sql = a.must(v.EditDays(object, at, a.bind))
	default:
		k.sql = a.must(v.Rows(object, list, at, a.bind))
	}
	k.args, k.reads = a.args, v.Reads()
	k.name = fmt.Sprint(object, list, " at ", moments(at), " for ", k.scope)
	k.rows = sorted(t, c, k.sql, k.args)
	return k
}
