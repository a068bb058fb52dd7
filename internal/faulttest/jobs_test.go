package faulttest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/internal/jobs"
	"salesops/record"
	"salesops/sales"
)

const (
	// envJobs names the file; set, this test program works on the jobs in it.
	envJobs = "SALESOPS_FAULT_JOBS"

	jobRounds = 40
	jobCount  = 60
	jobSteps  = 4 // changes of a job before its last one
)

// TestKillJobs kills a process that works on jobs with SIGKILL at a random moment, again and again. Afterwards each
// job is done, and its effect is there exactly once.
func TestKillJobs(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "truth.sqlite")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	addJobs(t, path)
	killed, finished := 0, 0
	for round := range jobRounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), envJobs+"="+path)
		wait := time.Duration(random.Int64N(int64(60 * time.Millisecond)))
		h := listen(t, cmd,
			map[string]func(){"open": func() { time.AfterFunc(wait, func() { _ = cmd.Process.Kill() }) }})
		if h.failed != "" {
			t.Fatalf("round %d: %s", round, h.failed)
		}
		if cmd.ProcessState.ExitCode() == -1 {
			killed++
		} else {
			finished++
		}
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envJobs+"="+path)
	if h := listen(t, cmd, nil); h.failed != "" || cmd.ProcessState.ExitCode() != 0 {
		t.Fatalf("the last process: %s, exit %d", h.failed, cmd.ProcessState.ExitCode())
	}
	broken := checkJobs(t, path)
	checkLog(t, path, nil, true)
	if killed < 5 || broken == 0 {
		t.Fatalf("%d kills, of which %d met a job: the test proves too little", killed, broken)
	}
	t.Logf("%d kills (%d rounds were done before), %d attempts broke off, each effect is there once", killed, finished,
		broken)
}

func addJobs(t *testing.T, path string) {
	t.Helper()
	log, closeLog, err := openLog(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	queue := jobs.NewQueue(log)
	for n := range jobCount {
		if _, err := queue.Add(t.Context(), jobs.New{Kind: "work", Key: fmt.Sprint("key ", n%5), Args: n,
			MaxAttempts: jobRounds + 2}, record.Command{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := closeLog(); err != nil {
		t.Fatal(err)
	}
}

func account(name string) record.Command {
	return record.Command{Drafts: []record.Draft{{Kind: record.Create, Object: sales.Account,
		Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}}}}
}

// workOnJobs is the process: it works on the jobs until none is open or it is killed.
func workOnJobs(path string) int {
	ctx := context.Background()
	log, closeLog, err := openLog(ctx, path)
	if err != nil {
		fmt.Println("failed", oneLine(err))
		return 1
	}
	queue := jobs.NewQueue(log)
	runner, err := jobs.NewRunner(queue, jobs.Options{Alone: true, Owner: fmt.Sprint(os.Getpid()),
		After: func(d time.Duration) (<-chan time.Time, func() bool) {
			timer := time.NewTimer(d)
			return timer.C, timer.Stop
		},
		Kinds: []jobs.Kind{{Name: "work", Run: func(ctx context.Context, r *jobs.Run) error {
			var n int
			if err := r.Args(&n); err != nil {
				return err
			}
			for step := range jobSteps {
				if _, err := r.Apply(ctx, account(fmt.Sprintf("job %d step %d", n, step))); err != nil {
					return err
				}
			}
			_, err := r.End(ctx, jobs.End{State: record.JobDone}, account(fmt.Sprintf("job %d effect", n)))
			return err
		}}}})
	if err == nil {
		err = runner.Start(ctx)
	}
	if err != nil {
		fmt.Println("failed", oneLine(err))
		return 1
	}
	fmt.Println("open", log.Head())
	for {
		open, err := queue.Open(ctx, "*")
		if err != nil {
			fmt.Println("failed", oneLine(err))
			return 1
		}
		if len(open) == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if err := errors.Join(runner.Close(ctx), closeLog()); err != nil {
		fmt.Println("failed", oneLine(err))
		return 1
	}
	return 0
}

// checkJobs holds the file to the promise and counts the attempts that were killed.
func checkJobs(t *testing.T, path string) (broken int) {
	t.Helper()
	log, closeLog, err := openLog(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	effects := map[string]int{}
	err = log.Tail(t.Context(), record.Everything(), 1, func(changes []record.Change) error {
		for i := range changes {
			for _, f := range changes[i].Fields {
				if strings.HasSuffix(f.Value.Text(), " effect") {
					effects[f.Value.Text()]++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range jobCount {
		if got := effects[fmt.Sprintf("job %d effect", n)]; got != 1 {
			t.Errorf("the effect of job %d is there %d times", n, got)
		}
	}
	all, err := jobs.NewQueue(log).List(t.Context(), "work", 0, 2*jobCount)
	if err != nil || len(all) != jobCount {
		t.Fatalf("%d jobs, %v; want %d", len(all), err, jobCount)
	}
	for _, j := range all {
		if j.State != record.JobDone {
			t.Errorf("%s is %s", j.Name(), j.State)
		}
		broken += j.Failures
	}
	if err := closeLog(); err != nil {
		t.Error(err)
	}
	return broken
}
