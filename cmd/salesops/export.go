package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"salesops/api"
	"salesops/audit"
	"salesops/connectors/own"
	"salesops/internal/fault"
	"salesops/internal/figures"
)

type exportCommand struct {
	Dir    string `complete:"files" arg:"" help:"A new folder for the files."`
	Files  string `placeholder:"KIND" complete:"csv,parquet" help:"The files as csv or parquet (csv)."`
	Format string `default:"table" placeholder:"FORMAT" complete:"table,json,csv,parquet" help:"What is printed as table or json (table); csv or parquet stand for --files."`
}

func (*exportCommand) Help() string {
	return `Writes everything: one file per object, every change of every record with when it was so, when it was known, who said so and where it came from. Nothing is left out but the audit trail and who may do what, which stay with the folder and its backups; "salesops import" reads the folder back into an empty data folder, where every metric gives the same on every past day.

In CSV files a text that a spreadsheet could take for a formula has an apostrophe in front; the importer takes it off. Parquet files are typed.

Examples:

  salesops export ~/everything
  salesops export ~/everything --files parquet --data ~/acme
  salesops import ~/everything --data ~/copy`
}

func (c *exportCommand) use() (folderUse, error) {
	if c.Format == own.CSV || c.Format == own.Parquet {
		if c.Files != "" && c.Files != c.Format {
			return 0, wrongUsef("--files %s and --format %s contradict each other: leave one out", c.Files, c.Format)
		}
		c.Files, c.Format = c.Format, "table"
	}
	c.Files = cmp.Or(c.Files, own.CSV)
	if err := oneOf("--files", c.Files, own.CSV, own.Parquet); err != nil {
		return 0, err
	}
	return needsFolder, oneOf("--format", c.Format, "table", "json", own.CSV, own.Parquet)
}

func (c *exportCommand) run(ctx context.Context, s *session) error {
	line := newProgress(s)
	dir := s.path(c.Dir)
	if !s.shop.reading { // a folder that cannot be written keeps no trail; who may read it may copy it
		e := audit.Event{What: "export", Detail: audit.Say("everything")}
		if err := audit.Write(ctx, s.shop.log, api.Owner, e); err != nil {
			return err
		}
	}
	written, err := own.Write(ctx, s.shop.log, owner, dir, c.Files,
		func(done, total int64) { line.show("writing", done, total) })
	line.end()
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, struct {
			Folder  string `json:"folder"`
			Changes int64  `json:"changes"`
			Files   int    `json:"files"`
		}{dir, int64(written.Changes), written.Files})
	}
	_, err = fmt.Fprintf(s.stdout, "wrote %s changes into %s files in %s\n", figures.Count(written.Changes),
		figures.Count(int64(written.Files)), dir)
	return err
}

// readBack imports an export of salesops, if the paths are one.
func (c *importCommand) readBack(ctx context.Context, s *session, paths []string) (bool, error) {
	files, ok := own.Recognise(paths)
	if !ok {
		return false, nil
	}
	if c.DryRun || c.Full {
		return true, fault.Invalidf(
			"an export of salesops is read whole into an empty folder: leave out --dry-run and --full")
	}
	line := newProgress(s)
	loaded, err := own.Load(ctx, s.shop.log, files, func(done, total int64) { line.show("reading", done, total) })
	line.end()
	if err != nil {
		return true, err
	}
	if err := s.current(ctx); err != nil {
		return true, err
	}
	if c.Format == "json" {
		return true, printJSON(s.stdout, struct {
			Folder  string `json:"folder"`
			Changes int64  `json:"changes"`
			Files   int    `json:"files"`
		}{filepath.Dir(files[0]), int64(loaded.Changes), loaded.Files})
	}
	_, err = fmt.Fprintf(s.stdout, "read back %s changes from %s files of %s\n", figures.Count(loaded.Changes),
		figures.Count(int64(loaded.Files)), filepath.Dir(files[0]))
	return true, err
}
