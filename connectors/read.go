package connectors

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
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

// reader is the stage in which every row becomes facts.
type reader struct {
	*setting
	*sources
	*subjects
	*learnt
	*gathered
	*tally
	pack packer
}

// read reads the rows of all files.
func (r *reader) read(ctx context.Context) error {
	var total, done int64
	for _, f := range r.files {
		total += f.table.Size
	}
	tick := func(n int64) { done += n; r.progress(Reading, done, total) }
	for i, f := range r.files {
		l := &loader{reader: r, file: f, number: i, places: places{names: r.names}}
		if err := l.load(ctx, tick); err != nil {
			return err
		}
	}
	return nil
}

// load reads a file's rows into the sorter that brings the facts of a record together.
func (l *loader) load(ctx context.Context, tick func(int64)) error {
	f := l.file
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
			return l.unread(f, row)
		}
		l.now = facts{role: f.layout.Role, file: l.number, line: row.Line, fields: l.now.fields[:0],
			dated: l.now.dated[:0], initial: l.now.initial[:0], places: &l.places}
		l.makes, l.misses, l.merged, l.into = l.makes[:0], l.misses[:0], l.merged[:0], l.into[:0]
		if err := f.joins.widen(row); err != nil {
			return err
		}
		cells, taken, no := framed(frame, row, made)
		made = cells
		if no != nil {
			return l.reject(f, row, row.Line, no.column, no.reason)
		}
		if !taken {
			f.report.SetAside++
			return nil
		}
		if taken, no = l.row(cells); no != nil {
			l.unmake()
			return l.reject(f, row, row.Line, no.column, no.reason)
		}
		if taken {
			if taken, no = l.rateRow(); no != nil {
				return l.reject(f, row, row.Line, no.column, no.reason)
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
			return l.reject(f, row, row.Line, no.column, no.reason)
		}
		if !taken {
			l.unmake()
			f.report.SetAside++
			return nil
		}
		f.joins.count(f, row, l.problems)
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
	*reader
	file             *file
	title            string // the field that names a record of the file
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

func (l *loader) prepare() {
	l.id, l.of, l.currency, l.diff = -1, -1, -1, [3]int{-1, -1, -1}
	if o, ok := l.log.Schema().Object(l.file.layout.Object); ok {
		l.title = o.Title
	}
	for i := range l.file.cols {
		k := l.file.cols[i].known
		if k == nil {
			continue
		}
		switch k.Use {
		case tool.ID:
			l.id = i
		case tool.Of:
			l.of = i
		case tool.Currency:
			l.currency = i
		case tool.DiffField:
			l.diff[0] = i
		case tool.DiffOld:
			l.diff[1] = i
		case tool.DiffNew:
			l.diff[2] = i
		default:
		}
	}
	if l.file.layout.Role == tool.FieldDiff {
		l.diffs = l.diffColumns()
	}
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
	if l.file.layout.Role != tool.Current {
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
	if l.file.layout.Role != tool.Current && l.id >= 0 {
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
		if err := c.fits(s, l.title); err != nil {
			return false, &refusal{i, reason.From(err)}
		}
		if err := l.cell(c, s, currency); err != nil {
			return false, &refusal{i, reason.From(err)}
		}
	}
	l.nameTargets(cells)
	if l.now.role == tool.FieldDiff {
		return l.difference(cells, currency)
	}
	if l.now.role == tool.Snapshot && l.now.created == 0 {
		return false, &refusal{-1, reason.Of("row_without_time")}
	}
	if l.now.role == tool.Current && l.file.layout.Finish != nil {
		l.row_ = rowRead{facts: &l.now, id: external, parts: l.pieces, zones: l.zones}
		l.file.layout.Finish(&l.row_)
		if err := l.now.fit(l.title); err != nil {
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
		if k == nil || k.Use != tool.RefName || cells[i] == "" {
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
	if k.Refers() && cell.DamagedID(s) {
		l.problems.damagedID(l.file, c, s)
		s = ""
	}
	if s != "" && k.SaysNothing(s) {
		l.problems.emptyWord(l.file, c, s)
		s = ""
	}
	switch k.Use {
	case tool.ID, tool.Of, tool.Currency, tool.DiffField, tool.DiffOld, tool.DiffNew, tool.Corporate:
		return nil
	case tool.Created, tool.Modified, tool.ModifiedElse, tool.StageSince:
		return l.time(c, s)
	case tool.Deleted, tool.Closed, tool.Won:
		if s == "" {
			if k.Use == tool.Deleted && n.deleted == unsaid { // no time of deletion
				n.deleted = no
			}
			return nil
		}
		b, err := cell.ParseBool(s)
		if err != nil && k.Use == tool.Deleted {
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
		case tool.Deleted:
			if n.deleted != yes { // of several columns, one that says so is enough
				n.deleted = said
			}
		case tool.Closed:
			n.closed = said
		default:
			n.won = said
		}
		return nil
	case tool.StageName:
		n.stage = s
		return nil
	case tool.PipelineName:
		if s != "" {
			n.pipeline = s
		}
		return nil
	case tool.PipelineID:
		if n.pipeline == "" && s != "" {
			n.pipeline = l.pipelines[s]
		}
		return nil
	case tool.MergedIDs:
		return l.mergedIDs(s)
	case tool.MergedInto:
		return l.mergedInto(s)
	case tool.AllOf:
		if s != "" {
			l.whole(l.file.object, s)
		}
		return nil
	case tool.RefName:
		return nil // read with its reference
	case tool.Part:
		p := part{header: k.Header, text: s}
		if s != "" && (k.Kind == tool.Day || k.Kind == tool.Instant) {
			at, err := c.moment(s)
			if err != nil && !k.Lax {
				return err
			}
			p.at, p.isTime = at, err == nil
		}
		l.pieces = append(l.pieces, p)
		return nil
	case tool.Value, tool.ConvertedFlag:
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
	case tool.Text:
		return record.TextValue(s), k.Field, nil
	case tool.Category:
		return record.TextValue(tool.ForecastCategory(l.o.Tools, s)), k.Field, nil
	case tool.Amount:
		a, err := cell.ParseAmount(s, currency, c.comma)
		return record.MoneyValue(a), k.Field, err
	case tool.Day:
		at, err := c.moment(s)
		return record.DayValue(at.CalendarDay(l.zones)), k.Field, err
	case tool.Instant:
		at, err := c.moment(s)
		return record.InstantValue(at.Instant(l.zones)), k.Field, err
	case tool.Bool:
		b, err := cell.ParseBool(s)
		return record.BoolValue(b), k.Field, err
	case tool.Percent:
		p, err := cell.ParsePercent(s, c.comma)
		v, _ := record.NumberValue(p)
		return v, k.Field, err
	case tool.Number:
		p, err := cell.ParseNumber(s, c.comma)
		v, _ := record.NumberValue(p)
		return v, k.Field, err
	case tool.Whole:
		n, err := cell.ParseWhole(s, c.comma)
		return record.IntValue(n), k.Field, err
	case tool.ExchangeRate:
		d, err := cell.PlainDecimal(s, c.comma)
		l.quoted = d.Text
		return record.Value{}, "", err
	case tool.Reference:
		return l.reference(k, s)
	}
	return record.Value{}, "", nil
}

func (l *loader) reference(k *tool.Column, s string) (record.Value, string, error) {
	if k.ByName != tool.NotByName {
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

// hand gives the facts to the sorter: by object, record, current row first, then history in
// the order of its time and, within a second, of the tool's ids.
func (l *loader) hand() error {
	o := l.reg.ord(l.file.object, l.external)
	subject := l.reg.at(o)
	subject.rows = l.origins.with(subject.rows, l.number)
	l.rowNo++
	l.noteMerges(o)
	switch {
	case l.now.role != tool.Current:
	case l.file.layout.Link && len(l.now.fields) == 0:
		return nil
	case l.file.layout.Object == sales.Stage:
		l.noteStage(o)
	}
	var key sortKey
	key[0] = uint64(l.rank(l.file.object))<<40 | uint64(o)<<8
	if l.now.role == tool.Current {
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

func (g *gathered) historySeen(at period.Instant) {
	if g.historySince == 0 || at < g.historySince {
		g.historySince = at
	}
}
