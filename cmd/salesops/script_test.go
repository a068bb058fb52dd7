package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts in testdata/script, here and at the root, are sessions as a person types them:
// commands, what they print, how they exit. Each runs in a folder of its own with the files
// it carries.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"salesops": main})
}

// trialData lies beside the repository where real exports are at hand.
func trialData(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, "..", "shared", "data")
}

func TestScripts(t *testing.T) {
	t.Parallel()
	runScripts(t, filepath.Join("testdata", "script"))
}

func TestRootScripts(t *testing.T) {
	t.Parallel()
	runScripts(t, filepath.Join("..", "..", "testdata", "script"))
}

// TestProgramScripts runs what takes minutes with the race detector on the built program.
func TestProgramScripts(t *testing.T) {
	t.Parallel()
	program := os.Getenv("SALESOPS_BINARY")
	if program == "" {
		t.Skip("tools/run build faults runs these on the built program")
	}
	runScripts(t, filepath.Join("testdata", "program"), filepath.Dir(program))
}

// runScripts runs the scripts of a folder; programs are looked for in the folders of path first.
func runScripts(t *testing.T, dir string, path ...string) {
	t.Helper()
	trial := trialData(t)
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TRIAL", trial)
			env.Setenv("TZ", "UTC")
			env.Setenv("PATH", strings.Join(append(path, env.Getenv("PATH")), string(os.PathListSeparator)))
			return nil
		},
		Condition: func(condition string) (bool, error) {
			if condition == "trial" {
				_, err := os.Stat(trial)
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", condition)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "served": served, "visit": visit,
			"reads": reads, "large": large, "workbook": workbook},
	})
}

// exits N COMMAND…: runs a command and checks its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	code := 0
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// served DIR: waits until a process answers for the data folder.
func served(ts *testscript.TestScript, neg bool, args []string) {
	for range 600 {
		if _, err := os.Stat(filepath.Join(ts.MkAbs(args[0]), "control.sock")); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("nobody serves %s", args[0])
}

var link = regexp.MustCompile(`http://\S+\?token=\S+`)

// visit PATH: opens the address in the last output as a browser does, then PATH, whose
// status and body become the file "visited".
func visit(ts *testscript.TestScript, neg bool, args []string) {
	found := link.FindString(ts.ReadFile("stdout"))
	if found == "" {
		ts.Fatalf("no address was printed")
	}
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := &http.Client{Jar: jar, Timeout: 5 * time.Minute}
	for _, address := range []string{found, found[:strings.Index(found, "/?")] + args[0]} {
		res, err := client.Get(address)
		ts.Check(err)
		var body strings.Builder
		_, err = fmt.Fprintf(&body, "%d\n", res.StatusCode)
		ts.Check(err)
		ts.Check(res.Write(&body))
		ts.Check(res.Body.Close())
		ts.Check(os.WriteFile(ts.MkAbs("visited"), []byte(body.String()), 0o600))
	}
}

// reads REGEXP: keeps what matches in the last output as $FOUND: the first group.
func reads(ts *testscript.TestScript, neg bool, args []string) {
	m := regexp.MustCompile(args[0]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("no match for %s", args[0])
	}
	ts.Setenv("FOUND", m[1])
}
