package audit

import (
	"context"
	"errors"
	"sync"

	"salesops/internal/period"
	"salesops/record"
)

// Trail writes events and joins repeated refusals and what happens often: the first one of an account and address is
// written at once, those that follow in the same minute are written as one event when the minute is
// over. Nobody can therefore fill the log by being refused.
type Trail struct {
	log   *record.Log
	clock func() period.Instant

	mu     sync.Mutex
	minute period.Instant // the minute of the counts below
	counts map[refusal]*counted
	beyond int64 // number of refusals beyond mostApart different ones
}

// refusal is the key by which refusals are counted.
type refusal struct {
	actor record.Actor
	event Event // its Count is 0
}

type counted struct{ again int64 }

const (
	minute = period.Instant(60_000_000)
	// mostApart is the number of different refusals per minute that are counted separately.
	mostApart = 100
)

// New returns a Trail. An open log must have only one.
func New(log *record.Log, clock func() period.Instant) *Trail {
	return &Trail{log: log, clock: clock, counts: map[refusal]*counted{}}
}

// Write writes an event to the log, or counts it when it is a repeated refusal. actor is who did
// it; Nobody before sign-in.
func (t *Trail) Write(ctx context.Context, actor record.Actor, e Event) error {
	if e.Outcome != Refused && !e.Often {
		return Write(ctx, t.log, actor, e)
	}
	e.Whom, e.From, e.Detail, e.Count = Clean(e.Whom), Clean(e.From), Detail(Clean(string(e.Detail))), 0
	err := t.Flush(ctx)
	t.mu.Lock()
	key := refusal{actor, e}
	c, known := t.counts[key]
	full := !known && len(t.counts) >= mostApart
	switch {
	case known:
		c.again++
	case full && e.Outcome == Refused:
		t.beyond++
	default:
		t.counts[key] = &counted{}
	}
	t.mu.Unlock()
	if known || full && e.Outcome == Refused {
		return err
	}
	return errors.Join(err, Write(ctx, t.log, actor, e))
}

// Flush writes the counts of a minute that is over. Call it once a minute.
func (t *Trail) Flush(ctx context.Context) error { return t.flush(ctx, false) }

// Close writes all counts.
func (t *Trail) Close(ctx context.Context) error { return t.flush(ctx, true) }

func (t *Trail) flush(ctx context.Context, all bool) error {
	now := t.clock()
	t.mu.Lock()
	if !all && now >= t.minute && now < t.minute+minute {
		t.mu.Unlock()
		return nil
	}
	counts, beyond := t.counts, t.beyond
	t.counts, t.beyond, t.minute = map[refusal]*counted{}, 0, now-now%minute
	t.mu.Unlock()
	var errs []error
	for key, c := range counts {
		if c.again > 0 {
			key.event.Count = c.again
			errs = append(errs, Write(ctx, t.log, key.actor, key.event))
		}
	}
	if beyond > 0 {
		errs = append(errs, Write(ctx, t.log, Nobody, Event{What: "many_refusals", Outcome: Refused, Count: beyond}))
	}
	return errors.Join(errs...)
}
