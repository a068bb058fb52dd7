package faulttest

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillServerInABackup kills the server with SIGKILL in the middle of a backup. Started again it makes the backup
// by itself: one whole file, and nothing of the first attempt.
func TestKillServerInABackup(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	v := visitServer(t, data)
	v.waitFor(t, v.uploadFolder(t, writeDeals(t, uploadedDeals)))
	folder := data + "-backups"
	backups := func(unfinished bool) (names []string) {
		found, err := os.ReadDir(folder)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, e := range found {
			if strings.HasSuffix(e.Name(), ".part") == unfinished {
				names = append(names, e.Name())
			}
		}
		return names
	}
	const tries = 20
	killed := false
	for try := 0; try < tries && !killed; try++ {
		before := len(backups(false))
		id := v.startBackup(t)
		for len(backups(true)) == 0 && len(backups(false)) == before {
			time.Sleep(time.Millisecond)
		}
		v.kill(t, "")
		killed = len(backups(true)) > 0
		v = visitServer(t, data)
		if state := v.backupEnds(t, id); state != "done" {
			t.Fatalf("after the kill the backup is %s", state)
		}
		if left, made := backups(true), backups(false); len(left) != 0 || len(made) != before+1 {
			t.Fatalf("after the kill the folder holds %v and the parts %v, want %d backups", made, left, before+1)
		}
	}
	if !killed {
		t.Fatal("every kill came after the backup: the test proves nothing")
	}
	v.kill(t, "")
	for _, name := range backups(false) {
		if r := runProgram(t, "backup", "verify", filepath.Join(folder, name)); r.code != 0 {
			t.Errorf("verify %s: exit %d: %s", name, r.code, r.stderr)
		}
	}
	sound(t, data)
}

func (v *visited) startBackup(t *testing.T) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.base+"/api/v1/backups",
		strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", v.base)
	res, err := v.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return readJob(t, res, http.StatusAccepted).ID
}

// backupEnds waits for a backup and gives its state.
func (v *visited) backupEnds(t *testing.T, id string) string {
	t.Helper()
	for range 3000 {
		res, err := v.client.Get(v.base + "/api/v1/backups/jobs/" + id)
		if err != nil {
			t.Fatal(err)
		}
		var job struct {
			State string `json:"state"`
		}
		err = json.NewDecoder(res.Body).Decode(&job)
		_ = res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if job.State != "waiting" && job.State != "running" {
			return job.State
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the backup %s does not end", id)
	return ""
}
