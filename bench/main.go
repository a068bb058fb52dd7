package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	deals := flag.Int("deals", 500_000, "deals of the generated company")
	dir := flag.String("dir", ".bench", "where the generated company is kept between runs")
	runs := flag.Int("runs", 21, "warm runs of each question")
	withPeer := flag.Bool("postgres", true, "measure PostgreSQL too")
	only := flag.String("only", "",
		"measure only these: imports, rebuild, metrics, travel, pages, load, freshness, writers, joined by commas")
	one := flag.String("shape", "", "import only this shape: company, plain, mapped, json, xlsx or undo; prints JSON")
	heap := flag.String("memprofile", "", "write a profile of all allocations to this file")
	profile := flag.String("cpuprofile", "",
		"write a CPU profile to this file: of the whole run, with -shape of the import alone")
	page := flag.String("page", "", "write what was measured into this page, such as docs/performance.md")
	flag.Parse()
	if *profile != "" && *one == "" {
		stop, err := startProfile(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		defer stop()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *one != "" {
		if err := importShape(ctx, *dir, *one, profiles{*profile, *heap}); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			stop()
			os.Exit(1) //nolint:gocritic // a profile of a failed run is of no use
		}
		return
	}
	out := &report{}
	err := run(ctx, *dir, *deals, *runs, *withPeer, *only, out)
	if *page != "" {
		if err != nil {
			out.dropLast() // the parts before it were measured
		}
		err = errors.Join(err, out.writePage(*page, fmt.Sprintf("a generated company of %d deals", *deals)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1) //nolint:gocritic // a profile of a failed run is of no use
	}
}

// run measures in the order in which the parts depend on each other.
func run(ctx context.Context, root string, deals, runs int, withPeer bool, only string, out *report) error {
	root, err := filepath.Abs(filepath.Join(root, fmt.Sprint(deals)))
	if err != nil {
		return err
	}
	export, data := filepath.Join(root, "export"), filepath.Join(root, "data")
	fmt.Printf("load average at the start: %s\n", load())
	if _, err := os.Stat(filepath.Join(export, "complete")); err != nil && only != "imports" {
		fmt.Println("generating", deals, "deals")
		if err := generate(export, sizeFor(deals)); err != nil {
			return err
		}
	}
	if only == "" || slices.Contains(strings.Split(only, ","), "imports") {
		out.begin("imports")
		if err := measureImports(ctx, root, out); err != nil {
			return err
		}
		if only == "imports" {
			out.print()
			return nil
		}
	}
	out.begin("the company")
	if err := imported(ctx, export, data, out); err != nil {
		return err
	}
	c, err := open(ctx, data)
	if err != nil {
		return err
	}
	if err := measureAll(ctx, c, root, runs, withPeer, only, out); err != nil {
		_ = c.close() // the first error is the one to show
		return err
	}
	if err := c.close(); err != nil {
		return err
	}
	out.print()
	return nil
}

// measureAll measures the parts named by only, or all of them.
func measureAll(ctx context.Context, c *company, root string, runs int, withPeer bool, only string, out *report) error {
	if _, err := c.columns.CatchUp(ctx); err != nil {
		return err
	}
	parts := []struct {
		name string
		fn   func() error
	}{
		{"rebuild", func() error { return measureRebuild(ctx, c, out) }},
		{"metrics", func() error { return measureMetrics(ctx, c, root, runs, withPeer, out) }},
		{"travel", func() error { return measureTimeTravel(ctx, c, runs, out) }},
		{"pages", func() error { return measurePages(ctx, filepath.Dir(root), out) }},
		{"load", func() error { return measureLoad(ctx, filepath.Dir(root), out) }},
		{"freshness", func() error { return measureFreshness(ctx, c, out) }},
		{"writers", func() error { return measureWriters(ctx, root, out) }},
	}
	for _, part := range parts {
		if only != "" && !slices.Contains(strings.Split(only, ","), part.name) {
			continue
		}
		out.begin(part.name)
		if err := part.fn(); err != nil {
			return err
		}
	}
	if only != "" {
		return nil
	}
	out.begin("memory")
	peak, _ := resident()
	out.add("resident memory, whole run", fmt.Sprintf("%.2f GB", float64(peak)/1e9), "<= 1.5 GB", peak <= 1_500_000_000)
	return nil
}
