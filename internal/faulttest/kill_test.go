package faulttest

import (
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"
)

const killRounds = 120

// TestKill kills the writer with SIGKILL at a random moment, again and again in the same
// folder: while it opens, while it writes, and in between.
func TestKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "truth.sqlite")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	var acked []ack
	writing := 0 // rounds that were killed after something was acknowledged
	for round := range killRounds {
		cmd := writerCommand(path)
		wait := time.Duration(random.Int64N(int64(40 * time.Millisecond)))
		kill := func() { _ = cmd.Process.Kill() }
		soon := func() { time.AfterFunc(wait, kill) }
		var first map[string]func()
		switch round % 4 {
		case 0: // from the start of the process: most often while it opens and recovers
			starting := time.AfterFunc(wait*2, func() {
				if cmd.Process != nil {
					kill()
				}
			})
			defer starting.Stop()
			first = map[string]func(){"open": soon}
		case 1: // from when it is open: about the first writes
			first = map[string]func(){"open": soon}
		default: // while it writes, however slow the machine is
			first = map[string]func(){"ack": soon}
		}
		h := listen(t, cmd, first)
		if h.failed != "" {
			t.Fatalf("round %d: the log did not open after a kill: %s", round, h.failed)
		}
		if len(h.refused) > 0 {
			t.Fatalf("round %d: a change was refused: %s", round, h.refused[0])
		}
		if len(h.acks) > 0 {
			writing++
		}
		acked = append(acked, h.acks...)
		checkLog(t, path, acked, round%20 == 19 || round == killRounds-1)
	}
	if writing < killRounds/2 {
		t.Fatalf("only %d of %d rounds wrote anything before the kill: the test proves too little", writing, killRounds)
	}
	t.Logf("%d rounds, %d changes acknowledged, none lost", killRounds, len(acked))
}
