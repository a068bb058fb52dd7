package faulttest

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	uploadedDeals = 8000 // about 21,000 rows with their history
	uploadKills   = 5    // of which the last is none: a job has five attempts
)

// TestKillServerInAnImport kills the server with SIGKILL in the middle of an import through the browser, several
// times, and ends it once in order. Started again, it finishes the import by itself: the log has each record once, the
// report and the numbers are those of an import that nobody disturbed, and one undo takes all of it back.
func TestKillServerInAnImport(t *testing.T) {
	t.Parallel()
	export := writeDeals(t, uploadedDeals)
	calm := filepath.Join(t.TempDir(), "calm")
	want, took := importCalmly(t, calm, export)

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("undisturbed it takes %s", took)
	data := filepath.Join(t.TempDir(), "data")
	v := visitServer(t, data)
	id := v.uploadFolder(t, export)
	killed := 0
	for round := range uploadKills {
		wait := time.Duration(random.Int64N(int64(took) / 2))
		if round%2 == 0 { // while it writes, however slow the machine is
			v.waitForWriting(t, id)
			wait /= 4
		}
		time.Sleep(wait)
		if round == uploadKills-1 {
			v.end(t)
		} else {
			killed += v.kill(t, id)
		}
		v = visitServer(t, data)
	}
	job := v.waitFor(t, id)
	if job.State != "done" || job.Batch == nil {
		t.Fatalf("after the kills the import is %s: %s", job.State, job.raw)
	}
	if killed == 0 {
		t.Fatal("every kill came after the import: the test proves nothing")
	}
	if got := counted(t, job.Report); got != counted(t, want.Report) {
		t.Errorf("the report after %d kills says\n%s\nwant\n%s", killed, got, counted(t, want.Report))
	}
	if left, err := os.ReadDir(filepath.Join(data, "uploads")); err != nil || len(left) != 0 {
		t.Errorf("uploads holds %v, %v", left, err)
	}
	v.kill(t, id)
	sound(t, data)
	same(t, data, answers(t, calm))
	if n := strings.Count(dealsOf(t, data), "\ndeal_"); n != uploadedDeals {
		t.Errorf("the log has %d deals, want %d", n, uploadedDeals)
	}
	if r := runProgram(t, "undo", *job.Batch, "--data", data); r.code != 0 {
		t.Fatalf("undo: exit %d: %s", r.code, r.stderr)
	}
	if n := strings.Count(dealsOf(t, data), "\ndeal_"); n != 0 {
		t.Errorf("the undo of the import leaves %d deals", n)
	}
	sound(t, data)
	t.Logf("%d of %d kills met the import", killed, uploadKills-1)
}

func importCalmly(t *testing.T, data, export string) (uploadedJob, time.Duration) {
	t.Helper()
	v := visitServer(t, data)
	began := time.Now()
	job := v.waitFor(t, v.uploadFolder(t, export))
	if job.State != "done" {
		t.Fatalf("an import that nobody disturbed is %s: %s", job.State, job.raw)
	}
	took := time.Since(began)
	v.kill(t, "")
	return job, took
}

// dealsOf are the deals as a file.
func dealsOf(t *testing.T, data string) string {
	t.Helper()
	r := runProgram(t, "records", "deal", "--data", data, "--limit", "0", "--format", "csv")
	if r.code != 0 {
		t.Fatalf("records: exit %d: %s", r.code, r.stderr)
	}
	return r.stdout
}

// counted is what a report says, without what differs from run to run.
func counted(t *testing.T, report json.RawMessage) string {
	t.Helper()
	var r map[string]any
	if err := json.Unmarshal(report, &r); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"batch", "seq", "seconds"} {
		delete(r, name)
	}
	for _, p := range r["problems"].([]any) {
		for _, e := range p.(map[string]any)["examples"].([]any) {
			delete(e.(map[string]any), "id")
		}
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// visited is a server with a browser that it has let in.
type visited struct {
	cmd    *exec.Cmd
	client *http.Client
	base   string
}

func visitServer(t *testing.T, data string) *visited {
	t.Helper()
	cmd, url := serve(t, data, os.Stderr)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visited{cmd: cmd, client: &http.Client{Jar: jar, Timeout: 5 * time.Minute}}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	res, err := v.client.Get(url) // the one-time token becomes a cookie
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	v.base = "http://" + res.Request.URL.Host
	return v
}

// kill kills the server and says whether the import was open.
func (v *visited) kill(t *testing.T, id string) int {
	t.Helper()
	open := 0
	if id != "" && !v.job(t, id).over() {
		open = 1
	}
	if err := v.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = v.cmd.Wait()
	return open
}

// end ends the server as Ctrl-C does.
func (v *visited) end(t *testing.T) {
	t.Helper()
	if err := v.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := v.cmd.Wait(); err != nil {
		t.Errorf("the server ends with %v", err)
	}
}

type uploadedJob struct {
	ID     string          `json:"id"`
	State  string          `json:"state"`
	Batch  *string         `json:"batch"`
	Report json.RawMessage `json:"report"`
	raw    string
}

func (j uploadedJob) over() bool { return j.State != "waiting" && j.State != "running" }

func (v *visited) job(t *testing.T, id string) uploadedJob {
	t.Helper()
	res, err := v.client.Get(v.base + "/api/v1/imports/" + id)
	if err != nil {
		t.Fatal(err)
	}
	return readJob(t, res, http.StatusOK)
}

func readJob(t *testing.T, res *http.Response, status int) (j uploadedJob) {
	t.Helper()
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == status {
		err = json.Unmarshal(text, &j)
	}
	if err != nil || res.StatusCode != status {
		t.Fatalf("status %d, %v: %s", res.StatusCode, err, text)
	}
	j.raw = string(text)
	return j
}

func (v *visited) waitFor(t *testing.T, id string) uploadedJob {
	t.Helper()
	for range 3000 {
		if j := v.job(t, id); j.over() {
			return j
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the import %s does not end", id)
	return uploadedJob{}
}

// waitForWriting returns when the import writes, or is over.
func (v *visited) waitForWriting(t *testing.T, id string) {
	t.Helper()
	for range 30_000 {
		if j := v.job(t, id); j.over() || strings.Contains(j.raw, `"phase":"write"`) {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatalf("the import %s does not begin to write", id)
}

// uploadFolder sends the files of a folder as one import and returns its job.
func (v *visited) uploadFolder(t *testing.T, folder string) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		part, err := form.CreateFormFile("files", filepath.Base(file))
		if err == nil {
			_, err = part.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.base+"/api/v1/imports", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Origin", v.base)
	res, err := v.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return readJob(t, res, http.StatusAccepted).ID
}
