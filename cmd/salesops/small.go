package main

import (
	"context"
	"fmt"
	"time"

	"salesops/api"
	"salesops/internal/fault"
	"salesops/record"
)

type versionCommand struct{}

func (*versionCommand) Help() string {
	return `Example:

  salesops version`
}

func (*versionCommand) use() (folderUse, error) { return noFolder, nil }

func (*versionCommand) run(_ context.Context, s *session) error {
	_, err := fmt.Fprintln(s.stdout, "salesops", version)
	return err
}

type openapiCommand struct{}

func (*openapiCommand) use() (folderUse, error) { return noFolder, nil }

func (*openapiCommand) run(ctx context.Context, s *session) error {
	document, err := api.Document(ctx, "1")
	if err != nil {
		return err
	}
	_, err = s.stdout.Write(document)
	return err
}

type undoCommand struct {
	Batch  string `arg:"" help:"The import's id, from the last line of its report."`
	DryRun bool   `help:"Only say what would be taken back."`
}

func (*undoCommand) Help() string {
	return `Takes back every value the import wrote. Values that were changed since stay, and are listed; records that others refer to are emptied instead of deleted. Nothing is erased: the change log keeps both the import and its undo, and earlier positions answer as they did.

Examples:

  salesops undo import_1k3v7q --dry-run
  salesops undo import_1k3v7q --data ~/acme`
}

func (*undoCommand) use() (folderUse, error) { return needsFolder, nil }

func (c *undoCommand) run(ctx context.Context, s *session) error {
	report, err := api.UndoBatch(ctx, s.shop.log, c.Batch, c.DryRun)
	if err != nil {
		return err
	}
	if report.Last != nil {
		if err := s.shop.columns.Await(ctx, record.Seq(*report.Last)); err != nil {
			return err
		}
	}
	return printUndo(s.stdout, c.Batch, report)
}

type rebuildCommand struct{}

func (*rebuildCommand) Help() string {
	return `The columns are a copy of the change log, made for fast answers. They follow it by themselves; this makes them anew from the first change. Answers do not change by it.

Example:

  salesops rebuild --data ~/acme`
}

func (*rebuildCommand) use() (folderUse, error) { return needsFolder, nil }

func (*rebuildCommand) run(ctx context.Context, s *session) error {
	line := newProgress(s)
	started := time.Now()
	err := s.shop.columns.Rebuild(ctx, func(done, total record.Seq) { line.show("rebuilding", int64(done), int64(total)) })
	line.end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "rebuilt the columns from %s changes in %s\n", grouped(int64(s.shop.columns.Position())), time.Since(started).Round(10*time.Millisecond))
	return err
}

type verifyCommand struct{}

func (*verifyCommand) Help() string {
	return `Walks the whole change log and names the first row that was changed, is missing or stands in the wrong place; then compares the current state and the columns with a replay. Exit 1 when something was found.

Example:

  salesops verify --data ~/acme`
}

func (*verifyCommand) use() (folderUse, error) { return needsFolder, nil }

func (*verifyCommand) run(ctx context.Context, s *session) error {
	line := newProgress(s)
	report, err := s.shop.log.Verify(ctx, func(done, total record.Seq) { line.show("verifying", int64(done), int64(total)) })
	line.end()
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		at := ""
		if p.Seq > 0 {
			at = fmt.Sprintf("change %d: ", p.Seq)
		}
		if _, err := fmt.Fprintln(s.stdout, at+p.Text); err != nil {
			return err
		}
	}
	columns := s.shop.current(ctx)
	if columns == nil {
		columns = s.shop.columns.Check(ctx)
	}
	if columns != nil {
		if fault.KindOf(columns) == fault.Internal && ctx.Err() != nil {
			return columns
		}
		if _, err := fmt.Fprintf(s.stdout, "columns: %v; `salesops rebuild` makes them anew\n", columns); err != nil {
			return err
		}
	}
	if !report.OK() || columns != nil {
		s.say("the data folder is not as the log made it: see above")
		return errSaid
	}
	_, err = fmt.Fprintf(s.stdout, "verified %s changes of %s records: the log, the current state and the columns agree\n", grouped(int64(report.Changes)), grouped(int64(report.Records)))
	return err
}
