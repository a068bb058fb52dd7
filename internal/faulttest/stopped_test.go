package faulttest

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStoppedHolder stops the server without ending it. A command that meets it says so soon, and what was given
// up is not carried out when the server continues.
func TestStoppedHolder(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	server, _ := serve(t, data, nil)
	defer func() {
		_ = server.Process.Kill() // ends a stopped process too
		_ = server.Wait()
	}()
	before := runProgram(t, "settings", "--data", data)
	if before.code != 0 || !strings.Contains(before.stdout, "zone=") {
		t.Fatalf("settings: exit %d: %s%s", before.code, before.stdout, before.stderr)
	}
	for round := range 2 { // the second finds the connection of the first in the queue
		if err := server.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		r := runProgram(t, "settings", "zone=Asia/Tokyo", "--data", data)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("round %d: the command took %v", round, took)
		}
		named := fmt.Sprintf("process %d holds %s and does not answer", server.Process.Pid, data)
		if r.code != 1 || r.stdout != "" || !strings.Contains(r.stderr, named) {
			t.Errorf("round %d: exit %d: %s%s; want %q", round, r.code, r.stdout, r.stderr, named)
		}
	}
	if err := server.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for range 3 { // a server that carried it out late would still do so after its first answer
		after := runProgram(t, "settings", "--data", data)
		if after.code != 0 || after.stdout != before.stdout {
			t.Fatalf("after it continued: exit %d: %s%s\nwant %s", after.code, after.stdout, after.stderr, before.stdout)
		}
		time.Sleep(300 * time.Millisecond)
	}
	if r := runProgram(t, "settings", "zone=Asia/Tokyo", "--data", data); r.code != 0 {
		t.Errorf("settings: exit %d: %s", r.code, r.stderr)
	}
	if r := runProgram(t, "settings", "--data", data); !strings.Contains(r.stdout, "zone=Asia/Tokyo") {
		t.Errorf("the next command was not carried out: %s%s", r.stdout, r.stderr)
	}
}
