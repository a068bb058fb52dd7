package record

import (
	"cmp"
	"slices"
)

// Replaced returns, for each change of one record, the values that its fields had before: those in
// force at the moment of the change, as the log had them when it took the change. It is what Fold
// gives of the fields for the changes with a smaller Seq at the change's EffectiveAt, but each
// change is looked at once, however many there are. Fields that had no value are left out.
func Replaced(changes []Change) map[Seq]map[string]Value {
	type statement struct {
		by    *Change
		value Value
	}
	inTime := slices.Clone(changes)
	slices.SortFunc(inTime, func(a, b Change) int { return cmp.Compare(a.Seq, b.Seq) })
	said := map[string][]*statement{} // per field, what was said of it so far, in the order of Fold
	out := make(map[Seq]map[string]Value, len(changes))
	for i := range inTime {
		c := &inTime[i]
		before := map[string]Value{}
		for _, f := range c.Fields {
			later, _ := slices.BinarySearchFunc(said[f.Name], c, func(s *statement, c *Change) int {
				if s.by.EffectiveAt <= c.EffectiveAt {
					return -1
				}
				return 1
			})
			if later > 0 && said[f.Name][later-1].value.IsSet() {
				before[f.Name] = said[f.Name][later-1].value
			}
		}
		out[c.Seq] = before
		for _, f := range c.Fields {
			place, _ := slices.BinarySearchFunc(said[f.Name], c, func(s *statement, c *Change) int {
				return inOrder(*s.by, *c)
			})
			said[f.Name] = slices.Insert(said[f.Name], place, &statement{by: c, value: f.Value})
		}
	}
	return out
}
