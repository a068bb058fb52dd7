package record

import (
	"context"
	"maps"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/period"
)

// JobState says whether a job still has to be done.
type JobState string

const (
	JobWaiting   JobState = "waiting" // for its turn
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Open says that the job is not over.
func (s JobState) Open() bool { return s == JobWaiting || s == JobRunning }

// JobRow is a job as it is kept beside the log. What it is for is known to internal/jobs only.
type JobRow struct {
	ID    ID
	Kind  string
	Key   string // of the jobs of one key one runs at a time; "" for none
	State JobState
	// Wake is when somebody has to look at the job: its turn while it waits, the end of its lease while it
	// runs, and when it may be forgotten once it is over.
	Wake period.Instant
	Data []byte // JSON: all the rest
}

// JobBook is the jobs as a command finds them when its turn has come, and what it makes of them. The command's
// changes and its jobs are written together or not at all.
type JobBook struct {
	ctx context.Context //nolint:containedctx // lives for one call of Command.Jobs
	t   *transaction
}

// Now is what the clock says when the command is written: see Log.Clock.
func (b *JobBook) Now() period.Instant { return b.t.wall }

// Stamp is the time of the command's changes, which is never less than that of an earlier command: see Log.Now.
func (b *JobBook) Stamp() period.Instant { return b.t.now }

// Get finds a job.
func (b *JobBook) Get(id ID) (JobRow, bool, error) {
	if row, ok := b.t.jobs[id]; ok {
		return row, true, nil
	}
	row, ok, err := b.t.log.store.Job(b.ctx, id)
	if err != nil {
		err = storeError("read", err)
	}
	return row, ok, err
}

// Keyed gives the open jobs of a key in the order of their ids; "*" means of every key.
func (b *JobBook) Keyed(key string) ([]JobRow, error) {
	rows, err := b.t.log.store.OpenJobs(b.ctx, key)
	if err != nil {
		return nil, storeError("read", err)
	}
	rows = slices.DeleteFunc(rows, func(r JobRow) bool { _, staged := b.t.jobs[r.ID]; return staged })
	for _, r := range b.t.jobs {
		if (r.Key == key || key == "*") && r.State.Open() {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(x, y JobRow) int { return int(x.ID - y.ID) })
	return rows, nil
}

// Put writes a job, in the place of the one with its id.
func (b *JobBook) Put(row JobRow) error {
	if row.ID <= 0 || row.Kind == "" || row.State == "" || len(row.Data) == 0 {
		return fault.Invalidf("a job needs an id, a kind, a state and its data")
	}
	if b.t.jobs == nil {
		b.t.jobs = map[ID]JobRow{}
	}
	before, had := b.t.jobs[row.ID]
	b.t.jobs[row.ID] = row
	b.t.back.others = append(b.t.back.others, func() {
		if had {
			b.t.jobs[row.ID] = before
		} else {
			delete(b.t.jobs, row.ID)
		}
	})
	return nil
}

// Forget removes the jobs that are over and whose Wake has passed.
func (b *JobBook) Forget() {
	before := b.t.batch.ForgetJobs
	b.t.batch.ForgetJobs = b.t.wall
	b.t.back.others = append(b.t.back.others, func() { b.t.batch.ForgetJobs = before })
}

// jobRows are the staged jobs in the order of their ids.
func (t *transaction) jobRows() []JobRow {
	return slices.SortedFunc(maps.Values(t.jobs), func(x, y JobRow) int { return int(x.ID - y.ID) })
}

// Job finds a job.
func (l *Log) Job(ctx context.Context, id ID) (JobRow, bool, error) {
	row, ok, err := l.store.Job(ctx, id)
	if err != nil {
		err = storeError("read", err)
	}
	return row, ok, err
}

// DueJobs gives at most limit open jobs whose Wake is not after now, the longest due first: those that wait and
// whose key no job holds, and those whose lease has ended.
func (l *Log) DueJobs(ctx context.Context, now period.Instant, limit int) ([]JobRow, error) {
	rows, err := l.store.DueJobs(ctx, now, limit)
	if err != nil {
		err = storeError("read", err)
	}
	return rows, err
}

// NextJob is when the first open job wakes that does after now; 0 for none.
func (l *Log) NextJob(ctx context.Context, now period.Instant) (period.Instant, error) {
	at, err := l.store.NextJob(ctx, now)
	if err != nil {
		err = storeError("read", err)
	}
	return at, err
}

// OpenJobs gives the open jobs of a key in the order of their ids; key "*" means of every one.
func (l *Log) OpenJobs(ctx context.Context, key string) ([]JobRow, error) {
	rows, err := l.store.OpenJobs(ctx, key)
	if err != nil {
		err = storeError("read", err)
	}
	return rows, err
}

// Jobs gives at most limit jobs of a kind, newest first, those before an id (0: from the newest); kind "" means
// of every one.
func (l *Log) Jobs(ctx context.Context, kind string, before ID, limit int) ([]JobRow, error) {
	rows, err := l.store.Jobs(ctx, kind, before, limit)
	if err != nil {
		err = storeError("read", err)
	}
	return rows, err
}
