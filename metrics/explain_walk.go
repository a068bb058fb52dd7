package metrics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
)

// walk leads from one receipt's number to the other's.
type walk struct {
	e             *Engine
	scope         record.Scope
	first, second *viewer
	sifted        *sifted
	states        [len(stepCodes) + 1]state // the first receipt, then after each step
	name          string                    // of the two receipts, short
}

// state is a question between the two receipts: it has the properties of the second receipt for the steps taken
// so far, and those of the first for the others.
type state struct {
	whose   *viewer // one of the receipts; nil between them
	taken   [len(stepCodes)]bool
	m       *metric
	org     string
	skipped []record.Seq // changes of the log that it does not see
	sign    string       // equal for equal states
}

func (s *state) same(o *state) bool { return s.sign == o.sign }

// walk reads both receipts, answers them and lays out the states in between.
func (e *Engine) walk(ctx context.Context, scope record.Scope, first, second string) (*walk, error) {
	w := &walk{e: e, scope: scope}
	var err error
	if w.first, err = e.viewer(first); err != nil {
		return nil, err
	}
	if w.second, err = e.viewer(second); err != nil {
		return nil, err
	}
	whose := func(v *viewer) string {
		if e.look(ctx, scope, v) != nil || len(v.answer.Whose) == 0 {
			return v.rc.Whose
		}
		return strings.Join(v.answer.Whose, ", ")
	}
	if err := sameQuestion(w.first, w.second, whose); err != nil {
		return nil, err
	}
	for _, v := range []*viewer{w.first, w.second} {
		if err := e.look(ctx, scope, v); err != nil {
			return nil, err
		}
	}
	if w.sifted, err = e.sift(ctx, w.first, w.second); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(first + " " + second))
	w.name = hex.EncodeToString(sum[:6])
	w.lay()
	return w, nil
}

// lay computes the states. Steps without a difference share one state.
func (w *walk) lay() {
	w.states[0] = state{whose: w.first, m: w.first.m, sign: "first"}
	for i := range stepCodes {
		s := state{m: w.first.m, org: w.first.rc.Org}
		for c := range stepCodes {
			s.taken[c] = c <= i || w.sifted.count[c] == 0
		}
		if i >= int(byDefinition) {
			s.m = w.second.m
		}
		if i >= int(byTeams) || !w.asksTeams() {
			s.org = w.second.rc.Org
		}
		var sign strings.Builder
		all := s.m.hash == w.second.m.hash && sameOrg(s.org, w.second.rc.Org)
		for _, taken := range s.taken {
			sign.WriteByte("01"[btoi(taken)])
			all = all && taken
		}
		if s.sign = sign.String() + s.m.hash + s.org; all {
			s.whose, s.sign = w.second, "second"
		} else {
			s.skipped = w.sifted.without(s.taken)
		}
		w.states[i+1] = s
	}
}

// asksTeams is false when both receipts see the same hierarchy in the same way.
func (w *walk) asksTeams() bool { return !sameOrg(w.first.rc.Org, w.second.rc.Org) }

func sameOrg(a, b string) bool { return (a == "as-is") == (b == "as-is") }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// known returns the answer of a state that is one of the receipts, which was asked already.
func (w *walk) known(i int) *stateAnswer {
	if v := w.states[i].whose; v != nil {
		return v.state
	}
	return nil
}

// ask answers a state between the receipts.
func (w *walk) ask(ctx context.Context, st *state) (*stateAnswer, error) {
	var out *stateAnswer
	err := w.on(ctx, st, func(s *session, r *request) error {
		sh, err := w.e.sheet(ctx, s, r, st.m)
		if err != nil {
			return err
		}
		names, err := s.names(ctx, sh)
		if err != nil {
			return err
		}
		out = newStateAnswer(sh, r, sh.rows(r, names))
		return nil
	})
	return out, err
}

// on runs fn on the columns that a state sees, with the question that it asks.
func (w *walk) on(ctx context.Context, st *state, fn func(s *session, r *request) error) error {
	q, position := w.query(st), w.second.position
	if st.whose != nil {
		q, position = st.whose.plain(), st.whose.position
	}
	run := func(s *session) error {
		r, err := w.e.request(ctx, s, q, st.m)
		if err != nil {
			return err
		}
		return fn(s, r)
	}
	if st.whose != nil || len(st.skipped) == 0 && w.first.position <= w.second.position {
		return w.e.at(ctx, w.scope, position, run)
	}
	leaving := analytics.Leaving{Position: max(w.first.position, w.second.position), Out: st.skipped,
		Name: w.name + "-" + takenText(st.taken)}
	return w.e.left(ctx, w.scope, leaving, run)
}

// takenText returns a key for a log among those of one walk.
func takenText(taken [len(stepCodes)]bool) string {
	out := make([]byte, len(taken))
	for i, t := range taken {
		out[i] = "01"[btoi(t)]
	}
	return string(out)
}

// query returns the second receipt's question with the state's teams. Skipping changes decides what is known.
func (w *walk) query(st *state) Query {
	q := w.second.plain()
	q.Org, q.Position, q.Version = st.org, 0, st.m.Version
	if w.second.r.past() {
		day := w.second.r.asOf
		q.AsOf = &day
	}
	a, b := w.first.rc.KnownAt, w.second.rc.KnownAt
	if q.KnownAt = nil; a != nil && b != nil {
		later := max(*a, *b)
		q.KnownAt = &later
	}
	return q
}

// left runs fn on a log without some changes.
func (e *Engine) left(ctx context.Context, scope record.Scope, l analytics.Leaving, fn func(s *session) error) error {
	return e.inTurn(ctx, func() error {
		cols, release, err := e.cols.Without(ctx, l)
		if err != nil {
			return err
		}
		defer release()
		return e.on(ctx, cols.View(scope), l.Position, fn)
	})
}

// viewer is a receipt with what it could see.
type viewer struct {
	rc       receipt
	m        *metric
	r        *request
	zone     zoneEnds
	position record.Seq
	state    *stateAnswer
	answer   *Answer
}

// zoneEnds returns the moment at which a day ends.
type zoneEnds func(period.Day) period.Instant

func (e *Engine) viewer(text string) (*viewer, error) {
	rc, err := readReceipt(text)
	if err != nil {
		return nil, err
	}
	m, err := e.catalog.find(rc.Metric, rc.Version, rc.Hash)
	if err != nil {
		return nil, err
	}
	return &viewer{rc: rc, m: m.asked(rc.query()), position: rc.Position}, nil
}

// plain returns the receipt's question without the comparison, which does not change the number.
func (v *viewer) plain() Query {
	q := v.rc.query()
	q.Compare = ""
	return q
}

// look answers the receipt.
func (e *Engine) look(ctx context.Context, scope record.Scope, v *viewer) error {
	q, err := normalise(v.plain())
	if err != nil {
		return err
	}
	return e.at(ctx, scope, v.position, func(s *session) error {
		r, err := e.request(ctx, s, q, v.m)
		if err != nil {
			return err
		}
		sh, err := e.sheet(ctx, s, r, v.m)
		if err != nil {
			return err
		}
		names, err := s.names(ctx, sh)
		if err != nil {
			return err
		}
		if v.answer, err = sh.answer(ctx, s, r, v.m, names); err != nil {
			return err
		}
		zone := s.facts.calendar.Location()
		v.r, v.position = r, s.position
		v.zone = func(d period.Day) period.Instant { return d.End(zone) }
		v.state = newStateAnswer(sh, r, v.answer.Rows)
		return nil
	})
}

func (v *viewer) told() Explained {
	return Explained{Query: v.rc.query(), Definition: v.m.definition(), Answer: v.answer}
}
