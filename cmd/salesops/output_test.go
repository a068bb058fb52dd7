package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"salesops/internal/period"
)

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestOutputThatCannotBeWritten: a command whose answer could not be written has failed, and says why.
func TestOutputThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := func() period.Instant { return period.DayOf(2026, 3, 2).Start(time.UTC) }
	begin := func(stdout io.Writer, line ...string) (int, string) {
		var said strings.Builder
		code := run(t.Context(), append(line, "--data", filepath.Join(dir, "data")),
			&session{stdout: stdout, stderr: &said, dir: dir, now: clock})
		return code, said.String()
	}
	if code, said := begin(io.Discard, "settings", "name=Acme"); code != exitAnswered {
		t.Fatalf("make a folder: %d, %s", code, said)
	}
	lines := []string{
		"--version", "--help", "help import", "import --help", "version", "version --format json", "man", "openapi",
		"completion bash", "completion zsh",
		"completion fish", "records deal --format json", "records deal --format csv", "metric list", "metric win_rate",
		"metric win_rate --format json", "settings",
		"verify", "verify --format json", "backup list", "backup create", "backup create other.backup --format json",
		"review", "rebuild", "upgrade", "export out",
	}
	for _, name := range commandNames {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, name) }) &&
			!slices.Contains([]string{"demo", "serve", "undo", "forget", "restore", "user"}, name) {
			t.Errorf("%s is not tried", name)
		}
	}
	for _, line := range lines {
		if code, said := begin(full{}, strings.Fields(line)...); code != exitFailed ||
			!strings.Contains(said, "no space left") {
			t.Errorf("salesops %s: exit %d, %q", line, code, said)
		}
	}
}
