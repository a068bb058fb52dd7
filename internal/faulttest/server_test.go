package faulttest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

const serverRounds = 8

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+\S*`)

// serve starts the server and gives the address that it prints. Whoever calls it ends it.
func serve(t *testing.T, data string, stderr io.Writer) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(binary(t), "serve", "--data", data, "--addr", "127.0.0.1:0")
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	url := ""
	for lines := bufio.NewScanner(out); url == "" && lines.Scan(); {
		url = address.FindString(lines.Text())
	}
	if url == "" {
		t.Fatalf("the server printed no address: %v", cmd.Wait())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return cmd, url
}

// TestKillServer kills the running server while several clients write through the API: what
// was answered with 201 is there after the next start.
func TestKillServer(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	acknowledged := map[string]string{} // id → name
	for round := range serverRounds {
		cmd, url := serve(t, data, nil)
		kill := time.AfterFunc(time.Duration(200+rand.IntN(600))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		for id, name := range createUntilGone(t, url, round) {
			acknowledged[id] = name
		}
		_ = cmd.Wait()
		kill.Stop()
	}
	if len(acknowledged) < serverRounds {
		t.Fatalf("only %d writes were acknowledged in %d rounds: the test proves too little",
			len(acknowledged), serverRounds)
	}
	r := runProgram(t, "records", writtenObject, "--data", data, "--limit", "0", "--format", "csv")
	if r.code != 0 {
		t.Fatalf("records: exit %d: %s", r.code, r.stderr)
	}
	for id, name := range acknowledged {
		if !strings.Contains(r.stdout, id) || !strings.Contains(r.stdout, name) {
			t.Errorf("%s %q was answered with 201 and is gone", id, name)
		}
	}
	sound(t, data)
	t.Logf("%d rounds, %d writes acknowledged, none lost", serverRounds, len(acknowledged))
}

const writtenObject = "product" // any object without references will do

// createUntilGone creates records from several clients until the server is gone, and
// returns those it acknowledged.
func createUntilGone(t *testing.T, url string, round int) map[string]string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 5 * time.Minute}
	if res, err := client.Get(url); err == nil { // the one-time token becomes a cookie
		_ = res.Body.Close()
	}
	origin := strings.SplitN(url, "/", 4)
	base := strings.Join(origin[:3], "/")
	base, _, _ = strings.Cut(base, "?")

	acknowledged := map[string]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for c := range 3 {
		wg.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("product-%d-%d-%d", round, c, n)
				id, err := create(t.Context(), client, base, name)
				if err != nil {
					return // the server is gone
				}
				mu.Lock()
				acknowledged[id] = name
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return acknowledged
}

func create(ctx context.Context, client *http.Client, base, name string) (id string, err error) {
	body, err := json.Marshal(map[string]any{"fields": map[string]any{"name": name}})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost,
		base+"/api/v1/records/"+writtenObject, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", base)
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusCreated {
		return "", fmt.Errorf("status %d: %s", res.StatusCode, text)
	}
	var answer struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return "", err
	}
	return answer.ID, nil
}
