package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"
)

// TestMonitoring: the figures are well formed, count requests by route, follow the folder, and contain nothing that
// was asked or stored.
func TestMonitoring(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	m := newMonitor(h.shop)
	if status, body := h.ask(http.MethodPost, "/api/v1/records/account", "application/json",
		strings.NewReader(`{"fields":{"name":"Secretive Ltd"}}`)); status != http.StatusCreated {
		t.Fatalf("%d %s", status, body)
	}
	if err := h.shop.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	counted := m.counted(h.server.Config.Handler, h.shop.api.RouteOf)
	for _, path := range []string{
		"/healthz", "/api/v1/records/account/account_secretive", "/api/v1/records/deal/deal_secretive",
		"/api/v1/secretive",
	} {
		counted.ServeHTTP(httptest.NewRecorder(),
			httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+path, nil))
	}
	if problems, err := testutil.GatherAndLint(m.registry); err != nil || len(problems) > 0 {
		t.Errorf("lint: %v %v", problems, err)
	}
	figures := scrape(t, m, h.shop)
	for _, want := range []string{
		`salesops_http_request_duration_seconds_count{code="401",method="get",route="/api/v1/records/{object}/{id}"} 2`,
		`salesops_http_request_duration_seconds_count{code="200",method="get",route="pages"} 1`,
		`salesops_http_request_duration_seconds_count{code="401",method="get",route="none"} 1`,
		`salesops_http_requests_running 0`,
		`salesops_columns_lag_changes 0`,
		`salesops_jobs_open{kind="import",state="waiting"} 0`,
		`salesops_ready 1`,
		`go_goroutines `, `process_resident_memory_bytes `, `salesops_build_info{`,
		`salesops_file_bytes{file="` + truthName + `"} `, `salesops_disk_free_bytes `,
	} {
		if !strings.Contains(figures, "\n"+want) {
			t.Errorf("no line begins with %s", want)
		}
	}
	if position := regexp.MustCompile(`\nsalesops_log_position [1-9]`); !position.MatchString(figures) {
		t.Error("the position of the log is missing or 0")
	}
	for _, secret := range []string{"ecretive", h.dir} {
		if strings.Contains(figures, secret) {
			t.Errorf("the figures contain %q", secret)
		}
	}
	if strings.Contains(figures, "salesops_last_backup") {
		t.Error("a backup is reported where there is none")
	}

	if code, _, said := h.command("backup", "create"); code != 0 {
		t.Fatalf("backup: %s", said)
	}
	h.shop.ending.Store(true)
	figures = scrape(t, m, h.shop)
	if !strings.Contains(figures, "\nsalesops_last_backup_timestamp_seconds 1.") ||
		!strings.Contains(figures, "\nsalesops_ready 0") {
		t.Error("the backup, or the end of the program, is not reported")
	}
	if status, body := h.ask(http.MethodGet, "/readyz", "", nil); status != http.StatusServiceUnavailable ||
		string(body) != "the program ends\n" {
		t.Errorf("readyz: %d %q", status, body)
	}
}

// scrape gets the figures over a connection, as Prometheus does.
func scrape(t *testing.T, m *monitor, w *workspace) string {
	t.Helper()
	addr, err := m.listen(t.Context(), "127.0.0.1:0", w)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := m.close(); err != nil {
			t.Error(err)
		}
	}()
	for _, path := range []string{"/healthz", "/metrics"} {
		status, body := get(t.Context(), t, addr, path)
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, status, body)
		}
		if path == "/metrics" {
			return body
		}
	}
	return ""
}

func get(ctx context.Context, t *testing.T, addr net.Addr, path string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr.String()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(all)
}
