package api

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"salesops/access"
	"salesops/analytics"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

type askerKey struct{}

// accessOf is what somebody may see and do now.
func (a *API) accessOf(ctx context.Context, who auth.Identity) (access.Asker, error) {
	switch {
	case a.Access != nil:
		return a.Access(ctx, who)
	case who.IsOwner():
		return access.Owner(), nil
	}
	return a.policy.For(ctx, who.Person, who.Role)
}

// AsOwner returns a context in which functions of the API answer who holds the data folder, as for a command.
// Without it they show nothing outside a request.
func AsOwner(ctx context.Context) context.Context {
	return context.WithValue(auth.With(ctx, auth.OwnerIdentity()), askerKey{}, access.Owner())
}

// asker is what who sent a request may see and do; outside a request it is nothing.
func asker(ctx context.Context) access.Asker {
	found, _ := ctx.Value(askerKey{}).(access.Asker)
	return found
}

// scope is what who asks may see.
func (a *API) scope(ctx context.Context) record.Scope { return asker(ctx).Read }

// able refuses whoever has no such ability.
func able(ctx context.Context, ability access.Ability) (auth.Identity, error) {
	who, err := whoAsks(ctx)
	if err == nil && !asker(ctx).May(ability) {
		err = notAllowed()
	}
	return who, err
}

func notAllowed() error { return fault.Because(fault.Denied, reason.Of("not_allowed")) }

// mayWriteObject refuses records that who asks may not write whichever they are. What is
// administration needs its ability, and a token the scope for it.
func mayWriteObject(ctx context.Context, o *record.Object) error {
	if ability, special := access.Needed(o.Name); special {
		who, err := able(ctx, ability)
		if err != nil {
			return err
		}
		if !who.Covers(auth.ScopeAdmin) {
			return fault.Because(fault.Denied, reason.Of("scope_missing", "scope", auth.ScopeAdmin))
		}
	}
	if asker(ctx).Write.Rows(o).None {
		return notAllowed()
	}
	return nil
}

// mayWrite refuses a record that who asks may see and not change.
func (a *API) mayWrite(ctx context.Context, o *record.Object, id record.ID) error {
	if err := mayWriteObject(ctx, o); err != nil {
		return err
	}
	if write := asker(ctx).Write; !write.Rows(o).All {
		states, err := a.Log.States(ctx, write, []record.ID{id})
		if err != nil {
			return err
		}
		if len(states) == 0 {
			return fault.Because(fault.Denied, reason.Of("record_not_yours", "record", record.FormatID(o.Name, id)))
		}
	}
	return nil
}

// writable reports whether who asks may change a record that they see.
func (a *API) writable(ctx context.Context, r record.Record) (bool, error) {
	o, ok := a.Log.Schema().Object(r.Object)
	if !ok {
		return false, nil
	}
	err := a.mayWrite(ctx, o, r.ID)
	if fault.KindOf(err) == fault.Denied {
		return false, nil
	}
	return err == nil, err
}

// mayHold refuses values that tell of what who asks may not see: a field that is masked, and a
// reference to a record that is hidden, which is refused as one to a record that never was.
func (a *API) mayHold(ctx context.Context, o *record.Object, fields []record.FieldValue) error {
	read := asker(ctx).Read
	if read.Everything() {
		return nil
	}
	refs := map[record.ID]*record.Field{}
	for _, f := range fields {
		if read.Masks(o.Name, f.Name) {
			return analytics.Hidden(o.Name, f.Name)
		}
		if field, ok := o.Field(f.Name); ok && f.Value.Ref() != 0 {
			refs[f.Value.Ref()] = field
		}
	}
	ids := slices.Sorted(maps.Keys(refs))
	states, err := a.Log.States(ctx, read, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, seen := states[id]; !seen {
			return fault.Missingf("the field %q of %s points to %s, which does not exist",
				refs[id].Name, o.Name, record.FormatID(refs[id].Object, id))
		}
	}
	return nil
}

// mayCreate refuses a new record that would not be the asker's to write. A record without an owner
// gets the asker for one.
func (a *API) mayCreate(ctx context.Context, o *record.Object,
	fields []record.FieldValue) ([]record.FieldValue, error) {
	if err := mayWriteObject(ctx, o); err != nil {
		return nil, err
	}
	by := asker(ctx)
	rows := by.Write.Rows(o)
	if rows.All {
		return fields, nil
	}
	var owner record.ID
	var through []record.ID
	owned := false
	for _, f := range fields {
		switch {
		case f.Name == o.Seen.Owner:
			owner, owned = f.Value.Ref(), true
		case slices.Contains(o.Seen.Through, f.Name) && f.Value.Ref() != 0:
			through = append(through, f.Value.Ref())
		}
	}
	if o.Seen.Owner != "" && !owned && by.Person != 0 {
		owner = by.Person
		fields = append(fields, record.FieldValue{Name: o.Seen.Owner, Value: record.RefValue(owner)})
	}
	if slices.Contains(rows.People, owner) {
		return fields, nil
	}
	states, err := a.Log.States(ctx, by.Write, through)
	if err != nil {
		return nil, err
	}
	if len(states) == 0 {
		return nil, fault.Because(fault.Denied, reason.Of("record_for_others", "object", o.Name))
	}
	return fields, nil
}

// mayUndo refuses to take a change back that who asks may not take back: one of somebody else's, or
// of a record that they may not write.
func (a *API) mayUndo(ctx context.Context, c record.Change) error {
	if asker(ctx).Write.Everything() && !isToken(ctx) {
		return nil
	}
	o, ok := a.Log.Schema().Object(c.Object)
	if !ok {
		return nil // the undo says what is wrong
	}
	if c.Actor != actor(ctx) {
		if _, err := able(ctx, access.Undo); err != nil {
			return err
		}
	}
	return a.mayWrite(ctx, o, c.ID)
}

// mayUndoImport refuses to take back an import that somebody else began.
func (a *API) mayUndoImport(ctx context.Context, id string) error {
	object, found, err := record.ParseID(id)
	if err != nil || object != sales.Import {
		return nil // the undo says what is wrong
	}
	changes, err := a.Log.Timeline(ctx, a.scope(ctx), found, 0, -1)
	if err != nil || len(changes) == 0 || changes[len(changes)-1].Actor == actor(ctx) {
		return nil // and that there is none
	}
	_, err = able(ctx, access.Undo)
	return err
}

func isToken(ctx context.Context) bool {
	who, _ := auth.From(ctx)
	return who.Via == auth.Token
}

// asFile reports whether a request asks for an answer as a file.
func asFile(r *http.Request) bool {
	return wants(r.Header.Get("Accept"), r.URL.Query().Get("format")) != "json"
}
