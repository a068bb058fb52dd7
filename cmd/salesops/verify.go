package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"salesops/analytics"
	"salesops/checkpoint"
	"salesops/internal/fault"
	"salesops/internal/figures"
	"salesops/internal/jobs"
	"salesops/record"
)

type verifyCommand struct {
	Checkpoints string `placeholder:"FILE" help:"A list of checkpoints that was kept elsewhere."`
	Format      string `default:"table" placeholder:"FORMAT" complete:"table,json" help:"table or json (table)."`
}

func (*verifyCommand) Help() string {
	return `Walks the whole change log and names the first row that was changed, is missing or stands in the wrong place; then compares the current state, the audit trail, what imports caused, merges and the columns with a replay. Jobs that cannot be so are named. A log that is shorter than its signed checkpoints say, or another one, is named; checkpoints.jsonl in the data folder and in the folder of backups are read. Exit 1 when something was found.

Example:

  salesops verify --data ~/acme`
}

func (c *verifyCommand) use() (folderUse, error) {
	return needsFolder, oneOf("--format", c.Format, "table", "json")
}

// verified is the result of a verification in JSON.
type verified struct {
	OK      bool  `json:"ok"`
	Changes int64 `json:"changes"`
	Records int64 `json:"records"`
	// Checkpoints is how many signed ones bind the log.
	Checkpoints int               `json:"checkpoints"`
	Problems    []verifiedProblem `json:"problems"`
}

// verifiedProblem is a problem of the columns, the jobs or the checkpoints when part says so, otherwise of the log.
type verifiedProblem struct {
	Part string `json:"part"`
	Seq  int64  `json:"seq,omitempty"` // the change it is about
	Text string `json:"text"`
}

func (c *verifyCommand) run(ctx context.Context, s *session) error {
	lists := s.shop.checkpoints.Lists()
	if c.Checkpoints != "" {
		if err := checkpoint.Given(s.path(c.Checkpoints)); err != nil {
			return err
		}
		lists = append(lists, s.path(c.Checkpoints))
	}
	line := newProgress(s)
	report, err := s.shop.log.Verify(ctx,
		func(done, total record.Seq) { line.show("verifying", int64(done), int64(total)) })
	line.end()
	if err != nil {
		return err
	}
	out := verified{OK: true, Changes: int64(report.Changes), Records: int64(report.Records),
		Problems: []verifiedProblem{}}
	for _, p := range report.Problems {
		out.Problems = append(out.Problems, verifiedProblem{Part: "log", Seq: int64(p.Seq), Text: p.Text})
	}
	wrong, err := jobs.Check(ctx, s.shop.log)
	if err != nil {
		return err
	}
	for _, text := range wrong {
		out.Problems = append(out.Problems, verifiedProblem{Part: "jobs", Text: text})
	}
	noted, err := checkpoint.Check(ctx, s.shop.log, lists...)
	if err != nil {
		return err
	}
	out.Checkpoints = noted.Checked
	for _, text := range noted.Problems {
		out.Problems = append(out.Problems, verifiedProblem{Part: "checkpoints", Text: text})
	}
	columns := s.current(ctx)
	if columns == nil {
		columns = s.shop.columns.Check(ctx)
	}
	if errors.Is(columns, analytics.ErrDiffers) {
		out.Problems = append(out.Problems,
			verifiedProblem{Part: "columns", Text: columns.Error() + "; `salesops rebuild` makes them anew"})
		columns = nil
	}
	out.OK = len(out.Problems) == 0 && columns == nil
	if c.Format == "json" {
		err = printJSON(s.stdout, out)
	} else {
		err = printVerified(s.stdout, out)
	}
	switch {
	case err != nil || out.OK:
		return err
	case len(out.Problems) == 0: // nothing was found, but not everything could be checked
		return fmt.Errorf("the log is whole, but the columns could not be compared with it: %w", fault.Room(columns))
	case columns != nil:
		s.say(fmt.Sprintf("the columns could not be compared with the log: %v", fault.Room(columns)))
	}
	s.say("the data folder is not as the log made it: see above")
	return errSaid
}

func printVerified(w io.Writer, v verified) error {
	p := &page{w: w}
	for _, problem := range v.Problems {
		switch {
		case problem.Part == "columns" || problem.Part == "jobs" || problem.Part == "checkpoints":
			p.linef("%s: %s", problem.Part, problem.Text)
		case problem.Seq > 0:
			p.linef("change %d: %s", problem.Seq, problem.Text)
		default:
			p.linef("%s", problem.Text)
		}
	}
	if v.OK {
		p.linef("verified %s changes of %s records: the current state and the columns agree with the log, and the log "+
			"with %s", figures.Count(v.Changes), figures.Count(v.Records),
			figures.Several(int64(v.Checkpoints), "signed checkpoint", "signed checkpoints"))
	}
	return p.err
}
