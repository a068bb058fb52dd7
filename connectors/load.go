package connectors

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// refusal is why a row cannot be taken.
type refusal struct {
	column int // index into the file's columns, -1 for the whole row
	reason reason.Reason
}

// load reads a file's rows into the sorter that brings the facts of a record together.
func (m *importer) load(ctx context.Context, number int, f *file, tick func(int64)) error {
	l := &loader{importer: m, file: f, number: number, places: places{names: m.names}}
	l.prepare()
	frame, err := f.frame()
	if err != nil {
		return err
	}
	var made []string
	return f.rows(ctx, tick, func(row *table.Row) error {
		f.report.Rows++
		if f.layout.Aside && (row.Problem == nil || !f.layout.Joined) {
			f.report.SetAside++
			return nil
		}
		if row.Problem != nil {
			return m.unread(f, row)
		}
		l.now = facts{role: f.layout.Role, file: number, line: row.Line, fields: l.now.fields[:0],
			dated: l.now.dated[:0], initial: l.now.initial[:0], places: &l.places}
		l.makes, l.misses, l.merged, l.into = l.makes[:0], l.misses[:0], l.merged[:0], l.into[:0]
		if err := f.joins.widen(row); err != nil {
			return err
		}
		cells, taken, no := framed(frame, row, made)
		made = cells
		if no != nil {
			return m.reject(f, row, row.Line, no.column, no.reason)
		}
		if !taken {
			f.report.SetAside++
			return nil
		}
		if taken, no = l.row(cells); no != nil {
			l.unmake()
			return m.reject(f, row, row.Line, no.column, no.reason)
		}
		if taken {
			if taken, no = l.rateRow(); no != nil {
				return m.reject(f, row, row.Line, no.column, no.reason)
			}
		}
		if !taken && (f.layout.ByID || f.layout.Object == sales.Rate) {
			f.report.SetAside++
			return nil
		}
		if !taken {
			f.report.Ignored++
			return nil
		}
		if taken, no = l.matchRow(); no != nil {
			l.unmake()
			return m.reject(f, row, row.Line, no.column, no.reason)
		}
		if !taken {
			l.unmake()
			f.report.SetAside++
			return nil
		}
		f.joins.count(f, row, m.problems)
		l.weigh()
		if err := l.handMade(); err != nil {
			return err
		}
		f.report.Taken++
		return l.hand()
	})
}

// loader turns the rows of one file into facts.
type loader struct {
	*importer
	file             *file
	number           int
	id, of, currency int    // columns; -1
	diff             [3]int // field, old, new
	diffs            map[string]*diffColumn
	now              facts
	places           places
	external         string
	row_             rowRead
	pieces           []part
	text             string // of a history row: its own id
	makes            []made
	misses           []*missedName
	rowNo            uint64
	merged           []ord  // what was merged into the row's record
	into             []ord  // what the row's record was merged into
	quoted           string // of a row of rates: its number as it is written
}

// diffColumn is how a field named in a FieldDiff is read.
type diffColumn struct {
	column
	stage bool
}

func (l *loader) prepare() {
	l.id, l.of, l.currency, l.diff = -1, -1, -1, [3]int{-1, -1, -1}
	for i := range l.file.cols {
		k := l.file.cols[i].known
		if k == nil {
			continue
		}
		switch k.Use {
		case ID:
			l.id = i
		case Of:
			l.of = i
		case Currency:
			l.currency = i
		case DiffField:
			l.diff[0] = i
		case DiffOld:
			l.diff[1] = i
		case DiffNew:
			l.diff[2] = i
		default:
		}
	}
	if l.file.layout.Role == FieldDiff {
		l.diffs = l.diffColumns()
	}
}

// diffColumns are the fields that a history of single fields can be about: those of the
// object's own layout, by header ("StageName", "Owner" for "OwnerId"), and custom fields.
func (l *loader) diffColumns() map[string]*diffColumn {
	found := map[string]*diffColumn{}
	for _, layout := range l.file.tool.Layouts() {
		if layout.Object != l.file.layout.Object || layout.Role != Current {
			continue
		}
		for i := range layout.Columns {
			k := &layout.Columns[i]
			if k.Use != Value && k.Use != StageName {
				continue
			}
			c := &diffColumn{column: column{header: k.Header, known: k}, stage: k.Use == StageName}
			found[strings.ToLower(k.Header)] = c
			if short, ok := strings.CutSuffix(k.Header, "Id"); ok && k.Kind == Reference {
				found[strings.ToLower(short)] = c
			}
		}
	}
	for _, f := range l.files {
		if f.object != l.file.object || f.layout.Role != Current {
			continue
		}
		for i := range f.cols {
			if c := f.cols[i]; c.known == nil && !c.skip {
				found[strings.ToLower(c.header)] = &diffColumn{column: c}
			}
		}
	}
	for _, f := range l.files { // numbers are written as in the records' own columns
		for i := range f.cols {
			if c := found[strings.ToLower(f.cols[i].header)]; c != nil && f.object == l.file.object && f.cols[i].comma {
				c.comma = true
			}
		}
	}
	for _, c := range found { // dates are written as in the history's own file, else as in the others
		c.order = l.fileOrder()
		for i := 0; c.order == cell.Unordered && i < len(l.files); i++ {
			c.order, _ = cell.ParseOrder(l.files[i].report.DateOrder)
		}
	}
	return found
}

func (l *loader) fileOrder() cell.Order {
	for i := range l.file.cols {
		if c := &l.file.cols[i]; c.dated && c.order != cell.Unordered {
			return c.order
		}
	}
	return cell.Unordered
}

// row reads the cells into l.now. It says whether the row has anything to say.
func (l *loader) row(cells []string) (bool, *refusal) {
	key := l.id
	if l.file.layout.Role != Current {
		key = l.of
	}
	if key >= 0 && cells[key] == "" && l.file.matcher != nil && l.file.layout.MadeIDs {
		return false, &refusal{key, reason.Of("match_empty", "field", l.file.matcher.by)}
	}
	if key < 0 || cells[key] == "" {
		return false, &refusal{key, reason.Of("id_missing")}
	}
	if cell.DamagedID(cells[key]) {
		l.problems.damagedID(l.file, &l.file.cols[key], cells[key])
		return false, &refusal{key, reason.Of("id_damaged", "value", cell.Shorten(cells[key]))}
	}
	external, err := l.file.id(cells[key])
	if err != nil {
		return false, &refusal{key, reason.From(err)}
	}
	if object, shown := l.file.tool.ObjectOf(external); shown && object != l.file.layout.Object {
		return false, &refusal{key, reason.Of("id_of_other", "value", cell.Shorten(cells[key]),
			"object", l.file.layout.Object)}
	}
	l.external, l.text, l.quoted = external, "", ""
	if l.file.layout.Role != Current && l.id >= 0 {
		l.text = cells[l.id]
	}
	currency := l.ownCurrency
	if l.currency >= 0 && cells[l.currency] != "" {
		currency = strings.ToUpper(cells[l.currency])
		if !money.Known(currency) {
			return false, &refusal{l.currency, reason.Of("currency_unknown", "value", cell.Shorten(currency))}
		}
		l.now.currency = currency
	}
	l.pieces = l.pieces[:0]
	for i, s := range cells {
		c := &l.file.cols[i]
		if c.skip {
			continue
		}
		if err := c.fits(s); err != nil {
			return false, &refusal{i, reason.From(err)}
		}
		if err := l.cell(c, s, currency); err != nil {
			return false, &refusal{i, reason.From(err)}
		}
	}
	l.nameTargets(cells)
	if l.now.role == FieldDiff {
		return l.difference(cells, currency)
	}
	if l.now.role == Snapshot && l.now.created == 0 {
		return false, &refusal{-1, reason.Of("row_without_time")}
	}
	if l.now.role == Current && l.file.layout.Finish != nil {
		l.row_ = rowRead{facts: &l.now, id: external, parts: l.pieces, imp: l.importer}
		l.file.layout.Finish(&l.row_)
		if err := l.now.fit(); err != nil {
			return false, &refusal{-1, reason.From(err)}
		}
	}
	return true, nil
}

// nameTargets keeps the names that relationship columns (Account.Name) give to records
// which may have no row of their own.
func (l *loader) nameTargets(cells []string) {
	for i := range l.file.cols {
		k := l.file.cols[i].known
		if k == nil || k.Use != RefName || cells[i] == "" {
			continue
		}
		for _, f := range l.now.fields {
			if f.Name == k.Field && f.Value.IsSet() {
				if to := ord(f.Value.Ref()); l.reg.names[to] == "" {
					l.reg.names[to] = cells[i]
				}
			}
		}
	}
}

// cell reads one cell for what its column means.
func (l *loader) cell(c *column, s, currency string) error {
	n := &l.now
	if c.known == nil {
		v, err := l.extraValue(c, s)
		if err != nil {
			l.problems.unreadable(l.file, c)
			return nil
		}
		n.put(c.field, v)
		return nil
	}
	k := c.known
	if k.refers() && cell.DamagedID(s) {
		l.problems.damagedID(l.file, c, s)
		s = ""
	}
	if s != "" && k.saysNothing(s) {
		l.problems.emptyWord(l.file, c, s)
		s = ""
	}
	switch k.Use {
	case ID, Of, Currency, DiffField, DiffOld, DiffNew, Corporate:
		return nil
	case Created, Modified, ModifiedElse, StageSince:
		return l.time(c, s)
	case Deleted, Closed, Won:
		if s == "" {
			return nil
		}
		b, err := cell.ParseBool(s)
		if err != nil && k.Use == Deleted {
			b, err = l.deletedSince(c, s)
		}
		if err != nil {
			return err
		}
		said := no
		if b {
			said = yes
		}
		switch k.Use {
		case Deleted:
			if n.deleted != yes { // of several columns, one that says so is enough
				n.deleted = said
			}
		case Closed:
			n.closed = said
		default:
			n.won = said
		}
		return nil
	case StageName:
		n.stage = s
		return nil
	case PipelineName:
		if s != "" {
			n.pipeline = s
		}
		return nil
	case PipelineID:
		if n.pipeline == "" && s != "" {
			n.pipeline = l.pipelines[s]
		}
		return nil
	case MergedIDs:
		return l.mergedIDs(s)
	case MergedInto:
		return l.mergedInto(s)
	case AllOf:
		if s != "" {
			l.whole(l.file.object, s)
		}
		return nil
	case RefName:
		return nil // read with its reference
	case Part:
		p := part{header: k.Header, text: s}
		if s != "" && (k.Kind == Day || k.Kind == Instant) {
			at, err := c.moment(s)
			if err != nil && !k.Lax {
				return err
			}
			p.at, p.isTime = at, err == nil
		}
		l.pieces = append(l.pieces, p)
		return nil
	case Value, ConvertedFlag:
	}
	field := k.Field
	if s == "" {
		if field == "" {
			for _, name := range slices.Sorted(maps.Values(k.Fields)) {
				n.put(name, record.Value{})
			}
			return nil
		}
		n.put(field, record.Value{})
		return nil
	}
	v, name, err := l.value(c, s, currency)
	if err != nil && !k.Lax {
		return err
	}
	if name != "" && err == nil {
		n.put(name, v)
	}
	return nil
}

// value reads a cell of a known column; the field's name is "" when it says nothing.
func (l *loader) value(c *column, s, currency string) (record.Value, string, error) {
	k := c.known
	switch k.Kind {
	case Text:
		return record.TextValue(s), k.Field, nil
	case Category:
		return record.TextValue(canonicalCategory(s)), k.Field, nil
	case Amount:
		a, err := cell.ParseAmount(s, currency, c.comma)
		return record.MoneyValue(a), k.Field, err
	case Day:
		at, err := c.moment(s)
		return record.DayValue(at.CalendarDay(l.zones)), k.Field, err
	case Instant:
		at, err := c.moment(s)
		return record.InstantValue(at.Instant(l.zones)), k.Field, err
	case Bool:
		b, err := cell.ParseBool(s)
		return record.BoolValue(b), k.Field, err
	case Percent:
		p, err := cell.ParsePercent(s, c.comma)
		v, _ := record.NumberValue(p)
		return v, k.Field, err
	case Number:
		p, err := cell.ParseNumber(s, c.comma)
		v, _ := record.NumberValue(p)
		return v, k.Field, err
	case Whole:
		n, err := cell.ParseWhole(s, c.comma)
		return record.IntValue(n), k.Field, err
	case ExchangeRate:
		d, err := cell.PlainDecimal(s, c.comma)
		l.quoted = d.Text
		return record.Value{}, "", err
	case Reference:
		return l.reference(k, s)
	}
	return record.Value{}, "", nil
}

func (l *loader) reference(k *Column, s string) (record.Value, string, error) {
	if k.ByName != NotByName {
		external := l.find(k, s)
		if external == "" {
			return record.Value{}, "", nil
		}
		return record.RefValue(record.ID(l.reg.ord(l.reg.index[k.Object], external))), k.Field, nil
	}
	id, err := l.file.id(s)
	if err != nil {
		return record.Value{}, "", err
	}
	object, field := k.Object, k.Field
	shownAs, shown := l.file.tool.ObjectOf(id)
	if object == "" {
		object, field = shownAs, k.Fields[shownAs]
	}
	if field == "" || shown && shownAs != object {
		return record.Value{}, "", nil // a queue as owner, a campaign as subject: nothing we keep
	}
	return record.RefValue(record.ID(l.reg.ord(l.reg.index[object], id))), field, nil
}

// extraValue reads a cell of an unknown column in the type that was found for it.
func (l *loader) extraValue(c *column, s string) (record.Value, error) {
	if s == "" {
		return record.Value{}, nil
	}
	switch c.kind {
	case record.Text:
		return record.TextValue(s), nil
	case record.Number:
		f, err := cell.ParseNumber(s, c.comma)
		v, _ := record.NumberValue(f)
		return v, err
	case record.Int:
		n, err := cell.ParseWhole(s, c.comma)
		return record.IntValue(n), err
	case record.Bool:
		b, err := cell.ParseBool(s)
		return record.BoolValue(b), err
	case record.Day:
		at, err := c.moment(s)
		return record.DayValue(at.CalendarDay(l.zones)), err
	case record.Instant:
		at, err := c.moment(s)
		return record.InstantValue(at.Instant(l.zones)), err
	case record.Money:
		a, err := cell.ParseAmount(s, l.ownCurrency, c.comma)
		return record.MoneyValue(a), err
	case record.Unset, record.Ref:
	}
	return record.Value{}, reason.Of("cell_unreadable")
}

// difference completes a row of a history of single fields.
func (l *loader) difference(cells []string, currency string) (bool, *refusal) {
	if l.now.created == 0 {
		return false, &refusal{-1, reason.Of("row_without_time")}
	}
	cell := func(i int) string {
		if l.diff[i] < 0 {
			return ""
		}
		return cells[l.diff[i]]
	}
	name := strings.ToLower(cell(0))
	if name == "created" {
		l.now.fields = l.now.fields[:0] // only says when the record was made
		return true, nil
	}
	c := l.diffs[name]
	if c == nil {
		return false, nil // locked, or a field that is not in the export
	}
	if c.known != nil && c.known.Kind == Reference && !l.file.layout.ByID {
		// Salesforce writes two rows, one with names and one with ids: the ids are facts.
		for _, i := range []int{1, 2} {
			if id, ok := l.file.tool.ID(cell(i)); cell(i) != "" {
				if object, shown := l.file.tool.ObjectOf(id); !ok || !shown || object != c.known.Object {
					return false, nil
				}
			}
		}
	}
	read := func(i int) (record.FieldValue, *refusal) {
		s := cell(i)
		if c.stage {
			v := record.Value{}
			if s != "" {
				l.stages.stage(s)
				v = record.TextValue(s)
			}
			return record.FieldValue{Name: stageField, Value: v}, nil
		}
		var v record.Value
		var err error
		field := c.field
		switch {
		case c.known == nil:
			v, err = l.extraValue(&c.column, s)
		case s == "":
			field = c.known.Field
		default:
			v, field, err = l.value(&c.column, s, currency)
		}
		if err != nil {
			return record.FieldValue{}, &refusal{l.diff[i], reason.From(err)}
		}
		return record.FieldValue{Name: field, Value: v}, nil
	}
	after, no := read(2)
	if no != nil {
		return false, no
	}
	l.now.fields = append(l.now.fields[:0], after)
	if l.diff[1] >= 0 {
		before, no := read(1)
		if no != nil {
			return false, no
		}
		l.now.before, l.now.hasBefore = before.Value, true
	}
	return true, nil
}

// hand gives the facts to the sorter: by object, record, current row first, then history in
// the order of its time and, within a second, of the tool's ids.
func (l *loader) hand() error {
	o := l.reg.ord(l.file.object, l.external)
	subject := l.reg.at(o)
	subject.rows = l.origins.with(subject.rows, l.number)
	l.rowNo++
	l.noteMerges(o)
	switch {
	case l.now.role != Current:
	case l.file.layout.Link && len(l.now.fields) == 0:
		return nil
	case l.file.layout.Object == sales.Stage:
		l.noteStage(o)
	}
	var key sortKey
	key[0] = uint64(l.rank(l.file.object))<<40 | uint64(o)<<8
	if l.now.role == Current {
		subject.row = subject.row || !l.file.layout.Link
	} else {
		key[0] |= 1
		l.historySeen(l.now.created)
		key[1] = biased(int64(l.now.created))
		key[2] = l.file.tool.Order(l.text)
		if key[2] == 0 {
			key[2] = l.rowNo
		}
	}
	return l.groups.add(key, l.pack.facts(&l.now))
}

func (m *importer) historySeen(at period.Instant) {
	if m.historySince == 0 || at < m.historySince {
		m.historySince = at
	}
}
