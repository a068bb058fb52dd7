package analytics

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"salesops/record"
)

// A scope shows a record by its latest state. For the few records that were deleted or merged, that is the last of
// their versions, and finding those needs all versions of all records. The columns keep them in memory, by object,
// until a change may have ended a record or brought one back.

// maxGone is the greatest number of ended records of an object that are kept and written into statements.
const maxGone = 2000

// gone are the ended records of an object at a position.
type gone struct {
	position record.Seq
	columns  []string  // id, then the references by which a scope shows the object's records
	rows     [][]int64 // 0 where a reference is not set
	many     bool      // there are more than maxGone
}

// goners keeps them.
type goners struct {
	mu    sync.Mutex
	kept  map[string]*gone
	moved map[string]record.Seq // the last change that may have changed the ended records of an object
	all   record.Seq            // the same for all objects
}

// mayHaveEnded notes which objects of a batch may have other ended records than before.
func (b *batch) mayHaveEnded() []string {
	var objects []string
	for name, o := range b.objects {
		if o.ends || len(o.again) > 0 {
			objects = append(objects, name)
		}
	}
	return objects
}

// ended reports whether facts can end a record, or let one exist again.
func ended(facts []fact) bool {
	return slices.ContainsFunc(facts, func(f fact) bool {
		switch f.kind {
		case record.Delete, record.Restore, record.Merge, record.Unmerge:
			return true
		case record.Create, record.Set, record.Forget:
		}
		return false
	})
}

func (g *goners) note(at record.Seq, objects []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.moved == nil {
		g.moved = map[string]record.Seq{}
	}
	for _, o := range objects {
		g.moved[o] = at
	}
}

func (g *goners) everything(at record.Seq) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.all, g.kept = at, nil
}

// find returns what is kept and right at a position; nil for nothing.
func (g *goners) find(object string, position record.Seq) *gone {
	g.mu.Lock()
	defer g.mu.Unlock()
	found := g.kept[object]
	if found == nil || max(g.all, g.moved[object]) > min(found.position, position) {
		return nil
	}
	return found
}

func (g *goners) keep(object string, found *gone) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.kept == nil {
		g.kept = map[string]*gone{}
	}
	g.kept[object] = found
}

// goneOf returns the ended records of an object as the view shows it; nil when they are not known, and then every
// statement has to find them.
func (v *View) goneOf(o *record.Object, l *layout) *gone {
	c := v.columns
	position := v.Position()
	if found := c.gone.find(o.Name, position); found != nil {
		return found
	}
	if v.pin != nil {
		return nil // reading them now gives those of another moment
	}
	found, err := c.readGone(context.Background(), o, l)
	if err != nil {
		return nil // the statement says what is wrong
	}
	c.gone.keep(o.Name, found)
	return c.gone.find(o.Name, position)
}

// readGone finds them.
func (c *Columns) readGone(ctx context.Context, o *record.Object, l *layout) (*gone, error) {
	g := &gone{columns: append([]string{"id"}, visibleBy(o)...)}
	list, err := l.list(g.columns)
	if err != nil {
		return nil, err
	}
	text := l.endedRows(list) + " LIMIT " + strconv.Itoa(maxGone+1)
	g.position, err = c.Query(ctx, text, nil, func(b *Batch) error {
		for row := range b.Rows() {
			cells := make([]int64, len(g.columns))
			for col := range cells {
				if !b.Null(col, row) {
					cells[col] = b.Int(col, row)
				}
			}
			g.rows = append(g.rows, cells)
		}
		return nil
	})
	if len(g.rows) > maxGone {
		g.rows, g.many = nil, true
	}
	return g, err
}

// visibleBy returns the references by which a scope shows an object's records.
func visibleBy(o *record.Object) []string {
	var names []string
	if o.Seen.Owner != "" {
		names = append(names, o.Seen.Owner)
	}
	return append(names, o.Seen.Through...)
}

// endedRows is a SELECT of the latest versions of records that have no version without end: the last version that is or
// was believed.
func (l *layout) endedRows(list string) string {
	var latest []string
	for _, t := range l.latest() {
		latest = append(latest, "SELECT id FROM "+Ident(l.name(t)))
	}
	return "SELECT " + list +
		" FROM (SELECT " + list + ", eff_to, known_to FROM " + Ident(l.name(tableVer)) +
		" UNION ALL SELECT " + list + ", eff_to, known_to FROM " + Ident(l.name(tablePast)) + ") e" +
		" WHERE id NOT IN (" + strings.Join(latest, " UNION ALL ") + ")" +
		" QUALIFY row_number() OVER (PARTITION BY id ORDER BY known_to DESC, eff_to DESC) = 1"
}

// values is a table expression of the rows; "" when there are none.
func (g *gone) values() string {
	if len(g.rows) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("(VALUES ")
	for i, row := range g.rows {
		if i > 0 {
			b.WriteString(", ")
		}
		for col, n := range row {
			b.WriteString(map[bool]string{true: "(", false: ", "}[col == 0])
			if n == 0 {
				b.WriteString("NULL::BIGINT")
			} else {
				b.WriteString(strconv.FormatInt(n, 10) + "::BIGINT")
			}
		}
		b.WriteString(")")
	}
	b.WriteString(") l(")
	for i, name := range g.columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(Ident(name))
	}
	b.WriteString(")")
	return b.String()
}
