package faulttest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

const (
	// envWriter names the file; set, this test program is the writer and runs no test.
	envWriter = "SALESOPS_FAULT_WRITER"
	// envPadding is how many bytes each change carries besides, to fill a disk faster.
	envPadding = "SALESOPS_FAULT_PADDING"

	writers           = 4    // goroutines that write side by side, so that commits are shared
	changesEach       = 2000 // after which a writer that nothing stops ends by itself
	triesAfterRefusal = 10   // how often each tries again
)

func TestMain(m *testing.M) {
	if path := os.Getenv(envWriter); path != "" {
		os.Exit(write(path))
	}
	if path := os.Getenv(envJobs); path != "" {
		os.Exit(workOnJobs(path))
	}
	os.Exit(m.Run())
}

func now() period.Instant { return period.InstantOf(time.Now()) }

// openLog opens the log in a file as the program does.
func openLog(ctx context.Context, path string) (*record.Log, func() error, error) {
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return nil, nil, fmt.Errorf("open the store: %w", err)
	}
	log, err := record.Open(ctx, db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: now})
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	return log, func() error {
		return errors.Join(log.Close(), db.Close())
	}, nil
}

// write is the writer: it creates accounts from several goroutines until it is refused or
// killed, and says on standard output, one line each, unbuffered:
//
//	open HEAD           the log is open
//	ack SEQ ID NAME BY  this change was acknowledged to goroutine BY
//	refused BY TEXT     this one was not; goroutine BY tries some more
func write(path string) int {
	ctx := context.Background()
	log, _, err := openLog(ctx, path)
	if err != nil {
		fmt.Println("failed", oneLine(err))
		return 1
	}
	fmt.Println("open", log.Head())
	bytes, _ := strconv.Atoi(os.Getenv(envPadding)) // unset: none
	padding := strings.Repeat("x", bytes)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			refusals := 0
			for n := 0; n < changesEach && refusals <= triesAfterRefusal; n++ {
				name := fmt.Sprintf("account-%d-%d-%d", os.Getpid(), w, n)
				done, err := log.Apply(ctx, record.Command{Actor: "owner", Drafts: []record.Draft{{
					Kind: record.Create, Object: sales.Account,
					Fields: []record.FieldValue{
						{Name: "name", Value: record.TextValue(name)},
						{Name: "website", Value: record.TextValue("https://example.com/" + padding)},
					},
				}}})
				if err != nil {
					refusals++
					fmt.Println("refused", w, oneLine(err))
					continue
				}
				fmt.Println("ack", done[0].Last, done[0].IDs[0], name, w)
			}
		})
	}
	wg.Wait()
	return 3
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", " / ") }

// ack is a change that the writer said was acknowledged.
type ack struct {
	seq  record.Seq
	id   record.ID
	name string
	by   int
}

// heard is what a writer said until it ended.
type heard struct {
	opened  bool
	acks    []ack
	refused []string
	// ackAfterRefusal is the first change acknowledged to a goroutine that had been refused.
	// Only its own lines are in order: what two of them say may overtake each other.
	ackAfterRefusal *ack
	failed          string
}

// writerCommand is the command line of a writer, behind the given wrapper (strace …).
func writerCommand(path string, wrapper ...string) *exec.Cmd {
	args := append(wrapper, os.Args[0])
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), envWriter+"="+path)
	return cmd
}

// listen starts the writer, calls first[word] when the writer says this word for the first time, and
// returns what it said when it has ended, by itself or killed.
func listen(t *testing.T, cmd *exec.Cmd, first map[string]func()) heard {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var h heard
	refusedTo, said := map[int]bool{}, map[string]bool{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		if then := first[word]; then != nil && !said[word] {
			then()
		}
		said[word] = true
		switch word {
		case "open":
			h.opened = true
		case "ack":
			var a ack
			if _, err := fmt.Sscan(rest, &a.seq, &a.id, &a.name, &a.by); err != nil {
				continue // the line the kill cut in two was not yet said
			}
			h.acks = append(h.acks, a)
			if refusedTo[a.by] && h.ackAfterRefusal == nil {
				h.ackAfterRefusal = &a
			}
		case "refused":
			by, text, _ := strings.Cut(rest, " ")
			n, err := strconv.Atoi(by)
			if err != nil {
				t.Fatalf("the writer said %q", lines.Text())
			}
			refusedTo[n] = true
			h.refused = append(h.refused, text)
		case "failed":
			h.failed = rest
		}
	}
	_ = cmd.Wait() // killed or refused: what it said counts, not its exit code
	if strings.Contains(stderr.String(), "panic:") || strings.Contains(stderr.String(), "fatal error:") {
		t.Fatalf("the writer crashed:\n%s", stderr.String())
	}
	return h
}
