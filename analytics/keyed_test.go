package analytics_test

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// believed is a version as the tables of these tests read it.
type believed struct {
	analytics.Rectangle
	id, ref record.ID
	stub    bool
}

func beliefs(ctx context.Context, b *analytics.KeyedBuilder, object, column, by string,
	ids []record.ID) ([]believed, error) {
	text, args, err := b.Beliefs(object, []string{"id", column, "stub", "eff_from", "eff_to", "known_from", "known_to"},
		by, ids)
	if err != nil {
		return nil, err
	}
	var out []believed
	err = b.Query(ctx, text, args, func(rows *analytics.Batch) error {
		for i := range rows.Rows() {
			out = append(out, believed{
				analytics.Rectangle{EffFrom: rows.Instant(3, i), EffTo: rows.Instant(4, i),
					KnownFrom: rows.Instant(5, i), KnownTo: rows.Instant(6, i)},
				record.ID(rows.Int(0, i)), record.ID(rows.Int(1, i)), rows.Bool(2, i),
			})
		}
		return nil
	})
	slices.SortFunc(out, func(a, b believed) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.EffFrom, b.EffFrom), cmp.Compare(a.KnownFrom, b.KnownFrom))
	})
	return out, err
}

func rectangles(lists ...[]believed) []analytics.Rectangle {
	var out []analytics.Rectangle
	for _, list := range lists {
		for _, v := range list {
			out = append(out, v.Rectangle)
		}
	}
	return out
}

func of(all []believed, id record.ID) []believed {
	return slices.DeleteFunc(slices.Clone(all), func(v believed) bool { return v.id != id })
}

func in(all []believed, k analytics.Knowledge) []believed {
	return slices.DeleteFunc(slices.Clone(all), func(v believed) bool { return !k.Holds(v.Rectangle) })
}

// ownerState is the state in a row of ownerStays.
type ownerState struct {
	owner, team record.ID
	since       period.Instant
	left        bool
}

// ownerStays is a table of deals with their owner and the owner's team at the time. A deal touches
// itself; a person touches all deals that the person ever owned.
func ownerStays() analytics.Keyed {
	return analytics.Keyed{
		Name: "owner_stay", Object: sales.Deal, Several: true, Version: 1,
		Fields: []record.Field{
			{Name: "owner", Kind: record.Ref, Object: sales.Person},
			{Name: "team", Kind: record.Ref, Object: sales.Team},
			{Name: "since_at", Kind: record.Instant}, {Name: "left", Kind: record.Bool},
		},
		Reads: map[string][]string{sales.Deal: {"owner"}, sales.Person: {"team"}},
		Touched: func(ctx context.Context, b *analytics.KeyedBuilder, changed analytics.Changed) ([]record.ID, error) {
			found, err := beliefs(ctx, b, sales.Deal, "owner", "owner", changed[sales.Person])
			var ids []record.ID
			for _, v := range found {
				ids = append(ids, v.id)
			}
			return ids, err
		},
		Build: buildOwnerStays,
	}
}

func buildOwnerStays(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
	deals, err := beliefs(ctx, b, sales.Deal, "owner", "id", keys)
	if err != nil {
		return err
	}
	owners := map[record.ID]bool{}
	for _, v := range deals {
		owners[v.ref] = true
	}
	var ids []record.ID
	for id := range owners {
		ids = append(ids, id)
	}
	people, err := beliefs(ctx, b, sales.Person, "team", "id", ids)
	if err != nil {
		return err
	}
	for _, id := range keys {
		own := of(deals, id)
		var theirs []believed
		for _, p := range people {
			if slices.ContainsFunc(own, func(v believed) bool { return v.ref == p.id }) {
				theirs = append(theirs, p)
			}
		}
		j := analytics.NewJoiner[ownerState](b)
		for _, k := range b.Stretches(rectangles(own, theirs)) {
			j.Add(k, ownerPieces(in(own, k), in(theirs, k)))
		}
		for _, r := range j.End() {
			if err := b.Append(ctx, &analytics.KeyedRow{Rectangle: r.Rectangle, ID: id, Line: r.Line,
				Values: []record.Value{refOrUnset(r.State.owner), refOrUnset(r.State.team),
					record.InstantValue(r.State.since), record.BoolValue(r.State.left)}}); err != nil {
				return err
			}
		}
	}
	return nil
}

func refOrUnset(id record.ID) record.Value {
	if id == 0 {
		return record.Value{}
	}
	return record.RefValue(id)
}

// ownerPieces splits a deal's time where neither the deal nor the people change.
func ownerPieces(deal, people []believed) []analytics.Piece[ownerState] {
	var out []analytics.Piece[ownerState]
	line, last, since, end := int64(0), record.ID(-1), period.Instant(0), period.Instant(0)
	seen := map[int64]ownerState{}
	for _, v := range deal {
		if v.stub {
			continue
		}
		if v.ref != last || v.EffFrom != end {
			if old, ok := seen[line]; ok {
				old.left = true
				seen[line] = old
			}
			line, last, since = line+1, v.ref, v.EffFrom
		}
		end = v.EffTo
		cuts := []period.Instant{v.EffFrom, v.EffTo}
		for _, p := range people {
			for _, at := range []period.Instant{p.EffFrom, p.EffTo} {
				if at > v.EffFrom && at < v.EffTo {
					cuts = append(cuts, at)
				}
			}
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		teamAt := func(person record.ID, at period.Instant) record.ID {
			for _, p := range people {
				if p.id == person && p.EffFrom <= at && at < p.EffTo {
					return p.ref
				}
			}
			return 0
		}
		for i := range len(cuts) - 1 {
			seen[line] = ownerState{v.ref, 0, since, false}
			for n := int64(1); n <= line; n++ {
				s := seen[n]
				s.team = teamAt(s.owner, cuts[i])
				out = append(out, analytics.Piece[ownerState]{Line: n, EffFrom: cuts[i], EffTo: cuts[i+1], State: s})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b analytics.Piece[ownerState]) int { return cmp.Compare(a.Line, b.Line) })
	return analytics.Merged(out)
}

// teamSizes is a table of the number of members of each team. A person who moves touches the old
// and the new team.
func teamSizes() analytics.Keyed {
	return analytics.Keyed{
		Name: "team_size", Object: sales.Team, Version: 1,
		Fields: []record.Field{{Name: "members", Kind: record.Int}},
		Reads:  map[string][]string{sales.Team: {}, sales.Person: {"team"}},
		Touched: func(ctx context.Context, b *analytics.KeyedBuilder, changed analytics.Changed) ([]record.ID, error) {
			found, err := beliefs(ctx, b, sales.Person, "team", "id", changed[sales.Person])
			var ids []record.ID
			for _, v := range found {
				ids = append(ids, v.ref)
			}
			return ids, err
		},
		Build: func(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
			teams, err := beliefs(ctx, b, sales.Team, "parent", "id", keys)
			if err != nil {
				return err
			}
			people, err := beliefs(ctx, b, sales.Person, "team", "team", keys)
			if err != nil {
				return err
			}
			for _, id := range keys {
				own := of(teams, id)
				members := slices.DeleteFunc(slices.Clone(people), func(v believed) bool { return v.ref != id })
				j := analytics.NewJoiner[int64](b)
				for _, k := range b.Stretches(rectangles(own, members)) {
					j.Add(k, sizes(in(own, k), in(members, k)))
				}
				for _, r := range j.End() {
					if err := b.Append(ctx, &analytics.KeyedRow{Rectangle: r.Rectangle, ID: id,
						Values: []record.Value{record.IntValue(r.State)}}); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func sizes(team, members []believed) []analytics.Piece[int64] {
	var out []analytics.Piece[int64]
	for _, v := range team {
		if v.stub {
			continue
		}
		cuts := []period.Instant{v.EffFrom, v.EffTo}
		for _, m := range members {
			for _, at := range []period.Instant{m.EffFrom, m.EffTo} {
				if at > v.EffFrom && at < v.EffTo {
					cuts = append(cuts, at)
				}
			}
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		for i := range len(cuts) - 1 {
			n := int64(0)
			for _, m := range members {
				if !m.stub && m.EffFrom <= cuts[i] && cuts[i] < m.EffTo {
					n++
				}
			}
			out = append(out, analytics.Piece[int64]{EffFrom: cuts[i], EffTo: cuts[i+1], State: n})
		}
	}
	return analytics.Merged(out)
}

// asked is a SELECT built by a view, with its arguments.
type asked struct {
	rt   *rapid.T
	args []any
}

func (a *asked) bind(v any) string {
	a.args = append(a.args, v)
	return fmt.Sprintf("$%d", len(a.args))
}

func (a *asked) must(sql string, err error) string {
	if err != nil {
		a.rt.Fatal(err)
	}
	return sql
}

func sorted(t *testing.T, c *analytics.Columns, sql string, args []any) string {
	t.Helper()
	lines := texts(t, c, sql, args...)
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestKeyedTableFollowsAnyHistory checks keyed tables after random histories (late and dated-back
// facts, deletes, restores, merges, moved references) taken in batches of random size. The table
// must equal a rebuild (Check), and on every day a join of the objects' rows. The latest state must
// equal the state as of now. Under a scope the table must equal that of a log without the hidden
// records.
func TestKeyedTableFollowsAnyHistory(t *testing.T) {
	t.Parallel()
	rounds := 0
	keyed := analytics.Options{Threads: 1, Keyed: []analytics.Keyed{ownerStays(), teamSizes()}}
	rapid.Check(t, func(rt *rapid.T) {
		if rounds++; rounds > 10 {
			return // each round opens three databases
		}
		w := &world{smallLog(t), rt}
		c, err := analytics.Open(t.Context(), "", timelineLog{w.log}, keyed)
		if err != nil {
			rt.Fatal(err)
		}
		defer c.Close()
		for range rapid.IntRange(1, 8).Draw(rt, "batches") {
			for range rapid.IntRange(1, 10).Draw(rt, "changes") {
				w.log.add(w.change())
			}
			if rapid.IntRange(0, 5).Draw(rt, "move the zone") == 0 {
				w.log.add(set(w.moment("zone"), sales.Company, 31,
					text("zone", rapid.SampledFrom([]string{"Asia/Tokyo", "UTC"}).Draw(rt, "zone"))))
			}
			if _, err := c.CatchUp(t.Context()); err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "read the tables") { // from then on they are built change by change
				buildKeyed(t, c, "owner_stay", "team_size")
			}
		}
		if err := c.Check(t.Context()); err != nil {
			rt.Fatal(err)
		}
		w.judgeKeyed(t, rt, c)
		w.judgeScope(t, rt, c, keyed)
	})
}

// buildKeyed reads tables, so that they are built.
func buildKeyed(t *testing.T, c *analytics.Columns, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := c.View(record.Everything()).Table(t.Context(), name, []string{"id"},
			analytics.When{}, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// judgeKeyed compares the tables at random moments with joins of the objects' rows.
func (w *world) judgeKeyed(t *testing.T, rt *rapid.T, c *analytics.Columns) {
	view := c.View(record.Everything())
	stay := []string{"id", "owner", "team", "left"}
	for range 6 {
		known := w.moment("known at")
		asOf := min(w.moment("as of"), known)
		for _, at := range []analytics.When{{}, {AsOf: after(asOf)}, {AsOf: after(asOf), KnownAt: after(known)}} {
			a := asked{rt: rt}
			table := a.must(view.Table(t.Context(), "owner_stay", stay, at, a.bind))
			got := sorted(t, c, "SELECT id, owner, team FROM ("+table+") WHERE NOT \"left\"", a.args)
			a = asked{rt: rt}
			deals := a.must(view.Rows(sales.Deal, []string{"id", "owner"}, at, a.bind))
			at.Stubs = true
			people := a.must(view.Rows(sales.Person, []string{"id", "team"}, at, a.bind))
			want := sorted(t, c, "SELECT d.id, d.owner, p.team FROM ("+deals+") d LEFT JOIN ("+people+
				") p ON p.id = d.owner", a.args)
			if got != want {
				rt.Fatalf("stays at %s:\n%s\nwant\n%s", moments(at), got, want)
			}
			a = asked{rt: rt}
			got = sorted(t, c, a.must(view.Table(t.Context(), "team_size", []string{"id", "members"}, at, a.bind)),
				a.args)
			a = asked{rt: rt}
			at.Stubs = false
			teams := a.must(view.Rows(sales.Team, []string{"id"}, at, a.bind))
			people = a.must(view.Rows(sales.Person, []string{"id", "team"}, at, a.bind))
			want = sorted(t, c, "SELECT t.id, count(p.id) FROM ("+teams+") t LEFT JOIN ("+people+
				") p ON p.team = t.id GROUP BY t.id", a.args)
			if got != want {
				rt.Fatalf("team sizes at %s:\n%s\nwant\n%s", moments(at), got, want)
			}
		}
	}
	for _, name := range []string{"owner_stay", "team_size"} {
		a := asked{rt: rt}
		current := sorted(t, c,
			a.must(view.Table(t.Context(), name, []string{"id", "eff_from", "known_from"}, analytics.When{}, a.bind)),
			nil)
		now := analytics.When{AsOf: after(clockEnd)}
		if got := sorted(t, c,
			a.must(view.Table(t.Context(), name, []string{"id", "eff_from", "known_from"}, now, a.bind)),
			a.args); got != current {
			rt.Fatalf("%s as of now:\n%s\nwithout a day:\n%s", name, got, current)
		}
	}
}

func moments(at analytics.When) string {
	text := "now"
	if at.AsOf != nil {
		text = fmt.Sprint(int64(*at.AsOf))
	}
	if at.KnownAt != nil {
		text += fmt.Sprint(" known ", int64(*at.KnownAt))
	}
	return text
}

// judgeScope compares what a scope shows with a log without the hidden deals.
func (w *world) judgeScope(t *testing.T, rt *rapid.T, c *analytics.Columns, o analytics.Options) {
	scope := record.RecordsOf(firstPerson, firstPerson+1)
	a := asked{rt: rt}
	seen := texts(t, c, "SELECT DISTINCT id FROM ("+a.must(c.View(scope).Anything(sales.Deal, []string{"id"}))+")")
	less := smallLog(t)
	for _, change := range w.log.changes {
		if change.Object != sales.Deal || slices.Contains(seen, fmt.Sprint(int64(change.ID))) {
			less.add(change)
		}
	}
	bare, err := analytics.Open(t.Context(), "", timelineLog{less}, o)
	if err != nil {
		rt.Fatal(err)
	}
	defer bare.Close()
	if _, err := bare.CatchUp(t.Context()); err != nil {
		rt.Fatal(err)
	}
	known := w.moment("known at")
	at := analytics.When{AsOf: after(min(w.moment("as of"), known)), KnownAt: after(known)}
	for _, columns := range [][]string{{"id", "line", "owner", "team", "since_on", "left", "eff_from", "known_from"}} {
		a := asked{rt: rt}
		got := sorted(t, c, a.must(c.View(scope).Table(t.Context(), "owner_stay", columns, at, a.bind)), a.args)
		a = asked{rt: rt}
		want := sorted(t, bare,
			a.must(bare.View(record.Everything()).Table(t.Context(), "owner_stay", columns, at, a.bind)), a.args)
		if got != want {
			rt.Fatalf("under a scope at %s:\n%s\nwithout the hidden deals:\n%s", moments(at), got, want)
		}
	}
}

// TestKeyedTableOfAnotherDeclaration checks that a file is adapted to the declared tables when it
// is opened: a table that was declared differently is rebuilt, one that is no longer declared is
// dropped, and the rest of the file stays.
func TestKeyedTableOfAnotherDeclaration(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	log.add(create(1, sales.Team, 21), create(1, sales.Person, 11, ref("team", 21)),
		create(2, sales.Deal, 1, ref("owner", 11)))
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	at := func(keyed ...analytics.Keyed) (position record.Seq, stays string) {
		t.Helper()
		c, err := analytics.Open(t.Context(), path, log, analytics.Options{Keyed: keyed})
		if err != nil {
			t.Fatal(err)
		}
		defer done(t, c)
		position = c.Position()
		catchUp(t, c)
		sql, err := c.View(record.Everything()).Table(t.Context(), "owner_stay",
			[]string{"id", "team"}, analytics.When{},
			nil)
		if wrong := c.Check(t.Context()); wrong != nil {
			t.Error(wrong)
		}
		if err != nil {
			return position, err.Error()
		}
		return position, strings.Join(texts(t, c, sql), " ")
	}
	if position, stays := at(ownerStays()); position != 0 || stays != "1|21" {
		t.Errorf("a new file at %d: %s", position, stays)
	}
	later := ownerStays()
	later.Version++
	build := later.Build
	built := 0
	later.Build = func(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
		built += len(keys)
		return build(ctx, b, keys)
	}
	// once for the file and once for Check
	if position, stays := at(later, teamSizes()); position != 3 || stays != "1|21" || built != 2 {
		t.Errorf("of another version at %d: %s, built %d times", position, stays, built)
	}
	if position, stays := at(later); position != 3 || stays != "1|21" || built != 3 {
		t.Errorf("with a table less at %d: %s, built %d times", position, stays, built)
	}
	if position, stays := at(); position != 3 || stays != `there is no table "owner_stay"` {
		t.Errorf("with none at %d: %s", position, stays)
	}
}

// TestKeyedTableBuildsWhatIsTouched checks that a change rebuilds the rows of the keys it touches,
// and that a change of a field that the table does not read rebuilds nothing.
func TestKeyedTableBuildsWhatIsTouched(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	var built []record.ID
	stays := ownerStays()
	build := stays.Build
	stays.Build = func(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
		built = append(built, keys...)
		return build(ctx, b, keys)
	}
	sized := teamSizes()
	count := sized.Build
	sized.Build = func(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
		built = append(built, keys...)
		return count(ctx, b, keys)
	}
	c := open(t, "", log, analytics.Options{Keyed: []analytics.Keyed{stays, sized}})
	log.add(create(1, sales.Team, 20), create(1, sales.Deal, 3))
	catchUp(t, c)
	if len(built) != 0 {
		t.Errorf("%v built before anybody asked", built)
	}
	buildKeyed(t, c, "owner_stay", "team_size")
	for _, step := range []struct {
		what    string
		changes []record.Change
		want    []record.ID
	}{
		{"created", []record.Change{create(1, sales.Team, 21), create(1, sales.Team, 22), create(1, sales.Team, 23),
			create(1, sales.Person, 11, ref("team", 21)), create(1, sales.Deal, 1, ref("owner", 11)),
			create(1, sales.Deal, 2)}, []record.ID{1, 2, 21, 22, 23}},
		{"of another field", []record.Change{set(2, sales.Deal, 1, euro("amount", 7))}, nil},
		{"of the record", []record.Change{set(3, sales.Deal, 2, ref("owner", 11))}, []record.ID{2}},
		{"of what it refers to", []record.Change{set(4, sales.Person, 11, ref("team", 22))}, []record.ID{1, 2, 21, 22}},
	} {
		built = nil
		log.add(step.changes...)
		catchUp(t, c)
		if !slices.Equal(built, step.want) {
			t.Errorf("a change %s built %v, want %v", step.what, built, step.want)
		}
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestKeyedTableMayNotShowTheHidden checks that rows, which are visible with their record, cannot
// be made from records that a scope may hide.
func TestKeyedTableMayNotShowTheHidden(t *testing.T) {
	t.Parallel()
	hides := teamSizes()
	hides.Reads = map[string][]string{sales.Team: {}, sales.Deal: {"amount"}}
	if _, err := analytics.Open(t.Context(), "", smallLog(t),
		analytics.Options{Keyed: []analytics.Keyed{hides}}); err == nil {
		t.Error("a table of teams, which everybody sees, was taken that is made from deals, which not everybody sees")
	}
}

// TestKeyedTableIsKeptUpByLoads checks that a load never leaves a table that was read without its
// rows: a statement that was compiled before would find none, and its empty answer could be kept.
func TestKeyedTableIsKeptUpByLoads(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{Keyed: []analytics.Keyed{ownerStays()}})
	log.add(create(1, sales.Team, 21), create(1, sales.Person, 11, ref("team", 21)),
		create(2, sales.Deal, 1, ref("owner", 11)))
	catchUp(t, c)
	sql, err := c.View(record.Everything()).Table(t.Context(), "owner_stay", []string{"id", "team"}, analytics.When{},
		nil)
	if err != nil {
		t.Fatal(err)
	}
	log.add(create(3, sales.Deal, 2, ref("owner", 11)))
	if err := c.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := texts(t, c, sql); !slices.Equal(got, []string{"1|21", "2|21"}) {
		t.Errorf("after a load: %v", got)
	}
}
