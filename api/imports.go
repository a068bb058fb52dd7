package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// ImportList are the imports, newest first.
type ImportList struct {
	Imports []ImportJob `json:"imports"`
}

// ImportJob is an import, running or over.
type ImportJob struct {
	ID         string          `json:"id" doc:"job_… while it runs, import_… as a batch of the log"`
	Batch      *string         `json:"batch" doc:"The batch it wrote; null on a dry run and before it began"`
	State      string          `json:"state" enum:"waiting,running,done,failed,stopped,undone"`
	DryRun     bool            `json:"dry_run"`
	Summary    string          `json:"summary"`
	StartedAt  string          `json:"started_at" format:"date-time"`
	FinishedAt *string         `json:"finished_at" format:"date-time"`
	Progress   *ImportProgress `json:"progress,omitempty"`
	Report     *ImportReport   `json:"report,omitempty"`
	Problem    *Problem        `json:"problem,omitempty" doc:"Why it failed"`
}

// ImportProgress is how far a running import is.
type ImportProgress struct {
	Phase string `json:"phase"`
	Done  int64  `json:"done"`
	Total int64  `json:"total" doc:"0 while it is not known"`
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Batch        string          `json:"batch" doc:"Empty on a dry run"`
	Seq          int64           `json:"seq"`
	DryRun       bool            `json:"dry_run"`
	Source       string          `json:"source"`
	Files        []ImportFile    `json:"files"`
	Objects      []ImportCount   `json:"objects"`
	Problems     []ImportProblem `json:"problems" doc:"By what they do to the numbers, worst first"`
	RejectFile   string          `json:"reject_file" doc:"Name of the file with the rows that could not be taken; empty for none"`
	HistorySince *string         `json:"history_since"`
	Seconds      float64         `json:"seconds"`
}

// ImportFile is what became of one file.
type ImportFile struct {
	Name      string `json:"name"`
	Layout    string `json:"layout"`
	Object    string `json:"object"`
	Rows      int64  `json:"rows"`
	Taken     int64  `json:"taken"`
	Rejected  int64  `json:"rejected"`
	Unknown   bool   `json:"unknown" doc:"No layout knows it"`
	Reason    string `json:"reason"`
	Encoding  string `json:"encoding"`
	Separator string `json:"separator"`
	DateOrder string `json:"date_order"`
}

// ImportCount counts what happened to the records of one object.
type ImportCount struct {
	Object    string `json:"object"`
	Created   int64  `json:"created"`
	Updated   int64  `json:"updated"`
	Unchanged int64  `json:"unchanged"`
	Stubbed   int64  `json:"stubbed"`
	Rejected  int64  `json:"rejected"`
	Deleted   int64  `json:"deleted"`
}

// ImportProblem is something in the data that bends numbers.
type ImportProblem struct {
	Code     string          `json:"code"`
	Message  string          `json:"message"`
	Count    int64           `json:"count"`
	Amount   *MoneyValue     `json:"amount,omitempty"`
	Examples []ImportExample `json:"examples"`
	Metrics  []string        `json:"metrics" doc:"Metrics it moves"`
}

// ImportExample is one record a problem is about.
type ImportExample struct {
	Object string `json:"object"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

func (a *API) registerImports(api huma.API) {
	huma.Register(api, operation("listImports", http.MethodGet, "/imports", "imports", "Imports, newest first"), a.listImports)
	start := operation("startImport", http.MethodPost, "/imports", "imports", "Import files; returns a job to poll")
	start.DefaultStatus = http.StatusAccepted
	start.RequestBody = uploadBody()
	huma.Register(api, start, a.startImport)
	huma.Register(api, operation("getImport", http.MethodGet, "/imports/{id}", "imports", "An import's progress and report"), a.getImport)
	huma.Register(api, operation("stopImport", http.MethodPost, "/imports/{id}/stop", "imports", "Stop a running import; what was taken stays"), a.stopImport)
	huma.Register(api, operation("undoImport", http.MethodPost, "/imports/{id}/undo", "imports", "Take an import back"), a.undoImport)
}

// uploadBody describes the multipart form, which is read as a stream and never held in memory.
func uploadBody() *huma.RequestBody {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	flag := func(doc string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, Enum: []any{"true", "false"}, Description: doc}
	}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"files"},
		Properties: map[string]*huma.Schema{
			"files":   {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
			"source":  text("Name of the system the files come from; keeps two companies' ids apart"),
			"zone":    text("Time zone of times without one, such as Europe/Berlin"),
			"dates":   {Type: huma.TypeString, Enum: []any{"dmy", "mdy", "ymd"}, Description: "Order of day and month where the files do not show it"},
			"dry_run": flag("Only say what would happen"),
			"full":    flag("The files are everything: what is missing in them is deleted"),
		},
	}}}}
}

type importPath struct {
	ID string `path:"id" maxLength:"120" example:"import_0000001"`
}

func (a *API) listImports(ctx context.Context, in *conditional) (*reply[ImportList], error) {
	return nil, errNotReady
}

func (a *API) startImport(ctx context.Context, in *upload) (*done[ImportJob], error) {
	return nil, errNotReady
}

func (a *API) getImport(ctx context.Context, in *importPath) (*done[ImportJob], error) {
	return nil, errNotReady
}

func (a *API) stopImport(ctx context.Context, in *importPath) (*done[ImportJob], error) {
	return nil, errNotReady
}

func (a *API) undoImport(ctx context.Context, in *struct {
	importPath
	Body UndoRequest
}) (*done[UndoReport], error) {
	return nil, errNotReady
}
