package access

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Share lets one person, or the people of a team and of the teams below it, see a record; with
// Writes also change it. It gives nothing of an object that a role may not see at all.
type Share struct {
	ID     record.ID
	Object string
	Record record.ID
	Person record.ID // 0 for a share with a team
	Team   record.ID // 0 for a share with a person
	Writes bool
}

// Shareable reports whether single records of an object can be shared: those that not everybody sees
// anyhow.
func Shareable(o *record.Object) bool {
	_, special := Needed(o.Name)
	return !special && !o.Aside && (o.Seen.Owner != "" || len(o.Seen.Through) > 0)
}

func readShares(ctx context.Context, log *record.Log) ([]Share, error) {
	var all []Share
	err := log.Each(ctx, record.Everything(), sales.Share, func(r record.Record) error {
		if !r.Exists {
			return nil
		}
		object, id, err := record.ParseID(r.Fields["record"].Text())
		if err != nil {
			return fault.New(fault.Internal, "read share %d: %w", r.ID, err)
		}
		s := Share{ID: r.ID, Object: object, Person: r.Fields["person"].Ref(), Team: r.Fields["team"].Ref(),
			Writes: r.Fields["writes"].Bool()}
		for _, ref := range []struct {
			from record.ID
			to   *record.ID
		}{{id, &s.Record}, {s.Person, &s.Person}, {s.Team, &s.Team}} {
			if ref.from != 0 {
				if *ref.to, err = log.Resolve(ctx, ref.from); err != nil {
					return err
				}
			}
		}
		all = append(all, s)
		return nil
	})
	return all, err
}

// Shares returns the shares of a record.
func (p *Policy) Shares(ctx context.Context, id record.ID) ([]Share, error) {
	all, err := readShares(ctx, p.log)
	if err != nil {
		return nil, err
	}
	var of []Share
	for _, s := range all {
		if s.Record == id {
			of = append(of, s)
		}
	}
	return of, nil
}

// Share shares a record, or changes the share that the person or team has of it. allow decides whether
// the actor may; nil allows everything.
func (p *Policy) Share(ctx context.Context, by record.Actor, allow record.Allow, s Share) (Share, error) {
	o, ok := p.log.Schema().Object(s.Object)
	if !ok || !Shareable(o) || (s.Person == 0) == (s.Team == 0) {
		return Share{}, fault.Because(fault.Invalid, reason.Of("share_wrong"))
	}
	with, object := s.Person, sales.Person
	if s.Team != 0 {
		with, object = s.Team, sales.Team
	}
	if _, err := p.log.Get(ctx, record.Everything(), object, with); err != nil {
		return Share{}, err
	}
	of, err := p.Shares(ctx, s.Record)
	if err != nil {
		return Share{}, err
	}
	draft := record.Draft{Kind: record.Create, Object: sales.Share, Fields: []record.FieldValue{
		{Name: "record", Value: record.TextValue(record.FormatID(s.Object, s.Record))},
		{Name: "writes", Value: record.BoolValue(s.Writes)},
	}}
	for _, had := range of {
		if had.Person == s.Person && had.Team == s.Team {
			draft.Kind, draft.ID = record.Set, had.ID
		}
	}
	if s.Person != 0 {
		draft.Fields = append(draft.Fields, record.FieldValue{Name: "person", Value: record.RefValue(s.Person)})
	} else {
		draft.Fields = append(draft.Fields, record.FieldValue{Name: "team", Value: record.RefValue(s.Team)})
	}
	made, err := p.log.Apply(ctx, record.Command{Actor: by, Allow: allow, Reserved: true,
		Drafts: []record.Draft{draft}})
	if err != nil {
		return Share{}, err
	}
	s.ID = made[0].IDs[0]
	return s, nil
}

// Unshare ends a share of a record, as Share makes one.
func (p *Policy) Unshare(ctx context.Context, by record.Actor, allow record.Allow, id, share record.ID) error {
	of, err := p.Shares(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range of {
		if s.ID == share {
			_, err := p.log.Apply(ctx, record.Command{Actor: by, Allow: allow, Reserved: true,
				Drafts: []record.Draft{{Kind: record.Delete, Object: sales.Share, ID: share}}})
			return err
		}
	}
	return fault.Because(fault.Missing, reason.Of("share_unknown"))
}
