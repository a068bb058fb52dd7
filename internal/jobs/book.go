package jobs

import (
	"context"

	"salesops/record"
)

// book is the jobs in one command of the log.
type book struct {
	*record.JobBook
	queue *Queue
	ended []Job // that this command ends
}

// commit writes a command with what fn makes of the jobs, both or neither, and gives the jobs that are over by it.
// fn may be called again.
func (q *Queue) commit(ctx context.Context, cmd record.Command, fn func(*book) error) (record.Done, []Job, error) {
	var b *book
	cmd.Jobs = func(in *record.JobBook) error {
		b = &book{JobBook: in, queue: q}
		return fn(b)
	}
	done, err := q.log.Apply(ctx, cmd)
	if err != nil {
		return record.Done{}, nil, err
	}
	return done[0], b.ended, nil
}

// write commits, and tells of the jobs that are over.
func (q *Queue) write(ctx context.Context, cmd record.Command, fn func(*book) error) (record.Done, error) {
	done, ended, err := q.commit(ctx, cmd, fn)
	q.tell(ctx, ended)
	return done, err
}

// put writes a job and, when it is over and one of a schedule, the next one.
func (b *book) put(j *Job) error {
	row, err := j.row()
	if err == nil {
		err = b.Put(row)
	}
	if err != nil || j.State.Open() {
		return err
	}
	b.ended = append(b.ended, *j)
	if j.Schedule == "" {
		return nil
	}
	return b.plan(j.Schedule, j.After)
}

// get reads a job; an unknown one is fault.Missing. ok is false for one whose data cannot be read, which is over.
func (b *book) get(id record.ID) (j Job, ok bool, err error) {
	row, found, err := b.Get(id)
	if err != nil {
		return Job{}, false, err
	}
	if !found {
		return Job{}, false, unknown(id)
	}
	return b.read(row)
}

// read reads a row. ok is false for one whose data cannot be read: if it was open it has failed now.
func (b *book) read(row record.JobRow) (j Job, ok bool, err error) {
	if j, err = fromRow(row); err == nil {
		return j, true, nil
	}
	if !row.State.Open() {
		return readable(row), false, nil
	}
	j, err = b.giveUp(row)
	return j, false, err
}

// giveUp sets a job failed whose data cannot be read. What stood there is kept.
func (b *book) giveUp(row record.JobRow) (Job, error) {
	j := unread(row, b.Now())
	return j, b.put(&j)
}
