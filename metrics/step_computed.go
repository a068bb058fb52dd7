package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"salesops/internal/expr"
)

// stepComputed joins the days that a metric takes from other objects, such as the first activity with a deal's
// account or the creation of its lead.
func (b *Statement) stepComputed(context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(b.m.Fields)) {
		var days []string
		for i, src := range b.m.Fields[name].Earliest {
			key := fmt.Sprintf("fields.%s.earliest.%d", name, i)
			sql, err := b.candidate(key, quote(fmt.Sprintf("c_%s_%d", name, i)), src)
			if err != nil {
				return err
			}
			days = append(days, sql)
		}
		if len(days) == 0 {
			return b.m.wrong("fields."+name, "list under earliest: which days it may be")
		}
		b.computed[name] = "least(" + strings.Join(days, ", ") + ")" // NULLs are passed over
	}
	b.computedJoins = slices.Clone(b.joins)
	return nil
}

// candidate returns the SQL of one of the days of which a computed field is the earliest.
func (b *Statement) candidate(key, alias string, src source) (string, error) {
	if src.Of == "" {
		f, err := b.value(key+".value", src.Value, expr.Day)
		return f.SQL, err
	}
	w := words{schema: b.s.schema, object: src.Of}
	if _, ok := w.Object(src.Of); !ok {
		return "", b.m.wrong(key+".of", "there is no object %s", src.Of)
	}
	ref, ok := w.field(src.Of, src.Ref)
	if !ok || ref.Kind != expr.Ref && ref.Kind != expr.Text {
		return "", b.m.wrong(key+".ref", "%s has no reference or text %q", src.Of, src.Ref)
	}
	p, err := b.s.programs.compile(w, src.Value, expr.Day, nil)
	if err != nil {
		return "", b.m.wrong(key+".value", "%s", err)
	}
	columns := map[string]bool{src.Ref: true}
	target := expr.Target{Args: &b.args, Moment: b.target().Moment, Column: func(path string) (expr.Column, error) {
		if strings.Contains(path, ".") {
			return expr.Column{}, b.m.wrong(key+".value", "%s: only %s's own fields can be used here", path, src.Of)
		}
		if w.isDerived(src.Of, path) {
			return b.derive(`"x"`, columns, src.Of, path), nil
		}
		columns[path] = true
		return expr.Column{SQL: `"x".` + quote(path)}, nil
	}}
	value, err := p.SQL(target)
	if err != nil {
		return "", err
	}
	only := ""
	if src.Where != "" {
		p, err := b.s.programs.compile(w, src.Where, expr.Bool, nil)
		if err != nil {
			return "", b.m.wrong(key+".where", "%s", err)
		}
		sql, err := p.FilterSQL(target)
		if err != nil {
			return "", err
		}
		only = " AND " + sql
	}
	is := `"r".id`
	if src.Is != "id" {
		f, err := b.value(key+".is", src.Is, ref.Kind)
		if err != nil {
			return "", err
		}
		is = f.SQL
	}
	rows, err := b.s.cols.Rows(src.Of, slices.Sorted(maps.Keys(columns)), b.r.when, b.args.Add)
	if err != nil {
		return "", err
	}
	refColumn := `"x".` + quote(src.Ref)
	b.ctes = append(b.ctes, alias+" AS (SELECT "+refColumn+" AS k, min("+value.SQL+") AS day FROM ("+
		rows+`) "x" WHERE `+refColumn+" IS NOT NULL"+only+" GROUP BY 1)")
	b.joins = append(b.joins, " LEFT JOIN "+alias+" ON "+alias+".k = "+is)
	return alias + ".day", nil
}
