package connectors

import "testing"

// TestEnteredStage: the words, the quotes and the brackets with which reports label the time of entering a stage.
func TestEnteredStage(t *testing.T) {
	t.Parallel()
	for _, word := range enteringWords {
		for _, quotes := range [][2]string{{`"`, `"`}, {"'", "'"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}, {"« ", " »"},
			{"「", "」"}, {"『", "』"}} {
			for _, c := range [][3]string{{"Closed lost (Sales pipeline)", "Closed lost", "Sales pipeline"},
				{"Closed lost", "Closed lost", ""}, {"Won (EU) (Sales)", "Won (EU)", "Sales"},
				{"(Sales)", "(Sales)", ""},
				{"Won (Sales) ", "Won", "Sales"}, {"Won (Sales) now", "Won (Sales) now", ""}, {"A", "A", ""}} {
				header := word + " " + quotes[0] + c[0] + quotes[1]
				if stage, pipeline := enteredStage(header); stage != c[1] || pipeline != c[2] {
					t.Errorf("%s is stage %q of %q, want %q of %q", header, stage, pipeline, c[1], c[2])
				}
			}
		}
	}
	for _, header := range []string{"", "Date entered", `Date entered "Won`, `Date left "Won"`, "Date entered Won",
		"Date entered »Won«"} {
		if stage, pipeline := enteredStage(header); stage != "" || pipeline != "" {
			t.Errorf("%s is stage %q of %q", header, stage, pipeline)
		}
	}
}
