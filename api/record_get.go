package api

import (
	"context"
	"slices"
	"strconv"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

func (a *API) getRecord(ctx context.Context, in *recordInput) (*reply[RecordDetail], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	body, err := a.detail(ctx, in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[RecordDetail]{head, body}, nil
}

func (a *API) detail(ctx context.Context, in *recordInput) (RecordDetail, error) {
	r, err := a.find(ctx, in.Object, in.ID)
	if err != nil {
		return RecordDetail{}, err
	}
	if r, err = a.then(ctx, r, in.AsOf, in.KnownAt); err != nil {
		return RecordDetail{}, err
	}
	fields, err := a.values(ctx, r)
	if err != nil {
		return RecordDetail{}, err
	}
	out := RecordDetail{
		Object: r.Object, ID: record.FormatID(r.Object, r.ID), Title: a.title(r), Seq: int64(r.Seq),
		Exists: r.Exists, Stub: r.Stub, Fields: fields, Externals: []ExternalID{},
	}
	if out.Writable, err = a.writable(ctx, r); err != nil {
		return RecordDetail{}, err
	}
	externals, err := a.Log.External(ctx, r.ID)
	if err != nil {
		return RecordDetail{}, err
	}
	for _, e := range externals {
		out.Externals = append(out.Externals, ExternalID(e))
	}
	day := in.AsOf
	if day == "" {
		day = in.KnownAt
	}
	asOf, err := day.parse()
	if err != nil {
		return RecordDetail{}, err
	}
	out.Related, err = a.related(ctx, r, asOf)
	return out, err
}

// find reads the latest state of a record by the id in an address. For an id that was merged, it reads the
// record into which it was merged.
func (a *API) find(ctx context.Context, object, text string) (record.Record, error) {
	if o, ok := a.Log.Schema().Object(object); !ok || o.Aside {
		return record.Record{}, fault.Because(fault.Missing,
			reason.Of("object_unknown", "object", strconv.Quote(object)))
	}
	named, id, err := record.ParseID(text)
	if err != nil {
		return record.Record{}, fault.Because(fault.Missing,
			reason.Of("record_not_of", "object", object, "record", strconv.Quote(text)))
	}
	if named != object {
		return record.Record{}, fault.Because(fault.Missing,
			reason.Of("record_of_other", "object", object, "record", text))
	}
	if id, err = a.Log.Resolve(ctx, id); err != nil {
		return record.Record{}, err
	}
	return a.Log.Get(ctx, a.scope(ctx), object, id)
}

// then returns the record as of a past day, as known on another day.
func (a *API) then(ctx context.Context, r record.Record, asOf, known Day) (record.Record, error) {
	at, err := a.moment(ctx, asOf, known)
	if err != nil || at == nil {
		return r, err
	}
	return a.Log.AsOf(ctx, a.scope(ctx), r.Object, r.ID, *at)
}

// moment returns the last instant of a past day, as known at the end of another day; nil means now.
func (a *API) moment(ctx context.Context, asOfText, known Day) (*record.At, error) {
	asOf, err := asOfText.parse()
	if err != nil {
		return nil, err
	}
	knownAt, err := known.parse()
	if err != nil {
		return nil, err
	}
	if asOf == nil && knownAt == nil {
		return nil, nil
	}
	if asOf == nil {
		asOf = knownAt
	}
	if knownAt != nil && *asOf > *knownAt {
		return nil, fault.Because(fault.Invalid, reason.Of("as_of_late", "as_of", *asOf, "known_at", *knownAt))
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, err
	}
	at := record.At{Effective: asOf.End(settings.Zone) - 1}
	if knownAt != nil {
		at.Known = knownAt.End(settings.Zone) - 1
	}
	return &at, nil
}

// title returns a record's title field, else its id.
func (a *API) title(r record.Record) string {
	if r.Object == sales.Rate {
		return r.Fields["from_currency"].Text() + "/" + r.Fields["to_currency"].Text() +
			" " + r.Fields["day"].Day().String()
	}
	if o, ok := a.Log.Schema().Object(r.Object); ok {
		if v := r.Fields[o.Title]; v.Kind() == record.Text && v.Text() != "" {
			return v.Text()
		}
	}
	return record.FormatID(r.Object, r.ID)
}

// values returns a record's set fields in their JSON form, references with their names.
func (a *API) values(ctx context.Context, r record.Record) (map[string]FieldValue, error) {
	names, err := a.names(ctx, r.Fields)
	if err != nil {
		return nil, err
	}
	out := make(map[string]FieldValue, len(r.Fields))
	for name, v := range r.Fields {
		out[name] = valueOf(v, refersTo(a.Log.Schema(), r.Object, name), names)
	}
	if acv, tcv, known := sales.Annualised(r.Fields); r.Object == sales.Deal && known {
		out["acv"], out["tcv"] = valueOf(record.MoneyValue(acv), "", nil), valueOf(record.MoneyValue(tcv), "", nil)
	}
	return out, nil
}

// names returns the titles of the records that values refer to.
func (a *API) names(ctx context.Context, fields ...map[string]record.Value) (map[record.ID]RefValue, error) {
	var ids []record.ID
	for _, set := range fields {
		for _, v := range set {
			if v.Kind() == record.Ref {
				ids = append(ids, v.Ref())
			}
		}
	}
	out := map[record.ID]RefValue{}
	if len(ids) == 0 {
		return out, nil
	}
	states, err := a.Log.States(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, err
	}
	for id, state := range states {
		out[id] = RefValue{ID: record.FormatID(state.Object, state.ID), Name: a.title(state)}
	}
	return out, nil
}

// refersTo returns the object to which a field's references point; "" when it has none.
func refersTo(schema *record.Schema, object, field string) string {
	if o, ok := schema.Object(object); ok {
		if f, ok := o.Field(field); ok {
			return f.Object
		}
	}
	return ""
}

// valueOf converts a value to its JSON form. A reference to a record that the asker may not see has its id
// only: the reference belongs to the visible record, the name does not.
func valueOf(v record.Value, to string, names map[record.ID]RefValue) FieldValue {
	switch v.Kind() {
	case record.Text:
		return FieldValue{v.Text()}
	case record.Int:
		return FieldValue{v.Int()}
	case record.Number:
		return FieldValue{v.Number()}
	case record.Bool:
		return FieldValue{v.Bool()}
	case record.Day:
		return FieldValue{v.Day().String()}
	case record.Instant:
		return FieldValue{v.Instant().String()}
	case record.Money:
		return FieldValue{MoneyValue{Amount: v.Money().String(), Currency: textOrNull(v.Money().Currency)}}
	case record.Ref:
		if name, ok := names[v.Ref()]; ok {
			return FieldValue{name}
		}
		return FieldValue{RefValue{ID: record.FormatID(to, v.Ref())}}
	case record.Unset:
	}
	return FieldValue{nil}
}

// related returns the records that refer to r, by object and field, the first few of each. The columns find
// them; their fields are read from the log, record by record.
func (a *API) related(ctx context.Context, r record.Record, asOf *period.Day) ([]Related, error) {
	const few = 5
	found, err := a.Engine.Referring(ctx, a.scope(ctx), r.Object, r.ID, asOf, few)
	if err != nil {
		return nil, err
	}
	states, names, err := a.referring(ctx, found, asOf)
	if err != nil {
		return nil, err
	}
	out := []Related{}
	for _, f := range found {
		group := Related{Object: f.Object, Field: f.Field, Label: f.Label, Count: f.Total, Records: []ListedRecord{}}
		for _, id := range f.IDs {
			state, ok := states[id]
			if !ok || !state.Exists {
				continue // deleted since it was looked up
			}
			one := ListedRecord{ID: record.FormatID(state.Object, id), Title: a.title(state),
				Fields: make(map[string]FieldValue, len(state.Fields))}
			for name, v := range state.Fields {
				one.Fields[name] = valueOf(v, refersTo(a.Log.Schema(), state.Object, name), names)
			}
			group.Records = append(group.Records, one)
		}
		out = append(out, group)
	}
	return out, nil
}

// referring reads these records and the names of what they refer to.
func (a *API) referring(ctx context.Context, found []metrics.Referring, asOf *period.Day) (map[record.ID]record.Record,
	map[record.ID]RefValue, error) {
	var ids []record.ID
	for _, f := range found {
		ids = append(ids, f.IDs...)
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	slices.Sort(ids)
	states, err := a.Log.States(ctx, a.scope(ctx), slices.Compact(ids))
	if err != nil {
		return nil, nil, err
	}
	var fields []map[string]record.Value
	for id, state := range states {
		if asOf != nil {
			if state, err = a.then(ctx, state, Day(asOf.String()), ""); err != nil {
				return nil, nil, err
			}
			states[id] = state
		}
		fields = append(fields, state.Fields)
	}
	names, err := a.names(ctx, fields...)
	return states, names, err
}
