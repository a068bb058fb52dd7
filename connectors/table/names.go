package table

import (
	"fmt"
	"strings"

	"salesops/internal/unseen"
)

// Names makes a header usable: trimmed, visible, never empty, never twice. A column without a name is
// called "column 4", the second "Name" is "Name (2)". named is how many columns there are up
// to the last one that had a name: what a row must have.
func Names(cells []string) (header []string, named int) {
	seen := map[string]bool{}
	for i, cell := range cells {
		name := strings.TrimSpace(unseen.Without(cell))
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		} else {
			named = i + 1
		}
		plain := name
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", plain, n)
		}
		seen[strings.ToLower(name)] = true
		header = append(header, name)
	}
	return header, max(named, min(1, len(cells)))
}

// AppendRaw writes cells as a line of CSV, for rows of formats whose rows are no lines of text.
func AppendRaw(b []byte, cells []string) []byte {
	for i, cell := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		if !strings.ContainsAny(cell, ",\"\r\n") {
			b = append(b, cell...)
			continue
		}
		b = append(b, '"')
		b = append(b, strings.ReplaceAll(cell, `"`, `""`)...)
		b = append(b, '"')
	}
	return b
}
