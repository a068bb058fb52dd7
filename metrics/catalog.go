package metrics

import (
	"context"
	"io/fs"

	"salesops/record"
)

// Catalog is the set of metrics that can be asked for.
type Catalog struct{}

// Load reads the built-in metrics and then those of dirs, whose files may add
// metrics or replace built-in ones of the same name. An error names the file,
// the line and what to write instead.
func Load(dirs ...fs.FS) (*Catalog, error) { return &Catalog{}, nil }

// List gives the metrics sorted by name.
func (c *Catalog) List() []Definition { return nil }

// Get gives one metric; version 0 is the newest. The error is a fault of kind
// missing that suggests a near name.
func (c *Catalog) Get(name string, version int) (Definition, error) {
	return Definition{}, errNotYet
}

// Versions lists the known versions of a metric, newest first.
func (c *Catalog) Versions(name string) []Definition { return nil }

// Log is what Sync needs of the change log; *record.Log has it.
type Log interface {
	record.Reader
	Apply(ctx context.Context, cmds ...record.Command) ([]record.Done, error)
}

// Sync reads the definitions kept in the log, so that old versions stay
// answerable, and writes those that are new or changed into it.
func (c *Catalog) Sync(ctx context.Context, log Log) error { return errNotYet }
