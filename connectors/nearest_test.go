package connectors

import (
	"testing"

	"salesops/connectors/table"
)

// TestPartOfAnExport: a file of a whole export is named as that, with how to read it, and not
// offered as a table whose columns somebody has to explain.
func TestPartOfAnExport(t *testing.T) {
	t.Parallel()
	f := &file{name: "deal.csv", table: &table.Table{Header: []string{"salesops_change", "object", "record", "kind"}}}
	if got := nearest(f, nil, nil).Code; got != "layout_export" {
		t.Errorf("it is called %q", got)
	}
}
