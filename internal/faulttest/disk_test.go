package faulttest

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestFullDisk lets the writer fill a small disk. The refusal must say that the disk is
// full; what was acknowledged is there, on the full disk and after it has grown, and then
// writing goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	folder, enlarge := smallDisk(t, 4)
	path := filepath.Join(folder, "truth.sqlite")

	cmd := writerCommand(path)
	cmd.Env = append(cmd.Env, envPadding+"=2000")
	h := listen(t, cmd, nil)
	if !h.opened || len(h.acks) == 0 {
		t.Fatalf("the writer wrote nothing: %+v", h)
	}
	if len(h.refused) == 0 {
		t.Fatal("a full disk refused nothing")
	}
	if !strings.Contains(h.refused[0], "disk") && !strings.Contains(h.refused[0], "space") {
		t.Errorf("the refusal does not say that the disk is full: %q", h.refused[0])
	}
	t.Logf("%d acknowledged, then %q", len(h.acks), h.refused[0])

	enlarge(64)
	before := checkLog(t, path, h.acks, true)

	again := writerCommand(path)
	more := listen(t, again, map[string]func(){"open": func() {
		go func() { _ = again.Process.Kill() }()
	}})
	if more.failed != "" {
		t.Fatalf("with room again the log does not open: %s", more.failed)
	}
	if after := checkLog(t, path, append(h.acks, more.acks...), true); after < before {
		t.Errorf("the head went back from %d to %d", before, after)
	}
}
