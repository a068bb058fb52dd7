package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"salesops/internal/jobs"
)

// startJobs starts the runner of jobs. Only a process that serves the folder runs long enough for it.
func (w *workspace) startJobs(ctx context.Context, daily *dailyBackup) error {
	var schedules []jobs.Schedule
	if daily != nil {
		s, err := w.api.DailyBackups(ctx, daily.at, daily.keep)
		if err != nil {
			return err
		}
		schedules = append(schedules, s)
	}
	host, err := os.Hostname()
	if err != nil {
		host = "here"
	}
	runner, err := jobs.NewRunner(w.api.Jobs, jobs.Options{
		Kinds: w.api.JobKinds(), Schedules: schedules,
		Owner:  fmt.Sprintf("%s:%d", host, os.Getpid()),
		Alone:  true, // the lock of the folder says so
		Jitter: rand.Float64,
		After: func(d time.Duration) (<-chan time.Time, func() bool) {
			timer := time.NewTimer(d)
			return timer.C, timer.Stop
		},
		Failed: func(ctx context.Context, doing string, err error) {
			w.logger.ErrorContext(ctx, "jobs", "doing", doing, "error", err)
		},
	})
	if err != nil {
		return err
	}
	if err := runner.Start(ctx); err != nil {
		return err
	}
	w.runner = runner
	w.engine.RefreshLater(w.api.RefreshLater)
	return nil
}
