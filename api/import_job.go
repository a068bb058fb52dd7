package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"salesops/auth"
	"salesops/backup"
	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
)

// An import through the browser is a job. Its files lie in a folder of DIR/uploads until it is over; after a crash it
// runs again over the same files under the entry of the log that its arguments name.

const (
	importKind = "import"
	// mappingName is the form's mapping, beside the folder of the files.
	mappingName = "mapping.yaml"
)

// importArgs are the arguments of an import's job.
type importArgs struct {
	Folder  string             `json:"folder"` // of DIR/uploads
	Names   []string           `json:"names"`
	Entry   record.ID          `json:"entry"` // of the import's own record
	Request connectors.Request `json:"request"`
	Mapped  bool               `json:"mapped,omitempty"` // the folder holds a mapping
}

// importResult is what an import's job leaves behind.
type importResult struct {
	Report  *ImportReport `json:"report,omitempty"`
	Problem *Problem      `json:"problem,omitempty"`
}

// JobKinds are the jobs that the API's routes add, for the runner.
func (a *API) JobKinds() []jobs.Kind {
	return []jobs.Kind{{Name: importKind, Run: a.runImport}, {Name: backupKind, Run: a.runBackup},
		{Name: refreshKind, Run: a.runRefresh}, {Name: erasureKind, Run: a.runErasure},
		{Name: mailKind, Run: a.runMail}}
}

// TidyUp brings in order what a process that is gone has left behind: jobs that cannot be read have failed, imports
// that do not go on have stopped, and the files of imports that are over are removed. Nothing may run yet.
func (a *API) TidyUp(ctx context.Context) error {
	mended, err := a.Jobs.Mend(ctx, a.readsArgs)
	for _, j := range mended {
		a.Logger.ErrorContext(ctx, "a job has failed", "error", j.Failure.Err())
	}
	if err != nil {
		return err
	}
	open, err := a.Jobs.Open(ctx, importKind)
	if err != nil {
		return err
	}
	folders, entries := map[string]bool{}, map[record.ID]bool{}
	for _, j := range open {
		args, err := a.imports().args(j)
		if err != nil {
			return err
		}
		folders[args.Folder], entries[args.Entry] = true, true
	}
	if err := connectors.CloseAllBrokenOff(ctx, a.Log, entries, a.Clock); err != nil {
		return err
	}
	return a.sweepUploads(ctx, folders)
}

// readsArgs says whether the kind of a job can read its arguments.
func (a *API) readsArgs(j jobs.Job) (err error) {
	switch j.Kind {
	case importKind:
		_, err = a.imports().args(j)
	case backupKind:
		_, err = a.backups().args(j)
	case erasureKind:
		_, err = a.erasures().args(j)
	case refreshKind:
		err = json.Unmarshal(j.Args, &refreshArgs{})
	case mailKind:
		err = json.Unmarshal(j.Args, &auth.Letter{})
	}
	return err
}

// importEnded follows the end of an import's job, whoever ended it.
func (a *API) importEnded(ctx context.Context, j jobs.Job) {
	args, err := a.imports().args(j)
	if err == nil && args.Entry != 0 {
		err = connectors.CloseBrokenOff(ctx, a.Log, args.Entry, a.Clock)
	}
	if err == nil && args.Folder != "" && !j.Ending { // else its function removes them
		err = os.RemoveAll(filepath.Join(a.uploads(), args.Folder))
	}
	if err != nil {
		a.Logger.ErrorContext(ctx, "an import's end is not noted everywhere", "job", j.Name(), "error", err)
	}
}

// sweepUploads removes what lies in DIR/uploads and belongs to no import that waits or runs. While there is a job that
// could not be read, the files may be those that it was about, and all stay.
func (a *API) sweepUploads(ctx context.Context, wanted map[string]bool) error {
	for before := record.ID(0); ; {
		const page = 200
		kept, err := a.Jobs.List(ctx, importKind, before, page)
		if err != nil {
			return err
		}
		for _, j := range kept {
			if j.Unreadable() {
				return nil
			}
		}
		if len(kept) < page {
			break
		}
		before = kept[page-1].ID
	}
	found, err := os.ReadDir(a.uploads())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for old uploads: %w", err)
	}
	for _, e := range found {
		if wanted[e.Name()] {
			continue
		}
		if err := os.RemoveAll(filepath.Join(a.uploads(), e.Name())); err != nil {
			return fmt.Errorf("remove old uploads: %w", err)
		}
	}
	return nil
}

// enqueue adds an import's job, which imports as whoever asked for it. On an error the files are gone.
func (a *API) enqueue(ctx context.Context, form importForm) (_ ImportJob, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(form.folder))
		}
	}()
	args := importArgs{Folder: filepath.Base(form.folder), Names: form.names, Entry: a.Log.NewID(),
		Request: form.Request, Mapped: form.mapping != nil}
	if args.Mapped {
		if err := keepText(filepath.Join(form.folder, mappingName), form.text); err != nil {
			return ImportJob{}, err
		}
	}
	for _, dir := range []string{form.dir, form.folder, a.uploads()} {
		if err := backup.SyncFolder(dir); err != nil {
			return ImportJob{}, err
		}
	}
	j, err := a.imports().add(ctx, args)
	if err != nil {
		return ImportJob{}, err
	}
	return a.importJob(ctx, j)
}

// runImport is an import's job.
func (a *API) runImport(ctx context.Context, r *jobs.Run) error {
	var args importArgs
	if err := r.Args(&args); err != nil {
		return jobs.Final(err)
	}
	w := &importWork{api: a, run: r, args: args, folder: filepath.Join(a.uploads(), args.Folder)}
	err := a.InTurn(ctx, func() {}, func() error { return w.carryOut(ctx) })
	if leaves(ctx) {
		return err // another attempt needs the files
	}
	if !r.Over() {
		if err := w.end(context.WithoutCancel(ctx), record.Command{}, w.report, err); err != nil {
			return err
		}
	}
	if removed := os.RemoveAll(w.folder); removed != nil {
		a.Logger.ErrorContext(ctx, "uploaded files not removed", "error", removed)
	}
	return nil
}

// leaves says that the run ends and leaves the rest of its job to another attempt.
func leaves(ctx context.Context) bool {
	cause := context.Cause(ctx)
	return errors.Is(cause, jobs.ErrClosing) || errors.Is(cause, jobs.ErrLost)
}

// importWork is one attempt at an import.
type importWork struct {
	api    *API
	run    *jobs.Run
	args   importArgs
	folder string
	report *connectors.Report
}

func (w *importWork) dir() string { return filepath.Join(w.folder, filesName) }

// carryOut imports. The import's last command ends the job where there is one.
func (w *importWork) carryOut(ctx context.Context) error {
	w.run.Progress(jobs.Progress{Phase: string(connectors.Looking)})
	o, err := w.options(ctx)
	if err != nil {
		return err
	}
	w.report, err = connectors.Run(ctx, w.api.Log, o)
	if w.report != nil && !w.report.DryRun {
		w.api.visibleAll(ctx)
	}
	return err
}

// options are what the form has asked for. The rows that cannot be read again are gone with the last attempt's
// temporary files.
func (w *importWork) options(ctx context.Context) (o connectors.Options, err error) {
	spill := filepath.Join(w.folder, "spill")
	if err := os.RemoveAll(spill); err != nil {
		return o, fmt.Errorf("remove old temporary files: %w", err)
	}
	if _, err := os.Stat(w.dir()); errors.Is(err, fs.ErrNotExist) {
		return o, fault.Because(fault.Missing, reason.Of("import_files_gone"))
	}
	if o, err = w.args.Request.Options(); err != nil {
		return o, err
	}
	o.Paths, o.Tools, o.FieldOf = []string{w.dir()}, w.api.Tools, mapping.FieldOf(w.api.Tools)
	o.Called = map[string]string{}
	for _, name := range w.args.Names { // the log keeps what files were called, which is not where they lay
		o.Called[filepath.Join(w.dir(), name)] = name
	}
	o.RejectDir, o.SpillDir = filepath.Join(w.api.Dir, "rejects"), spill
	o.Actor, o.Clock, o.Jobs = w.run.Job.By, w.api.Clock, w.run.Held
	o.Entry, o.Notes = w.args.Entry, filepath.Join(w.folder, "found.json")
	o.Progress = func(p connectors.Progress) {
		w.run.Progress(jobs.Progress{Phase: string(p.Phase), Done: p.Done, Total: p.Total})
	}
	o.Close = func(late context.Context, last record.Command, r *connectors.Report, err error) error {
		if leaves(ctx) {
			return nil
		}
		return w.end(late, last, r, err)
	}
	if w.args.Mapped {
		text, err := os.ReadFile(filepath.Join(w.folder, mappingName))
		if err != nil {
			return o, fmt.Errorf("read the mapping of the import: %w", err)
		}
		m, err := mapping.Parse("mapping", text)
		if err != nil {
			return o, err
		}
		return o, m.Complete(&o)
	}
	return o, nil
}

// end writes the last command and the end of the job.
func (w *importWork) end(ctx context.Context, last record.Command, report *connectors.Report, err error) error {
	if err != nil && !errors.Is(err, context.Canceled) {
		err = withoutDir(err, w.dir())
	}
	end, why := w.api.imports().ended(ctx, err)
	result := importResult{Problem: why}
	if report != nil {
		result.Report = reportOf(report, w.dir(), w.api.places())
	}
	end.Result = result
	_, err = w.run.End(ctx, end, last)
	return err
}

// InTurn runs an import when no other one runs, whatever door it came through: two at once
// would each create what the other creates. waiting is called when it has to wait.
func (a *API) InTurn(ctx context.Context, waiting func(), run func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case a.turn <- struct{}{}:
	default:
		waiting()
		select {
		case a.turn <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	defer func() { <-a.turn }()
	return run()
}

// withoutDir takes the upload folder's path out of an error's sentence.
func withoutDir(err error, dir string) error {
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		return err
	}
	plain := strings.NewReplacer(dir+string(filepath.Separator), "", dir, "what was sent").Replace
	why, _ := fault.ReasonOf(err)
	if !why.None() { // the browser words it, and asks what it is about
		why.Parts, why.Text = each(why.Parts, plain), plain(why.Text)
	}
	return &fault.Error{Kind: kind, Message: plain(err.Error()), Why: why, Cause: errors.Unwrap(err)}
}

// visibleAll waits, for as long as it takes, until the columns hold what the log holds now.
func (a *API) visibleAll(ctx context.Context) {
	if err := a.Columns.Await(ctx, a.Log.Head()); err != nil && ctx.Err() == nil {
		a.Logger.ErrorContext(ctx, "columns do not follow", "error", err)
	}
}

// keepText writes a file of an upload to the disk.
func keepText(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	return nil
}
