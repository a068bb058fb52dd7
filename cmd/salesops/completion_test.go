package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The scripts are tried in the shells they are for, on lines as somebody types them.

func script(t *testing.T, shell string) string {
	t.Helper()
	var out strings.Builder
	if code := run(t.Context(), []string{"completion", shell},
		&session{stdout: &out, stderr: os.Stderr, dir: t.TempDir()}); code != exitAnswered {
		t.Fatalf("completion %s: exit %d", shell, code)
	}
	path := filepath.Join(t.TempDir(), "completion")
	if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func inShell(t *testing.T, name string, args ...string) []string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed: tools/setup --with-tests installs it", name)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(cmd.Dir, "Opportunity.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "HOME="+cmd.Dir, "XDG_CONFIG_HOME="+cmd.Dir, "XDG_DATA_HOME="+cmd.Dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return strings.Fields(string(out))
}

// completions are lines with the cursor at their end, and words that must be offered there;
// a word after "!" must not be.
var completions = []struct {
	typed []string
	want  string
}{
	{[]string{"imp"}, "import !metric"},
	{[]string{"backup", ""}, "create verify list !import"},
	{[]string{"backup", "create", "--rec"}, "--recipient"},
	{[]string{"metric", "win_rate_c"}, "win_rate_competitive win_rate_created !win_rate"},
	{[]string{"metric", "win_rate", "--grain", ""}, "quarter year !win_rate"},
	{[]string{"records", "dea"}, "deal deal_line"},
	{[]string{"import", "Opp"}, "Opportunity.csv"},
	{[]string{"import", "--dates", "d"}, "dmy !mdy"},
	{[]string{"verify", "--fo"}, "--format"},
}

func offered(t *testing.T, got []string, want string) {
	t.Helper()
	for _, w := range strings.Fields(want) {
		if not, ok := strings.CutPrefix(w, "!"); ok {
			if slices.Contains(got, not) {
				t.Errorf("offers %s: %q", not, got)
			}
		} else if !slices.Contains(got, w) {
			t.Errorf("does not offer %s: %q", w, got)
		}
	}
}

func TestCompletionInBash(t *testing.T) {
	t.Parallel()
	path := script(t, "bash")
	for _, c := range completions {
		line := "source " + path + "; COMP_WORDS=(salesops"
		for _, w := range c.typed {
			line += " " + shellQuoted(w)
		}
		line += `); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _salesops; printf '%s\n' "${COMPREPLY[@]}"`
		offered(t, inShell(t, "bash", "--norc", "-c", line), c.want)
	}
}

func TestCompletionInFish(t *testing.T) {
	t.Parallel()
	path := script(t, "fish")
	for _, c := range completions {
		line := "source " + path + "; complete -C " + shellQuoted("salesops "+strings.Join(c.typed, " ")) +
			" | string split -f1 \\t; true"
		offered(t, inShell(t, "fish", "--no-config", "-c", line), c.want)
	}
}

// zsh offers words only to its editor: the words given to compadd are looked at.
func TestCompletionInZsh(t *testing.T) {
	t.Parallel()
	path := script(t, "zsh")
	for _, c := range completions {
		line := "compdef() { : }; compadd() { shift; for w in $@; do [[ $w == $words[CURRENT]* ]] && print -r -- $w; " +
			"done; return 0 }; _files() { ls }; source " + path + "; words=(salesops"
		for _, w := range c.typed {
			line += " " + shellQuoted(w)
		}
		line += "); CURRENT=$#words; _salesops"
		offered(t, inShell(t, "zsh", "-f", "-c", line), c.want)
	}
}

// The manual names every command and flag, and the typesetter has no complaint.
func TestManual(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if code := run(t.Context(), []string{"man"}, &session{stdout: &out, stderr: os.Stderr}); code != exitAnswered {
		t.Fatalf("man: exit %d", code)
	}
	root, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(out.String(), `\-`, "-")
	for _, n := range root.all() {
		if !strings.Contains(page, strings.Join(n.path[1:], " ")) {
			t.Errorf("%q is not in the manual", n.path)
		}
		for _, f := range n.flags {
			if !strings.Contains(page, "--"+f.name) {
				t.Errorf("%q: --%s is not in the manual", n.path, f.name)
			}
		}
	}
	if page != strings.ToValidUTF8(page, "") || !strings.Contains(page, "SALESOPS_DATA") {
		t.Error("the manual says nothing of SALESOPS_DATA")
	}
	file := filepath.Join(t.TempDir(), "salesops.1")
	if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := inShell(t, "sh", "-c", "command -v groff >/dev/null || exit 0; groff -ww -k -man -Tutf8 "+file+
		" 2>&1 >/dev/null"); len(said) > 0 {
		t.Errorf("the typesetter says: %q", said)
	}
}
