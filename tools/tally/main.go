package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

const usage = "usage: tally go NAME FILE | vitest NAME FILE REPORT | e2e NAME FILE REPORT | fail NAME FILE REASON | " +
	"total FILE…"

func run(args []string) error {
	if len(args) > 0 && args[0] == "total" {
		return total(args[1:])
	}
	want := map[string]int{"go": 3, "vitest": 4, "e2e": 4, "fail": 4}
	if len(args) == 0 || want[args[0]] != len(args) {
		return fmt.Errorf("%s", usage)
	}
	kind, runner, file := args[0], args[1], args[2]
	var outcomes []Outcome
	var err error
	switch kind {
	case "go":
		outcomes, err = readGoTest(runner, os.Stdin, os.Stdout)
	case "fail":
		outcomes = []Outcome{{Runner: runner, Name: "step", Result: failed, Reason: args[3]}}
		return appendOutcomes(file, outcomes)
	default:
		var report []byte
		report, err = os.ReadFile(args[3])
		if err != nil {
			return err
		}
		if kind == "vitest" {
			outcomes, err = readVitest(runner, report)
		} else {
			outcomes, err = readE2E(runner, report)
		}
	}
	if err != nil {
		return err
	}
	if err := appendOutcomes(file, outcomes); err != nil {
		return err
	}
	if len(outcomes) == 0 {
		return fmt.Errorf("%s ran no test", runner)
	}
	if slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Result == failed }) {
		return fmt.Errorf("%s: some tests failed", runner)
	}
	return nil
}

func total(files []string) error {
	var all []Outcome
	for _, file := range files {
		outcomes, err := readOutcomes(file)
		if err != nil {
			return err
		}
		all = append(all, outcomes...)
	}
	if !printTotal(os.Stdout, all) {
		os.Exit(1)
	}
	return nil
}
