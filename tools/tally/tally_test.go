package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGoTest(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		events string
		want   []Outcome
	}{
		{
			name: "a parent is counted by its subtests",
			events: `{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"skip","Package":"p","Test":"TestA/y"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			want: []Outcome{{"go", "p TestA/x", passed, ""}, {"go", "p TestA/y", skipped, ""}},
		},
		{
			name: "a skipped test gives its reason",
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:9: no trial data here\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestA"}`,
			want: []Outcome{{"go", "p TestA", skipped, "no trial data here"}},
		},
		{
			name: "a failing subtest is one failure",
			events: `{"Action":"output","Package":"p","Test":"TestA/x","Output":"    a_test.go:9: got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA/x"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`,
			want: []Outcome{{"go", "p TestA/x", failed, "got 1, want 2"}},
		},
		{
			name: "a parent that fails on its own is a failure beside its subtests",
			events: `{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`,
			want: []Outcome{{"go", "p TestA/x", passed, ""}, {"go", "p TestA", failed, ""}},
		},
		{
			name: "a package that does not build is a failure",
			events: `{"Action":"build-output","ImportPath":"p [p.test]","Output":"a.go:1: syntax error\n"}
{"Action":"build-fail","ImportPath":"p [p.test]"}
{"Action":"fail","Package":"p"}`,
			want: []Outcome{{"go", "p", failed, "the package did not build, panicked or ran out of time; see above"}},
		},
		{
			name:   "a package without tests is nothing",
			events: `{"Action":"skip","Package":"p"}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := readGoTest("go", strings.NewReader(c.events), io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestVitest(t *testing.T) {
	t.Parallel()
	got, err := readVitest("web", []byte(`{"testResults":[
		{"name":"a.test.ts","status":"failed","assertionResults":[
			{"fullName":"adds","status":"passed"},
			{"fullName":"divides","status":"failed","failureMessages":["expected 1\nat a.test.ts:3"]},
			{"fullName":"later","status":"todo"}]},
		{"name":"b.test.ts","status":"failed","message":"cannot find ./b","assertionResults":[]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Outcome{
		{"web", "adds", passed, ""},
		{"web", "divides", failed, "expected 1"},
		{"web", "later", skipped, "marked as todo in its file"},
		{"web", "b.test.ts", failed, "cannot find ./b"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestE2ERefusesUnknownStatus(t *testing.T) {
	t.Parallel()
	if _, err := readE2E("e2e", []byte(`{"tests":[{"name":"home","status":"maybe"}]}`)); err == nil {
		t.Error("a status that is none of passed, failed, skipped was taken")
	}
}

func TestTotal(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "outcomes")
	for _, batch := range [][]Outcome{
		{{"go", "p TestA", passed, ""}, {"go", "p TestB", skipped, "no trial data"}},
		{{"web", "adds", failed, "expected 1"}},
	} {
		if err := appendOutcomes(file, batch); err != nil {
			t.Fatal(err)
		}
	}
	outcomes, err := readOutcomes(file)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if printTotal(&b, outcomes) {
		t.Error("a run with a failure was called good")
	}
	want := `Skipped, with the reason:
  go: p TestB: no trial data
Failed:
  web: adds: expected 1
1 passed, 1 failed, 1 skipped
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestARunnerThatRanNothingFails(t *testing.T) {
	t.Parallel()
	report := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(report, []byte(`{"tests":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"e2e", "e2e", filepath.Join(t.TempDir(), "outcomes"), report}); err == nil {
		t.Error("a browser run without a single test was called good")
	}
}
