package access

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// Allow refuses drafts of records that the asker may not write. The writer of the log asks it: a record may have
// been handed to somebody else since the request was looked at.
func (a Asker) Allow(ctx context.Context, view record.View, drafts []record.Draft) error {
	if a.Write.Everything() {
		return nil
	}
	for i := range drafts {
		var err error
		if d := &drafts[i]; d.Kind == record.Create {
			err = a.allowNew(ctx, view, d)
		} else {
			err = a.allowRecord(ctx, view, d.Object, d.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// AllowOn refuses a command, whatever it writes, when the asker may not write a record: to share it is to change it.
func (a Asker) AllowOn(object string, id record.ID) record.Allow {
	return func(ctx context.Context, view record.View, _ []record.Draft) error {
		return a.allowRecord(ctx, view, object, id)
	}
}

func (a Asker) allowRecord(ctx context.Context, view record.View, object string, id record.ID) error {
	o, ok := view.Schema().Object(object)
	if !ok || a.Write.Rows(o).All {
		return nil // the log says that there is no such object
	}
	writes, err := a.Write.Covers(ctx, view, id)
	if err != nil || writes {
		return err
	}
	reads, err := a.Read.Covers(ctx, view, id)
	switch {
	case err != nil:
		return err
	case reads:
		return fault.Because(fault.Denied, reason.Of("record_not_yours", "record", record.FormatID(object, id)))
	}
	return fault.Missingf("there is no %s", record.FormatID(object, id)) // as of one that never was
}

// allowNew refuses a record that is seen through another one which the asker may no longer write.
func (a Asker) allowNew(ctx context.Context, view record.View, d *record.Draft) error {
	o, ok := view.Schema().Object(d.Object)
	if !ok || a.Write.Rows(o).All {
		return nil
	}
	if owner, ok := d.Value(o.Seen.Owner); ok && owner.Ref() != 0 {
		for _, person := range a.Write.Rows(o).People {
			if person == owner.Ref() {
				return nil
			}
		}
	}
	for _, name := range o.Seen.Through {
		through, _ := d.Value(name)
		if through.Ref() == 0 {
			continue
		}
		if writes, err := a.Write.Covers(ctx, view, through.Ref()); writes || err != nil {
			return err
		}
	}
	return fault.Because(fault.Denied, reason.Of("record_for_others", "object", o.Name))
}
