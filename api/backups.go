package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/audit"
	"salesops/backup"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// BackupList are the backups in the folder for them, newest first.
type BackupList struct {
	Folder  string       `json:"folder" doc:"Where they lie on the machine of the program"`
	Data    string       `json:"data" doc:"The data folder, which a restore replaces"`
	Daily   *BackupDaily `json:"daily,omitempty" doc:"The daily schedule; absent when the program makes none by itself"`
	Backups []Backup     `json:"backups"`
	// Jobs are newest first.
	Jobs []BackupJob `json:"jobs" doc:"Backups that are made now or wait, and those of the last 30 days that failed"`
}

// BackupDaily is the schedule of daily backups, as the program was started.
type BackupDaily struct {
	At   string `json:"at" doc:"Time of day, such as 02:30" example:"02:30"`
	Zone string `json:"zone" doc:"The company's time zone when the program was started"`
	Keep int    `json:"keep" doc:"How many of the daily ones are kept; 0 means all"`
}

// Backup is one backup.
type Backup struct {
	Name      string       `json:"name"`
	At        string       `json:"at" format:"date-time" doc:"When it was finished"`
	Size      int64        `json:"size" doc:"Bytes"`
	Encrypted bool         `json:"encrypted"`
	Verified  *BackupHolds `json:"verified,omitempty" doc:"What it was last found to hold; absent when it was never checked"`
	Bad       *BackupBad   `json:"bad,omitempty" doc:"Its last check found it bad: it cannot be restored"`
}

// BackupBad is why a backup cannot be restored.
type BackupBad struct {
	At      string   `json:"at" format:"date-time" doc:"When it was checked"`
	Problem *Problem `json:"problem"`
}

// BackupHolds is what a backup that was read to its end holds.
type BackupHolds struct {
	At      string `json:"at" format:"date-time" doc:"When it was checked"`
	Made    string `json:"made" format:"date-time"`
	Changes int64  `json:"changes"`
	Records int64  `json:"records"`
	Head    string `json:"head" doc:"Hash of its last change"`
}

// NewBackup asks for a backup.
type NewBackup struct {
	Recipients []string `json:"recipients,omitempty" maxItems:"10" doc:"Encrypt to these age public keys"`
}

func (a *API) registerBackups(api huma.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return needing(operation(id, method, path, tagAdministration, summary), access.Backup)
	}
	huma.Register(api, op("listBackups", http.MethodGet, "/backups",
		"The backups there are, with the last verified"), a.listBackups)
	create := op("createBackup", http.MethodPost, "/backups",
		"Make a backup; returns a job to poll. Writes go on meanwhile")
	create.DefaultStatus = http.StatusAccepted
	huma.Register(api, create, a.createBackup)
	huma.Register(api, op("getBackupJob", http.MethodGet, "/backups/jobs/{id}",
		"How far a backup is, and what became of it"), a.getBackupJob)
	huma.Register(api, op("stopBackupJob", http.MethodPost, "/backups/jobs/{id}/stop",
		"Stop a backup that waits or is made; nothing of it is left. Of daily ones the next comes at its time"),
		a.stopBackupJob)
	huma.Register(api, op("verifyBackup", http.MethodPost, "/backups/{name}/verify",
		"Read a backup to its end and check the log in it"), a.verifyBackup)
}

func (a *API) keeper() (*backup.Keeper, error) {
	if a.Backups == nil {
		return nil, newProblem(http.StatusNotFound,
			"this workspace is not kept in a folder of its own: it has no backups")
	}
	return a.Backups, nil
}

func (a *API) listBackups(ctx context.Context, _ *struct{}) (*done[BackupList], error) {
	if _, err := able(ctx, access.Backup); err != nil {
		return nil, a.problem(ctx, err)
	}
	k, err := a.keeper()
	if err != nil {
		return nil, err
	}
	found, err := k.List()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	body := BackupList{Folder: k.Folder, Data: k.Dir, Daily: a.daily, Backups: []Backup{}}
	if body.Jobs, err = a.backupJobs(ctx); err != nil {
		return nil, a.problem(ctx, err)
	}
	for _, l := range found {
		b := Backup{Name: l.Name, At: l.At.String(), Size: l.Size, Encrypted: l.Encrypted}
		if l.Verified != nil {
			b.Verified = holds(*l.Verified)
		}
		if l.Bad != nil {
			why := because(http.StatusUnprocessableEntity, l.Bad.Reason)
			a.places().clear(why)
			b.Bad = &BackupBad{At: l.Bad.At.String(), Problem: why}
		}
		body.Backups = append(body.Backups, b)
	}
	return &done[BackupList]{body}, nil
}

func holds(c backup.Checked) *BackupHolds {
	return &BackupHolds{At: c.VerifiedAt.String(), Made: c.At.String(), Changes: int64(c.Changes),
		Records: c.Records, Head: c.Head}
}

func (a *API) verifyBackup(ctx context.Context, in *struct {
	Name string `path:"name" maxLength:"200"`
}) (*done[BackupHolds], error) {
	if _, err := able(ctx, access.Backup); err != nil {
		return nil, a.problem(ctx, err)
	}
	k, err := a.keeper()
	if err != nil {
		return nil, err
	}
	path, err := k.Named(in.Name)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	select {
	case a.safekeeping <- struct{}{}:
	default:
		return nil, a.problem(ctx, fault.Because(fault.Busy, reason.Of("backup_running")))
	}
	defer func() { <-a.safekeeping }()
	checked, err := k.Verify(ctx, path, backup.Keys{}, nil)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if err := a.audited(ctx, audit.Event{What: "backup_verify",
		Detail: audit.Say("checked", "changes", checked.Changes)}); err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[BackupHolds]{*holds(checked)}, nil
}
