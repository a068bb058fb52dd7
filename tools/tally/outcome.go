package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Outcome is the result of one test of one runner.
type Outcome struct {
	Runner string `json:"runner"`
	Name   string `json:"name"`
	Result string `json:"result"` // passed, failed or skipped
	Reason string `json:"reason,omitempty"`
}

const (
	passed  = "passed"
	failed  = "failed"
	skipped = "skipped"
)

// appendOutcomes adds outcomes to a file of one JSON object per line.
func appendOutcomes(path string, outcomes []Outcome) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY,
		0o644) // #nosec G302 -- test results are no secret
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(file)
	for _, o := range outcomes {
		if err := encoder.Encode(o); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return file.Close()
}

func readOutcomes(path string) ([]Outcome, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var outcomes []Outcome
	for decoder := json.NewDecoder(bufio.NewReader(file)); ; {
		var o Outcome
		switch err := decoder.Decode(&o); {
		case errors.Is(err, io.EOF):
			return outcomes, nil
		case err != nil:
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		outcomes = append(outcomes, o)
	}
}

// printTotal lists what was skipped and what failed, then the closing line.
// It reports whether nothing failed; that a runner ran something is checked when its
// outcomes are read.
func printTotal(w io.Writer, outcomes []Outcome) bool {
	count := map[string]int{}
	for _, o := range outcomes {
		count[o.Result]++
	}
	list := func(result, title string) {
		if count[result] == 0 {
			return
		}
		fmt.Fprintf(w, "%s:\n", title)
		for _, o := range outcomes {
			if o.Result == result {
				fmt.Fprintf(w, "  %s: %s: %s\n", o.Runner, o.Name, orUnknown(o.Reason))
			}
		}
	}
	list(skipped, "Skipped, with the reason")
	list(failed, "Failed")
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", count[passed], count[failed], count[skipped])
	return count[failed] == 0
}

func orUnknown(reason string) string {
	if reason == "" {
		return "no reason given"
	}
	return reason
}
