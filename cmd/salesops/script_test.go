package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts in testdata/script are sessions as a person types them: commands, what they
// print, how they exit. Each runs in a folder of its own with the files it carries.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"salesops": main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(root, "testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TRIAL", filepath.Join(root, "..", "shared", "data"))
			env.Setenv("TZ", "UTC")
			return nil
		},
		Condition: func(condition string) (bool, error) {
			if condition == "trial" { // the trial data beside the repository
				_, err := os.Stat(filepath.Join(root, "..", "shared", "data"))
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", condition)
		},
	})
}
