package metrics

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// kept keeps answers until a change affects rows from which they were made. A page asks for the same dozen
// numbers many times, and most changes (a sign-in, an export) affect none of them.
type kept struct {
	off     bool
	most    int // answers
	rows    int // of an answer
	mu      sync.Mutex
	answers map[string]*keptAnswer
	oldest  []string // keys, in the order they came
}

type keptAnswer struct {
	answer  Answer
	objects []string // whose rows it was made from
	today   period.Day
	zone    *time.Location
}

const (
	maxKept     = 1000
	maxKeptRows = 200
)

// always are objects that affect every answer, whether or not its statements read them: settings and rates, the
// hierarchy, and the outcome of stages.
var always = []string{sales.Company, sales.Rate, sales.Team, sales.Person, sales.Pipeline, sales.Stage}

func keptKey(scope record.Scope, q Query, m *metric) (string, bool) {
	if q.Position != 0 {
		return "", false
	}
	text, err := json.Marshal(q)
	return fmt.Sprintf("%s %s %s", m.text, scope, text), err == nil
}

// find returns a kept answer that is still what would be computed now; nil for none. It gets the present
// position and receipt.
func (k *kept) find(e *Engine, scope record.Scope, q Query, m *metric) *Answer {
	key, ok := keptKey(scope, q, m)
	if !ok {
		return nil
	}
	k.mu.Lock()
	found := k.answers[key]
	k.mu.Unlock()
	if found == nil {
		return nil
	}
	// read the position first: what is touched after it was touched by a later change
	position := e.cols.Position()
	if e.cols.Touched(found.objects) > found.answer.Position || q.Today == 0 &&
		e.clock().Day(found.zone) != found.today {
		return nil
	}
	out := found.answer
	if position > out.Position {
		rc, err := readReceipt(out.Receipt)
		if err != nil {
			return nil
		}
		out.Position, rc.Position = position, position
		if out.Receipt, err = rc.text(); err != nil {
			return nil
		}
	}
	return &out
}

// last gives the answer that was kept last, whatever has changed since; nil for none.
func (k *kept) last(key string) *Answer {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := k.answers[key]
	if found == nil {
		return nil
	}
	out := found.answer
	return &out
}

func (k *kept) keep(scope record.Scope, q Query, m *metric, a *Answer, s *session, today period.Day) {
	key, ok := keptKey(scope, q, m)
	if !ok || k.off || len(a.Rows) > k.rows {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.answers == nil {
		k.answers = map[string]*keptAnswer{}
	}
	if k.answers[key] == nil {
		k.oldest = append(k.oldest, key)
	}
	k.answers[key] = &keptAnswer{answer: *a, objects: s.objects(), today: today, zone: s.facts.calendar.Location()}
	if len(k.oldest) > k.most {
		delete(k.answers, k.oldest[0])
		k.oldest = slices.Clone(k.oldest[1:])
	}
}

// tableName finds the tables of objects in a statement: the object's name and which part of its
// rows.
var tableName = regexp.MustCompile(`\b([a-z][a-z0-9_]*)_(?:now|ver|past|end)\b`)

// keyedName finds the keyed tables in a statement.
var keyedName = regexp.MustCompile(`\b([a-z][a-z0-9_]*)_rows\b`)

// reads are the objects whose rows an answer was made from.
type reads struct {
	mu      sync.Mutex
	objects map[string]bool
}

// note adds objects. Each answer that reuses the facts of a position notes their objects again.
func (r *reads) note(objects ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.objects == nil {
		r.objects = map[string]bool{}
	}
	for _, object := range objects {
		r.objects[object] = true
	}
}

// objects are all that the session's answer rests on.
func (s *session) objects() []string {
	s.reads.mu.Lock()
	defer s.reads.mu.Unlock()
	return append(slices.Sorted(maps.Keys(s.reads.objects)), always...)
}

// objectsOf returns the objects whose rows a statement reads, perhaps repeatedly. For a keyed table these are
// the objects from which it is made.
func (s *session) objectsOf(sql string) []string {
	var out []string
	for _, m := range tableName.FindAllStringSubmatch(sql, -1) {
		out = append(out, m[1])
	}
	for _, m := range keyedName.FindAllStringSubmatch(sql, -1) {
		if t, ok := s.cols.Columns().Keyed(m[1]); ok {
			out = append(append(out, t.Object), slices.Sorted(maps.Keys(t.Reads))...)
		}
	}
	return out
}
