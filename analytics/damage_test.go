package analytics_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/fault"
)

// flip changes 4 KB of a file at a random place.
func flip(t *testing.T, path string, random *rand.Rand) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	at := random.Int64N(max(info.Size()/4096, 1)) * 4096
	block := make([]byte, 4096)
	n, err := file.ReadAt(block, at)
	if n == 0 {
		t.Fatal(err)
	}
	for i := range block[:n] {
		block[i] ^= 0xff
	}
	if _, err := file.WriteAt(block[:n], at); err != nil {
		t.Fatal(err)
	}
	return at
}

const outcomes = "SELECT outcome, count(*), sum(amount) FROM deal_end GROUP BY outcome ORDER BY outcome"

// answered asks until the columns are not being made again any more.
func answered(t *testing.T, c *analytics.Columns, text string) []string {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		var got []string
		_, err := c.Query(t.Context(), text, nil, func(b *analytics.Batch) error {
			for i := range b.Rows() {
				got = append(got, fmt.Sprint(b.Text(0, i), b.Int(1, i)))
			}
			return nil
		})
		if err == nil {
			return got
		}
		if !analytics.IsRenewal(err) || fault.KindOf(err) != fault.Busy || time.Now().After(end) {
			t.Fatalf("a question fails: %v", err)
		}
	}
}

// following runs the follower until the test's columns are closed.
func following(t *testing.T, c *analytics.Columns) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := c.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("the follower ended: %v", err)
		}
	})
	return func() {
		cancel()
		running.Wait()
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

const damageRounds = 8

// TestFlippedBytes damages the file while it is closed, and again while it is open. Every answer is
// right, or says that the columns are being made again.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	someDeals(t, log, 3000)
	c, _ := files(t, path, log)
	catchUp(t, c)
	want := answered(t, c, outcomes)
	done(t, c)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	noticed := 0
	for round := range damageRounds {
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		at := flip(t, path, random)
		c, said := files(t, path, log)
		stop := following(t, c)
		if round%2 == 0 {
			flip(t, path, random) // while it is open
		}
		for _, table := range []string{"deal_end", "deal_now", "deal_ver"} {
			_ = answered(t, c, "SELECT outcome, count(*) FROM "+table+" WHERE hash(COLUMNS(*)) IS NOT NULL GROUP BY 1")
		}
		if got := answered(t, c, outcomes); !slices.Equal(got, want) {
			t.Errorf("flipped at %d: answers %v, want %v", at, got, want)
		}
		if err := c.Check(t.Context()); err != nil && !analytics.IsRenewal(err) {
			t.Errorf("flipped at %d: %v", at, err)
		}
		stop()
		if kept, _ := filepath.Glob(path + ".damaged-*"); len(kept) > 2 {
			t.Errorf("kept %v", kept)
		} else if name := c.SetAside(); name != "" {
			noticed++
			if !strings.Contains(said.String(), name) {
				t.Errorf("nothing was said of %s: %s", name, said)
			}
		}
	}
	t.Logf("%d of %d files were set aside", noticed, damageRounds)
	if noticed == 0 {
		t.Error("no damage was noticed: the test proves too little")
	}
}

// TestEveryBlockDamaged overwrites all blocks of an open file, so that the next reading must fail.
func TestEveryBlockDamaged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	someDeals(t, log, 3000)
	c, _ := files(t, path, log)
	catchUp(t, c)
	want := answered(t, c, outcomes)
	done(t, c)
	c, said := files(t, path, log)
	stop := following(t, c)
	defer stop()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt(bytes.Repeat([]byte{0x5a}, int(info.Size()-3*4096)), 3*4096); err != nil {
		t.Fatal(err)
	}
	if got := answered(t, c, outcomes); !slices.Equal(got, want) {
		t.Errorf("answers %v, want %v", got, want)
	}
	if name := c.SetAside(); name == "" || !strings.Contains(said.String(), name) {
		t.Errorf("set aside %q, said %q", name, said)
	}
	someDeals(t, log, 1) // it still follows
	if err := c.Await(t.Context(), log.Head()); err != nil {
		t.Fatal(err)
	}
}
