package metrics

import (
	"context"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/reason"
	"salesops/record"
)

// placed is the position at which a page of a drill ended.
type placed struct {
	Part  int       `json:"p"`
	Role  int64     `json:"r"`
	Value string    `json:"v"`
	ID    record.ID `json:"i"`
	Line  int64     `json:"l,omitempty"` // tells several rows of one record apart
}

// pages adds up the roles of all parts and reads one page of their records.
func (s *session) pages(ctx context.Context, r *request, all []*opened, c Cell, page Page) (*RecordSet, error) {
	start := placed{Part: 0, Role: -1}
	if page.Cursor != "" {
		if err := readCursor(page.Cursor, &start); err != nil || start.Part < 0 || start.Part >= len(all) {
			return nil, fault.Invalidf("this is no cursor: take next_cursor of the last page, or start without one")
		}
	}
	out := &RecordSet{Object: all[0].object, Records: []Item{}, Position: s.position}
	out.Fields, _, _ = s.fieldsOf(all[0].object)
	// A row's own value stands in the place of the record's.
	out.Fields = slices.DeleteFunc(out.Fields, func(f FieldInfo) bool {
		return slices.ContainsFunc(all[0].shown, func(own FieldInfo) bool { return own.Name == f.Name })
	})
	out.Fields = append(out.Fields, all[0].shown...)
	for _, o := range all {
		if err := s.addUp(ctx, o, c.Role, out); err != nil {
			return nil, err
		}
	}
	for part := start.Part; part < len(all); part++ {
		from := placed{Part: part, Role: -1}
		if part == start.Part {
			from = start
		}
		more, err := s.readPart(ctx, r, all[part], c.Role, from, page.Limit, out)
		if err != nil || more {
			return out, err
		}
	}
	return out, nil
}

// matches is the condition of the roles that were asked for.
func (o *opened) matches(role string) string {
	if role == "" {
		return "true"
	}
	for rank, name := range roleNames {
		if o.roleName(rank) == role || name == role {
			return "role = " + strconv.FormatInt(rank, 10)
		}
	}
	return "false"
}

func (o *opened) roleName(rank int64) string {
	name := roleNames[rank]
	if renamed := o.rename[name]; renamed != "" {
		return renamed
	}
	if name == RoleRow && o.m.Kind == KindEstimate {
		return RoleSpell
	}
	return name
}

// addUp sums the contributions per role.
func (s *session) addUp(ctx context.Context, o *opened, role string, out *RecordSet) error {
	sql := o.base + " SELECT role, count(*), sum(contribution), count(below), sum(below) FROM (" + o.rows + ") WHERE " +
		o.matches(role) + " GROUP BY 1 ORDER BY 1"
	below, belowSum := int64(0), new(big.Int)
	err := s.each(ctx, sql, o.args, func(b *analytics.Batch, row int) error {
		rank, n := b.Int(0, row), b.Int(1, row)
		out.Total += n
		if rank != rankLeftOut && !b.Null(4, row) {
			below += b.Int(3, row)
			belowSum.Add(belowSum, b.Big(4, row))
		}
		if rank == rankDenominator && o.ratio {
			return nil // added below, with those above the line
		}
		sum := RoleSum{Role: o.roleName(rank), Metric: o.part(), Count: n}
		if !b.Null(2, row) && rank != rankLeftOut {
			sum.Sum, sum.Currency = o.figure(new(big.Rat).SetInt(b.Big(2, row)), rank), o.currency(rank)
		}
		out.Sums = append(out.Sums, sum)
		return nil
	})
	if below > 0 && role != RoleNumerator {
		out.Sums = append(out.Sums, RoleSum{Role: RoleDenominator, Metric: o.part(), Count: below,
			Sum: o.figure(new(big.Rat).SetInt(belowSum), rankDenominator), Currency: o.currency(rankDenominator)})
	}
	return err
}

func (o *opened) part() string {
	if o.rename == nil {
		return ""
	}
	return o.m.Name
}

// sideMoney reports whether contributions of a role are amounts. asp, for example, has amounts in the numerator
// and counts deals in the denominator.
func (o *opened) sideMoney(rank int64) bool {
	if !o.ratio {
		return o.money
	}
	if rank == rankDenominator {
		return o.sides[1]
	}
	return o.sides[0]
}

// counts says whether a side of a ratio is a count.
func (o *opened) counts(rank int64) bool {
	if rank == rankDenominator {
		return o.counted[1]
	}
	return o.counted[0]
}

func (o *opened) currency(rank int64) string {
	if o.sideMoney(rank) {
		return o.code
	}
	return ""
}

func (o *opened) figure(units *big.Rat, rank int64) *Figure {
	v := new(big.Rat).Set(units)
	if o.sideMoney(rank) {
		return &Figure{money.Decimal(v.Mul(v, o.scale), money.Digits(o.code), money.Digits(o.code)), true}
	}
	switch {
	case o.counts(rank):
	case !o.money:
		v.Mul(v, o.scale)
	case o.numbers != nil:
		v.Mul(v, o.numbers)
	}
	return &Figure{money.Decimal(v, 0, 10), false}
}

// readPart appends a page of one part's records; more says that the page is full.
func (s *session) readPart(ctx context.Context, r *request, o *opened, role string, from placed, limit int,
	out *RecordSet) (more bool, err error) {
	args := expr.Args{}
	for _, a := range o.args {
		args.Add(a)
	}
	const least = "-170141183460469231731687303715884105727"
	key := "coalesce(contribution, (" + least + ")::HUGEINT)"
	where := o.matches(role)
	if from.Role >= 0 {
		rank, value, id := args.Add(from.Role)+"::BIGINT", args.Add(from.Value)+
			"::VARCHAR::HUGEINT", args.Add(from.ID)+"::BIGINT"
		line := args.Add(from.Line) + "::BIGINT"
		where += " AND (role > " + rank + " OR (role = " + rank + " AND (" + key + " < " + value + " OR (" + key +
			" = " + value + " AND (id > " + id + " OR (id = " + id + " AND line > " + line + "))))))"
	}
	left := limit - len(out.Records)
	columns := "id, role, contribution, reason, (" + key + ")::VARCHAR, kind, line"
	for _, f := range o.shown {
		columns += ", " + quote(f.Name)
	}
	sql := o.base + " SELECT " + columns + " FROM (" + o.rows + ") WHERE " + where +
		" ORDER BY role, " + key + " DESC, id, line LIMIT " + strconv.Itoa(left+1)
	type line struct {
		placed
		contribution *Figure
		currency     string
		why          reason.Reason
		object       string
		own          map[string]any
	}
	var lines []line
	err = s.each(ctx, sql, args.Values(), func(b *analytics.Batch, row int) error {
		l := line{placed: placed{Part: from.Part, Role: b.Int(1, row), Value: b.Text(4, row),
			ID: record.ID(b.Int(0, row)), Line: b.Int(6, row)}, object: o.objectOf(b.Int(5, row))}
		l.own = o.ownValues(b, 7, row)
		if !b.Null(2, row) {
			rank := l.Role
			l.contribution, l.currency = o.figure(new(big.Rat).SetInt(b.Big(2, row)), rank), o.currency(rank)
		}
		if n := b.Int(3, row); n > 0 && int(n) <= len(o.says) {
			l.why = o.says[n-1]
		}
		lines = append(lines, l)
		return nil
	})
	if err != nil {
		return false, err
	}
	if more = len(lines) > left; more {
		lines = lines[:left]
	}
	ids := map[string][]record.ID{}
	var own []map[string]any
	for _, l := range lines {
		ids[l.object] = append(ids[l.object], l.ID)
		own = append(own, l.own)
	}
	if err := s.nameRefs(ctx, o.shown, own); err != nil {
		return false, err
	}
	found := map[string][]Item{}
	for object, list := range ids {
		if found[object], err = s.items(ctx, object, list, r.when); err != nil {
			return false, err
		}
		if len(found[object]) != len(list) {
			return false, fault.New(fault.Internal, "%d of %d records of the number cannot be read",
				len(list)-len(found[object]), len(list))
		}
	}
	items := make([]Item, len(lines))
	for i, l := range lines {
		items[i], found[l.object] = found[l.object][0], found[l.object][1:]
		if len(l.own) > 0 { // rows of one record share its fields
			items[i].Fields = maps.Clone(items[i].Fields)
			maps.Copy(items[i].Fields, l.own)
		}
		items[i].Role, items[i].Metric = o.roleName(l.Role), o.part()
		items[i].Reason, items[i].ReasonCode, items[i].ReasonParts = l.why.Text, l.why.Code, l.why.Parts
		items[i].Contribution, items[i].Currency = l.contribution, l.currency
	}
	out.Records = append(out.Records, items...)
	if more {
		last := from
		if len(lines) > 0 {
			last = lines[len(lines)-1].placed
		}
		out.NextCursor, err = writeCursor(last)
	}
	return more, err
}

// objectOf returns the object of a row: the one of its kind when rows open to several objects.
func (o *opened) objectOf(kind int64) string {
	if kind >= 0 && int(kind) < len(o.objects) {
		return o.objects[kind]
	}
	return o.object
}

// ownValues are the fields that a row set adds to the record's own.
func (o *opened) ownValues(b *analytics.Batch, col, row int) map[string]any {
	if len(o.shown) == 0 {
		return nil
	}
	out := map[string]any{}
	for i, f := range o.shown {
		switch {
		case b.Null(col+i, row):
		case f.Kind == record.Money.String():
			v := new(big.Rat).Mul(new(big.Rat).SetInt(b.Big(col+i, row)), scale(money.Digits(o.code), 0))
			out[f.Name] = Amount{money.Decimal(v, money.Digits(o.code), money.Digits(o.code)), o.code}
		default:
			if v := shownValue(f, b, col+i, row); v != nil {
				out[f.Name] = v
			}
		}
	}
	return out
}
