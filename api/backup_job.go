package api

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"salesops/access"
	"salesops/audit"
	"salesops/backup"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
)

// A backup through the browser, and a daily one, is a job. Its file is named by the instant at which the job first
// began, so an attempt after a crash finds what the one before has completed.

const backupKind = "backup"

// backupArgs are the arguments of a backup's job: public keys, no secrets.
type backupArgs struct {
	Recipients []string `json:"recipients,omitempty"`
}

// backupResult is what a backup's job leaves behind.
type backupResult struct {
	Backup  *Backup  `json:"backup,omitempty"`
	Problem *Problem `json:"problem,omitempty"`
}

// BackupJob is a backup that is to be made, is made, or was.
type BackupJob struct {
	ID         string          `json:"id"`
	State      string          `json:"state" enum:"waiting,running,done,failed,stopped"`
	Daily      bool            `json:"daily" doc:"It was asked for by the daily schedule"`
	DueAt      *string         `json:"due_at" format:"date-time" doc:"When its turn comes; null unless it waits for a time"`
	StartedAt  *string         `json:"started_at" format:"date-time"`
	FinishedAt *string         `json:"finished_at" format:"date-time"`
	Progress   *BackupProgress `json:"progress,omitempty"`
	Backup     *Backup         `json:"backup,omitempty" doc:"What was made"`
	Problem    *Problem        `json:"problem,omitempty" doc:"Why it failed"`
}

// BackupProgress is how far a backup is.
type BackupProgress struct {
	Done  int64 `json:"done" doc:"Bytes"`
	Total int64 `json:"total" doc:"0 while it is not known"`
}

// BackupJobPath names the job of a backup.
type BackupJobPath struct {
	ID string `path:"id" maxLength:"120"`
}

func (a *API) backups() task[backupArgs, backupResult] {
	return task[backupArgs, backupResult]{a, backupKind, func(int) reason.Reason {
		return reason.Of("backup_running")
	}}
}

// DailyBackups is the schedule that makes a backup each day at a time of the company's zone, counted from midnight,
// and keeps the newest ones; keep 0 keeps all. It is called before requests are served.
func (a *API) DailyBackups(ctx context.Context, at time.Duration, keep int) (jobs.Schedule, error) {
	s, err := a.settings(ctx)
	if err != nil {
		return jobs.Schedule{}, err
	}
	a.Backups.Daily = keep
	a.daily = &BackupDaily{At: fmt.Sprintf("%02d:%02d", int(at.Hours()), int(at.Minutes())%60), Zone: s.Zone.String(),
		Keep: keep}
	return jobs.Schedule{Name: "daily backup", Kind: backupKind, Key: backupKind, Args: backupArgs{},
		Next: jobs.Daily(at, s.Zone)}, nil
}

// createBackup adds the job. Nobody who asks names the file: a route takes no path.
func (a *API) createBackup(ctx context.Context, in *struct{ Body NewBackup }) (*done[BackupJob], error) {
	if _, err := able(ctx, access.Backup); err != nil {
		return nil, a.problem(ctx, err)
	}
	if _, err := a.keeper(); err != nil {
		return nil, err
	}
	if _, err := (backup.Keys{Recipients: in.Body.Recipients}).Lock(); err != nil {
		return nil, a.problem(ctx, err)
	}
	j, err := a.backups().add(ctx, backupArgs{Recipients: in.Body.Recipients})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerBackup(ctx, j)
}

func (a *API) getBackupJob(ctx context.Context, in *BackupJobPath) (*done[BackupJob], error) {
	j, err := a.findBackupJob(ctx, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerBackup(ctx, j)
}

// stopBackupJob stops one that runs, or leaves out one that waits: the schedule goes on with the next.
func (a *API) stopBackupJob(ctx context.Context, in *BackupJobPath) (*done[BackupJob], error) {
	j, err := a.findBackupJob(ctx, in.ID)
	if err == nil {
		j, err = a.Jobs.Cancel(ctx, j.ID, actor(ctx))
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerBackup(ctx, j)
}

// findBackupJob finds the job of a backup for whoever may see it.
func (a *API) findBackupJob(ctx context.Context, id string) (jobs.Job, error) {
	if _, err := able(ctx, access.Backup); err != nil {
		return jobs.Job{}, err
	}
	return a.backups().find(ctx, id)
}

func (a *API) answerBackup(ctx context.Context, j jobs.Job) (*done[BackupJob], error) {
	t, err := a.backups().show(ctx, j)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[BackupJob]{shownBackup(t)}, nil
}

// backupJobs are those whose backups are not in the folder: open ones, and those that failed.
func (a *API) backupJobs(ctx context.Context) ([]BackupJob, error) {
	found, err := a.backups().list(ctx)
	if err != nil {
		return nil, err
	}
	out := []BackupJob{}
	for _, t := range found {
		if t.finishedAt == nil || t.state == "failed" {
			out = append(out, shownBackup(t))
		}
	}
	return out, nil
}

// shownBackup is a backup's job as the routes show it.
func shownBackup(t shown[backupArgs, backupResult]) BackupJob {
	out := BackupJob{ID: t.job.Name(), State: t.state, Daily: t.job.Schedule != "", FinishedAt: t.finishedAt,
		Backup: t.result.Backup, Problem: t.problem}
	if t.job.StartedAt != 0 {
		out.StartedAt = textOrNull(t.job.StartedAt.String())
	}
	if t.job.State == record.JobWaiting {
		out.DueAt = textOrNull(t.job.Wake.String())
	}
	if p := t.progress; p != nil {
		out.Progress = &BackupProgress{Done: p.Done, Total: p.Total}
	}
	return out
}

// runBackup is a backup's job. What fails is not tried again when somebody waits for it.
func (a *API) runBackup(ctx context.Context, r *jobs.Run) error {
	var args backupArgs
	if err := r.Args(&args); err != nil {
		return jobs.Final(err)
	}
	late := context.WithoutCancel(ctx)
	made, detail, err := a.backUp(ctx, r, args)
	switch {
	case err != nil && (ctx.Err() != nil || r.Job.Schedule != "" && r.Job.Failures+1 < r.Job.MaxAttempts):
		return err
	case err != nil:
		end, why := a.backups().ended(late, err)
		end.Result = backupResult{Problem: why}
		_, err = r.End(late, end, record.Command{})
		return err
	}
	last, err := audit.Command(r.Job.By, audit.Event{What: "backup", Detail: detail})
	if err != nil {
		return err
	}
	if _, err := r.End(late, jobs.End{State: record.JobDone, Result: backupResult{Backup: &made}}, last); err != nil {
		return err
	}
	if r.Job.Schedule != "" {
		if err := a.Backups.Prune(); err != nil {
			a.Logger.ErrorContext(ctx, "old backups not removed", "error", err)
		}
	}
	return nil
}

// backUp makes the backup, or finds it made by an attempt whose process ended before it could say so.
func (a *API) backUp(ctx context.Context, r *jobs.Run, args backupArgs) (b Backup, detail audit.Detail, err error) {
	k, err := a.keeper()
	if err != nil {
		return b, "", jobs.Final(err)
	}
	select {
	case a.safekeeping <- struct{}{}:
		defer func() { <-a.safekeeping }()
	case <-ctx.Done():
		return b, "", context.Cause(ctx)
	}
	r.Progress(jobs.Progress{Phase: "copy"})
	path := k.NameAt(r.Job.StartedAt, r.Job.Schedule != "")
	if found, ok, err := k.Finished(path); err != nil || ok && r.Job.Attempt > 1 {
		return Backup{Name: found.Name, At: found.At.String(), Size: found.Size, Encrypted: found.Encrypted},
			audit.Say("recovered"), err
	}
	made, err := k.Create(ctx, path, backup.Keys{Recipients: args.Recipients}, func(done, total int64) {
		r.Progress(jobs.Progress{Phase: "copy", Done: done, Total: total})
	})
	if err != nil {
		return b, "", err
	}
	return Backup{Name: filepath.Base(made.Path), At: made.At.String(), Size: made.Size, Encrypted: made.Encrypted},
		audit.Say("changes", "changes", made.Changes), nil
}
