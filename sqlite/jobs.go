package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"salesops/internal/period"
	"salesops/record"
)

const (
	jobColumns = "SELECT id, kind, key, state, wake, data FROM job"
	dueJobs    = `
 WHERE wake <= ?1 AND state IN ('waiting', 'running')
   AND (state = 'running' OR key = '' OR NOT EXISTS (
       SELECT 1 FROM job other
        WHERE other.key = job.key AND other.state IN ('waiting', 'running')
          AND other.state = 'running' AND other.wake > ?1))
 ORDER BY wake, id LIMIT ?2`
)

// Job finds a job.
func (s store) Job(ctx context.Context, id record.ID) (record.JobRow, bool, error) {
	rows, err := jobRows(ctx, s.db.read.job, int64(id))
	if err != nil || len(rows) == 0 {
		return record.JobRow{}, false, err
	}
	return rows[0], true, nil
}

// DueJobs returns the open jobs that somebody has to look at now.
func (s store) DueJobs(ctx context.Context, now period.Instant, limit int) ([]record.JobRow, error) {
	return jobRows(ctx, s.db.read.due, int64(now), limit)
}

// NextJob is the first wake after now.
func (s store) NextJob(ctx context.Context, now period.Instant) (period.Instant, error) {
	var at int64
	err := s.db.read.next.QueryRowContext(ctx, int64(now)).Scan(&at)
	return period.Instant(at), err
}

// OpenJobs returns the open jobs of a key.
func (s store) OpenJobs(ctx context.Context, key string) ([]record.JobRow, error) {
	return jobRows(ctx, s.db.read.openJobs, key)
}

// Jobs returns the jobs of a kind, newest first.
func (s store) Jobs(ctx context.Context, kind string, before record.ID, limit int) ([]record.JobRow, error) {
	return jobRows(ctx, s.db.read.jobs, kind, int64(before), limit)
}

func jobRows(ctx context.Context, stmt *sql.Stmt, args ...any) (all []record.JobRow, err error) {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id, wake int64
		var r record.JobRow
		if err := rows.Scan(&id, &r.Kind, &r.Key, &r.State, &wake, &r.Data); err != nil {
			return nil, err
		}
		r.ID, r.Wake = record.ID(id), period.Instant(wake)
		all = append(all, r)
	}
	return all, rows.Err()
}
