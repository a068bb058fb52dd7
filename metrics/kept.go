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

// kept holds answers until a change moves rows that they were made from. A page asks for the
// same dozen numbers again and again, and most changes (who signed in, what was exported) move none.
type kept struct {
	off     bool
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

// always are objects that every answer rests on, whether or not it read them itself: settings
// and rates, who belongs where, and which deals are won.
var always = []string{sales.Company, sales.Rate, sales.Team, sales.Person, sales.Pipeline, sales.Stage}

func keptKey(scope record.Scope, q Query, m *metric) (string, bool) {
	if q.Position != 0 {
		return "", false
	}
	text, err := json.Marshal(q)
	return fmt.Sprintf("%s %s %s", m.text, scope, text), err == nil
}

// find gives an answer that is what would be computed now; nil for none. Its position and
// receipt are those of now.
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
	// the position first: what is touched after it is was touched by a later change
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

func (k *kept) keep(scope record.Scope, q Query, m *metric, a *Answer, s *session, today period.Day) {
	key, ok := keptKey(scope, q, m)
	if !ok || k.off || len(a.Rows) > maxKeptRows {
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
	if len(k.oldest) > maxKept {
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

// note adds objects. What the facts of a position keep for the next answer is noted again for each
// answer that takes it from there.
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

// objectsOf names the objects whose rows a statement reads, some of them more than once. The rows of a keyed table
// are those of the objects that it is made from.
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
