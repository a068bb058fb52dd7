package api

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"

	"github.com/danielgtaylor/huma/v2"

	"salesops/audit"
	"salesops/backup"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// BackupList are the backups in the folder for them, newest first.
type BackupList struct {
	Folder  string   `json:"folder" doc:"Where they lie on the machine of the program"`
	Backups []Backup `json:"backups"`
}

// Backup is one backup.
type Backup struct {
	Name      string       `json:"name"`
	At        string       `json:"at" format:"date-time" doc:"When it was finished"`
	Size      int64        `json:"size" doc:"Bytes"`
	Encrypted bool         `json:"encrypted"`
	Verified  *BackupHolds `json:"verified" doc:"What it was last found to hold; null when it was never checked"`
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
	huma.Register(api, operation("listBackups", http.MethodGet, "/backups", "administration",
		"The backups there are, with the last verified"), a.listBackups)
	create := operation("createBackup", http.MethodPost, "/backups", "administration",
		"Make a backup; writes go on meanwhile")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, a.createBackup)
	huma.Register(api, operation("verifyBackup", http.MethodPost, "/backups/{name}/verify", "administration",
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
	if _, err := a.administers(ctx); err != nil {
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
	body := BackupList{Folder: k.Folder, Backups: []Backup{}}
	for _, l := range found {
		b := Backup{Name: l.Name, At: l.At.String(), Size: l.Size, Encrypted: l.Encrypted}
		if l.Verified != nil {
			b.Verified = holds(*l.Verified)
		}
		body.Backups = append(body.Backups, b)
	}
	return &done[BackupList]{body}, nil
}

func holds(c backup.Checked) *BackupHolds {
	return &BackupHolds{At: c.VerifiedAt.String(), Made: c.At.String(), Changes: int64(c.Changes),
		Records: c.Records, Head: c.Head}
}

// createBackup names the file itself: a route takes no path.
func (a *API) createBackup(ctx context.Context, in *struct{ Body NewBackup }) (*done[Backup], error) {
	if _, err := a.administers(ctx); err != nil {
		return nil, a.problem(ctx, err)
	}
	k, err := a.keeper()
	if err != nil {
		return nil, err
	}
	if !a.safekeeping.TryLock() {
		return nil, a.problem(ctx, fault.Because(fault.Busy, reason.Of("backup_running")))
	}
	defer a.safekeeping.Unlock()
	made, err := k.Create(ctx, k.NewName(), backup.Keys{Recipients: in.Body.Recipients}, nil)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if err := a.audited(ctx, audit.Event{What: "backup", Detail: fmt.Sprintf("%d changes", made.Changes)}); err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[Backup]{Backup{Name: filepath.Base(made.Path), At: made.At.String(), Size: made.Size,
		Encrypted: made.Encrypted}}, nil
}

func (a *API) verifyBackup(ctx context.Context, in *struct {
	Name string `path:"name" maxLength:"200"`
}) (*done[BackupHolds], error) {
	if _, err := a.administers(ctx); err != nil {
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
	if !a.safekeeping.TryLock() {
		return nil, a.problem(ctx, fault.Because(fault.Busy, reason.Of("backup_running")))
	}
	defer a.safekeeping.Unlock()
	checked, err := k.Verify(ctx, path, backup.Keys{}, nil)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if err := a.audited(ctx, audit.Event{What: "backup_verify",
		Detail: fmt.Sprintf("%d changes", checked.Changes)}); err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[BackupHolds]{*holds(checked)}, nil
}
