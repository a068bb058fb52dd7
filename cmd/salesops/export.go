package main

import (
	"context"
	"fmt"
	"path/filepath"

	"salesops/api"
	"salesops/audit"
	"salesops/connectors/own"
	"salesops/internal/fault"
)

type exportCommand struct {
	Dir    string `arg:"" help:"A new folder for the files."`
	Format string `default:"csv" placeholder:"FORMAT" help:"csv or parquet (${default})."`
}

func (*exportCommand) Help() string {
	return `Writes everything: one file per object, every change of every record with when it was so, when it was known, who said so and where it came from. Nothing is left out but the audit trail and who may do what, which stay with the folder and its backups; "salesops import" reads the folder back into an empty data folder, where every metric gives the same on every past day.

In CSV files a text that a spreadsheet could take for a formula has an apostrophe in front; the importer takes it off. Parquet files are typed.

Examples:

  salesops export ~/everything
  salesops export ~/everything --format parquet --data ~/acme
  salesops import ~/everything --data ~/copy`
}

func (c *exportCommand) use() (folderUse, error) {
	if c.Format != own.CSV && c.Format != own.Parquet {
		return 0, wrongUsef("--format %s is not a format: use csv or parquet", c.Format)
	}
	return needsFolder, nil
}

func (c *exportCommand) run(ctx context.Context, s *session) error {
	line := newProgress(s)
	dir := s.path(c.Dir)
	if err := audit.Write(ctx, s.shop.log, api.Owner, audit.Event{What: "export", Detail: "everything"}); err != nil {
		return err
	}
	written, err := own.Write(ctx, s.shop.log, dir, c.Format, func(done, total int64) { line.show("writing", done, total) })
	line.end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "wrote %s changes into %s files in %s\n", grouped(written.Changes), grouped(int64(written.Files)), dir)
	return err
}

// readBack imports an export of salesops itself, when the paths are one.
func (c *importCommand) readBack(ctx context.Context, s *session, paths []string) (bool, error) {
	files, ok := own.Recognise(paths)
	if !ok {
		return false, nil
	}
	if c.DryRun || c.Full {
		return true, fault.Invalidf("an export of salesops is read whole into an empty folder: leave out --dry-run and --full")
	}
	line := newProgress(s)
	loaded, err := own.Load(ctx, s.shop.log, files, func(done, total int64) { line.show("reading", done, total) })
	line.end()
	if err != nil {
		return true, err
	}
	if err := s.shop.current(ctx); err != nil {
		return true, err
	}
	_, err = fmt.Fprintf(s.stdout, "read back %s changes from %s files of %s\n", grouped(loaded.Changes), grouped(int64(loaded.Files)), filepath.Dir(files[0]))
	return true, err
}
