package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A module whose tests hold half of what it does.
const (
	code = `package small

import "errors"

// Fits is held by a test.
func Fits(n, most int) bool { return n <= most }

// Query is held by none.
const Query = "SELECT x FROM t WHERE x < 1 AND y IS NULL"

func cut(s []int, on bool) ([]int, error) {
	err := errors.New("x")
	if err != nil && !on {
		return nil, err
	}
	swap(len(s), 3)
	kept := 0
	kept = len(s) - 1
	for i := 0; i < kept; i++ {
		continue
	}
	return s[:kept], nil
}

func swap(a, b int) bool { return a < b == true }
`
	test = `package small

import "testing"

func TestFits(t *testing.T) {
	if !Fits(2, 2) || Fits(3, 2) {
		t.Error("fits")
	}
}
`
)

func smallModule(t *testing.T) room {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{"go.mod": "module small\n\ngo 1.24\n", "small/small.go": code,
		"small/small_test.go": test} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return room{name: "small", sources: []string{"small"}, tests: []string{"./small"}}
}

func TestEachOperatorFindsItsSlips(t *testing.T) {
	sources, err := load(t.Context(), smallModule(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) != 1 || sources[0].name != "small/small.go" {
		t.Fatalf("sources %v", sources)
	}
	var got []string
	for _, s := range find(sources[0]) {
		was, now := strings.TrimSpace(s.Was), strings.TrimSpace(s.Now)
		if !strings.Contains(string(s.in(sources[0].text)), s.Now) {
			t.Errorf("%s does not stand in the changed file", s)
		}
		got = append(got, s.Operator+": "+was+" | "+now)
	}
	query := `const Query = "SELECT x FROM t WHERE x < 1 AND y IS NULL" | const Query = `
	fits := "func Fits(n, most int) bool { return n <= most }"
	swap := "func swap(a, b int) bool { return a < b == true }"
	want := []string{
		"comparison: " + fits + " | func Fits(n, most int) bool { return n < most }",
		"sql: " + query + `"SELECT x FROM t WHERE x <= 1 AND y IS NULL"`,
		"sql: " + query + `"SELECT x FROM t WHERE x < 1 OR y IS NULL"`,
		"sql: " + query + `"SELECT x FROM t WHERE x < 1 AND y IS NOT NULL"`,
		"condition: if err != nil && !on { | if false && (err != nil && !on) {",
		"condition: if err != nil && !on { | if err != nil {",
		"condition: if err != nil && !on { | if !on {",
		"statement: swap(len(s), 3) | ",
		"arguments: swap(len(s), 3) | swap(3, len(s))",
		"constant: swap(len(s), 3) | swap(len(s), 4)",
		"constant: kept := 0 | kept := 1",
		"statement: kept = len(s) - 1 | _ = len(s) - 1",
		"off by one: kept = len(s) - 1 | kept = len(s) - 2",
		"constant: for i := 0; i < kept; i++ { | for i := 1; i < kept; i++ {",
		"comparison: for i := 0; i < kept; i++ { | for i := 0; i <= kept; i++ {",
		"statement: continue | ",
		"off by one: return s[:kept], nil | return s[:kept+1], nil",
		"off by one: return s[:kept], nil | return s[:kept-1], nil",
		"comparison: " + swap + " | func swap(a, b int) bool { return a <= b == true }",
		"comparison: " + swap + " | func swap(a, b int) bool { return a < b != true }",
		"bool: " + swap + " | func swap(a, b int) bool { return a < b == false }",
	}
	slices.Sort(got)
	slices.Sort(want)
	if text, expected := strings.Join(got, "\n"), strings.Join(want, "\n"); text != expected {
		t.Errorf("got\n%s\nwant\n%s", text, expected)
	}
}

// A slip that a test holds dies, one that none holds lives, and a run that was stopped is gone on with.
func TestPlantedSlips(t *testing.T) {
	r := smallModule(t)
	file := filepath.Join(t.TempDir(), "outcomes.jsonl")
	w := work{room: r, seed: 2, n: 9, limit: time.Minute, file: file, out: t.Output(), scratch: t.TempDir()}
	if err := w.do(t.Context()); err != nil {
		t.Fatal(err)
	}
	outcomes, err := readOutcomes(file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, o := range outcomes {
		found[o.Result]++
		if held := strings.Contains(o.Slip.Was, "Fits"); o.Result == lived == held && o.Result != notBuilt {
			t.Errorf("%s: %s", o.Result, o.Slip)
		}
	}
	if found[lived] == 0 || found[died] == 0 {
		t.Errorf("outcomes %v", found)
	}
	w.known, w.room.tests = outcomes, []string{"./not-there"} // whatever is run now would fail
	if err := w.do(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := readOutcomes(file)
	if err != nil || len(again) != len(outcomes) {
		t.Errorf("%d outcomes after the second run, %d before: %v", len(again), len(outcomes), err)
	}
	after, err := os.ReadFile("small/small.go")
	if err != nil || string(after) != code {
		t.Errorf("the sources were changed: %v", err)
	}
}

// What no caller could see is left as it is: the size of what is taken ahead, what stands beside an error, whether the
// largest is kept again, and the order of what can be swapped.
func TestNoSlipWhereNobodyCouldSeeIt(t *testing.T) {
	r := smallModule(t)
	blind := `package small

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
)

func largest(list, other []int, err error) (int, bool, error) {
	if err != nil {
		return 1, false, fmt.Errorf("%d of %v: %w", len(list)-1, list[:2], err)
	}
	top := make([]int, 0, 8)[:0]
	_ = bufio.NewReaderSize(os.Stdin, 9)
	for _, v := range list {
		if v > top[0] {
			top[0] = v
		}
	}
	if slices.Equal(list, other) {
		return 2, true, errors.New("x")
	}
	return 3, true, err
}

type at int

func (a at) Error() string { return fmt.Sprintf("row %d", a+1) }

type column struct{ header string }

func layout(all ...column) []column { return all }

func deal(id, name column) []column { return layout(id, name) }

type field struct{ headers []string }

func headed(name, object string, headers ...string) field { return field{headers} }

func amount() field { return headed("amount", "deal", "Amount", "Betrag") }
`
	before, fields := unordered, headed
	unordered, headed = append(slices.Clone(unordered), "small/small.column"), []string{"small/small.field"}
	defer func() { unordered, headed = before, fields }()
	if err := os.WriteFile("small/small.go", []byte(blind), 0o600); err != nil {
		t.Fatal(err)
	}
	sources, err := load(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range find(sources[0]) {
		got = append(got, s.Operator+": "+strings.TrimSpace(s.Now))
	}
	want := []string{
		"constant: top := make([]int, 1, 8)[:0]",
		"arguments: top := make([]int, 8, 0)[:0]",
		"off by one: top := make([]int, 0, 8)[:0+1]",
		"off by one: top := make([]int, 0, 8)[:0-1]",
		"condition: if false && (v > top[0]) {",
		"constant: if v > top[1] {",
		"statement: _ = v",
		"constant: top[1] = v",
		"condition: if false && (slices.Equal(list, other)) {",
		"constant: return 4, true, err", // err may be nil here
		"bool: return 3, false, err",
		`arguments: func amount() field { return headed("deal", "amount", "Amount", "Betrag") }`,
		`arguments: func amount() field { return headed("amount", "Amount", "deal", "Betrag") }`,
	}
	slices.Sort(got)
	slices.Sort(want)
	if text, expected := strings.Join(got, "\n"), strings.Join(want, "\n"); text != expected {
		t.Errorf("got\n%s\nwant\n%s", text, expected)
	}
}

// What is returned beside false is left as it is where every caller looks at the bool first, and only there.
func TestNoSlipBesideFalse(t *testing.T) {
	r := smallModule(t)
	const text = `package small

func held(n int) (int, bool) { return 1, false }

func behind(n int) (int, string, bool) { return 2, "", false }

func dropped(n int) (int, bool) { return 3, false }

func before(n int) (int, bool) { return 4, false }

func otherwise(n int) (int, bool) { return 5, false }

func returned(n int) (int, bool) { return 6, false }

func handed(n int) (int, bool) { return 7, false }

func Shown(n int) (int, bool) { return 8, false }

type any interface{ dynamic() (int, bool) }

type one struct{}

func (one) dynamic() (int, bool) { return 9, false }

func closed(n int) (int, bool) {
	_ = func() (int, bool) { return 10, false }
	return 11, false
}

func uses(n int, f func(int) (int, bool)) (int, bool) {
	if m, ok := held(n); ok && m == n {
		return m, true
	}
	m, s, ok := behind(n)
	if !ok || s == "" {
		return n, false
	}
	a, _ := dropped(n)
	b, ok := before(n)
	n = b
	if !ok {
		return n, ok
	}
	if c, ok := otherwise(n); ok {
		n = c
	} else {
		n = -c
	}
	d, ok := returned(n)
	if !ok {
		return d, ok
	}
	if e, ok := (one{}).dynamic(); ok {
		n = e
	}
	if g, ok := closed(n); ok {
		n = g
	}
	if h, ok := Shown(n); ok {
		n = h
	}
	return uses(n+a+m+d, handed)
}
`
	if err := os.WriteFile("small/small.go", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sources, err := load(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, s := range find(sources[0]) {
		if _, value, ok := strings.Cut(s.Was, "return "); ok && s.Operator == "constant" {
			number, _, _ := strings.Cut(value, ",")
			got[number] = true
		}
	}
	if want := []string{"10", "3", "4", "5", "6", "7", "8", "9"}; !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
		t.Errorf("slips in what is returned beside false: %v, want %v", slices.Sorted(maps.Keys(got)), want)
	}
}

// A slip is shown to the tests that run its line; what is in no function is shown to all.
func TestReach(t *testing.T) {
	r := smallModule(t)
	w := work{room: r, scratch: t.TempDir()}
	reach, err := w.measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[int]string{6: "^(TestFits)$", 9: "^(TestFits)$", 12: "^()$"} {
		if _, got, _ := reach.of(slip{File: "small/small.go", Line: line}); got != want {
			t.Errorf("line %d is shown to %s, want %s", line, got, want)
		}
	}
}
