package api

import (
	"path/filepath"
	"strings"

	"salesops/connectors"
)

// reportOf converts an import's report to its JSON form. dir is the folder of the uploaded files; paths of this
// machine are not sent.
func reportOf(r *connectors.Report, dir string, at places) *ImportReport {
	// local removes the folders from a text that names a file.
	local := func(text string) string {
		for _, f := range r.Files {
			text = strings.ReplaceAll(text, f.Path, uploadedName(f.Path, dir))
		}
		return at.without(text)
	}
	out := &ImportReport{
		Batch: r.Batch, Seq: int64(r.Seq), DryRun: r.DryRun, Full: r.Full, Source: r.Source,
		Stopped: r.Stopped, Nothing: r.Nothing,
		Files: []ImportFile{}, Objects: []ImportCount{}, Problems: []ImportProblem{}, Changes: r.Changes,
		FilesLeftOut: r.FilesLeftOut,
		HistorySince: r.HistorySince, Seconds: r.Seconds, Differences: r.DifferencesFound,
	}
	if r.RejectFile != "" {
		out.RejectFile = filepath.Base(r.RejectFile)
	}
	for _, f := range r.Files {
		file := ImportFile{
			Name: uploadedName(f.Path, dir), Layout: f.Layout, Object: f.Object, Rows: f.Rows, Taken: f.Taken,
			Rejected: f.Rejected, Ignored: f.Ignored, SetAside: f.SetAside, Refused: f.Refused,
			Unknown: f.Unknown, Reason: local(f.Reason), ReasonCode: ReasonCode(f.ReasonCode),
			ReasonParts: each(f.ReasonParts, local),
			Encoding:    f.Encoding, Separator: f.Separator, DateOrder: f.DateOrder, Numbers: f.Numbers,
			Custom: list(f.Custom), Unused: list(f.Unused), Rejects: []ImportReject{},
		}
		if f.Match != nil {
			match := ImportMatch(*f.Match)
			file.Match = &match
		}
		for _, row := range f.Rejects {
			file.Rejects = append(file.Rejects, ImportReject{Line: row.Line, Column: row.Column, Reason: row.Reason,
				ReasonCode: ReasonCode(row.ReasonCode), ReasonParts: row.ReasonParts})
		}
		out.Files = append(out.Files, file)
	}
	for _, o := range r.Objects {
		out.Objects = append(out.Objects, ImportCount(o))
	}
	for _, p := range r.Problems {
		problem := ImportProblem{Code: string(p.Code), Message: local(p.Message), Said: list(p.Said),
			Parts: map[string]string{}, Count: p.Count, Of: p.Of, Examples: []ImportExample{}, Metrics: list(p.Metrics)}
		for name, text := range p.Parts {
			problem.Parts[name] = local(text)
		}
		if p.Amount != nil {
			problem.Amount = &MoneyValue{Amount: p.Amount.Amount, Currency: textOrNull(p.Amount.Currency)}
		}
		for _, e := range p.Examples {
			problem.Examples = append(problem.Examples,
				ImportExample{Object: e.Object, ID: e.ID, Name: local(e.Name), Detail: local(e.Detail)})
		}
		out.Problems = append(out.Problems, problem)
	}
	return out
}

func uploadedName(path, dir string) string {
	if rest, ok := strings.CutPrefix(path, dir+string(filepath.Separator)); ok && dir != "" {
		return rest
	}
	if dir != "" && !filepath.IsAbs(path) { // as it was called when it was sent
		return path
	}
	return filepath.Base(path)
}
