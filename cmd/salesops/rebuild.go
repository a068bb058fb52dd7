package main

import (
	"context"
	"fmt"
	"time"

	"salesops/internal/figures"
	"salesops/record"
)

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
	err := s.shop.columns.Rebuild(ctx,
		func(done, total record.Seq) { line.show("rebuilding", int64(done), int64(total)) })
	line.end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "rebuilt the columns from %s changes in %s\n",
		figures.Count(int64(s.shop.columns.Position())), time.Since(started).Round(10*time.Millisecond))
	return err
}
