package jobs

import (
	"encoding/json"
	"errors"
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Job is one piece of work.
type Job struct {
	ID    record.ID       `json:"-"`
	Kind  string          `json:"-"`
	Key   string          `json:"-"` // of the jobs of one key one runs at a time; "" for none
	State record.JobState `json:"-"`
	// Wake is when the job has its turn, when its lease ends, or when it may be forgotten: see record.JobRow.
	Wake period.Instant `json:"-"`

	Args json.RawMessage `json:"args"`
	By   record.Actor    `json:"by"` // who asked for it
	// Attempt counts how often it was begun: with the id it names the lease.
	Attempt int `json:"attempt"`
	// Failures counts the attempts that failed or broke off; the job has failed when there are MaxAttempts.
	Failures    int    `json:"failures,omitempty"`
	MaxAttempts int    `json:"max_attempts"`
	Owner       string `json:"owner,omitempty"` // the runner that holds or held the lease
	// Cancelling says that somebody wants it to stop.
	Cancelling bool            `json:"cancelling,omitempty"`
	Progress   *Progress       `json:"progress,omitempty"`
	Result     json.RawMessage `json:"result,omitempty"`  // what its function left behind
	Failure    *Failure        `json:"failure,omitempty"` // why it failed, or why its last attempt did
	Schedule   string          `json:"schedule,omitempty"`
	// After is, of a job of a schedule, the time of a run that was cancelled before it began: this one comes later.
	After period.Instant `json:"after,omitempty"`
	// Raw is what stood in the place of data that could not be read.
	Raw []byte `json:"raw,omitempty"`
	// Ending says that the job is over and that its function, in this process, has not returned.
	Ending bool `json:"-"`

	RunAt      period.Instant `json:"run_at,omitempty"` // not before; 0 when it need not wait
	CreatedAt  period.Instant `json:"created_at"`
	StartedAt  period.Instant `json:"started_at,omitempty"` // the first time
	FinishedAt period.Instant `json:"finished_at,omitempty"`
}

// Progress is how far a job is.
type Progress struct {
	Phase string `json:"phase"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"` // 0 while it is not known
}

// Failure is why a job failed: the fault's kind, and its sentence as a code with parts.
type Failure struct {
	Kind  fault.Kind        `json:"kind"`
	Code  string            `json:"code,omitempty"`
	Parts map[string]string `json:"parts,omitempty"`
	Text  string            `json:"text"`
}

// failureOf keeps what an error says.
func failureOf(err error) *Failure {
	f := &Failure{Kind: fault.KindOf(err), Text: err.Error()}
	if why, ok := fault.ReasonOf(err); ok {
		f.Code, f.Parts = why.Code, why.Parts
		if f.Kind != fault.Internal {
			f.Text = why.Text
		}
	}
	return f
}

// Err is the failure as the error it was.
func (f *Failure) Err() error {
	e := &fault.Error{Kind: f.Kind, Message: f.Text}
	if f.Code != "" {
		e.Why = reason.Reason{Code: f.Code, Parts: f.Parts, Text: f.Text}
	}
	return e
}

// Name is the job as a person sees it: "job_8f3k…".
func (j *Job) Name() string { return record.FormatID(Object, j.ID) }

// Object stands before the id of a job.
const Object = "job"

// row is the job as it is kept.
func (j *Job) row() (record.JobRow, error) {
	data, err := json.Marshal(j)
	if err != nil {
		return record.JobRow{}, fmt.Errorf("write job %s: %w", j.Name(), err)
	}
	return record.JobRow{ID: j.ID, Kind: j.Kind, Key: j.Key, State: j.State, Wake: j.Wake, Data: data}, nil
}

func fromRow(row record.JobRow) (Job, error) {
	j := Job{ID: row.ID, Kind: row.Kind, Key: row.Key, State: row.State, Wake: row.Wake}
	if err := json.Unmarshal(row.Data, &j); err != nil {
		return j, fmt.Errorf("read job %s: %w", j.Name(), err)
	}
	return j, nil
}

func fromRows(rows []record.JobRow, err error) ([]Job, error) {
	if err != nil {
		return nil, err
	}
	all := make([]Job, len(rows))
	for i, row := range rows {
		all[i] = readable(row)
	}
	return all, nil
}

// readable is a job as readers see it. One whose data cannot be read has failed, and says so.
func readable(row record.JobRow) Job {
	j, err := fromRow(row)
	if err != nil {
		return unread(row, later(row.Wake, -keep))
	}
	return j
}

// unread is a job whose data cannot be read.
func unread(row record.JobRow, now period.Instant) Job {
	j := Job{ID: row.ID, Kind: row.Kind, Key: row.Key, Args: json.RawMessage("null"), By: program, Raw: row.Data}
	j.end(now, record.JobFailed)
	j.Failure = failureOf(fault.Because(fault.Internal, reason.Of("job_unreadable", "job", j.Name(), "kind", j.Kind)))
	return j
}

// Unreadable says that the job has failed because its data could not be read: what it was for is not known.
func (j *Job) Unreadable() bool { return j.Failure != nil && j.Failure.Code == "job_unreadable" }

func unknown(id record.ID) error {
	return fault.Because(fault.Missing, reason.Of("job_unknown", "job", record.FormatID(Object, id)))
}

// Why the context of a run ends (context.Cause).
var (
	// ErrLost says that the lease is another's: nothing of this run can be written any more.
	ErrLost = fault.New(fault.Busy, "the job is done elsewhere: its lease was lost")
	// ErrCancelled says that somebody wants the job to stop.
	ErrCancelled = errors.New("the job was cancelled")
	// ErrClosing says that the process ends: the job goes on when the next one begins.
	ErrClosing = errors.New("the program ends")
)

// final is an error after which the job is not tried again.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// Final makes an error one after which the job has failed, however many attempts are left. What is invalid,
// missing or denied is final by itself.
func Final(err error) error {
	if err == nil {
		return nil
	}
	return final{err}
}

func isFinal(err error) bool {
	var f final
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Missing, fault.Denied:
		return true
	}
	return errors.As(err, &f)
}
