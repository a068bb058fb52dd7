package main

import (
	"context"
	"fmt"

	"salesops/internal/demo"
	"salesops/internal/fault"
	"salesops/internal/figures"
	"salesops/internal/period"
	"salesops/sales"
)

type demoCommand struct {
	Addr  string `placeholder:"HOST:PORT" help:"Where to listen, as for serve."`
	Size  string `complete:"small,medium,large" placeholder:"SIZE" help:"How large the company is: small, medium or large (medium)."`
	Today string `placeholder:"D" help:"The company's today, YYYY-MM-DD: its three years end there (today)."`
	Seed  uint64 `default:"1" help:"Another seed makes another company (${default})."`

	size  demo.Size
	today period.Day
}

func (*demoCommand) Help() string {
	return `Makes a sample company in an empty folder, three years of leads, deals, calendars, contracts and costs up to today, and serves it like "salesops serve". What is planted in it, from a stage where deals wait to a manager who calls deals too early, is told in internal/demo/doc.go. A folder that holds records already is served as it is.

The same seed, size and day make the same company. small has 600 deals, medium 8,000, large 500,000 (minutes).

Examples:

  salesops demo
  salesops demo --data /tmp/try --addr 127.0.0.1:0 --size small`
}

func (c *demoCommand) use() (folderUse, error) {
	var err error
	if c.size, err = demo.ParseSize(c.Size); c.Size != "" && err != nil {
		return 0, wrongUsef("--size: %v", err)
	}
	if c.Today != "" {
		if c.today, err = period.ParseDay(c.Today); err != nil {
			return 0, wrongUsef("--today: %v", err)
		}
	}
	return (&serveCommand{Addr: c.Addr}).use()
}

func (c *demoCommand) run(ctx context.Context, s *session) error {
	if err := c.furnish(ctx, s); err != nil {
		return err
	}
	return serve(ctx, s, serving{addr: c.Addr}, "opens")
}

// furnish makes the sample company in a folder without records.
func (c *demoCommand) furnish(ctx context.Context, s *session) error {
	s.shop.furnishing.Lock() // another demo may be making the company: wait for it
	defer s.shop.furnishing.Unlock()
	log := s.shop.log
	empty, err := demo.Empty(ctx, log)
	if err != nil {
		return err
	}
	if !empty {
		if c.Size != "" || c.Today != "" {
			return fault.Conflictf("%s holds records already: give --data a new folder to make another company",
				s.shop.dir)
		}
		return nil
	}
	settings, _, err := sales.LoadSettings(ctx, log)
	if err != nil {
		return err
	}
	today := s.now().Day(settings.Zone)
	switch {
	case c.today > today:
		return fault.Invalidf("--today %s lies in the future: the company's days must have passed", c.today)
	case c.Today != "":
		today = c.today
	}
	if c.Size == "" {
		c.size = demo.Medium
	}
	line := newProgress(s)
	made, err := demo.Make(ctx, log, demo.Options{
		Seed: c.Seed, Size: c.size, Today: today,
		Progress: func(done, total int) { line.show("making", int64(done), int64(total)) },
	})
	line.end()
	if ctx.Err() != nil {
		return fault.Conflictf("stopped: the company in %s is not complete: remove the folder, or give --data another",
			s.shop.dir)
	}
	if err != nil {
		return err
	}
	if err := s.current(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout,
		"made a sample company: %s leads, %s deals, %s activities, %s calendar events, %s contracts, three years up "+
			"to %s\n",
		figures.Count(int64(made.Leads)), figures.Count(int64(made.Deals)), figures.Count(int64(made.Activities)),
		figures.Count(int64(made.Events)), figures.Count(int64(made.Contracts)), today)
	return err
}
