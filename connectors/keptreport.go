package connectors

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"salesops/record"
)

// Texts of the log have a greatest length: what an import of very many files says of itself is
// shortened to it, and says by how much.
const (
	mostNames = 64 << 10
	mostFiles = record.MaxText / 2
)

func (s *sources) fileNames() string {
	var names strings.Builder
	for i, f := range s.all {
		name := path.Base(f.name)
		if names.Len()+len(name) > mostNames {
			return fmt.Sprintf("%s … (%d files)", names.String(), len(s.all))
		}
		if i > 0 {
			names.WriteString(", ")
		}
		names.WriteString(name)
	}
	return names.String()
}

// reportText is the report as the log keeps it. What the differences are stands in their
// records; where the files do not all fit, those without trouble go first.
func (t *tally) reportText() string {
	kept := *t.report
	kept.Differences = make([]Difference, len(t.report.Differences))
	for i, d := range t.report.Differences {
		kept.Differences[i] = Difference{Object: d.Object, ID: d.ID, Field: d.Field, InForce: d.InForce}
	}
	kept.Files = filesWithin(mostFiles, t.report.Files)
	kept.FilesLeftOut = len(t.report.Files) - len(kept.Files)
	text := asText(&kept)
	if len(text) > record.MaxText {
		kept.Differences = []Difference{} // the import's changes tell them
		text = asText(&kept)
	}
	return text
}

func asText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "" // a report is plain data: it always marshals
	}
	return string(b)
}

// filesWithin is as many files as fit into size, in their order.
func filesWithin(size int, files []FileReport) []FileReport {
	fits := make([]bool, len(files))
	for _, troubled := range []bool{true, false} {
		for i := range files {
			f := &files[i]
			if (f.Unknown || f.Rejected > 0) != troubled {
				continue
			}
			if n := len(asText(f)) + 1; n <= size {
				size -= n
				fits[i] = true
			}
		}
	}
	kept := []FileReport{}
	for i := range files {
		if fits[i] {
			kept = append(kept, files[i])
		}
	}
	return kept
}
