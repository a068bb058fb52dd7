package faulttest

import (
	"fmt"
	"path/filepath"
	"testing"
)

// TestFailingSync makes one sync fail, the first, the second and so on, and then every one
// from a number on. After a failure nothing may be acknowledged any more, also when later
// syncs would succeed: the kernel may have dropped the failed pages, and a second fsync
// reports success without them (P. Rebello and others, "Can Applications Recover from fsync
// Failures?", 2020). What was acknowledged before is there.
func TestFailingSync(t *testing.T) {
	t.Parallel()
	whens := []string{"40+", "75+"}
	for n := 1; n <= 24; n++ {
		whens = append(whens, fmt.Sprint(n))
	}
	refusedOnce := 0
	for _, when := range whens {
		path := filepath.Join(t.TempDir(), "truth.sqlite")
		wrapper, _ := failingSync(t, when)
		cmd := writerCommand(path, wrapper...)
		h := listen(t, cmd, nil)
		if h.failed == "" && len(h.refused) == 0 {
			t.Fatalf("when=%s: a sync failed and nothing was refused", when)
		}
		if h.failed != "" && len(h.acks) > 0 {
			t.Fatalf("when=%s: the writer failed to open and yet acknowledged", when)
		}
		if h.ackAfterRefusal != nil {
			t.Fatalf("when=%s: change %d was acknowledged after a sync had failed", when, h.ackAfterRefusal.seq)
		}
		if len(h.acks) > 0 {
			refusedOnce++
		}
		t.Logf("when=%s: %d acknowledged, then %q%s", when, len(h.acks), first(h.refused), h.failed)
		checkLog(t, path, h.acks, true)
	}
	if refusedOnce < len(whens)/2 {
		t.Errorf("only %d of %d runs got as far as acknowledging: the test proves too little", refusedOnce, len(whens))
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
