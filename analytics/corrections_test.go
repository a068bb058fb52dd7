package analytics_test

import (
	"strconv"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// TestPipelineAfterCorrections makes corrections out of order and compares the open pipeline with a
// loop over record.Fold: as corrected since, as known then, and both.
func TestPipelineAfterCorrections(t *testing.T) {
	t.Parallel()
	log := &generatedLog{smallLog(t), 400}
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	correct(log, 600)
	catchUp(t, c)
	byID := map[record.ID][]record.Change{}
	if err := log.Tail(t.Context(), record.Everything(), 1, func(part []record.Change) error {
		for _, change := range part {
			byID[change.ID] = append(byID[change.ID], change)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	check := func(what string) {
		for i := range 12 {
			asOf := period.Instant(firstDay + int64(hash(i, 1))%lengthOf)
			later := min(asOf+int64day*90, firstDay+lengthOf)
			for _, known := range []*period.Instant{nil, &asOf, &later} {
				want := int64(0)
				for _, changes := range byID {
					at := record.At{Effective: asOf - 1}
					if known != nil {
						at.Known = *known - 1
					}
					r := record.Fold(changes, at)
					if o := r.Fields["outcome"].Text(); r.Exists && o != sales.Won && o != sales.Lost {
						want++
					}
				}
				if got := pipeline(t, c,
					analytics.When{AsOf: &asOf, KnownAt: known, Only: analytics.OnlyOpen}); got != want {
					t.Errorf("%s, as of %s known at %v: %d open deals, want %d", what, asOf, known, got, want)
				}
			}
		}
	}
	check("in batches")
	if err := c.SortNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("sorted")
	if err := c.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check("made again")
}

const int64day = 86_400_000_000

// correct appends changes that become known now and took effect at random earlier times.
func correct(log *generatedLog, n int) {
	now := period.Instant(firstDay + lengthOf)
	for i := range n {
		change := set(now+period.Instant(i), sales.Deal, record.ID(dealIDs+hash(i, 7)%log.deals))
		change.EffectiveAt = period.Instant(firstDay + int64(hash(i, 8))%lengthOf)
		if i%2 == 0 {
			change.Fields = []record.FieldValue{text("outcome", []string{sales.Open, sales.Won, sales.Lost}[i%3])}
		} else {
			change.Fields = []record.FieldValue{euro("amount", int64(i)), text("name", strconv.Itoa(i))}
		}
		log.add(change)
	}
}
