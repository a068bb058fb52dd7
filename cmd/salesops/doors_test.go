package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"salesops/api"
	"salesops/internal/period"
)

// house is one data folder that is open at both of its doors: the commands and the API.
type house struct {
	t      *testing.T
	dir    string
	shop   *workspace
	server *httptest.Server
	client *http.Client
}

func testClock() period.Instant { return period.DayOf(2026, 3, 2).Start(time.UTC) }

func openHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir()}
	var err error
	if h.shop, err = openWorkspace(t.Context(), h.dir,
		&session{stderr: io.Discard, dir: h.dir, now: testClock}, false); err != nil {
		t.Fatal(err)
	}
	if err := h.shop.startJobs(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	gate := api.NewGate("0")
	h.server = httptest.NewServer(h.shop.api.Handler(gate))
	t.Cleanup(func() {
		h.server.Close()
		if err := h.shop.close(); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	h.client = &http.Client{Jar: jar}
	h.ask(http.MethodGet, "/?token="+gate.Token(testClock()), "", nil)
	return h
}

// command carries out a command line and gives what it said.
func (h *house) command(args ...string) (code int, stdout, stderr string) {
	h.t.Helper()
	var out, said strings.Builder
	code = run(h.t.Context(), args, &session{stdout: &out, stderr: &said, dir: h.dir, now: testClock, shop: h.shop})
	return code, out.String(), said.String()
}

// ask sends a request and gives its status and body.
func (h *house) ask(method, path, contentType string, body io.Reader) (status int, answer []byte) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.server.URL+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err = io.ReadAll(res.Body); err != nil {
		h.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// sameJSON compares what a command and the API said.
func sameJSON(t *testing.T, what, command string, answer []byte) {
	t.Helper()
	var a, b map[string]any
	if err := json.Unmarshal([]byte(command), &a); err != nil {
		t.Fatalf("%s: the command said %q: %v", what, command, err)
	}
	if err := json.Unmarshal(answer, &b); err != nil {
		t.Fatalf("%s: the API said %q: %v", what, answer, err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s differs:\ncommand %v\n    API %v", what, a, b)
	}
}

// TestSettingsAreTheSameAtBothDoors: what a person writes is taken, refused and shown alike.
func TestSettingsAreTheSameAtBothDoors(t *testing.T) {
	t.Parallel()
	type rate struct {
		From string `json:"from"`
		To   string `json:"to"`
		Day  string `json:"day"`
		Rate string `json:"rate"`
	}
	type text map[string]string
	one, other := openHouse(t), openHouse(t)
	for _, c := range []struct {
		line []string
		body map[string]any
		ok   bool
	}{
		{[]string{"zone=Asia/Tokyo", "currency=usd", "gross_margin=80%", "rate:EUR/usd@2026-01-01=1.1"},
			map[string]any{"values": text{"zone": "Asia/Tokyo", "currency": "usd", "gross_margin": "80%"},
				"rates": []rate{{"EUR", "usd", "2026-01-01", "1.1"}}}, true},
		{[]string{"zone=Nowhere"}, map[string]any{"values": text{"zone": "Nowhere"}}, false},
		{[]string{"name=Acme", "rate:EUR/EUR@2026-01-01=1"},
			map[string]any{"values": text{"name": "Acme"}, "rates": []rate{{"EUR", "EUR", "2026-01-01", "1"}}}, false},
		{[]string{"own_domains=@Acme.com acme.com"},
			map[string]any{"values": text{"own_domains": "@Acme.com acme.com"}}, true},
		{[]string{"rate:EUR/USD@2026-01-01=1.2", "rate:GBP/USD@2027-01-01=1.5"},
			map[string]any{"rates": []rate{{"EUR", "USD", "2026-01-01", "1.2"}, {"GBP", "USD", "2027-01-01", "1.5"}}},
			true},
	} {
		what := strings.Join(c.line, " ")
		code, _, said := one.command(append([]string{"settings"}, c.line...)...)
		body, err := json.Marshal(c.body)
		if err != nil {
			t.Fatal(err)
		}
		status, answer := other.ask(http.MethodPatch, "/api/v1/settings", "application/json", bytes.NewReader(body))
		if (code == exitAnswered) != c.ok || (status == http.StatusOK) != c.ok {
			t.Errorf("%s: exit %d (%s), status %d (%s)", what, code, said, status, answer)
		}
		if !c.ok {
			one.refusedAlike(what, said, answer)
		}
		_, shown, _ := one.command("settings", "--format", "json")
		_, got := other.ask(http.MethodGet, "/api/v1/settings", "", nil)
		sameJSON(t, what, shown, got)
	}
}

// importDeals imports a file of two deals by a command and gives the import's id.
func (h *house) importDeals(second string) string {
	h.t.Helper()
	path := filepath.Join(h.dir, "Opportunity.csv")
	text := "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" +
		"006A00000000051,Anvil,Closed Won,800,2026-01-31,2025-12-01T10:00:00Z,true,true\n" +
		"006A00000000052," + second + ",Closed Won,1000,2026-02-01,2026-01-20T10:00:00Z,true,true\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	code, out, said := h.command("import", path, "--format", "json")
	var report struct {
		Batch string `json:"batch"`
	}
	if err := json.Unmarshal([]byte(out), &report); code != exitAnswered || err != nil || report.Batch == "" {
		h.t.Fatalf("import: exit %d, %v, %s%s", code, err, out, said)
	}
	return report.Batch
}

// TestUndoIsTheSameAtBothDoors: what is taken back, what stays and what is refused.
func TestUndoIsTheSameAtBothDoors(t *testing.T) {
	t.Parallel()
	one, other := openHouse(t), openHouse(t)
	first, second := one.importDeals("Bellows"), one.importDeals("Chisel")
	firstThere, secondThere := other.importDeals("Bellows"), other.importDeals("Chisel")
	for _, c := range []struct{ here, there, line, body string }{
		{first, firstThere, "--dry-run", `{"dry_run":true}`}, // the second states what stays
		{first, firstThere, "", `{}`},
		{second, secondThere, "", `{}`},
		{second, secondThere, "", `{}`}, // nothing is left
	} {
		code, shown, said := one.command(strings.Fields("undo " + c.here + " --format json " + c.line)...)
		status, got := other.ask(http.MethodPost, "/api/v1/imports/"+c.there+"/undo", "application/json",
			strings.NewReader(c.body))
		if code != exitAnswered || status != http.StatusOK {
			t.Fatalf("undo: exit %d (%s), status %d (%s)", code, said, status, got)
		}
		same := strings.NewReplacer(firstThere, first, secondThere, second)
		sameJSON(t, "undo "+c.line, shown, []byte(same.Replace(string(got))))
	}
	for _, id := range []string{"import_zzz", "deal_zzz", "nothing"} {
		_, _, said := one.command("undo", id)
		_, answer := one.ask(http.MethodPost, "/api/v1/imports/"+id+"/undo", "application/json",
			strings.NewReader(`{}`))
		one.refusedAlike("undo "+id, said, answer)
	}
}

// refusedAlike compares the sentences of a refusal.
func (h *house) refusedAlike(what, said string, answer []byte) {
	h.t.Helper()
	var p api.Problem
	if err := json.Unmarshal(answer, &p); err != nil || p.Detail == "" ||
		strings.TrimSuffix(strings.TrimPrefix(said, "salesops: "), "\n") != p.Detail {
		h.t.Errorf("%s: the command says %q, the API %q (%v)", what, said, p.Detail, err)
	}
}

// importForm sends a file with options and gives the state of the import when it is over, or the refusal.
func (h *house) importForm(name, text string, options map[string]string) (status int, answer []byte) {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for option, value := range options {
		if err := form.WriteField(option, value); err != nil {
			h.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("files", name)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := io.WriteString(part, text); err != nil {
		h.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		h.t.Fatal(err)
	}
	status, answer = h.ask(http.MethodPost, "/api/v1/imports", form.FormDataContentType(), &body)
	for range 6_000 { // a minute: an import that nobody carries out is a fault
		if status >= 300 {
			return status, answer
		}
		var job api.ImportJob
		if err := json.Unmarshal(answer, &job); err != nil {
			h.t.Fatal(err)
		}
		if job.FinishedAt != nil {
			return status, answer
		}
		time.Sleep(10 * time.Millisecond)
		status, answer = h.ask(http.MethodGet, "/api/v1/imports/"+job.ID, "", nil)
	}
	h.t.Fatalf("the import does not end: %s", answer)
	return status, answer
}

// TestImportOptionsAreTheSameAtBothDoors: each option is read, refused and obeyed alike.
func TestImportOptionsAreTheSameAtBothDoors(t *testing.T) {
	t.Parallel()
	const name = "Opportunity.csv"
	one, other := openHouse(t), openHouse(t)
	for i, c := range []struct {
		option, value string
		ok            bool
	}{
		{"dates", "dmy", true}, {"dates", "MDY", true}, {"dates", "dym", false},
		{"numbers", "comma", true}, {"numbers", "point", true}, {"numbers", "dot", false},
		{"zone", "Asia/Tokyo", true}, {"zone", "local", false}, {"zone", "Berlin", false},
		{"encoding", "windows-1252", true}, {"encoding", "klingon", false},
		{"match", "name", true}, {"match", "colour", false},
		{"only", "update", true}, {"only", "delete", false},
		{"source", "emea", true}, {"source", strings.Repeat("x", 101), false},
	} {
		line := []string{"import", name, "--" + c.option, c.value}
		options := map[string]string{c.option: c.value}
		for option, value := range map[string]string{"dates": "ymd", "numbers": "point"} {
			if options[option] == "" && c.ok {
				options[option] = value
				line = append(line, "--"+option, value)
			}
		}
		what := strings.Join(line, " ")
		text := "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" + fmt.Sprintf(
			"006A000000000%02d,Deal %d,Closed Won,\"1,250\",01/02/2026,02/01/2026,true,true\n", i, i)
		if err := os.WriteFile(filepath.Join(one.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, said := one.command(line...)
		status, answer := other.importForm(name, text, options)
		if !c.ok {
			if status < 300 {
				t.Errorf("%s: the API takes it: %s", what, answer)
			}
			one.refusedAlike(what, strings.Replace(said, "--"+c.option+": ", "", 1), answer)
			continue
		}
		if status >= 300 {
			t.Errorf("%s: the API refuses it: %s", what, answer)
		}
		if here, there := one.deals(), other.deals(); here != there {
			t.Errorf("%s: the command brings\n%s\nthe API brings\n%s", what, here, there)
		}
	}
}

// anyID is the id of a record: two logs give different ones.
var anyID = regexp.MustCompile(`\b(deal|pipeline|stage)_[0-9a-z]{10,}`)

// deals are all deals as CSV, without ids.
func (h *house) deals() string {
	h.t.Helper()
	code, out, said := h.command("records", "deal", "--format", "csv")
	if code != exitAnswered {
		h.t.Fatalf("records: %s", said)
	}
	var lines []string
	for line := range strings.Lines(out) {
		_, rest, _ := strings.Cut(line, ",")
		lines = append(lines, rest)
	}
	return anyID.ReplaceAllString(strings.Join(lines, ""), "")
}
