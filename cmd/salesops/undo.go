package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"salesops/api"
	"salesops/internal/figures"
	"salesops/undo"
)

type undoCommand struct {
	Batch  string `arg:"" help:"The import's id, from the last line of its report."`
	DryRun bool   `help:"Only say what would be taken back."`
	Format string `default:"table" placeholder:"FORMAT" complete:"table,json" help:"table or json (table)."`
}

func (*undoCommand) Help() string {
	return `Takes back every value the import wrote. Values that were changed since stay, and are listed; what a later import states too stays until that is undone as well; records that others refer to are emptied instead of deleted. Nothing is erased: the change log keeps both the import and its undo, and earlier positions answer as they did.

Examples:

  salesops undo import_1k3v7q --dry-run
  salesops undo import_1k3v7q --data ~/acme`
}

func (c *undoCommand) use() (folderUse, error) {
	return needsFolder, oneOf("--format", c.Format, "table", "json")
}

func (c *undoCommand) run(ctx context.Context, s *session) error {
	report, err := undo.Import(ctx, s.shop.log, undo.Asker{Actor: api.Owner, Scope: owner}, c.Batch, c.DryRun)
	if err != nil {
		return err
	}
	if err := s.shop.columns.Await(ctx, report.Last); err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, api.UndoReportOf(report))
	}
	return printUndo(s.stdout, c.Batch, report)
}

// printUndo prints the report of an undo.
func printUndo(w io.Writer, batch string, r undo.Report) error {
	p := &page{w: w}
	switch {
	case r.DryRun:
		p.linef("Undo of %s (dry run: nothing was written)\n", batch)
	default:
		p.linef("Undo of %s\n", batch)
	}
	g := grid{head: []string{"object", "deleted", "emptied", "set back", "restored"},
		right: map[int]bool{1: true, 2: true, 3: true, 4: true}}
	for _, o := range r.Objects {
		g.add(o.Object, figures.Count(int64(o.Deleted)), figures.Count(int64(o.Stubbed)),
			figures.Count(int64(o.Reverted)),
			figures.Count(int64(o.Restored)))
	}
	p.grid(g)
	if len(r.Kept) > 0 {
		p.linef("\nChanged since, and therefore kept:")
		for _, k := range r.Kept {
			p.linef("  %s",
				visible(strings.Join(nonEmpty([]string{k.Record, k.Field, fmt.Sprintf("(change %d)", k.Since)}), " ")))
		}
	}
	if st := r.Stated; st.Records > 0 {
		p.linef("\n%s of %s stay: later imports state them too. To take them back, undo as well: %s",
			figures.Several(int64(st.Values), "value", "values"),
			figures.Several(int64(st.Records), "record", "records"),
			strings.Join(r.Imports, ", "))
	}
	verb := "written"
	if r.DryRun {
		verb = "would be written"
	}
	if r.Changes == 0 {
		p.linef("\nThere was nothing left to take back.")
	} else {
		p.linef("\n%s %s", figures.Several(int64(r.Changes), "change", "changes"), verb)
	}
	return p.err
}
