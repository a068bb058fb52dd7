package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// maxMemory is what a test may fill: a slip can make a loop that never ends.
const maxMemory = 6 << 30

// limitMemory holds for the tests that this process starts.
func limitMemory() error {
	limit := syscall.Rlimit{Cur: maxMemory, Max: maxMemory}
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &limit); err != nil {
		return fmt.Errorf("limit the memory of tests: %w", err)
	}
	return nil
}

// work is the slips of one room.
type work struct {
	room    room
	seed    uint64
	n       int
	limit   time.Duration
	again   bool
	file    string
	out     io.Writer
	scratch string
	known   []outcome
	reach   reach
}

func (w work) do(ctx context.Context) error {
	slips, err := w.slips(ctx)
	if err != nil {
		return err
	}
	done := map[string]outcome{}
	for _, o := range w.known {
		done[o.Slip.key()] = o
	}
	counted := 0
	for _, s := range slips {
		if counted == w.n {
			return nil
		}
		o, known := done[s.key()]
		if !known || w.again && o.Result == lived {
			if len(w.reach.tests) == 0 {
				if w.reach, err = w.measure(ctx); err != nil {
					return err
				}
			}
			if o, err = w.plant(ctx, s); err != nil {
				return err
			}
			if err := appendOutcome(w.file, o); err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w.out, "%-9s %s\n", o.Result, s); err != nil {
				return err
			}
		}
		if o.Result != notBuilt {
			counted++
		}
	}
	return fmt.Errorf("it has %d slips that compile, %d were asked for", counted, w.n)
}

// slips are all that can be planted in the room, in the order of the seed: one of each operator in turn, since
// there are ten comparisons for each statement of SQL.
func (w work) slips(ctx context.Context) ([]slip, error) {
	sources, err := load(ctx, w.room)
	if err != nil {
		return nil, err
	}
	kinds := map[string][]slip{}
	for _, s := range sources {
		for _, found := range find(s) {
			found.Room, found.Sum = w.room.name, fmt.Sprintf("%x", sha256.Sum256(s.text))
			kinds[found.Operator] = append(kinds[found.Operator], found)
		}
	}
	random := rand.New(rand.NewPCG(w.seed, 0)) // #nosec G404 -- the same slips for the same seed
	for _, name := range operatorNames {
		of := kinds[name]
		random.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
	}
	var order []slip
	for i := 0; ; i++ {
		before := len(order)
		for _, name := range operatorNames {
			if i < len(kinds[name]) {
				order = append(order, kinds[name][i])
			}
		}
		if len(order) == before {
			return order, nil
		}
	}
}

// plant runs the tests against the sources with one slip.
func (w work) plant(ctx context.Context, s slip) (outcome, error) {
	text, err := os.ReadFile(s.File)
	if err != nil {
		return outcome{}, err
	}
	changed := filepath.Join(w.scratch, filepath.Base(s.File))
	if err := os.WriteFile(changed, s.in(text), 0o600); err != nil {
		return outcome{}, err
	}
	absolute, err := filepath.Abs(s.File)
	if err != nil {
		return outcome{}, err
	}
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{absolute: changed}})
	if err != nil {
		return outcome{}, err
	}
	overlay := filepath.Join(w.scratch, "overlay.json")
	if err := os.WriteFile(overlay, list, 0o600); err != nil {
		return outcome{}, err
	}
	kept, err := examples()
	if err != nil {
		return outcome{}, err
	}
	began := time.Now()
	result, out, err := w.test(ctx, overlay, s)
	err = errors.Join(err, forget(kept))
	o := outcome{Slip: s, Result: result, Seconds: int(time.Since(began).Seconds())}
	if result == died {
		o.By = firstFailed(out)
	}
	return o, err
}

// examples are the failing inputs that property tests have written down below the current folder.
func examples() ([]string, error) {
	var found []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || path != "." && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case !entry.IsDir() && strings.HasSuffix(entry.Name(), ".fail"):
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

// forget removes the examples that were not there before. With them, one slip would make the tests stricter for
// the next.
func forget(kept []string) error {
	found, err := examples()
	for _, path := range found {
		if !slices.Contains(kept, path) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// test runs the tests that reach a slip, with its overlay.
func (w work) test(ctx context.Context, overlay string, s slip) (string, string, error) {
	folders, pattern, took := w.reach.of(s)
	limit := patience(w.limit, took)
	if len(folders) == 0 { // no test can notice; it must compile all the same
		folders, pattern = []string{"./" + filepath.Dir(s.File)}, "^$"
	}
	args := []string{"test", "-short", "-failfast", "-count=1", "-vet=off", "-timeout=" + limit.String(),
		"-overlay=" + overlay, "-run=" + pattern}
	return goTest(ctx, append(args, folders...), limit)
}

func goTest(ctx context.Context, args []string, limit time.Duration) (string, string, error) {
	all := ctx
	ctx, stop := context.WithTimeout(ctx, limit+5*time.Minute) // to build, and when even the runner hangs
	defer stop()
	cmd := exec.CommandContext(ctx, "go", args...) // #nosec G204 -- the tests of a room
	// Nobody reads the failing input of a property, so making it small is time lost.
	cmd.Env = append(os.Environ(), "RAPID_SHRINKTIME=1ms")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	heard := &listener{failed: stop}
	cmd.Stdout, cmd.Stderr = heard, heard
	err := cmd.Run()
	text := heard.String()
	var failed *exec.ExitError
	switch {
	case err == nil:
		return lived, text, nil
	case all.Err() != nil:
		return "", text, context.Canceled
	case strings.Contains(text, "[build failed]"), strings.Contains(text, "[setup failed]"):
		return notBuilt, text, nil
	case strings.Contains(text, "test timed out after"), errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return endless, text, nil
	case !errors.As(err, &failed) && !errors.Is(err, exec.ErrWaitDelay):
		return "", text, err
	}
	return died, text, nil
}

// listener keeps what the tests say and stops them once the first package has failed.
type listener struct {
	bytes.Buffer
	failed func()
}

func (l *listener) Write(p []byte) (int, error) {
	n, err := l.Buffer.Write(p)
	if bytes.HasPrefix(l.Bytes(), []byte("FAIL\t")) || bytes.Contains(l.Bytes(), []byte("\nFAIL\t")) {
		l.failed()
	}
	return n, err
}

// firstFailed is the first test that noticed.
func firstFailed(out string) string {
	lines := strings.Split(out, "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "--- FAIL: ") })
	if i < 0 {
		i = slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic: ") })
	}
	if i < 0 {
		return ""
	}
	return strings.TrimSpace(lines[i])
}
