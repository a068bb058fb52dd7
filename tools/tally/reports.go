package main

import (
	"encoding/json"
	"fmt"
)

// vitestReport is the part of vitest's JSON report that is counted.
type vitestReport struct {
	TestResults []struct {
		Name             string `json:"name"`
		Status           string `json:"status"`
		Message          string `json:"message"`
		AssertionResults []struct {
			FullName        string   `json:"fullName"`
			Status          string   `json:"status"`
			FailureMessages []string `json:"failureMessages"`
		} `json:"assertionResults"`
	} `json:"testResults"`
}

func readVitest(runner string, report []byte) ([]Outcome, error) {
	var v vitestReport
	if err := json.Unmarshal(report, &v); err != nil {
		return nil, fmt.Errorf("vitest report: %w", err)
	}
	var out []Outcome
	for _, file := range v.TestResults {
		// a file that does not load has no tests, only a message
		if file.Status == "failed" && len(file.AssertionResults) == 0 {
			out = append(out, Outcome{Runner: runner, Name: file.Name, Result: failed, Reason: file.Message})
		}
		for _, t := range file.AssertionResults {
			o := Outcome{Runner: runner, Name: t.FullName}
			switch t.Status {
			case "passed":
				o.Result = passed
			case "failed":
				o.Result = failed
				if len(t.FailureMessages) > 0 {
					o.Reason = firstLine(t.FailureMessages[0])
				}
			default: // pending, skipped, todo, disabled
				o.Result, o.Reason = skipped, "marked as "+t.Status+" in its file"
			}
			out = append(out, o)
		}
	}
	return out, nil
}

// e2eReport is what web/e2e writes.
type e2eReport struct {
	Tests []struct {
		Name   string `json:"name"`
		Status string `json:"status"` // passed, failed, skipped
		Reason string `json:"reason"`
	} `json:"tests"`
}

func readE2E(runner string, report []byte) ([]Outcome, error) {
	var r e2eReport
	if err := json.Unmarshal(report, &r); err != nil {
		return nil, fmt.Errorf("browser test report: %w", err)
	}
	var out []Outcome
	for _, t := range r.Tests {
		switch t.Status {
		case passed, failed, skipped:
		default:
			return nil, fmt.Errorf("browser test report: %s has the unknown status %q", t.Name, t.Status)
		}
		out = append(out, Outcome{Runner: runner, Name: t.Name, Result: t.Status, Reason: firstLine(t.Reason)})
	}
	return out, nil
}

func firstLine(s string) string {
	for i, r := range s {
		if r == '\n' {
			return s[:i]
		}
	}
	return s
}
