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
	// slip is the time, in µs, within which a move back undoes a wrong click. A longer stay in the other stage
	// counts.
	slip = 5 * 60 * 1_000_000
	// longest is the greatest number of stages in a path.
	longest = 30
)

// stay is what a row of the table says, as of the moments for which it is valid.
type stay struct {
	stage         record.ID // 0 for none
	visit         bool      // the deal was open, in a stage
	entered, left period.Instant
	gone          bool // it has left; left is when
	first         bool // the first visit to the stage
	advanced      bool // won later, or a later stage is higher (any later one, where this has no position)
	remembered    bool // the stage has history
	whole         bool // this stay and all before it have history, or it closed the deal and those before it have
	from, to      record.ID
	next          outcome // the outcome after the stay, when gone
	back          bool    // the move out is a return: to a lower stage, to an earlier one, or from closed to open
	undone        bool    // the move out is the first or the second move of a slip
	path          string  // in the deal's current stay: all stages so far
	returned      int64   // in the deal's current stay: the number of returns so far
}

// values returns the values of the table's fields, in their order.
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

// run is a stay during a walk through the deal's versions.
type run struct {
	stage    record.ID
	closed   bool
	last     outcome
	from, to period.Instant
	won      bool // the deal was won at some time in the stay
	blank    bool
	first    bool
	state    stay
	told     bool // state is valid, from since on
	since    period.Instant
}

// walk goes through the versions of one deal. It is reused for the next deal, to save allocations.
type walk struct {
	runs   []run
	stages []stageVersion   // stage versions that are valid in the stretch of knowledge
	cuts   []period.Instant // instants at which one of them begins or ends
	out    []analytics.Piece[stay]
}

// pieces returns the stays of a deal as known in a stretch of knowledge, divided in time where what they say
// changes. A version begins a new stay when the stage changes, when the deal is opened or closed, or when the
// deal did not exist just before.
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

// take adds a version and reports whether it changes what a stay says. away means that the deal did not exist
// just before the version.
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

// say computes what each stay says from a moment on. It goes from the last stay to the first, because later
// stays decide what earlier ones say.
func (w *walk) say(at period.Instant) {
	last := len(w.runs) - 1
	var wins, goes bool       // a later stay was won; a later stay was in an open stage
	var highest *stageVersion // the highest open stage of the later stays
	blank := w.firstBlank()
	for i := last; i >= 0; i-- {
		r := &w.runs[i]
		its := w.placed(r.stage, at)
		s := stay{
			stage: r.stage, visit: !r.closed && r.stage != 0, entered: r.from, first: r.first, remembered: !r.blank,
			advanced: wins || its == nil && goes || its != nil && highest != nil && highest.position > its.position,
		}
		s.whole = blank < 0 || i < blank
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

// firstBlank returns the first stay that no history tells of; -1 when there is none. The end of a deal may be dated by
// its close date alone: where history tells of the stage before, the path is known all the same.
func (w *walk) firstBlank() int {
	for i := range w.runs {
		if w.runs[i].blank && (i == 0 || !w.runs[i].closed || w.runs[i-1].stage == 0) {
			return i
		}
	}
	return -1
}

// end ends the validity of a stay's state and adds it to the output.
func (w *walk) end(i int, at period.Instant) {
	r := &w.runs[i]
	if r.told && r.since < at {
		w.out = append(w.out, analytics.Piece[stay]{Line: int64(i + 1), EffFrom: r.since, EffTo: at, State: r.state})
	}
	r.told = false
}

// close ends the validity of all stays: the deal does not exist any more.
func (w *walk) close(at period.Instant) {
	for i := range w.runs {
		w.end(i, at)
	}
}

// placed returns the version of a stage at a moment; nil when it has no position then.
func (w *walk) placed(id record.ID, at period.Instant) *stageVersion {
	for i := range w.stages {
		if s := &w.stages[i]; s.id == id && s.EffFrom <= at && at < s.EffTo && s.placed {
			return s
		}
	}
	return nil
}

// returns reports whether a move is a return: to a stage with a lower position, or from closed to open. When a
// stage has no position, it is a return when the deal was in the target stage before.
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

// slipped reports whether a stay is a slip: the deal was back in its former stage in less than the time slip.
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
			i++ // the stay after it continues the one before
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

// called returns the name of a stay in a path: its stage, or the outcome when there is no stage or the deal was
// closed without leaving it.
func (w *walk) called(r, before *run, at period.Instant) string {
	if r.stage == 0 || r.closed && before != nil && before.stage == r.stage {
		return r.last.String()
	}
	var name string
	var since period.Instant
	for i := range w.stages {
		// The latest name up to that moment.
		if s := &w.stages[i]; s.id == r.stage && s.EffFrom <= at && s.name != "" && (name == "" || s.EffFrom > since) {
			name, since = s.name, s.EffFrom
		}
	}
	return cmp.Or(name, record.FormatID(sales.Stage, r.stage))
}
