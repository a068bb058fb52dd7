package mapping_test

import (
	"os"
	"strings"
	"testing"

	"salesops/connectors/mapping"
)

// TestWorkedExamples: every whole mapping in the manual is one.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/howto/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, part := range strings.Split(string(page), "```yaml\n")[1:] {
		text, _, _ := strings.Cut(part, "```")
		if !strings.HasPrefix(text, "source:") {
			continue
		}
		n++
		if _, err := mapping.Parse("example", []byte(text)); err != nil {
			t.Errorf("example %d: %v", i+1, err)
		}
	}
	if n < 8 {
		t.Errorf("the manual has %d whole mappings", n)
	}
}
