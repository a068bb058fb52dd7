package connectors

import (
	"path/filepath"
	"strings"

	"salesops/connectors/csvfile"
	"salesops/connectors/table"
)

// tabular says whether a file in a folder is one that an import looks at, by its name.
func tabular(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".txt":
		return !strings.HasPrefix(name, ".")
	}
	return false
}

// tablesOf finds the tables of a file. It is the only place that knows the formats.
func tablesOf(path string) ([]*table.Table, error) {
	t, err := csvfile.Table(path)
	if err != nil {
		return nil, err
	}
	return []*table.Table{t}, nil
}
