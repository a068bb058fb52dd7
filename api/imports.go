package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
	"salesops/undo"
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
	Batch        string          `json:"batch" doc:"Empty on a dry run and when no row could be taken"`
	Seq          int64           `json:"seq"`
	DryRun       bool            `json:"dry_run"`
	Full         bool            `json:"full"`
	Source       string          `json:"source"`
	Stopped      bool            `json:"stopped" doc:"Interrupted; importing the same files again completes it"`
	Nothing      bool            `json:"nothing" doc:"No row could be taken"`
	Files        []ImportFile    `json:"files"`
	FilesLeftOut int             `json:"files_left_out" doc:"Files that are not listed because there are too many of them"`
	Objects      []ImportCount   `json:"objects"`
	Changes      int64           `json:"changes" doc:"Changes of the log it wrote"`
	Problems     []ImportProblem `json:"problems" doc:"By what they do to the numbers, worst first"`
	RejectFile   string          `json:"reject_file" doc:"Name of the file with the rows that could not be taken; empty for none"`
	HistorySince *string         `json:"history_since"`
	Seconds      float64         `json:"seconds"`
	// Differences are counted in all; what each side says stands in the list of reviews.
	Differences int64 `json:"differences" doc:"Fields for which the source says something else than an edit made here; see /reviews"`
}

// ImportFile is what became of one file.
type ImportFile struct {
	Name        string            `json:"name"`
	Layout      string            `json:"layout"`
	Object      string            `json:"object"`
	Rows        int64             `json:"rows"`
	Taken       int64             `json:"taken"`
	Rejected    int64             `json:"rejected"`
	Ignored     int64             `json:"ignored" doc:"Rows that are right but say nothing"`
	SetAside    int64             `json:"set_aside" doc:"Rows that are not asked for"`
	Refused     int64             `json:"refused" doc:"Rows of records of which a rule of the log let nothing in"`
	Unknown     bool              `json:"unknown" doc:"No layout knows it"`
	Reason      string            `json:"reason"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
	Encoding    string            `json:"encoding"`
	Separator   string            `json:"separator"`
	DateOrder   string            `json:"date_order"`
	Numbers     string            `json:"numbers" doc:"What divides decimals: point or comma; empty when no number needed it"`
	Custom      []string          `json:"custom" doc:"Columns that are kept as custom fields and read for nothing else"`
	Unused      []string          `json:"unused" doc:"Columns that hold values and are not kept"`
	Rejects     []ImportReject    `json:"rejects" doc:"The first few; all are in the reject file"`
	Match       *ImportMatch      `json:"match,omitempty" doc:"What rows were found to be, where that was asked for"`
}

// ImportMatch counts how the records of a file's rows were found.
type ImportMatch struct {
	By        string `json:"by" enum:"id,external,email,name"`
	Only      string `json:"only" enum:"create,update," doc:"Empty for both"`
	Found     int64  `json:"found" doc:"Rows of records that are here"`
	New       int64  `json:"new" doc:"Rows of records that are not"`
	Skipped   int64  `json:"skipped" doc:"Of both, those left out because of only"`
	Ambiguous int64  `json:"ambiguous" doc:"Rows that fit several records; they are rejected"`
}

// ImportReject is a rejected row.
type ImportReject struct {
	Line        int               `json:"line" doc:"The line of a text file, else the number of the row"`
	Column      string            `json:"column"`
	Reason      string            `json:"reason"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
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

// ImportProblem is a problem in the data that changes numbers.
type ImportProblem struct {
	Code     string            `json:"code"`
	Message  string            `json:"message" doc:"In English"`
	Said     []string          `json:"said" doc:"The sentences that say it, by name"`
	Parts    map[string]string `json:"parts,omitempty" doc:"What belongs into its sentences, by name"`
	Count    int64             `json:"count"`
	Of       int64             `json:"of" doc:"Count of how many; 0 when there is no such total"`
	Amount   *MoneyValue       `json:"amount,omitempty"`
	Examples []ImportExample   `json:"examples"`
	Metrics  []string          `json:"metrics" doc:"Metrics it moves"`
}

// ImportExample is one record a problem is about.
type ImportExample struct {
	Object string `json:"object"`
	ID     string `json:"id" doc:"Empty on a dry run for a record that does not exist yet"`
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

func (a *API) registerImports(api huma.API) {
	huma.Register(api, operation("listImports", http.MethodGet, "/imports", "imports", "Imports, newest first"),
		a.listImports)
	start := operation("startImport", http.MethodPost, "/imports", "imports", "Import files; returns a job to poll")
	start.DefaultStatus = http.StatusAccepted
	huma.Register(api, start, a.startImport)
	// described separately, because huma reads a body that it knows into memory
	api.OpenAPI().Paths[start.Path].Post.RequestBody = uploadBody()
	a.registerSuggestions(api)
	a.registerMappings(api)
	huma.Register(api, operation("getImport", http.MethodGet, "/imports/{id}", "imports",
		"An import's progress and report"), a.getImport)
	huma.Register(api, operation("stopImport", http.MethodPost, "/imports/{id}/stop",
		"imports", "Stop a running import; what was taken stays"), a.stopImport)
	huma.Register(api, operation("undoImport", http.MethodPost, "/imports/{id}/undo", "imports", "Take an import back"),
		a.undoImport)
}

// uploadBody describes the multipart form, which is read as a stream and never held in memory.
func uploadBody() *huma.RequestBody {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	flag := func(doc string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, Enum: []any{"true", "false"}, Description: doc}
	}
	return &huma.RequestBody{Required: true,
		Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"files"},
			Properties: map[string]*huma.Schema{
				"files": {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
				"mapping": text(
					"What the columns of tables mean that no layout knows: the YAML of docs/howto/mapping.md"),
				"accept": flag("Take the nearest name where a reference by name has no record"),
				"source": text("Name of the system the files come from; keeps two companies' ids apart"),
				"zone":   text("Time zone of times without one, such as Europe/Berlin"),
				"dates": {Type: huma.TypeString, Enum: []any{"dmy", "mdy", "ymd"},
					Description: "Order of day and month where the files do not show it"},
				"numbers": {Type: huma.TypeString, Enum: []any{"comma", "point"},
					Description: "What divides the decimals where the files do not show it: comma for 1.234,50, " +
						"point for 1,234.50"},
				"encoding": text(
					"How text files are written whose bytes do not show it, such as " +
						"shift_jis, gb18030 or windows-1251"),
				"match": {Type: huma.TypeString, Enum: []any{"id", "external", "email", "name"},
					Description: "Find the records of rows by the id here, the source's id (as without it), e-mail " +
						"or name; in the files that have it"},
				"only": {Type: huma.TypeString, Enum: []any{"create", "update"},
					Description: "create: leave out rows whose record is here; update: leave out the others"},
				"dry_run": flag("Only say what would happen"),
				"full":    flag("The files are everything: what is missing in them is deleted"),
			},
		}}}}
}

// ImportPath names an import or a job.
type ImportPath struct {
	ID string `path:"id" maxLength:"120" example:"import_0000001"`
}

// listImports returns running imports and those of the log. It has no ETag, because progress changes without
// the log.
func (a *API) listImports(ctx context.Context, _ *struct{}) (*done[ImportList], error) {
	open, failed, err := a.importJobs(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	list := ImportList{Imports: open}
	for cursor := ""; ; {
		set, err := a.Engine.List(ctx, a.scope(ctx),
			metrics.ListQuery{Object: sales.Import, Sort: "started_at", Desc: true, Limit: exportPage, Cursor: cursor})
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		for _, item := range set.Records {
			if !slices.ContainsFunc(list.Imports, func(j ImportJob) bool { return deref(j.Batch) == item.ID }) {
				job := a.batchOf(item.ID, valuesOf(item.Fields))
				job.Problem = failed[item.ID]
				list.Imports = append(list.Imports, job)
			}
		}
		if cursor = set.NextCursor; cursor == "" {
			if err := a.markUndone(ctx, list.Imports); err != nil {
				return nil, a.problem(ctx, err)
			}
			return &done[ImportList]{list}, nil
		}
	}
}

func (a *API) startImport(ctx context.Context, in *upload) (*done[ImportJob], error) {
	form, err := a.receive(ctx, in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	job, err := a.enqueue(ctx, form)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[ImportJob]{job}, nil
}

func (a *API) getImport(ctx context.Context, in *ImportPath) (*done[ImportJob], error) {
	job, ok, err := a.jobOf(ctx, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if !ok {
		r, err := a.find(ctx, sales.Import, in.ID)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		fields, err := a.values(ctx, r)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		job = a.batchOf(record.FormatID(r.Object, r.ID), fields)
		_, failed, err := a.importJobs(ctx)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		job.Problem = failed[job.ID]
	}
	one := []ImportJob{job}
	if err := a.markUndone(ctx, one); err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[ImportJob]{one[0]}, nil
}

// markUndone sets the state of imports that were undone.
func (a *API) markUndone(ctx context.Context, jobs []ImportJob) error {
	var began []record.Seq
	for i := range jobs {
		if jobs[i].written() {
			began = append(began, record.Seq(jobs[i].Report.Seq))
		}
	}
	undone, err := a.Log.Undone(ctx, began)
	if err != nil {
		return err
	}
	for i := range jobs {
		if jobs[i].written() && undone[record.Seq(jobs[i].Report.Seq)] {
			jobs[i].State = "undone"
		}
	}
	return nil
}

// written reports whether an import is over and has written something.
func (j *ImportJob) written() bool { return j.FinishedAt != nil && j.Report != nil && j.Report.Seq > 0 }

func (a *API) stopImport(ctx context.Context, in *ImportPath) (*done[ImportJob], error) {
	job, err := a.stopJob(ctx, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[ImportJob]{job}, nil
}

func (a *API) undoImport(ctx context.Context, in *struct {
	ImportPath
	Body UndoRequest
}) (*done[UndoReport], error) {
	id := in.ID
	job, ok, err := a.jobOf(ctx, id)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if ok {
		if job.Batch == nil {
			return nil, a.problem(ctx, fault.Because(fault.Conflict, reason.Of("import_wrote_nothing")))
		}
		id = *job.Batch
	}
	if err := a.mayUndoImport(ctx, id); err != nil {
		return nil, a.problem(ctx, err)
	}
	report, err := undo.Import(ctx, a.Log, a.undoes(ctx), id, in.Body.DryRun)
	return a.undone(ctx, report, err)
}

// batchOf makes an import of its record in the log.
func (a *API) batchOf(id string, fields map[string]FieldValue) ImportJob {
	text := func(name string) string { return FieldTexts(fields[name])[0] }
	job := ImportJob{ID: id, Batch: &id, State: text("state"), Summary: text("summary"), StartedAt: text("started_at"),
		FinishedAt: textOrNull(text("finished_at"))}
	switch job.State {
	case "running", "done", "stopped":
	default:
		job.State = "stopped" // the program was killed before it could record the end
	}
	var report connectors.Report
	if json.Unmarshal([]byte(text("report")), &report) == nil {
		job.Report = reportOf(&report, "", a.places())
	}
	return job
}
