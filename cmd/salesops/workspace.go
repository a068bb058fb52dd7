package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"salesops/analytics"
	"salesops/api"
	"salesops/checkpoint"
	"salesops/connectors/all"
	"salesops/internal/control"
	"salesops/internal/disk"
	"salesops/internal/jobs"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// owner is the scope of commands: a person who may read the data folder may read everything in it.
var owner = record.Everything()

// workspace is an open data folder, with everything wired by hand.
type workspace struct {
	dir     string
	reading bool   // nothing is written into dir
	aside   string // the folder of the columns then
	db      *sqlite.DB
	log     *record.Log
	columns *analytics.Columns
	engine  *metrics.Engine
	// checkpoints note where the log ends; opened is where it ended when the folder was opened.
	checkpoints *checkpoint.Keeper
	opened      record.Seq
	api         *api.API
	logger      *slog.Logger
	metrics     sync.Mutex // held while the company's own metric files are read
	// ownFiles is the state of those files when they were read.
	ownFiles string
	server   atomic.Pointer[server] // set while the folder is served to browsers
	// furnishing is locked while a sample company is made.
	furnishing sync.Mutex

	ending   atomic.Bool  // the server takes no more requests
	runner   *jobs.Runner // set while the folder is served
	control  *control.Server
	stop     context.CancelFunc // ends the follower and running imports
	followed chan error
}

// openWorkspace opens the folder, whose lock the caller has. It starts following the log into the columns, and
// answers other commands until close. With reading, no byte in the folder changes.
func openWorkspace(ctx context.Context, dir string, s *session, reading bool) (_ *workspace, err error) {
	w := &workspace{dir: dir, reading: reading, checkpoints: s.checkpoints(dir),
		logger:   slog.New(slog.NewTextHandler(s.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		followed: make(chan error, 1)}
	// a signal does not interrupt what was begun; close ends it in order
	ctx, w.stop = context.WithCancel(context.WithoutCancel(ctx))
	defer func() {
		if err != nil {
			err = errors.Join(err, w.close())
		}
	}()
	if err := checkLost(dir); err != nil {
		return nil, err
	}
	if !reading {
		if err := w.ready(ctx, s); err != nil {
			return nil, err
		}
	}
	if w.db, err = sqlite.Open(filepath.Join(dir, truthName),
		sqlite.Options{Reserve: disk.ForWrites, ReadOnly: reading}); err != nil {
		return nil, err
	}
	options := s.logOptions()
	options.ReadOnly = reading
	w.log, err = record.Open(ctx, w.db.Store(), options)
	if err != nil {
		return nil, err
	}
	w.opened = w.log.Head()
	if ahead := time.Duration(w.log.Now()-w.log.Clock()) * time.Microsecond; ahead > time.Minute {
		w.logger.Warn("the clock of this machine is behind the latest change: until it has caught up, changes are "+
			"stamped with the time of the latest one", "behind", ahead.Round(time.Second).String())
	}
	path, err := w.columnsPath()
	if err != nil {
		return nil, err
	}
	if w.columns, err = analytics.Open(ctx, path, w.log,
		analytics.Options{Keyed: rowsets.Tables(), Logger: w.logger, Clock: s.now}); err != nil {
		return nil, err
	}
	go func() { w.followed <- w.columns.Run(ctx) }()
	w.ownFiles = ownMetricFiles(dir, w.log.Schema())
	catalog, err := loadCatalog(dir, w.log.Schema())
	if err != nil {
		return nil, err
	}
	s.sayLeftOut(catalog)
	if err := w.sync(ctx, catalog); err != nil {
		return nil, err
	}
	w.engine = metrics.New(w.columns, catalog, metrics.Options{Clock: s.now})
	w.api, err = api.New(ctx, api.Workspace{
		Dir: dir, Log: w.log, Columns: w.columns, Engine: w.engine, Tools: all.Tools(),
		Clock: s.now, Elapsed: elapsed, Version: version(), Logger: w.logger, Users: w.db.Auth(), Backups: w.keeper(s),
		Full: w.db.Full, Troubles: w.troubles, Key: secretsKey(dir),
	})
	if err != nil {
		return nil, err
	}
	if reading {
		return w, nil
	}
	if err := w.api.TidyUp(ctx); err != nil { // a command that looks for faults must be able to open the folder
		w.logger.Warn("what imports left behind", "error", err)
	}
	w.control, err = control.Listen(ctx, socketOf(dir), w.answer(s))
	return w, err
}

// ready clears what a process that died left, and keeps the database before an upgrade.
func (w *workspace) ready(ctx context.Context, s *session) error {
	if err := os.RemoveAll(filepath.Join(w.dir, "spill")); err != nil {
		return fmt.Errorf("remove old temporary files: %w", err)
	}
	if err := w.keeper(s).Sweep(); err != nil { // the folder of backups may be another user's
		w.logger.Warn("backups", "error", err)
	}
	return s.keepBefore(ctx, w.dir)
}

// logOptions returns the options for the log of a data folder.
func (s *session) logOptions() record.Options {
	return record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: s.now, IDs: record.NewIDs(s.now)}
}

// answer carries out the command line of another process.
func (w *workspace) answer(here *session) control.Handler {
	return func(ctx context.Context, r control.Request, stdout, stderr io.Writer) int {
		there := &session{
			stdout: stdout, stderr: stderr, dir: r.Dir, terminal: r.Terminal, width: r.Width,
			now: here.now, shop: w, remote: true,
		}
		if err := w.freshMetrics(ctx); err != nil {
			return there.fail(ctx, err)
		}
		there.sayLeftOut(w.engine.Catalog())
		return run(ctx, r.Args, there)
	}
}

// troubles says why no requests should be sent to this process now.
func (w *workspace) troubles() []string {
	var why []string
	if w.ending.Load() {
		why = append(why, "the program ends")
	}
	if w.db.Full() {
		why = append(why, "writes are refused: the disk is full")
	}
	if r, ok := w.columns.Renewal(); ok {
		why = append(why, fmt.Sprintf("the columns are being made again: %d of %d changes", r.Done, r.Total))
	}
	return why
}

// closeTime is how long running commands of other processes, and requests that change something, may take to
// end. A large undo is completed.
const closeTime = 5 * time.Minute

func (w *workspace) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	var errs []error
	if w.control != nil {
		errs = append(errs, w.control.Close(ctx))
	}
	if w.runner != nil { // running jobs continue when the folder is served again
		errs = append(errs, w.runner.Close(ctx))
	}
	w.stop()
	if w.api != nil {
		errs = append(errs, w.api.Close(ctx))
	}
	if w.columns != nil {
		if err := <-w.followed; err != nil && !errors.Is(err, context.Canceled) {
			errs = append(errs, fmt.Errorf("follow the log into the columns: %w", err))
		}
		errs = append(errs, w.columns.Close())
	}
	if w.log != nil {
		if w.log.Head() != w.opened {
			w.noteCheckpoint(ctx)
		}
		errs = append(errs, w.log.Close())
	}
	if w.db != nil {
		errs = append(errs, w.db.Close())
	}
	errs = append(errs, w.removeAside())
	return errors.Join(errs...)
}
