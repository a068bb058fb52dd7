package metrics

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// kept keeps answers until a change affects fields from which they were made. A page asks for the same dozen
// numbers many times, and most changes (a sign-in, an export) affect none of them.
type kept struct {
	off     bool
	most    int // rows of all answers; one without rows counts as one
	rows    int // of an answer
	mu      sync.Mutex
	held    int // rows
	answers map[string]*keptAnswer
	oldest  []string // keys, in the order they came
}

type keptAnswer struct {
	answer Answer
	reads  analytics.Reads // what it was made from
	today  period.Day
	zone   *time.Location
}

const (
	maxKept     = 100_000
	maxKeptRows = 200
)

// everywhere is what affects every answer, whether or not its statements read it: settings and rates, the hierarchy,
// and the outcome of stages.
var everywhere = analytics.All(sales.Company, sales.Rate, sales.Team, sales.Person, sales.Pipeline, sales.Stage)

func keptKey(scope record.Scope, q Query, m *metric) (string, bool) {
	if q.Position != 0 {
		return "", false
	}
	text, err := json.Marshal(q)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s", m.text, scope, text))
	return string(sum[:]), err == nil
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
	if e.cols.Changed(found.reads, scope, found.answer.Position) || q.Today == 0 &&
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
	if before := k.answers[key]; before != nil {
		k.held -= before.size()
	} else {
		k.oldest = append(k.oldest, key)
	}
	k.answers[key] = &keptAnswer{answer: *a, reads: s.read(), today: today, zone: s.facts.calendar.Location()}
	k.held += k.answers[key].size()
	for k.held > k.most {
		first := k.oldest[0]
		k.held -= k.answers[first].size()
		delete(k.answers, first)
		k.oldest = k.oldest[1:]
	}
}

func (a *keptAnswer) size() int { return 1 + len(a.answer.Rows) }

// tableName finds the tables of objects in a statement: the object's name and which part of its
// rows.
var tableName = regexp.MustCompile(`\b([a-z][a-z0-9_]*)_(?:now|ver|past|end)\b`)

// keyedName finds the keyed tables in a statement.
var keyedName = regexp.MustCompile(`\b([a-z][a-z0-9_]*)_rows\b`)

// read is what the session's answer rests on. The objects of its statements are taken from their texts as well: one
// that the view did not hand out counts as read whole.
func (s *session) read() analytics.Reads {
	s.mu.Lock()
	objects := slices.Collect(maps.Keys(s.objects))
	s.mu.Unlock()
	return s.readOf(objects)
}

// readOf is what the session has read, and all of the objects that it did not take from its view.
func (s *session) readOf(objects []string) analytics.Reads {
	reads := s.cols.Reads(objects...)
	reads.Add(everywhere)
	return reads
}

// reads notes the objects of a statement and returns them.
func (s *session) reads(sql string) []string {
	objects := s.objectsOf(sql)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.objects == nil {
		s.objects = map[string]bool{}
	}
	for _, o := range objects {
		s.objects[o] = true
	}
	return objects
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
