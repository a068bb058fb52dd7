package analytics

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// anyValue draws a value of each kind, also the ends of its range.
func anyValue(t *rapid.T, kind record.Kind) record.Value {
	if rapid.IntRange(0, 4).Draw(t, "unset") == 0 {
		return record.Value{}
	}
	whole := rapid.OneOf(rapid.Int64(),
		rapid.SampledFrom([]int64{0, 1, -1, 63, 64, -64, -65, 127, 128, 1<<63 - 1, -1 << 63}))
	switch kind {
	case record.Text:
		return record.TextValue(rapid.StringN(0, 200, -1).Draw(t, "text"))
	case record.Int:
		return record.IntValue(whole.Draw(t, "whole"))
	case record.Number:
		v, _ := record.NumberValue(rapid.Float64().Draw(t, "number"))
		return v
	case record.Bool:
		return record.BoolValue(rapid.Bool().Draw(t, "bool"))
	case record.Day:
		return record.DayValue(period.Day(rapid.IntRange(int(period.MinDay), int(period.MaxDay)).Draw(t, "day")))
	case record.Instant:
		return record.InstantValue(period.Instant(whole.Draw(t, "instant")))
	case record.Money:
		return record.MoneyValue(money.Amount{Minor: whole.Draw(t, "minor"),
			Currency: rapid.SampledFrom([]string{"EUR", "JPY", ""}).Draw(t, "currency")})
	case record.Ref:
		return record.RefValue(record.ID(whole.Draw(t, "ref")))
	case record.Unset:
	}
	return record.Value{}
}

var kinds = []record.Kind{record.Text, record.Int, record.Number, record.Bool, record.Day, record.Instant, record.Money,
	record.Ref}

// kindsLayout is a layout with a field of each kind.
func kindsLayout() *layout {
	o := &record.Object{Name: "thing"}
	for _, k := range kinds {
		o.Fields = append(o.Fields, record.Field{Name: "of_" + k.String(), Kind: k})
	}
	return newLayout(o)
}

// TestFactsComeBackFromFiles writes facts to the files of a load and reads them back: each is in the file of its
// record, in its order, and as it was. A file that was cut is not taken for a shorter one.
func TestFactsComeBackFromFiles(t *testing.T) {
	t.Parallel()
	type kept struct {
		object int
		id     record.ID
		fact
	}
	rapid.Check(t, func(rt *rapid.T) {
		s, err := newSpill(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer s.close()
		written := map[record.ID][]kept{}
		for range rapid.IntRange(0, 30).Draw(rt, "facts") {
			k := kept{object: rapid.IntRange(0, 300).Draw(rt, "object"), id: record.ID(rapid.Int64().Draw(rt, "id"))}
			k.fact = fact{
				seq: record.Seq(rapid.Int64().Draw(rt, "seq")), known: period.Instant(rapid.Int64().Draw(rt, "known")),
				eff:   period.Instant(rapid.Int64().Draw(rt, "eff")),
				kind:  record.ChangeKind(rapid.Byte().Draw(rt, "kind")),
				flags: record.Flag(rapid.Byte().Draw(rt, "flags")), into: record.ID(rapid.Int64().Draw(rt, "into")),
				fields: []slotValue{},
			}
			for slot, kind := range kinds {
				if rapid.Bool().Draw(rt, "has") {
					k.fields = append(k.fields, slotValue{slot, anyValue(rt, kind)})
				}
			}
			if err := s.add(k.object, k.id, &k.fact); err != nil {
				rt.Fatal(err)
			}
			written[k.id] = append(written[k.id], k)
		}
		for _, p := range s.parts {
			facts, err := p.read()
			if err != nil {
				rt.Fatal(err)
			}
			for _, got := range facts {
				left := written[got.id]
				if len(left) == 0 {
					rt.Fatalf("%+v was not written, or is out of its order", got)
				}
				want := left[0]
				if got.object != want.object || !same(&got.fact, &want.fact) {
					rt.Fatalf("%+v came back as %+v", want, got)
				}
				written[got.id] = left[1:]
			}
			if len(facts) == 0 {
				continue
			}
			whole := p.size
			p.size = rapid.Int64Range(whole-3, whole-1).Draw(rt, "cut")
			if again, err := p.read(); err == nil {
				rt.Fatalf("%d of %d bytes gave %d facts of %d", p.size, whole, len(again), len(facts))
			}
		}
		for id, left := range written {
			if len(left) > 0 {
				rt.Fatalf("%d facts of %d were not read", len(left), id)
			}
		}
	})
}

func same(a, b *fact) bool {
	return a.seq == b.seq && a.known == b.known && a.eff == b.eff && a.kind == b.kind && a.flags == b.flags &&
		a.into == b.into && slices.Equal(a.fields, b.fields)
}

// anyRow draws a version with a value of each kind.
func anyRow(t *rapid.T, l *layout) *row {
	moment := func(label string) period.Instant { return period.Instant(rapid.Int64().Draw(t, label)) }
	r := &row{
		id: record.ID(rapid.Int64Range(-3, 3).Draw(t, "id")), cells: make([]cell, len(l.fields)+extraCells),
		stub: rapid.Bool().Draw(t, "stub"), effFrom: moment("from"), effTo: moment("to"), knownFrom: moment("known"),
		knownTo: moment("until"), seq: record.Seq(moment("seq")), createdSeq: record.Seq(moment("created")),
	}
	for slot, kind := range kinds {
		if r.cells[slot].value = anyValue(t, kind); r.cells[slot].value.IsSet() {
			r.cells[slot].backfilled = rapid.Bool().Draw(t, "backfilled")
		}
	}
	return r
}

// TestRowsComeBackFromFiles writes rows to a file of a load and reads them back, in the order of their keys and ids. A
// file that was cut, or has a field that is not there, is refused.
func TestRowsComeBackFromFiles(t *testing.T) {
	t.Parallel()
	l := kindsLayout()
	type kept struct {
		key int64
		*row
	}
	rapid.Check(t, func(rt *rapid.T) {
		var written []kept
		var text []byte
		ends := map[int]bool{0: true}
		for i := range rapid.IntRange(1, 8).Draw(rt, "rows") {
			r := anyRow(rt, l)
			r.seq = record.Seq(i)
			k := kept{rapid.Int64Range(-2, 2).Draw(rt, "key"), r}
			written, text = append(written, k), appendRow(text, k.key, r, len(l.fields))
			ends[len(text)] = true
		}
		slices.SortStableFunc(written, func(a, b kept) int {
			return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
		})
		read := func(size int) (rows []row, err error) {
			file, err := os.Create(filepath.Join(t.TempDir(), "rows"))
			if err != nil {
				rt.Fatal(err)
			}
			defer file.Close()
			f := rowFile{rowFileName: rowFileName{layout: l, table: tableNow}, file: file}
			if err := f.write(text[:size]); err != nil {
				rt.Fatal(err)
			}
			err = f.each(func(r *row) error {
				one := *r
				one.cells = slices.Clone(r.cells)
				rows = append(rows, one)
				return nil
			})
			return rows, err
		}
		rows, err := read(len(text))
		if err != nil || len(rows) != len(written) {
			rt.Fatalf("%d rows of %d, %v", len(rows), len(written), err)
		}
		// rows of one key and id have no order among themselves
		bySeq := map[record.Seq]row{}
		for i, got := range rows {
			if want := written[i]; got.id != want.id {
				rt.Fatalf("row %d is of %d, want %d", i, got.id, want.id)
			}
			bySeq[got.seq] = got
		}
		for _, want := range written {
			got := bySeq[want.seq]
			if !slices.Equal(got.cells, want.cells) || got.stub != want.stub || got.effFrom != want.effFrom ||
				got.effTo != want.effTo || got.knownFrom != want.knownFrom || got.knownTo != want.knownTo ||
				got.createdSeq != want.createdSeq {
				rt.Fatalf("%+v came back as %+v", *want.row, got)
			}
		}
		if cut := rapid.IntRange(0, len(text)-1).Draw(rt, "cut"); !ends[cut] {
			if rows, err := read(cut); err == nil {
				rt.Fatalf("%d of %d bytes gave %d rows", cut, len(text), len(rows))
			}
		}
	})
	wider := *l
	wider.fields = append(slices.Clone(l.fields), record.Field{Name: "more", Kind: record.Bool},
		record.Field{Name: "last", Kind: record.Bool})
	r := &row{cells: make([]cell, len(wider.fields)+extraCells)}
	r.cells[len(l.fields)+extraCells].value = record.BoolValue(true)
	if readRow(string(appendRow(nil, 1, r, len(wider.fields))), 0,
		&row{cells: make([]cell, len(l.fields)+extraCells)}) {
		t.Error("a row with a field that is not there was taken")
	}
}

// TestFilesAreInTheOrderOfTheirTable checks that a row of an earlier file never comes after one of a later file.
func TestFilesAreInTheOrderOfTheirTable(t *testing.T) {
	t.Parallel()
	l := layoutOf(t, sales.Deal)
	rapid.Check(t, func(t *rapid.T) {
		r := ranges{}
		several := rapid.IntRange(1, 5).Draw(t, "ranges")
		moment := rapid.Map(rapid.Int64Range(-5, 3000), func(d int64) period.Instant { return period.Instant(d * day) })
		for range rapid.IntRange(1, 60).Draw(t, "changes") {
			r.take(&record.Change{ID: record.ID(rapid.Int64Range(1, 50).Draw(t, "id")),
				EffectiveAt: moment.Draw(t, "eff"), KnownAt: moment.Draw(t, "known")})
		}
		r.changes = int64(several) * rangeChanges
		r.cut()
		if n := max(len(r.eff), len(r.known), len(r.ids)); n > several {
			t.Fatalf("%d bounds for %d ranges", n, several)
		}
		var rows []*row
		for range rapid.IntRange(2, 20).Draw(t, "rows") {
			of := &row{id: record.ID(rapid.Int64Range(1, 60).Draw(t, "row")),
				cells:   make([]cell, len(l.fields)+extraCells),
				effFrom: moment.Draw(t, "from"), effTo: period.Forever, knownTo: moment.Draw(t, "until")}
			if rapid.Bool().Draw(t, "ends") {
				of.effTo = of.effFrom + period.Instant(rapid.Int64Range(1, 2000).Draw(t, "days")*day)
			}
			if rapid.Bool().Draw(t, "won") {
				of.cells[l.outcome].value = record.TextValue(sales.Won)
			}
			rows = append(rows, of)
		}
		for _, a := range rows {
			for _, b := range rows {
				first := func(tab table) bool { return r.bucket(l, tab, a) < r.bucket(l, tab, b) }
				ends := a.effTo < period.Forever && b.effTo < period.Forever // as all in tableVer
				if first(tableNow) && a.id > b.id || ends && first(tableVer) &&
					l.rank(tableVer, a) > l.rank(tableVer, b) {
					t.Fatalf("%+v is in a file before %+v", *a, *b)
				}
				// Files of beliefs hold a range of days, and in it one class: a day by itself would be too small.
				if a.knownTo == b.knownTo && first(tablePast) != (l.class(a) < l.class(b)) ||
					l.class(a) == l.class(b) && first(tablePast) && a.knownTo > b.knownTo {
					t.Fatalf("the belief %+v is in a file before %+v", *a, *b)
				}
			}
		}
	})
}

// TestSamplesOfALargeLog checks that a sample stays small and evenly taken, and that ranges are of about equal size.
func TestSamplesOfALargeLog(t *testing.T) {
	t.Parallel()
	const n = 3 * sampleSize
	r := ranges{}
	for i := range int64(n) {
		r.take(&record.Change{ID: record.ID(i), EffectiveAt: period.Instant(2 * i), KnownAt: period.Instant(3 * i)})
	}
	if len(r.ids) < sampleSize/2 || len(r.ids) > sampleSize || len(r.eff) != len(r.ids) || len(r.known) != len(r.ids) {
		t.Fatalf("%d, %d and %d samples", len(r.eff), len(r.known), len(r.ids))
	}
	for _, s := range [][]int64{r.ids, r.eff, r.known} {
		if !slices.IsSorted(s) || len(slices.Compact(slices.Clone(s))) != len(s) {
			t.Error("samples of an ordered log are taken twice or in no order")
		}
	}
	r.changes = 4*rangeChanges - 1
	r.cut()
	for _, s := range []struct {
		what   string
		bounds []int64
		each   int64
	}{{"ids", r.ids, 1}, {"eff", r.eff, 2}, {"known", r.known, 3}} {
		if len(s.bounds) != 3 {
			t.Errorf("%s: bounds %v, want 3 between 4 ranges", s.what, s.bounds)
			continue
		}
		for i, bound := range s.bounds {
			if want := int64(n/4*(i+1)) * s.each; bound < want-n/20*s.each || bound > want+n/20*s.each {
				t.Errorf("%s: bound %d is %d, want about %d", s.what, i, bound, want)
			}
		}
	}
	most := ranges{changes: 1000 * rangeChanges, ids: []int64{1}, eff: []int64{1}, known: []int64{1}}
	if most.cut(); len(most.ids) >= maxRanges {
		t.Errorf("%d bounds, want fewer than %d", len(most.ids), maxRanges)
	}
}
