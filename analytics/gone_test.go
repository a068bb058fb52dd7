package analytics_test

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// asking is a test, or one round of a property.
type asking interface {
	rapid.TB
	Context() context.Context
}

// shownBy returns the ids of all versions of an object's records that a view shows.
func shownBy(t asking, v *analytics.View, object string) (ids []int64) {
	text, err := v.Anything(object, []string{"id"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Query(t.Context(), text, nil, func(b *analytics.Batch) error {
		for i := range b.Rows() {
			ids = append(ids, b.Int(0, i))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

// TestEndedRecordsAreKeptRight: whatever ends records and brings them back, a scope shows the same records with what is
// kept of ended ones as when they are found anew, also at the moment of a pinned view.
func TestEndedRecordsAreKeptRight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		const ann, bob = 11, 12
		log := newMemoryLog(t)
		for _, p := range []record.ID{ann, bob} {
			log.add(create(1, sales.Person, p, text("name", "P")))
		}
		c := open(t, "", log, analytics.Options{})
		catchUp(t, c)
		owner := rapid.SampledFrom([]record.ID{0, ann, bob})
		deals := int64(0)
		day := period.Instant(2)
		deal := func() record.ID { return record.ID(100 + rapid.Int64Range(1, deals).Draw(rt, "deal")) }
		for range rapid.IntRange(1, 6).Draw(rt, "batches") {
			for range rapid.IntRange(1, 4).Draw(rt, "changes") {
				day++
				switch kind := rapid.IntRange(0, 5).Draw(rt, "kind"); {
				case kind == 0 || deals == 0:
					deals++
					log.add(create(day, sales.Deal, record.ID(100+deals), text("name", "D"),
						ref("owner", owner.Draw(rt, "owner"))))
				case kind == 1:
					log.add(set(day, sales.Deal, deal(), ref("owner", owner.Draw(rt, "owner"))))
				case kind == 2:
					log.add(set(period.Instant(rapid.Int64Range(1, int64(day)).Draw(rt, "earlier")), sales.Deal, deal(),
						ref("owner", owner.Draw(rt, "owner"))))
				default:
					end := set(day, sales.Deal, deal())
					end.Kind = []record.ChangeKind{record.Delete, record.Delete, record.Restore}[kind-3]
					log.add(end)
				}
			}
			scopes := []record.Scope{record.RecordsOf(ann), record.RecordsOf(bob), record.RecordsOf(ann, bob)}
			err := c.Pinned(rt.Context(), scopes[0], func(v *analytics.View) error {
				was := shownBy(rt, v, sales.Deal)
				catchUp(t, c)
				if now := shownBy(rt, v, sales.Deal); !slices.Equal(was, now) {
					rt.Errorf("a pinned view showed %v, then %v", was, now)
				}
				return nil
			})
			if err != nil {
				rt.Fatal(err)
			}
			for _, scope := range scopes {
				kept := shownBy(rt, c.View(scope), sales.Deal)
				c.ForgetEnded()
				if anew := shownBy(rt, c.View(scope), sales.Deal); !slices.Equal(kept, anew) {
					rt.Errorf("scope %s shows %v, found anew %v", scope, kept, anew)
				}
			}
		}
	})
}

// TestADeletedRecordStaysInItsScope: who saw a record sees its past after it was deleted in its turn, and nobody else.
func TestADeletedRecordStaysInItsScope(t *testing.T) {
	t.Parallel()
	const ann, bob, deal = 11, 12, 101
	log := newMemoryLog(t)
	log.add(create(1, sales.Person, ann, text("name", "A")), create(1, sales.Person, bob, text("name", "B")),
		create(2, sales.Deal, deal, text("name", "D"), ref("owner", ann)))
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	for at, kind := range []record.ChangeKind{record.Set, record.Delete, record.Restore, record.Delete} {
		change := set(period.Instant(5+at), sales.Deal, deal)
		change.Kind = kind
		log.add(change)
		catchUp(t, c)
		if got := shownBy(t, c.View(record.RecordsOf(ann)), sales.Deal); !slices.Contains(got, deal) {
			t.Errorf("after change %d its owner sees %v", at, got)
		}
		if got := shownBy(t, c.View(record.RecordsOf(bob)), sales.Deal); len(got) > 0 {
			t.Errorf("after change %d somebody else sees %v", at, got)
		}
	}
}
