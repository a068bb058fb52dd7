package audit

import (
	"context"
	"errors"
	"sync"

	"salesops/internal/period"
	"salesops/record"
)

// Trail writes events, and counts refusals that repeat: the first of one account and address
// is written at once, those of the same minute together when the minute is over. So nobody
// can fill the log by being refused.
type Trail struct {
	log   *record.Log
	clock func() period.Instant

	mu     sync.Mutex
	minute period.Instant // of the counts below
	counts map[refusal]*counted
	beyond int64 // refusals of more different accounts and addresses than are kept apart
}

// refusal is what repeats.
type refusal struct {
	actor record.Actor
	event Event // with Count 0
}

type counted struct{ again int64 }

const (
	minute = period.Instant(60_000_000)
	// mostApart is how many different refusals of one minute are told apart.
	mostApart = 100
)

// New makes the one Trail of an open log.
func New(log *record.Log, clock func() period.Instant) *Trail {
	return &Trail{log: log, clock: clock, counts: map[refusal]*counted{}}
}

// Write puts an event into the log, or counts it when it is a refusal that repeats. actor is
// who did it; Nobody while nobody is signed in.
func (t *Trail) Write(ctx context.Context, actor record.Actor, e Event) error {
	if e.Outcome != Refused {
		return Write(ctx, t.log, actor, e)
	}
	e.Whom, e.From, e.Detail, e.Count = Clean(e.Whom), Clean(e.From), Clean(e.Detail), 0
	err := t.Flush(ctx)
	t.mu.Lock()
	key := refusal{actor, e}
	c, known := t.counts[key]
	full := !known && len(t.counts) >= mostApart
	switch {
	case known:
		c.again++
	case full:
		t.beyond++
	default:
		t.counts[key] = &counted{}
	}
	t.mu.Unlock()
	if known || full {
		return err
	}
	return errors.Join(err, Write(ctx, t.log, actor, e))
}

// Flush writes the counts of a minute that is over. Call it once a minute.
func (t *Trail) Flush(ctx context.Context) error { return t.flush(ctx, false) }

// Close writes what is counted so far.
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
