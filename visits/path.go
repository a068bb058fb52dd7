package visits

import (
	"cmp"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

const (
	// slip is how long a deal may at most be in a wrong stage by mistake: one that is back where it was before sooner
	// was moved by a click that somebody undid.
	slip = 5 * 60 * 1_000_000
	// longest is how many stages a path names at most.
	longest = 30
)

// stay is what a row of the table says, as of the moments that it covers.
type stay struct {
	stage         record.ID // 0 for none
	visit         bool      // the deal was open, in a stage
	entered, left period.Instant
	gone          bool // it has left; left is when
	first         bool // the first visit to the stage
	advanced      bool // it was won later, or came into a higher stage (where that has no position: any later one)
	remembered    bool // the stage has history
	whole         bool // so have all before it
	from, to      record.ID
	next          outcome // after it, where gone
	back          bool    // what followed is a return: a lower stage, one that it was in before, or open again
	undone        bool    // it is the beginning or the end of a slip
	path          string  // all stages so far, in the deal's current stay
	returned      int64   // how often until then
}

// values are the table's fields, in their order.
func (s *stay) values() []record.Value {
	ref := func(id record.ID) record.Value {
		if id == 0 {
			return record.Value{}
		}
		return record.RefValue(id)
	}
	v := []record.Value{
		ref(s.stage), record.BoolValue(s.visit), record.InstantValue(s.entered), {}, record.BoolValue(s.gone),
		record.BoolValue(!s.gone), record.BoolValue(s.first), record.BoolValue(s.advanced),
		record.BoolValue(s.remembered), record.BoolValue(s.whole), ref(s.from), {}, {}, {}, {}, {}, {},
	}
	if s.gone {
		v[3] = record.InstantValue(s.left)
		v[11], v[12], v[13] = ref(s.to), record.TextValue(s.next.String()), record.BoolValue(s.back)
		v[14] = record.BoolValue(s.undone)
	} else {
		if s.path != "" {
			v[15] = record.TextValue(s.path)
		}
		v[16] = record.IntValue(s.returned)
	}
	return v
}

// run is a stay while the deal's versions are gone through.
type run struct {
	stage    record.ID
	closed   bool
	last     outcome
	from, to period.Instant
	won      bool // at some time of the stay
	blank    bool
	first    bool
	state    stay
	told     bool // state is what it says since since
	since    period.Instant
}

// walk goes through the versions of one deal. It is used again to keep its memory.
type walk struct {
	runs   []run
	stages []stageVersion   // those believed
	cuts   []period.Instant // where one of them begins or ends
	out    []analytics.Piece[stay]
}

// pieces are the stays of a deal, cut in time where what they say changes, as believed in a stretch of knowledge. A
// version begins a stay where the stage or the deal's being open changes, or where the deal was away.
func (w *walk) pieces(deal []dealVersion, stages []stageVersion, k analytics.Knowledge) []analytics.Piece[stay] {
	w.runs, w.out, w.stages, w.cuts = w.runs[:0], w.out[:0], w.stages[:0], w.cuts[:0]
	for i := range stages {
		if s := &stages[i]; k.Holds(s.Rectangle) {
			w.stages = append(w.stages, *s)
			w.cuts = append(w.cuts, s.EffFrom, s.EffTo)
		}
	}
	slices.Sort(w.cuts)
	w.cuts = slices.Compact(w.cuts)
	end := period.Beginning
	for i := range deal {
		v := &deal[i]
		if v.stub || !k.Holds(v.Rectangle) {
			continue
		}
		away := v.EffFrom != end
		if away {
			w.close(end)
		}
		end = v.EffTo
		cut, atStart := slices.BinarySearch(w.cuts, v.EffFrom)
		if w.take(v, away) || atStart {
			w.say(v.EffFrom)
		}
		for ; cut < len(w.cuts) && w.cuts[cut] < v.EffTo; cut++ {
			if w.cuts[cut] > v.EffFrom {
				w.say(w.cuts[cut])
			}
		}
	}
	w.close(end)
	return w.out
}

// take goes on with a version and says whether that changes anything. away: the deal was not there before it.
func (w *walk) take(v *dealVersion, away bool) bool {
	closed, n := v.outcome != open, len(w.runs)
	changed := n == 0 || away || w.runs[n-1].stage != v.stage || w.runs[n-1].closed != closed
	if changed {
		r := run{stage: v.stage, closed: closed, from: v.EffFrom, first: true}
		r.first = !slices.ContainsFunc(w.runs, func(o run) bool { return o.stage == v.stage && o.closed == closed })
		w.runs = append(w.runs, r)
		n++
	}
	r := &w.runs[n-1]
	changed = changed || v.outcome == won && !r.won || v.blank && !r.blank || v.outcome != r.last
	r.to, r.last, r.won, r.blank = v.EffTo, v.outcome, r.won || v.outcome == won, r.blank || v.blank
	return changed
}

// say works out what all stays say from a moment on: from the last one back, as what came later decides.
func (w *walk) say(at period.Instant) {
	last := len(w.runs) - 1
	var wins, goes bool       // a later stay was won; one was in an open stage
	var highest *stageVersion // the highest open stage of the later stays
	for i := last; i >= 0; i-- {
		r := &w.runs[i]
		its := w.placed(r.stage, at)
		s := stay{
			stage: r.stage, visit: !r.closed && r.stage != 0, entered: r.from, first: r.first, remembered: !r.blank,
			advanced: wins || its == nil && goes || its != nil && highest != nil && highest.position > its.position,
		}
		s.whole = !slices.ContainsFunc(w.runs[:i+1], func(o run) bool { return o.blank })
		if i > 0 {
			s.from = w.runs[i-1].stage
		}
		if i < last {
			next := &w.runs[i+1]
			s.gone, s.left, s.to, s.next, s.back = true, r.to, next.stage, next.last, w.returns(r, next, at)
			s.undone = w.slipped(i) || w.slipped(i+1)
		} else {
			s.path, s.returned = w.path(at)
		}
		if !r.told || s != r.state {
			w.end(i, at)
			r.state, r.told, r.since = s, true, at
		}
		wins = wins || r.won
		if !r.closed {
			goes = goes || r.stage != 0
			if its != nil && (highest == nil || its.position > highest.position) {
				highest = its
			}
		}
	}
}

// end ends what a stay has said.
func (w *walk) end(i int, at period.Instant) {
	r := &w.runs[i]
	if r.told && r.since < at {
		w.out = append(w.out, analytics.Piece[stay]{Line: int64(i + 1), EffFrom: r.since, EffTo: at, State: r.state})
	}
	r.told = false
}

// close ends what all stays have said: the deal is no more.
func (w *walk) close(at period.Instant) {
	for i := range w.runs {
		w.end(i, at)
	}
}

// placed is a stage at a moment, where it has a position then.
func (w *walk) placed(id record.ID, at period.Instant) *stageVersion {
	for i := range w.stages {
		if s := &w.stages[i]; s.id == id && s.EffFrom <= at && at < s.EffTo && s.placed {
			return s
		}
	}
	return nil
}

// returns says whether a move is a return: to an earlier stage, or from closed to open. Where the stages have no
// order, an earlier stage is one that the deal was in before.
func (w *walk) returns(from, to *run, at period.Instant) bool {
	switch {
	case to.closed:
		return false
	case from.closed:
		return true
	case to.stage == 0 || to.stage == from.stage:
		return false
	}
	a, b := w.placed(from.stage, at), w.placed(to.stage, at)
	if a == nil || b == nil {
		return !to.first
	}
	return b.position < a.position
}

// slipped says whether a stay is a slip: the deal came back at once to the stage where it was before.
func (w *walk) slipped(i int) bool {
	if i < 1 || i+1 >= len(w.runs) {
		return false
	}
	before, r, after := &w.runs[i-1], &w.runs[i], &w.runs[i+1]
	return !before.closed && !r.closed && !after.closed && before.stage == after.stage &&
		before.to == r.from && r.to == after.from && r.to-r.from < slip
}

// path names the stages of the deal so far and counts its returns, both without slips. A deal that was in no stage has
// no path.
func (w *walk) path(at period.Instant) (path string, returned int64) {
	var b strings.Builder
	named := 0
	var before *run
	for i := 0; i < len(w.runs); i++ {
		if w.slipped(i) {
			i++ // and the stay after it, which goes on with the one before
			continue
		}
		r := &w.runs[i]
		if before != nil && w.returns(before, r, at) {
			returned++
		}
		switch named++; {
		case named > longest+1:
		case named > longest:
			b.WriteString(arrow + "…")
		default:
			if named > 1 {
				b.WriteString(arrow)
			}
			b.WriteString(w.called(r, before, at))
		}
		before = r
	}
	if !slices.ContainsFunc(w.runs, func(r run) bool { return r.stage != 0 }) {
		return "", returned
	}
	return b.String(), returned
}

const arrow = " → "

// called is what a path calls a stay: its stage; where that is none, or the deal was closed without leaving it, the
// outcome.
func (w *walk) called(r, before *run, at period.Instant) string {
	if r.stage == 0 || r.closed && before != nil && before.stage == r.stage {
		return r.last.String()
	}
	var name string
	var since period.Instant
	for i := range w.stages {
		// The last name that it had until then.
		if s := &w.stages[i]; s.id == r.stage && s.EffFrom <= at && s.name != "" && (name == "" || s.EffFrom > since) {
			name, since = s.name, s.EffFrom
		}
	}
	return cmp.Or(name, record.FormatID(sales.Stage, r.stage))
}
