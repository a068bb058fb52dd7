package metrics

import (
	"context"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/record"
	"salesops/sales"
)

// belongsTo is the reference that tells records of the same name apart.
func belongsTo() map[string]string {
	return map[string]string{sales.Stage: "pipeline", sales.Team: "parent", sales.Person: "team", sales.Contact: sales.Account, sales.Deal: sales.Account}
}

// tellApart adds to names that several records of an answer have what each belongs to, such as
// a stage's pipeline; where that leaves them alike, their ids.
func (s *session) tellApart(ctx context.Context, book nameBook) error {
	for object, titles := range book {
		same := twins(titles)
		if len(same) == 0 {
			continue
		}
		o, ok := s.schema.Object(object)
		if !ok {
			continue
		}
		if field, ok := o.Field(belongsTo()[object]); ok {
			owners, err := s.referred(ctx, object, field.Name, same)
			if err != nil {
				return err
			}
			ids := map[string]map[record.ID]bool{}
			for _, owner := range owners {
				wanted(ids, field.Object, owner)
			}
			names, err := s.titles(ctx, ids)
			if err != nil {
				return err
			}
			for id, owner := range owners {
				titles[id] = strings.TrimSpace(titles[id]) + " (" + names.title(field.Object, owner) + ")"
			}
		}
		for _, id := range twins(titles) {
			titles[id] = strings.TrimSpace(titles[id]) + " (" + record.FormatID(object, id) + ")"
		}
	}
	return nil
}

// twins are the records whose name another one has too.
func twins(titles map[record.ID]string) []record.ID {
	by := map[string][]record.ID{}
	for id, name := range titles {
		if name = strings.TrimSpace(name); name != "" {
			by[name] = append(by[name], id)
		}
	}
	var out []record.ID
	for _, ids := range by {
		if len(ids) > 1 {
			out = append(out, ids...)
		}
	}
	slices.Sort(out)
	return out
}

// referred is what a reference of some records names.
func (s *session) referred(ctx context.Context, object, field string, ids []record.ID) (map[record.ID]record.ID, error) {
	var args expr.Args
	rows, err := s.cols.Rows(object, []string{"id", field}, analytics.When{Stubs: true}, args.Add)
	if err != nil {
		return nil, err
	}
	out := map[record.ID]record.ID{}
	sql := "SELECT id, " + quote(field) + " FROM (" + rows + ") WHERE id IN (SELECT unnest(" + args.Add(ids) + "::BIGINT[])) AND " + quote(field) + " IS NOT NULL"
	return out, s.each(ctx, sql, args.Values(), func(b *analytics.Batch, row int) error {
		out[record.ID(b.Int(0, row))] = record.ID(b.Int(1, row))
		return nil
	})
}
