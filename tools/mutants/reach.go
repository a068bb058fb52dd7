package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// reach tells which tests of a room run through a line. A slip is shown only to those: no other can notice it.
type reach struct {
	tests []reaching
	known map[string][]block // of a file: all code that could be run
}

// reaching is one test and the code that it ran.
type reaching struct {
	in, name string
	took     time.Duration
	ran      map[string][]block
}

// block is code that is run as a whole, by its first and last line.
type block struct{ from, to int }

// measure runs each test of a room alone.
func (w work) measure(ctx context.Context) (reach, error) {
	r := reach{known: map[string][]block{}}
	for i, patterns := range [][]string{w.room.tests, strings.Fields(w.room.beside)} {
		if len(patterns) == 0 {
			continue
		}
		only := regexp.MustCompile("")
		if i > 0 {
			only = regexp.MustCompile(w.room.only)
		}
		list := append([]string{"list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}"}, patterns...)
		dirs, err := output(ctx, "", "go", list...)
		if err != nil {
			return r, err
		}
		for _, dir := range strings.Fields(dirs) {
			if err := r.add(ctx, w, dir, only); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// add measures the tests of one package.
func (r *reach) add(ctx context.Context, w work, dir string, only *regexp.Regexp) error {
	program, profile := filepath.Join(w.scratch, "reach.test"), filepath.Join(w.scratch, "reach.out")
	var sources []string
	for _, s := range w.room.sources {
		sources = append(sources, "./"+s)
	}
	if _, err := output(ctx, "", "go", "test", "-c", "-vet=off", "-covermode=set",
		"-coverpkg="+strings.Join(sources, ","), "-o", program, dir); err != nil {
		return err
	}
	names, err := output(ctx, dir, program, "-test.list=.")
	if err != nil {
		return err
	}
	for _, name := range strings.Fields(names) {
		if !only.MatchString(name) || strings.HasPrefix(name, "Benchmark") {
			continue
		}
		began := time.Now()
		if _, err := output(ctx, dir, program, "-test.short", "-test.run=^"+name+"$", "-test.coverprofile="+profile,
			"-test.timeout=20m"); err != nil {
			return fmt.Errorf("without a slip: %w", err)
		}
		t := reaching{in: dir, name: name, took: time.Since(began)}
		text, err := os.ReadFile(profile) // #nosec G304 -- of the scratch folder
		if err != nil {
			return err
		}
		if t.ran, err = r.read(text); err != nil {
			return err
		}
		r.tests = append(r.tests, t)
	}
	return nil
}

// profiled is a line of a profile: file:line.column,line.column statements count.
var profiled = regexp.MustCompile(`^[^/]+/(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$`)

func (r *reach) read(text []byte) (map[string][]block, error) {
	ran := map[string][]block{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		m := profiled.FindStringSubmatch(lines.Text())
		if m == nil {
			continue // the first line
		}
		from, err := strconv.Atoi(m[2])
		if err != nil {
			return nil, err
		}
		to, err := strconv.Atoi(m[3])
		if err != nil {
			return nil, err
		}
		b := block{from, to}
		if m[4] != "0" {
			ran[m[1]] = append(ran[m[1]], b)
		}
		if !slices.Contains(r.known[m[1]], b) {
			r.known[m[1]] = append(r.known[m[1]], b)
		}
	}
	return ran, nil
}

func holds(blocks []block, line int) bool {
	return slices.ContainsFunc(blocks, func(b block) bool { return b.from <= line && line <= b.to })
}

// of are the tests that a slip is shown to: folders, the pattern of the names, and how long they took one by one. What
// belongs to no function, such as a constant, is shown to all.
func (r *reach) of(s slip) (folders []string, pattern string, took time.Duration) {
	everywhere := !holds(r.known[s.File], s.Line)
	var names []string
	for _, t := range r.tests {
		if !everywhere && !holds(t.ran[s.File], s.Line) {
			continue
		}
		names = append(names, t.name)
		took += t.took
		if !slices.Contains(folders, t.in) {
			folders = append(folders, t.in)
		}
	}
	slices.Sort(names)
	return folders, "^(" + strings.Join(slices.Compact(names), "|") + ")$", took
}

// output runs a program in a folder and returns what it prints.
func output(ctx context.Context, dir, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...) // #nosec G204 -- the tests of a room
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", program, strings.Join(args, " "), err, out, said.String())
	}
	return string(out), nil
}
