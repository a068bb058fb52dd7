package jobs

import (
	"context"

	"salesops/internal/period"
	"salesops/record"
)

// bringForward moves jobs whose turn was set by a clock that was ahead. Without it a retry, a lease or a daily run
// would wait until the clock shows that time again, which may be years.
func (r *Runner) bringForward(ctx context.Context) error {
	rows, err := r.queue.log.OpenJobs(ctx, "*")
	if err != nil {
		return err
	}
	late := false
	for _, row := range rows {
		if j, err := fromRow(row); err == nil {
			late = late || j.Wake > r.latest(&j, r.queue.log.Clock())
		}
	}
	if !late {
		return nil
	}
	_, err = r.queue.write(ctx, record.Command{Actor: program}, func(b *book) error {
		open, err := b.Keyed("*")
		if err != nil {
			return err
		}
		for _, row := range open {
			j, err := fromRow(row)
			if err != nil {
				continue // see Queue.Mend
			}
			if latest := r.latest(&j, b.Now()); j.Wake > latest {
				j.Wake = latest
				if err := b.put(&j); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return err
}

// latest is the latest time at which an open job wakes that was written now or before.
func (r *Runner) latest(j *Job, now period.Instant) period.Instant {
	switch s := r.queue.scheduled(j.Schedule); {
	case j.State == record.JobRunning:
		return later(now, r.o.Lease)
	case j.Failures > 0:
		return later(now, usualBackOff(j.Failures)*3/2)
	case s != nil && j.After > now: // a run was cancelled
		return j.Wake
	case s != nil:
		return s.latest(now)
	default:
		return max(j.RunAt, now)
	}
}
