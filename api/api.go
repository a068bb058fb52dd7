package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/analytics"
	"salesops/audit"
	"salesops/auth"
	"salesops/backup"
	"salesops/connectors/tool"
	"salesops/internal/fair"
	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
	"salesops/web"
)

const (
	// maxBody is the limit of a JSON body. Files are sent to POST /imports.
	maxBody = 1 << 20
	// maxUpload limits one import.
	maxUpload int64 = 8 << 30
)

const (
	typeCSV  = "text/csv"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Owner is the name in the log for the holder of the data folder.
const Owner = auth.OwnerActor

// Workspace is an open data folder.
type Workspace struct {
	Dir     string
	Log     *record.Log
	Columns *analytics.Columns
	Engine  *metrics.Engine
	// Tools are the systems whose exports can be imported.
	Tools []tool.Tool
	Clock func() period.Instant
	// Elapsed is the clock of limits: see auth.Options.
	Elapsed func() time.Duration
	Version string
	Logger  *slog.Logger
	// Access says what the sender of a request may see and do; nil asks the roles.
	Access func(context.Context, auth.Identity) (access.Asker, error)
	// Users stores who may sign in. Without it, only the holder of the folder has access.
	Users auth.Store
	// Passwords are the parameters of password hashing; zero means auth.Recommended.
	Passwords auth.Params
	// Key returns the key of secrets that are kept encrypted; nil means that none can be.
	Key func() ([]byte, error)
	// Full reports whether writes are refused because the disk is full; nil means never.
	Full func() bool
	// Jobs is the queue of imports and backups; nil makes one. Its runner needs JobKinds.
	Jobs *jobs.Queue
	// Backups makes and checks backups; nil when there is no folder to back up.
	Backups *backup.Keeper
	// Patience is how long the program waits for a sender or reader that has stopped.
	Patience Patience
	// Troubles are sentences that say why no requests should be sent here now; nil means there are none.
	Troubles func() []string
	// Web are the built pages; nil takes the embedded ones.
	Web fs.FS
}

// API answers requests about one workspace.
type API struct {
	Workspace
	// Audit records what is done and refused here.
	Audit *audit.Trail
	// safekeeping holds one token. Whoever makes or checks a backup takes it.
	safekeeping chan struct{}
	daily       *BackupDaily // nil: none
	// Auth handles sign-in of people and programs; nil without Users.
	Auth   *auth.Auth
	policy *access.Policy
	asks   map[string]asks // by the router's pattern
	limits *limits
	// pagesOfNumbers limits how many pages with all numbers are computed at once. Each asks dozens of questions, and
	// single questions of others would wait for all of them.
	pagesOfNumbers *fair.Queue
	turn           chan struct{}  // holds one token: who has it imports
	group          sync.WaitGroup // background work
	changing       changing
	mux            *http.ServeMux
	huma           huma.API
	document       []byte
	maxUpload      int64
}

// New makes the API of a workspace. Its background work ends with ctx.
func New(ctx context.Context, w Workspace) (*API, error) {
	if w.Logger == nil {
		w.Logger = slog.New(slog.DiscardHandler)
	}
	if w.Web == nil {
		w.Web = web.Dist()
	}
	w.Patience = w.Patience.orUsual()
	a := &API{Workspace: w, mux: http.NewServeMux(), maxUpload: maxUpload, limits: newLimits(),
		pagesOfNumbers: fair.New(2)}
	a.turn, a.safekeeping = make(chan struct{}, 1), make(chan struct{}, 1)
	if w.Log != nil {
		a.Audit = audit.New(w.Log, w.Clock)
		a.policy = access.New(w.Log, w.Clock)
		a.group.Go(func() { a.countRefusals(ctx) })
		if a.Jobs == nil {
			a.Jobs = jobs.NewQueue(w.Log)
		}
		a.Jobs.OnEnd(importKind, a.importEnded)
	}
	switch {
	case w.Log != nil && w.Users == nil:
		return nil, errors.New("an API without a store of users")
	case w.Users != nil:
		a.Auth = auth.New(ctx, auth.Options{
			Store: w.Users, Log: w.Log, Clock: w.Clock, Elapsed: w.Elapsed, Audit: a.Audit.Write,
			Later: a.mailLater, Key: w.Key, Params: w.Passwords,
			Failed: func(ctx context.Context, doing string, err error) {
				a.Logger.ErrorContext(ctx, "not done behind an answer", "doing", doing, "error", err)
			},
		})
	}
	a.huma = newHuma(a.mux, w.Version)
	a.registerMetrics(a.huma)
	a.registerReceipts(a.huma)
	a.registerExplanations(a.huma)
	a.registerMetricRecords(a.huma)
	a.registerRecords(a.huma)
	a.registerRecordWrites(a.huma)
	a.registerChanges(a.huma)
	a.registerImports(a.huma)
	a.registerReviews(a.huma)
	a.registerWorkspace(a.huma)
	a.registerHealth(a.huma)
	a.registerAudit(a.huma)
	a.registerSignIn(a.huma)
	a.registerFactors(a.huma)
	a.registerUsers(a.huma)
	a.registerTokens(a.huma)
	a.registerMail(a.huma)
	a.registerRoles(a.huma)
	a.registerShares(a.huma)
	a.registerBackups(a.huma)
	a.registerErasures(a.huma)
	a.registerJobs(a.huma)
	a.readAsks()
	document, err := json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write OpenAPI document: %w", err)
	}
	a.document = append(document, '\n')
	a.mux.HandleFunc("GET /api/v1/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(a.document) // fails when the asker has gone
	})
	return a, nil
}

// Close waits until running changes have ended, or until ctx ends. Before it, the ctx of New must have ended
// and the runner of the jobs must be closed.
func (a *API) Close(ctx context.Context) error {
	if a.Auth != nil {
		a.Auth.Close()
	}
	if err := a.changing.wait(ctx); err != nil {
		return fmt.Errorf("wait for changes: %w", err)
	}
	over := make(chan struct{})
	go func() { a.group.Wait(); close(over) }()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for what runs behind the answers: %w", ctx.Err())
	}
}

// Document is the OpenAPI 3.1 document.
func Document(ctx context.Context, version string) ([]byte, error) {
	a, err := New(ctx, Workspace{Version: version})
	if err != nil {
		return nil, err
	}
	return a.document, nil
}

// settings returns the company's settings.
func (a *API) settings(ctx context.Context) (sales.Settings, error) {
	s, _, err := sales.LoadSettings(ctx, a.Log)
	return s, err
}

// today returns the present day in the company's zone.
func (a *API) today(ctx context.Context) (period.Day, error) {
	s, err := a.settings(ctx)
	if err != nil {
		return 0, err
	}
	return a.Clock().Day(s.Zone), nil
}

// visible waits until the columns have a write, so that the writer's next question sees it. When that takes too
// long, the write is still a success.
func (a *API) visible(ctx context.Context, seq record.Seq) {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	if err := a.Columns.Await(ctx, seq); err != nil {
		a.Logger.WarnContext(ctx, "columns lag behind a write", "seq", int64(seq), "error", err)
	}
}

// uploads returns the folder of files that are being imported.
func (a *API) uploads() string { return filepath.Join(a.Dir, "uploads") }
