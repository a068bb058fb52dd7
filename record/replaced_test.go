package record_test

import (
	"math/rand/v2"
	"testing"

	"salesops/internal/period"
	"salesops/record"
)

// TestReplacedIsWhatFoldGives compares with the meaning: the fold of all that the log had before,
// at the moment of the change. Moments are few, so many changes have the same.
func TestReplacedIsWhatFoldGives(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a repeatable draw
		changes := make([]record.Change, 1+r.IntN(40))
		for i := range changes {
			c := record.Change{Seq: record.Seq(i + 1), Object: "thing", ID: 1,
				EffectiveAt: period.Instant(1 + r.IntN(6)), KnownAt: period.Instant(1 + r.IntN(4)),
				Kind: []record.ChangeKind{record.Create, record.Set, record.Set, record.Delete,
					record.Restore}[r.IntN(5)]}
			for _, name := range []string{"name", "size", "weight"} {
				switch r.IntN(4) {
				case 0:
					c.Fields = append(c.Fields, record.FieldValue{Name: name})
				case 1, 2:
					c.Fields = append(c.Fields, record.FieldValue{Name: name, Value: record.IntValue(int64(i))})
				}
			}
			changes[i] = c
		}
		shuffled := make([]record.Change, len(changes))
		for i, j := range r.Perm(len(changes)) {
			shuffled[i] = changes[j]
		}
		got := record.Replaced(shuffled)
		for i, c := range changes {
			before := record.Fold(changes[:i], record.At{Effective: c.EffectiveAt}).Fields
			for _, f := range c.Fields {
				if got[c.Seq][f.Name] != before[f.Name] {
					t.Fatalf("seed %d, change %d, %s: %v, want %v", seed, c.Seq, f.Name, got[c.Seq][f.Name],
						before[f.Name])
				}
			}
		}
	}
}
