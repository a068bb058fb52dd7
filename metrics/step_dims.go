package metrics

import (
	"slices"
	"strconv"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// dimension is one way to divide an answer into rows.
type dimension struct {
	name   string // as asked for
	sql    string
	kind   expr.Kind // Text, Bool or Ref
	object string    // of a Ref
	// outcome means that it is a reason, which only rows with one outcome have (outcome.go).
	outcome bool
}

// ownersWords are other names of the dimension owner.
var ownersWords = []string{"seller", "rep"}

// dimensions resolves the query's dimensions.
func (b *Statement) dimensions() ([]dimension, error) {
	var out []dimension
	for _, name := range b.r.q.By {
		d, err := b.dimension(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (b *Statement) dimension(name string) (dimension, error) {
	path := name
	if slices.Contains(ownersWords, path) {
		path = "owner"
	}
	if own, ok := b.w.field(b.m.Over, path); !ok || own.RefObject != sales.Team || b.owned() {
		if level, ok := teamLevel(path); ok {
			return b.team(name, level)
		}
	}
	path = b.channel(path)
	if path == "segment" || path == "region" {
		if d, ok, err := b.ownOrAccounts(name, path); ok || err != nil {
			return d, err
		}
	}
	path = strings.TrimPrefix(path, b.m.Over+".")
	ref, behind, hop := strings.Cut(path, ".")
	object, field := b.m.Over, path
	if hop {
		f, ok := b.w.field(b.m.Over, ref)
		if !ok || f.Kind != expr.Ref {
			return dimension{}, b.unknown(name)
		}
		object, field = f.RefObject, behind
	}
	f, ok := b.w.field(object, field)
	if !ok {
		return dimension{}, b.unknown(name)
	}
	if !cuts(f.Kind) {
		return dimension{}, fault.Because(fault.Invalid, reason.Of("dimension_kind", "metric", b.m.Name, "dimension",
			strconv.Quote(name), "names", strings.Join(b.shortNames(), ", ")))
	}
	c, err := b.column(path)
	if err != nil {
		return dimension{}, err
	}
	sql, kind := c.SQL, f.Kind
	if kind == expr.Int || kind == expr.Number {
		sql, kind = code(c.SQL), expr.Text
	}
	if b.ofProduct(path) {
		sql = b.byLines(path, c.SQL)
	}
	return dimension{name: name, sql: sql, kind: kind, object: f.RefObject,
		outcome: !hop && b.ofOutcome(field, f.Kind)}, nil
}

// cuts reports whether fields of a kind can be dimensions. Numbers are codes there: of a segment, a product, a
// post code.
func cuts(k expr.Kind) bool {
	return k == expr.Text || k == expr.Bool || k == expr.Ref || k == expr.Int || k == expr.Number
}

// code returns the SQL of a number as text: 7, not 7.0.
func code(sql string) string {
	return "(CASE WHEN " + sql + " = trunc(" + sql + ") AND abs(" + sql + ") < 1e15 THEN (" + sql +
		")::BIGINT::VARCHAR ELSE (" + sql + ")::VARCHAR END)"
}

// owned reports whether rows have an owner, whose team is the dimension team.
func (b *Statement) owned() bool {
	_, ok := b.w.field(b.m.Over, "owner")
	return ok
}

// channel returns the field for where business comes from. A deal calls it source and a cost calls it channel,
// and both sides of a ratio accept both names.
func (b *Statement) channel(path string) string {
	for _, words := range [][2]string{{"channel", "source"}, {"source", "channel"}} {
		_, has := b.w.field(b.m.Over, words[0])
		if _, other := b.w.field(b.m.Over, words[1]); path == words[0] && !has && other {
			return words[1]
		}
	}
	return path
}

// ownOrAccounts returns the row's own segment or region; when it has none, its account's.
func (b *Statement) ownOrAccounts(name, field string) (dimension, bool, error) {
	account, ok := b.w.field(b.m.Over, sales.Account)
	if !ok || account.Kind != expr.Ref {
		return dimension{}, false, nil
	}
	theirs, err := b.column(sales.Account + "." + field)
	if err != nil {
		return dimension{}, false, err
	}
	d := dimension{name: name, sql: theirs.SQL, kind: expr.Text}
	if own, ok := b.w.field(b.m.Over, field); ok && own.Kind == expr.Text {
		c, err := b.column(field)
		if err != nil {
			return dimension{}, false, err
		}
		d.sql = "coalesce(" + c.SQL + ", " + theirs.SQL + ")"
	}
	return d, true, nil
}

// teamLevel reads team, owner.team and team_1 … team_6; 0 is the lowest team.
func teamLevel(path string) (int, bool) {
	path = strings.TrimPrefix(path, "owner.")
	if path == "team" {
		return 0, true
	}
	n, err := strconv.Atoi(strings.TrimPrefix(path, "team_"))
	return n, err == nil && strings.HasPrefix(path, "team_") && n >= 1 && n <= teamLevels
}

// unknown returns the error for an unknown dimension, with the nearest name or a list.
func (b *Statement) unknown(name string) error {
	all := b.dimensionNames()
	names := strings.Join(b.shortNames(), ", ")
	if g, err := period.ParseGrain(name); err == nil && g != period.Whole {
		return fault.Because(fault.Invalid, reason.Of("dimension_period", "metric", b.m.Name, "dimension", name))
	}
	if hint := didYouMean(name, all); hint != "" {
		return fault.Because(fault.Invalid, reason.Of("dimension_unknown", "metric", b.m.Name, "dimension",
			strconv.Quote(name), "hint", hint, "names", names))
	}
	return fault.Because(fault.Invalid, reason.Of("dimension_foreign", "metric", b.m.Name, "dimension",
		strconv.Quote(name), "names", names))
}

// shortNames are the dimensions of the object itself.
func (b *Statement) shortNames() []string {
	var out []string
	o, _ := b.w.Object(b.m.Over)
	for _, f := range o.Fields {
		if cuts(f.Kind) {
			out = append(out, f.Name)
		}
	}
	if b.owned() {
		out = append(out, "team")
	}
	out = append(out, b.accounts()...)
	slices.Sort(out)
	return slices.Compact(out)
}

func (b *Statement) dimensionNames() []string {
	out := b.shortNames()
	for i := range teamLevels {
		if b.owned() {
			out = append(out, "team_"+strconv.Itoa(i+1))
		}
	}
	o, _ := b.w.Object(b.m.Over)
	for _, f := range o.Fields {
		if behind, ok := b.w.Object(f.RefObject); f.Kind == expr.Ref && ok {
			for _, g := range behind.Fields {
				if cuts(g.Kind) {
					out = append(out, f.Name+"."+g.Name)
				}
			}
		}
	}
	return out
}

// accounts are the dimensions that rows have from their accounts.
func (b *Statement) accounts() []string {
	if f, ok := b.w.field(b.m.Over, sales.Account); !ok || f.Kind != expr.Ref {
		return nil
	}
	return []string{"segment", "region"}
}

// team joins the hierarchy of the row's day: of the close day for closed deals, of the as-of day for others;
// as-is, today's for all.
func (b *Statement) team(name string, level int) (dimension, error) {
	f, ok := b.w.field(b.m.Over, "owner")
	if !ok || f.Kind != expr.Ref || f.RefObject != sales.Person {
		return dimension{}, b.unknown(name)
	}
	if !b.org {
		if err := b.joinOrg(); err != nil {
			return dimension{}, err
		}
		b.org = true
	}
	column := `"in_team".team`
	if level > 0 {
		column = `"in_team".team_` + strconv.Itoa(level)
	}
	return dimension{name: name, sql: column, kind: expr.Ref, object: sales.Team}, nil
}

// teamLevels is the number of levels of a hierarchy that are followed: team_1 (top) to team_6.
const teamLevels = 6

// hierarchy returns the relation of who was in which team on which days, from day_from until the day before
// day_to. Before the first known day of a person, the person's first known team counts, because a deal may be
// older than the record of its owner. As-is, today's hierarchy counts for all days.
func (b *Statement) hierarchy() string {
	columns := "person, team"
	for i := range teamLevels {
		if b.asksLevel(i + 1) {
			columns += ", team_" + strconv.Itoa(i+1)
		}
	}
	return b.hierarchyOf(columns)
}

func (b *Statement) hierarchyOf(columns string) string {
	const always = ", DATE '0001-01-01' AS day_from, DATE '9999-12-31' AS day_to"
	if b.r.q.Org == "as-is" {
		known := b.args.Add(int64(period.Forever)) + "::BIGINT"
		return "SELECT " + columns + always + " FROM org WHERE known_from < " + known + " AND known_to >= " + known +
			" AND day_to > " + b.args.Add(b.r.today) +
			"::DATE QUALIFY row_number() OVER (PARTITION BY person ORDER BY eff_from) = 1"
	}
	if b.r.known == period.Forever {
		return "SELECT " + columns + ", since AS day_from, day_to FROM org WHERE since IS NOT NULL"
	}
	known := b.args.Add(int64(b.r.known)) + "::BIGINT"
	return "SELECT " + columns +
		", CASE WHEN eff_from = min(eff_from) OVER (PARTITION BY person) THEN DATE '0001-01-01' ELSE day_from END AS " +
		"day_from, day_to" +
		" FROM org WHERE known_from < " + known + " AND known_to >= " + known
}

func (b *Statement) joinOrg() error {
	b.ctes = append(b.ctes, `"in_team" AS (`+b.hierarchy()+")")
	owner, err := b.column("owner")
	if err != nil {
		return err
	}
	day, err := b.orgDay()
	if err != nil {
		return err
	}
	b.joins = append(b.joins, ` LEFT JOIN "in_team" ON "in_team".person = `+owner.SQL+` AND "in_team".day_from <= `+
		day+` AND "in_team".day_to > `+day)
	return nil
}

func (b *Statement) asksLevel(level int) bool {
	return slices.ContainsFunc(b.r.q.By, func(name string) bool {
		n, ok := teamLevel(strings.TrimSpace(name))
		return ok && n == level
	})
}

// orgDay returns the day whose hierarchy counts for a row, never later than the as-of day.
func (b *Statement) orgDay() (string, error) {
	asOf := b.args.Add(b.r.asOf) + "::DATE"
	switch {
	case b.r.q.Org == "as-is":
		return asOf, nil // one stretch covers all days
	case b.settles():
		return "coalesce(" + b.settledOn() + ", " + asOf + ")", nil
	case b.m.Over == sales.Deal:
		c, err := b.column("closed_on")
		return "least(" + c.SQL + ", " + asOf + ")", err
	case b.orgOn != "":
		return "least(" + b.orgOn + ", " + asOf + ")", nil
	case b.on != "":
		return "least(" + b.on + ", " + asOf + ")", nil
	}
	return asOf, nil
}

// id returns a dimension's value as an answer shows it.
func (d dimension) id(v dimValue) *string {
	if v.null {
		return nil
	}
	text := v.text
	if d.kind == expr.Ref {
		text = record.FormatID(d.object, record.ID(v.num))
	}
	if d.kind == expr.Bool {
		text = strconv.FormatBool(v.num == 1)
	}
	return &text
}

// dimValue is a dimension's value as it comes from the columns.
type dimValue struct {
	null bool
	num  int64
	text string
}
