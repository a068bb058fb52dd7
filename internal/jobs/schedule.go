package jobs

import (
	"encoding/json"
	"fmt"
	"time"

	"salesops/internal/period"
	"salesops/record"
)

// Schedule adds a job of a kind again and again. One job of it is open at any time: the next is added when the one
// before is over. So runs that were missed are made up for by one.
type Schedule struct {
	Name string // of its own; the job keeps it
	Kind string
	Key  string
	Args any
	// Next is when the next one runs after an instant: Every, Daily.
	Next func(after period.Instant) period.Instant
}

// Every leaves so much time between the end of one job and the next.
func Every(d time.Duration) func(period.Instant) period.Instant {
	return func(after period.Instant) period.Instant { return later(after, d) }
}

// Daily is at a time of the day in a zone, counted from midnight. Where clocks skip that time it is as much later as
// they skip, and the first of two where they show it twice: see period.Day.At.
func Daily(at time.Duration, zone *time.Location) func(period.Instant) period.Instant {
	return func(after period.Instant) period.Instant {
		day := after.Day(zone)
		for {
			if next := day.At(at.Microseconds(), zone); next > after {
				return next
			}
			day++
		}
	}
}

// schedule makes the open jobs of schedules those that there shall be.
func (b *book) schedule() error {
	open, err := b.Keyed("*")
	if err != nil {
		return err
	}
	planned := map[string]bool{}
	for _, row := range open {
		j, ok, err := b.read(row)
		if err != nil {
			return err
		}
		s := b.queue.scheduled(j.Schedule)
		switch {
		case !ok || j.Schedule == "":
			continue
		case s == nil && j.State == record.JobWaiting: // there is no such schedule any more
			j.end(b.Now(), record.JobCancelled)
		case s != nil:
			planned[s.Name] = true
			if j.State != record.JobWaiting || j.Failures > 0 {
				continue
			}
			j.Wake = min(j.Wake, b.next(s, j.After)) // it may be due more often now
		default:
			continue
		}
		if err := b.put(&j); err != nil {
			return err
		}
	}
	for _, s := range b.queue.planned() {
		if !planned[s.Name] {
			if err := b.plan(s.Name, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// plan adds the next job of a schedule, which runs after an instant; none when there is no such schedule.
func (b *book) plan(name string, after period.Instant) error {
	s := b.queue.scheduled(name)
	if s == nil {
		return nil
	}
	args, err := json.Marshal(s.Args)
	if err != nil {
		return fmt.Errorf("write the arguments of schedule %s: %w", name, err)
	}
	j := Job{ID: b.queue.log.NewID(), Kind: s.Kind, Key: s.Key, State: record.JobWaiting, Args: args, By: program,
		MaxAttempts: usualAttempts, Schedule: name, CreatedAt: b.Now(), Wake: b.next(s, after)}
	if after > b.Now() {
		j.After = after
	}
	return b.put(&j)
}

// next is when a schedule runs after an instant and after now. Times are counted from the latest change of the log,
// so a clock that is set back by less than a turn makes no second run of it. A clock that was ahead by more holds
// nothing up: the turn after the next is the latest.
func (b *book) next(s *Schedule, after period.Instant) period.Instant {
	at := s.Next(max(after, b.Stamp()))
	if after > b.Now() { // a run was cancelled
		return at
	}
	return min(at, s.latest(b.Now()))
}

// latest is the turn after the next.
func (s *Schedule) latest(now period.Instant) period.Instant { return s.Next(s.Next(now)) }

// planned are the schedules of the queue's runner.
func (q *Queue) planned() []Schedule {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.schedules
}

func (q *Queue) scheduled(name string) *Schedule {
	for _, s := range q.planned() {
		if s.Name == name {
			return &s
		}
	}
	return nil
}
