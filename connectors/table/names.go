package table

import (
	"fmt"
	"strings"
)

// Names makes a header usable: trimmed, never empty, never twice. A column without a name is
// called "column 4", the second "Name" is "Name (2)". named is how many columns there are up
// to the last one that had a name: what a row must have.
func Names(cells []string) (header []string, named int) {
	seen := map[string]bool{}
	for i, cell := range cells {
		name := strings.TrimSpace(cell)
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
