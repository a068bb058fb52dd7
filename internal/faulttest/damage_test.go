package faulttest

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// flip changes 4 KB of a file at a random place.
func flip(t *testing.T, path string, random *rand.Rand) int64 {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	at := random.Int64N(max(info.Size()/4096, 1)) * 4096
	block := make([]byte, 4096)
	n, _ := file.ReadAt(block, at)
	for i := range block[:n] {
		block[i] ^= 0xff
	}
	if _, err := file.WriteAt(block[:n], at); err != nil {
		t.Fatal(err)
	}
	return at
}

// overwrite changes every block behind the file's three headers.
func overwrite(t *testing.T, path string) {
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
	if _, err := file.WriteAt([]byte(strings.Repeat("x", int(info.Size())-3*4096)), 3*4096); err != nil {
		t.Fatal(err)
	}
}

const flipRounds = 3

// TestDamagedColumns changes bytes of the closed columns. Every command works and answers right, and
// the file that was damaged lies beside the new one.
func TestDamagedColumns(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	export := writeExport(t)
	data := filepath.Join(t.TempDir(), "data")
	importExport(t, export, data)
	columns := filepath.Join(data, "columns.duckdb")
	want := answers(t, data)
	whole, err := os.ReadFile(columns)
	if err != nil {
		t.Fatal(err)
	}
	aside := 0
	for round := range flipRounds {
		for name := range map[string]bool{columns + ".wal": true, columns: true} {
			_ = os.Remove(name)
		}
		if err := os.WriteFile(columns, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			overwrite(t, columns)
		} else {
			t.Logf("flipped at %d", flip(t, columns, random))
		}
		if round%2 == 0 {
			if r := runProgram(t, "rebuild", "--data", data); r.code != 0 {
				t.Errorf("rebuild: exit %d: %s", r.code, r.stderr)
			}
		}
		same(t, data, want)
		if r := runProgram(t, "records", "deal", "--data", data, "--limit", "0", "--format", "csv"); r.code != 0 ||
			strings.Count(r.stdout, "\n") != exportDeals+1 {
			t.Errorf("records: exit %d, %d lines: %s", r.code, strings.Count(r.stdout, "\n"), r.stderr)
		}
		sound(t, data)
		kept, err := filepath.Glob(columns + ".damaged-*")
		if err != nil || len(kept) > 1 {
			t.Errorf("set aside: %v, %v", kept, err)
		}
		for _, name := range kept {
			aside++
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if aside == 0 {
		t.Error("no damage was noticed: the test proves too little")
	}
	t.Logf("%d of %d files were set aside", aside, flipRounds)
}

// TestDamagedColumnsWhileServing changes the columns under a running server. A page gets its answer,
// or is told that the columns are being made again; the server goes on.
func TestDamagedColumnsWhileServing(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	importExport(t, writeExport(t), data)
	var stderr strings.Builder
	cmd, url := serve(t, data, &stderr)
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 0 {
			t.Errorf("the server ended with %d: %s", cmd.ProcessState.ExitCode(), stderr.String())
		}
		if !strings.Contains(stderr.String(), "columns.duckdb.damaged-") {
			t.Errorf("nothing was said of the damage: %q", stderr.String())
		}
		sound(t, data)
	}()
	client, base := signedIn(t, url)
	overwrite(t, filepath.Join(data, "columns.duckdb"))
	renewed := false
	for _, path := range []string{
		"/records/deal?limit=500&sort=amount", "/records/deal?limit=500&sort=close_date",
		"/metrics/win_rate", "/metrics/won_revenue?grain=month", "/metrics/open_pipeline?by=stage", "/search?q=Deal",
		"/me", "/first-look", "/key-metrics",
	} {
		for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			status, body := fetch(t, client, base+"/api/v1"+path)
			if status == http.StatusOK {
				break
			}
			if !strings.Contains(body, "columns_mended") && !strings.Contains(body, "columns_renewed") ||
				status != http.StatusServiceUnavailable || time.Now().After(end) {
				t.Fatalf("%s: %d %s", path, status, body)
			}
			renewed = true
			if status, body := fetch(t, client, base+"/api/v1/me"); status != http.StatusOK {
				t.Errorf("/me: %d %s", status, body)
			}
		}
	}
	if _, err := create(t.Context(), client, base, "after"); err != nil {
		t.Errorf("a write after the damage: %v", err)
	}
	status, body := fetch(t, client, base+"/api/v1/metrics/win_rate")
	var answer struct {
		Rows []struct {
			Denominator json.RawMessage `json:"denominator"`
		} `json:"rows"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Rows) != 1 ||
		!strings.Contains(string(answer.Rows[0].Denominator), "2000") {
		t.Errorf("win_rate: %d %v %s", status, err, body)
	}
	t.Logf("a question was told of it: %v", renewed)
}

// signedIn is a client of a server with the session of its address.
func signedIn(t *testing.T, url string) (client *http.Client, base string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client = &http.Client{Jar: jar, Timeout: 5 * time.Minute}
	if res, err := client.Get(url); err == nil {
		_ = res.Body.Close()
	}
	base, _, _ = strings.Cut(url, "/?")
	return client, base
}

// fetch asks for an address and gives the answer.
func fetch(t *testing.T, client *http.Client, address string) (status int, body string) {
	t.Helper()
	res, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}
