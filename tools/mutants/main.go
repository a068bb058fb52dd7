package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// room is code and the tests that have to hold it.
type room struct {
	name    string
	sources []string // folders; one that ends in /... has those below it too
	tests   []string // patterns of go test; all their tests are run
	beside  string   // packages outside whose tests are run when those pass; "" for none
	only    string   // the names of its tests
}

// rooms are what slips are planted in. The suites of the log and of backups need an engine, so they are run with it;
// that an import in parts ends as one at once does is held by a suite that makes whole exports.
var rooms = []room{
	{name: "record", sources: []string{"record"}, tests: []string{"./record/..."},
		beside: "./sqlite", only: "TestStore|TestVerify|TestForget|TestReopening"},
	{name: "analytics", sources: []string{"analytics"}, tests: []string{"./analytics"}},
	{name: "metrics", sources: []string{"metrics"}, tests: []string{"./metrics"}},
	{name: "period", sources: []string{"internal/period"}, tests: []string{"./internal/period"}},
	{name: "money", sources: []string{"internal/money"}, tests: []string{"./internal/money"}},
	{name: "auth", sources: []string{"auth"}, tests: []string{"./auth/..."}},
	{name: "backup", sources: []string{"backup"}, tests: []string{"./backup/..."},
		beside: "./sqlite", only: "TestBackups"},
	{name: "connectors", sources: []string{"connectors/..."}, tests: []string{"./connectors/..."},
		beside: "./internal/acceptance", only: "TestFileByFile"},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	n := flags.Int("n", 200, "`slips` that compile, shared out over the rooms")
	seed := flags.Uint64("seed", 1, "which slips")
	file := flags.String("results", ".tools/mutants.jsonl", "`file` that holds the outcomes")
	limit := flags.Duration("timeout", 0,
		"for the tests of one slip; 0: three times what they take without one, and a minute")
	again := flags.Bool("again", false, "plant those that lived once more: a test may hold their line now")
	report := flags.Bool("report", false, "print what the file holds and run nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := choose(flags.Args())
	if err != nil {
		return err
	}
	known, err := readOutcomes(*file)
	if err != nil {
		return err
	}
	if *report {
		return tell(os.Stdout, chosen, known)
	}
	if err := limitMemory(); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }() // a folder for temporary files
	for i, r := range chosen {
		share := *n / len(chosen)
		if i < *n%len(chosen) {
			share++
		}
		w := work{room: r, seed: *seed, n: share, limit: *limit, again: *again, file: *file, out: os.Stdout,
			scratch: scratch, known: known}
		if err := w.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	known, err = readOutcomes(*file)
	if err != nil {
		return err
	}
	return tell(os.Stdout, chosen, known)
}

func choose(names []string) ([]room, error) {
	if len(names) == 0 {
		return rooms, nil
	}
	var chosen []room
	for _, name := range names {
		i := slices.IndexFunc(rooms, func(r room) bool { return r.name == name })
		if i < 0 {
			var all []string
			for _, r := range rooms {
				all = append(all, r.name)
			}
			return nil, fmt.Errorf("no room %q; there are %s", name, strings.Join(all, ", "))
		}
		chosen = append(chosen, rooms[i])
	}
	return chosen, nil
}

// patience is how long the tests of one slip may take.
func patience(limit, usual time.Duration) time.Duration {
	if limit > 0 {
		return limit
	}
	return 3*usual + time.Minute
}
