package record

import "context"

// Covers reports whether the scope shows a record in the state that the writer sees. Readers ask the Log.
func (s Scope) Covers(ctx context.Context, v View, id ID) (bool, error) {
	r, known, err := v.State(ctx, id)
	if err != nil || !known {
		return false, err
	}
	o, ok := v.Schema().Object(r.Object)
	if !ok {
		return false, nil
	}
	rows := s.Rows(o)
	switch {
	case rows.All, contains(rows.Records, r.ID):
		return true, nil
	case rows.None:
		return false, nil
	}
	if owner := r.Fields[o.Seen.Owner].Ref(); owner != 0 && len(rows.People) > 0 {
		person, known, err := v.State(ctx, owner) // the one into which it was merged
		if err != nil || known && contains(rows.People, person.ID) {
			return err == nil, err
		}
	}
	for _, name := range o.Seen.Through {
		if ref := r.Fields[name].Ref(); ref != 0 {
			if shown, err := s.Covers(ctx, v, ref); shown || err != nil {
				return shown, err
			}
		}
	}
	return false, nil
}
