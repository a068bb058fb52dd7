package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// goEvent is one line of `go test -json` (see `go doc test2json`).
type goEvent struct {
	Action     string
	Package    string
	ImportPath string // of build events
	Test       string
	Output     string
	Elapsed    float64
}

// goReader folds the events of `go test -json` into outcomes. A test with
// subtests is counted by them, and itself only when it fails on its own. A
// package that fails without a failing test (it does not build, it panics, it
// runs out of time) counts as one failure.
type goReader struct {
	runner   string
	screen   io.Writer
	output   map[string][]string // per test or package: what it printed
	result   map[string]string   // per test: pass, fail, skip
	order    []string            // tests in the order they ended
	packages []string            // packages that failed
	build    map[string][]string // per import path: compiler messages
}

func readGoTest(runner string, r io.Reader, screen io.Writer) ([]Outcome, error) {
	reader := &goReader{
		runner: runner, screen: screen,
		output: map[string][]string{}, result: map[string]string{}, build: map[string][]string{},
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e goEvent
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(screen, lines.Text()) // the go command itself speaks plainly
			continue
		}
		reader.event(e)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read go test events: %w", err)
	}
	return reader.outcomes(), nil
}

func (g *goReader) event(e goEvent) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		g.output[key] = append(g.output[key], e.Output)
	case "build-output":
		g.build[e.ImportPath] = append(g.build[e.ImportPath], e.Output)
	case "build-fail":
		fmt.Fprint(g.screen, strings.Join(g.build[e.ImportPath], ""))
	case "pass", "fail", "skip":
		if e.Test == "" {
			g.endPackage(e)
			return
		}
		g.result[key] = e.Action
		g.order = append(g.order, key)
		if e.Action == "fail" {
			fmt.Fprint(g.screen, strings.Join(g.output[key], ""))
		}
	}
}

func (g *goReader) endPackage(e goEvent) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(g.screen, "ok    %-50s %6.1fs\n", e.Package, e.Elapsed)
	case "fail":
		fmt.Fprintf(g.screen, "FAIL  %-50s %6.1fs\n", e.Package, e.Elapsed)
		g.packages = append(g.packages, e.Package)
	}
}

func (g *goReader) outcomes() []Outcome {
	parents := map[string]bool{} // have a subtest
	blamed := map[string]bool{}  // failed because a subtest did
	for _, key := range g.order {
		for parent := key; ; {
			cut := strings.LastIndex(parent, "/")
			if cut < strings.Index(parent, " ") {
				break
			}
			parent = parent[:cut]
			parents[parent] = true
			if g.result[key] == "fail" {
				blamed[parent] = true
			}
		}
	}
	var out []Outcome
	failedIn := map[string]bool{}
	for _, key := range g.order {
		o := Outcome{Runner: g.runner, Name: key}
		switch g.result[key] {
		case "pass":
			if parents[key] {
				continue
			}
			o.Result = passed
		case "skip":
			o.Result, o.Reason = skipped, reasonIn(g.output[key])
		case "fail":
			pkg, _, _ := strings.Cut(key, " ")
			failedIn[pkg] = true
			if blamed[key] {
				continue
			}
			o.Result, o.Reason = failed, reasonIn(g.output[key])
		}
		out = append(out, o)
	}
	for _, pkg := range g.packages {
		if failedIn[pkg] {
			continue
		}
		fmt.Fprint(g.screen, strings.Join(g.output[pkg+" "], ""))
		out = append(out, Outcome{
			Runner: g.runner, Name: pkg, Result: failed,
			Reason: "the package did not build, panicked or ran out of time; see above",
		})
	}
	return out
}

// message matches `    FILE:12: text`, the form of t.Log, t.Skip, t.Error.
var message = regexp.MustCompile(`^\s+\S+\.go:\d+: (.*)`)

// reasonIn returns the last message a test printed: for a skipped test the reason.
func reasonIn(output []string) string {
	for i := len(output) - 1; i >= 0; i-- {
		if m := message.FindStringSubmatch(strings.TrimRight(output[i], "\n")); m != nil {
			return m[1]
		}
	}
	return ""
}
