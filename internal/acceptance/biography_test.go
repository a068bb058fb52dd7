package acceptance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// biographies are all changes of a log by "object external-id", references as the ids that
// the source gave, so that two logs compare.
func biographies(t *testing.T, log *record.Log) map[string][]record.Change {
	t.Helper()
	external := map[record.ID]string{}
	found := map[string][]record.Change{}
	err := log.Tail(context.Background(), record.Everything(), 0, func(changes []record.Change) error {
		for _, c := range changes {
			if c.External != "" {
				external[c.ID] = c.External
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = log.Tail(context.Background(), record.Everything(), 0, func(changes []record.Change) error {
		for _, c := range changes {
			switch c.Object {
			case sales.Import, record.FieldObject, sales.Stage, sales.Pipeline:
				continue
			}
			if external[c.ID] == "" {
				continue
			}
			key := c.Object + " " + external[c.ID]
			c.Fields = slices.Clone(c.Fields)
			for i, f := range c.Fields {
				if f.Value.Kind() == record.Ref {
					c.Fields[i].Value = record.TextValue(external[f.Value.Ref()])
				}
			}
			found[key] = append(found[key], c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// otherwise says how two biographies of one record differ on days before a moment.
func otherwise(want, got []record.Change, before period.Instant, zone *time.Location) string {
	var at []period.Instant
	for _, c := range slices.Concat(want, got) {
		if c.EffectiveAt < before {
			at = append(at, c.EffectiveAt.Day(zone).End(zone)-1)
		}
	}
	slices.Sort(at)
	for _, moment := range slices.Compact(at) {
		x := record.Fold(want, record.At{Effective: moment})
		y := record.Fold(got, record.At{Effective: moment})
		switch {
		case !counts(x) && !counts(y):
		case x.Exists != y.Exists:
			return fmt.Sprintf("on %s: exists %t, want %t", moment, y.Exists, x.Exists)
		case !maps.Equal(x.Fields, y.Fields):
			for _, name := range slices.Sorted(maps.Keys(merged(x.Fields, y.Fields))) {
				if x.Fields[name] != y.Fields[name] {
					return fmt.Sprintf("on %s: %s is %v, want %v", moment, name, y.Fields[name], x.Fields[name])
				}
			}
		}
	}
	return ""
}

// counts says that a record is more than a name that others have mentioned.
func counts(r record.Record) bool {
	switch r.Object {
	case sales.Person, sales.Team, sales.Product:
		return r.Exists
	case sales.Deal:
		return r.Exists && (r.Fields["outcome"].IsSet() || r.Fields["created_at"].IsSet())
	case sales.Lead:
		return r.Exists && r.Fields["created_at"].IsSet()
	}
	return r.Exists && len(r.Fields) > 0
}

func merged[K comparable, V any](x, y map[K]V) map[K]V {
	all := maps.Clone(x)
	maps.Copy(all, y)
	return all
}

// compareBiographies reports every record that two logs tell otherwise.
func compareBiographies(t *testing.T, want, got map[string][]record.Change,
	before period.Instant, zone *time.Location) {
	t.Helper()
	shown := 0
	for _, key := range slices.SortedFunc(maps.Keys(merged(want, got)), cmp.Compare[string]) {
		if slices.ContainsFunc(want[key], func(c record.Change) bool {
			return slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool {
				return f.Name == "stage" && strings.HasSuffix(f.Value.Text(), "|"+signed)
			})
		}) {
			continue // what that stage means stands in one file only: deals of earlier files were read without it
		}
		if how := otherwise(want[key], got[key], before, zone); how != "" {
			if shown++; shown <= 12 {
				t.Errorf("%s %s", key, how)
				for _, c := range want[key] {
					t.Logf("  want %s", line(c))
				}
				for _, c := range got[key] {
					t.Logf("  got  %s", line(c))
				}
			}
		}
	}
	if shown > 12 {
		t.Errorf("and %d records more", shown-12)
	}
}

func line(c record.Change) string {
	s := fmt.Sprintf("#%d eff %s known %s kind %d flags %d:", c.Seq, c.EffectiveAt, c.KnownAt, c.Kind, c.Flags)
	for _, f := range c.Fields {
		s += fmt.Sprintf(" %s=%v", f.Name, f.Value)
	}
	return s
}
