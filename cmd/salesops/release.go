package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/alecthomas/kong"
)

// release is the version of this program, or of the release that it will become.
const release = "0.2.0"

// commit is the commit the program was built from; the linker sets it.
var commit = "dev"

// version returns the text for the program's version in its output, the API and backups.
func version() string { return release + " (" + commit + ")" }

type versionCommand struct {
	Format string `complete:"table,json" default:"table" placeholder:"FORMAT" help:"table or json (table)."`
}

func (*versionCommand) Help() string {
	return `Examples:

  salesops version
  salesops --version
  salesops version --format json`
}

func (c *versionCommand) use() (folderUse, error) {
	return noFolder, oneOf("--format", c.Format, "table", "json")
}

func (c *versionCommand) run(_ context.Context, s *session) error {
	if c.Format == "json" {
		return printJSON(s.stdout, struct {
			Version string `json:"version"`
			Commit  string `json:"commit"`
			Go      string `json:"go"`
			System  string `json:"system"`
		}{release, commit, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
	}
	_, err := fmt.Fprintln(s.stdout, "salesops", version())
	return err
}

// versionFlag prints the version instead of carrying out a command.
type versionFlag bool

// BeforeReset is called by kong as soon as the flag was read.
func (versionFlag) BeforeReset(app *kong.Kong) error {
	if _, err := fmt.Fprintln(app.Stdout, "salesops", version()); err != nil {
		return err
	}
	app.Exit(0)
	return nil
}
