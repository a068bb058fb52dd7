package analytics

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// View is the columns as a reader with a scope may see them. The SELECT statements that it builds
// return only records, and columns of them, that the scope shows. Query and Lookup run any statement; a statement must
// take the rows of objects from those SELECTs and must not name a table of an object itself. The
// layout test checks this for metrics, findings and api. Tables that hold no records (org, rate,
// zone, history) may be named.
type View struct {
	columns *Columns
	scope   record.Scope
	pin     *pin // nil: each statement sees the columns as they are when it runs
	noted   *noted
}

// View returns the columns under a scope.
func (c *Columns) View(scope record.Scope) *View { return newView(c, scope, nil) }

func newView(c *Columns, scope record.Scope, p *pin) *View {
	return &View{c, scope, p, &noted{reads: Reads{}}}
}

// Columns returns the underlying columns.
func (v *View) Columns() *Columns { return v.columns }

// Scope returns the scope of the view.
func (v *View) Scope() record.Scope { return v.scope }

// Query is Columns.Query.
func (v *View) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) (record.Seq, error) {
	if v.pin != nil {
		return v.query(ctx, sql, args, fn)
	}
	return v.columns.Query(ctx, sql, args, fn)
}

// Lookup is Columns.Lookup.
func (v *View) Lookup(ctx context.Context, text string, args []int64, fn func(*Batch) error) (record.Seq, error) {
	if v.pin != nil {
		numbers := make([]any, len(args))
		for i, n := range args {
			numbers[i] = n
		}
		return v.query(ctx, withPosition(text), numbers, fn)
	}
	return v.columns.Lookup(ctx, text, args, fn)
}

// layout returns the layout of an object; an unknown one is fault.Invalid.
func (v *View) layout(object string) (*layout, error) {
	l, ok := v.shape().layouts[object]
	if !ok {
		return nil, fault.Invalidf("there is no object %q", object)
	}
	return l, nil
}

// Anything returns a SELECT of the named columns of every version of an object's records, as
// believed now or before, one row per version. The columns are those of Rows. What is kept of it (Reads)
// must not depend on the number of versions, nor on seq, which serves to leave out those that were read before.
func (v *View) Anything(object string, columns []string) (string, error) {
	l, err := v.layout(object)
	if err != nil {
		return "", err
	}
	if err := v.open(l, columns); err != nil {
		return "", err
	}
	list, err := l.list(columns)
	if err != nil {
		return "", err
	}
	shown, err := v.shown(object)
	if err != nil {
		return "", err
	}
	v.noteColumns(l, slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return c == "seq" }), When{})
	branches := make([]string, 0, len(l.tables()))
	for _, t := range l.tables() {
		text := "SELECT " + list + " FROM " + Ident(l.name(t))
		if shown != "" {
			text += " WHERE " + shown
		}
		branches = append(branches, text)
	}
	return strings.Join(branches, " UNION ALL "), nil
}

// open refuses columns that tell of a field that the scope hides. A question fails as a whole: a
// filter, an order or a total of what somebody may not see would tell it.
func (v *View) open(l *layout, columns []string) error {
	if len(v.scope.Masked(l.object)) == 0 {
		return nil
	}
	for _, name := range columns {
		c, ok := l.byName[strings.ToLower(name)]
		if !ok {
			continue // list refuses it
		}
		for _, field := range l.toldBy(c) {
			if v.scope.Masks(l.object, field) {
				return Hidden(l.object, field)
			}
		}
	}
	return nil
}

// Hidden is the refusal of a question about a field that the asker may not see.
func Hidden(object, field string) error {
	return fault.Because(fault.Invalid, reason.Of("field_hidden", "object", object, "field", field))
}

// IsHidden reports whether an error is Hidden's, or carries it.
func IsHidden(err error) bool {
	var carrier interface {
		error
		Reason() reason.Reason
	}
	return errors.As(err, &carrier) && carrier.Reason().Code == "field_hidden"
}

// shown returns a condition on id that leaves out the records of an object that the scope hides; ""
// when it hides none. The ids are written into the text as numbers.
func (v *View) shown(object string) (string, error) {
	if v.scope.Everything() {
		return "", nil
	}
	o, ok := v.shape().schema.Object(object)
	if !ok {
		return "", fault.Invalidf("there is no object %q", object)
	}
	rows := v.scope.Rows(o)
	switch {
	case rows.All:
		return "", nil
	case rows.None:
		return "false", nil
	}
	ids, err := v.seen(o, rows)
	if err != nil || ids == "" {
		return "false", err
	}
	return "id IN (" + ids + ")", nil
}

// seen returns a SELECT of the ids of an object's records that the scope shows; "" for none. As in
// the log, the latest state of a record decides. That is its version without end or, for a record
// that has ended, the last version that is or was believed.
func (v *View) seen(o *record.Object, rows record.Rows) (string, error) {
	l, err := v.layout(o.Name)
	if err != nil {
		return "", err
	}
	columns := []string{"id"}
	var grounds []string // conditions, each of which is sufficient to show a record
	if o.Seen.Owner != "" && len(rows.People) > 0 {
		columns = append(columns, o.Seen.Owner)
		grounds = append(grounds, Ident(o.Seen.Owner)+" IN ("+idList(rows.People)+")")
	}
	if len(rows.Records) > 0 {
		grounds = append(grounds, "id IN ("+idList(rows.Records)+")")
	}
	for _, name := range o.Seen.Through {
		f, _ := o.Field(name)
		above, ok := v.shape().schema.Object(f.Object)
		if !ok {
			return "", fault.New(fault.Internal, "%s.%s points to %q, which is no object", o.Name, name, f.Object)
		}
		switch theirs := v.scope.Rows(above); {
		case theirs.All:
			columns = append(columns, name)
			grounds = append(grounds, Ident(name)+" IS NOT NULL")
		case !theirs.None:
			ids, err := v.seen(above, theirs)
			if err != nil {
				return "", err
			}
			if ids != "" {
				columns = append(columns, name)
				grounds = append(grounds, Ident(name)+" IN ("+ids+")")
			}
		}
	}
	v.noted.note(o.Name, visibleBy(o)...)
	if len(grounds) == 0 {
		return "", nil
	}
	list, err := l.list(columns)
	if err != nil {
		return "", err
	}
	where := strings.Join(grounds, " OR ")
	var branches []string
	for _, t := range l.latest() {
		branches = append(branches, "SELECT id FROM "+Ident(l.name(t))+" WHERE "+where)
	}
	ended := "(" + l.endedRows(list) + ") l"
	if g := v.goneOf(o, l); g != nil && !g.many {
		ended = g.values()
	}
	if ended != "" {
		branches = append(branches, "SELECT id FROM "+ended+" WHERE "+where)
	}
	return strings.Join(branches, " UNION ALL "), nil
}

func idList(ids []record.ID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(texts, ", ")
}
