package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// belongsTo returns the reference by which records with the same name are distinguished.
func belongsTo() map[string]string {
	return map[string]string{sales.Stage: "pipeline", sales.Team: "parent", sales.Person: "team",
		sales.Contact: sales.Account, sales.Deal: sales.Account}
}

// tellApart adds to names that several records of an answer have what each record belongs to, such as a stage's
// pipeline, unless the answer already shows it as a dimension. Where the names are still equal, it adds the
// ids.
func (s *session) tellApart(ctx context.Context, book nameBook, sh *sheet) error {
	for object, titles := range book {
		same := twins(titles)
		if len(same) == 0 {
			continue
		}
		o, ok := s.schema.Object(object)
		if !ok {
			continue
		}
		told := maps.Clone(titles)
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
				told[id] = strings.TrimSpace(titles[id]) + " (" + names.title(field.Object, owner) + ")"
			}
			if !sh.says(object, field, owners) {
				maps.Copy(titles, told)
			}
		}
		for _, id := range twins(told) {
			titles[id] = strings.TrimSpace(titles[id]) + " (" + record.FormatID(object, id) + ")"
		}
	}
	return nil
}

// says reports whether every row with one of the records also shows what the record belongs to.
func (sh *sheet) says(object string, field *record.Field, owners map[record.ID]record.ID) bool {
	of := slices.IndexFunc(sh.dims, func(d dimension) bool { return d.name == field.Name && d.object == field.Object })
	if of < 0 {
		return false
	}
	for _, c := range sh.combinations() {
		for i, d := range sh.dims {
			owner, asked := owners[record.ID(c.dims[i].num)]
			if i != of && d.object == object && !c.dims[i].null && asked &&
				(c.dims[of].null || record.ID(c.dims[of].num) != owner) {
				return false
			}
		}
	}
	return true
}

// twins returns the records whose name another record has too.
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

// referred returns what a reference of records names, for deleted records what it named last.
func (s *session) referred(ctx context.Context, object, field string,
	ids []record.ID) (map[record.ID]record.ID, error) {
	out := map[record.ID]record.ID{}
	return out, s.latest(ctx, object, field, ids,
		func(id record.ID, b *analytics.Batch, row int) { out[id] = record.ID(b.Int(1, row)) })
}
