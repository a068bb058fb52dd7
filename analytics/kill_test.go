package analytics_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// killLog returns the same log in both processes.
func killLog() *generatedLog {
	s, err := record.NewSchema(sales.Objects())
	if err != nil {
		panic(err)
	}
	return &generatedLog{&memoryLog{schema: s, last: map[record.ID]record.Seq{}, more: make(chan struct{})}, 4000}
}

// follow is the process that is killed. It takes in the log in small batches and prints the
// position reached after each.
func follow(path string) {
	ctx := context.Background()
	c, err := analytics.Open(ctx, path, killLog(), analytics.Options{})
	for at := c.Position(); err == nil; {
		if at, err = c.TakeUpTo(ctx, at+200); err == nil {
			fmt.Println(at)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// TestKilledInTheMiddle kills the follower repeatedly at random moments of a batch. Each time it
// must continue from a consistent state, and the final result must equal a replay.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	var reached record.Seq
	for round := range 12 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "ANALYTICS_FOLLOW="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; n <= round%4 && lines.Scan(); n++ {
			said, err := strconv.ParseInt(strings.TrimSpace(lines.Text()), 10, 64)
			if err != nil || record.Seq(said) <= reached {
				t.Fatalf("round %d: after %d came %q, %v", round, reached, lines.Text(), err)
			}
			reached = record.Seq(said)
		}
		wait := time.NewTimer(time.Duration(round*7%23) * time.Millisecond) // some time within the next batch
		<-wait.C
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // the output from before it was killed
			if said, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
				reached = record.Seq(said)
			}
		}
		_ = cmd.Wait() // returns an error, because the process was killed
		c, said := files(t, path, killLog())
		if c.Position() < reached || strings.Contains(said.String(), "made again") {
			t.Fatalf("round %d: said %d, but the file stands at %d; %s", round, reached, c.Position(), said)
		}
		reached = c.Position()
		if round%4 == 3 {
			if err := c.Check(t.Context()); err != nil {
				t.Fatalf("round %d at %d: %v", round, reached, err)
			}
		}
		done(t, c)
	}
	if reached < 2000 {
		t.Errorf("only %d changes were taken in all rounds", reached)
	}
}
