package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
			if w.limit == 0 {
				if w.limit, err = w.usual(ctx); err != nil {
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

// usual runs the tests without a slip: they have to pass, and the time they take bounds that of the others.
func (w work) usual(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	result, text, err := w.test(ctx, "", 20*time.Minute)
	if err != nil {
		return 0, err
	}
	if result != lived {
		return 0, fmt.Errorf("its tests fail without a slip:\n%s", text)
	}
	return patience(0, time.Since(began)), nil
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
	began := time.Now()
	result, out, err := w.test(ctx, overlay, w.limit)
	o := outcome{Slip: s, Result: result, Seconds: int(time.Since(began).Seconds())}
	if result == died {
		o.By = firstFailed(out)
	}
	return o, err
}

// test runs the room's tests with one overlay.
func (w work) test(ctx context.Context, overlay string, limit time.Duration) (string, string, error) {
	args := []string{"test", "-short", "-failfast", "-count=1", "-vet=off", "-timeout=" + limit.String()}
	if w.room.only != "" {
		args = append(args, "-run="+w.room.only)
	}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	ctx, stop := context.WithTimeout(ctx, limit+5*time.Minute) // to build, and when even the runner hangs
	defer stop()
	cmd := exec.CommandContext(ctx, "go", append(args, w.room.tests...)...) // #nosec G204 -- the tests of a room
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	text := string(out)
	var failed *exec.ExitError
	switch {
	case err == nil:
		return lived, text, nil
	case errors.Is(context.Cause(ctx), context.Canceled):
		return "", text, context.Canceled
	case !errors.As(err, &failed) && !errors.Is(err, exec.ErrWaitDelay):
		return "", text, err
	case strings.Contains(text, "[build failed]"), strings.Contains(text, "[setup failed]"):
		return notBuilt, text, nil
	case strings.Contains(text, "test timed out after"), ctx.Err() != nil:
		return endless, text, nil
	}
	return died, text, nil
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
