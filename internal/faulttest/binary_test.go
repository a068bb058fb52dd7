package faulttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// binary is the built program.
func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("SALESOPS_BINARY")
	if path == "" {
		t.Fatal("SALESOPS_BINARY does not name the built program; run: tools/run build faults")
	}
	return path
}

// result is how a run of the program ended.
type result struct {
	code           int
	stdout, stderr string
}

func runProgram(t *testing.T, args ...string) result {
	return finish(t, exec.Command(binary(t), args...))
}

func finish(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

const (
	exportDeals = 3000
	// fullAt is the size of a disk, in MB, that an import of the export does not fit onto.
	// The program leaves 16 MB of it free.
	fullAt = 19
)

// writeExport writes an export of deals with history, the same in every run.
func writeExport(t *testing.T) string {
	t.Helper()
	return writeDeals(t, exportDeals)
}

// writeDeals writes an export of so many deals: a row for each, and one or two of its history.
func writeDeals(t *testing.T, count int) string {
	t.Helper()
	folder := t.TempDir()
	var deals, history strings.Builder
	deals.WriteString("Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon,IsDeleted\n")
	history.WriteString("Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n")
	for n := range count {
		id := fmt.Sprintf("006A%011d", n)
		amount := 1000 + n*7%5000
		created := fmt.Sprintf("2024-%02d-%02d", 1+n%12, 1+n%28)
		closed := fmt.Sprintf("2025-%02d-%02d", 1+n%12, 1+n*3%28)
		stage, isClosed, isWon := "Prospecting", false, false
		switch n % 3 {
		case 0:
			stage, isClosed, isWon = "Closed Won", true, true
		case 1:
			stage, isClosed = "Closed Lost", true
		}
		fmt.Fprintf(&deals, "%s,Deal %d,%s,%d,%s,%sT08:00:00.000Z,%sT09:00:00.000Z,%t,%t,false\n", id, n, stage,
			amount, closed, created, closed, isClosed, isWon)
		fmt.Fprintf(&history, "008A%011d,%s,Prospecting,%d,%s,%sT08:00:00.000Z\n", 2*n, id, amount, closed, created)
		if isClosed {
			fmt.Fprintf(&history, "008A%011d,%s,%s,%d,%s,%sT09:00:00.000Z\n", 2*n+1, id, stage, amount, closed, closed)
		}
	}
	for name, text := range map[string]string{"deals.csv": deals.String(), "history.csv": history.String()} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// answers are the numbers that must not depend on what went wrong on the way.
func answers(t *testing.T, data string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, question := range []string{
		"win_rate", "won_revenue --grain month", "open_pipeline", "asp_median",
		"open_pipeline --as-of 2024-09-15", "won_deals --as-of 2025-06-30 --grain quarter",
	} {
		args := append([]string{"metric"}, strings.Fields(question)...)
		r := runProgram(t, append(args, "--data", data, "--format", "json", "--today", "2026-01-15")...)
		if r.code != 0 {
			t.Fatalf("salesops metric %s: exit %d: %s", question, r.code, r.stderr)
		}
		var answer struct {
			Rows json.RawMessage `json:"rows"`
		}
		if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil {
			t.Fatalf("salesops metric %s: %v: %s", question, err, r.stdout)
		}
		out[question] = string(answer.Rows)
	}
	return out
}

// sound fails unless the program itself finds the folder whole.
func sound(t *testing.T, data string) {
	t.Helper()
	if r := runProgram(t, "verify", "--data", data); r.code != 0 {
		t.Fatalf("salesops verify: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
}

// undisturbed is what the export answers when nothing goes wrong.
func undisturbed(t *testing.T, export string) map[string]string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "undisturbed")
	if r := runProgram(t, "import", export, "--data", data); r.code != 0 {
		t.Fatalf("import: exit %d: %s", r.code, r.stderr)
	}
	want := answers(t, data)
	if !strings.Contains(want["win_rate"], `"denominator":2000`) &&
		!strings.Contains(want["win_rate"], `"denominator": 2000`) {
		t.Fatalf("the export was not read as meant: win_rate %s", want["win_rate"])
	}
	return want
}

// same compares the answers of a folder with the undisturbed ones.
func same(t *testing.T, data string, want map[string]string) {
	t.Helper()
	for question, rows := range answers(t, data) {
		if rows != want[question] {
			t.Errorf("after the failure salesops metric %s answers\n%s\nwant\n%s", question, rows, want[question])
		}
	}
}

// plain fails unless the message is a sentence for a person: not a stack, not a bare code.
func plain(t *testing.T, stderr string) {
	t.Helper()
	text := strings.TrimSpace(stderr)
	if text == "" || strings.Contains(text, "goroutine ") || strings.Contains(text, "panic:") {
		t.Errorf("the failure is not explained: %q", stderr)
	}
}
