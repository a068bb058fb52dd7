package mapping

import (
	"strings"
	"testing"
)

// TestStagesInTheOrderOfTheSale: by the numbers that all begin with, else by the steps that their words name, each
// once; otherwise they stay as they are.
func TestStagesInTheOrderOfTheSale(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stages, want string
		ok           bool
	}{
		{"", "", true}, {"Anything", "Anything", true}, {"3 C|1 A|2 B", "1 A|2 B|3 C", true},
		{"S2 Demo|S1 Offer|S10 Talk", "S1 Offer|S2 Demo|S10 Talk", true}, {"(2) B|#1 A", "#1 A|(2) B", true},
		{"1 A|1 B|2 C", "1 A|1 B|2 C", false}, {"2 B|A|1 C", "2 B|A|1 C", false},
		{"1 Negotiation|1 Discovery", "1 Discovery|1 Negotiation", true},
		{"Negotiation|Discovery|New", "New|Discovery|Negotiation", true},
		{"Discovery|Needs analysis", "Discovery|Needs analysis", false},
		{"Proposal|Quote", "Proposal|Quote", false}, {"Proposal|Somewhere", "Proposal|Somewhere", false},
		{"Contract|Demo offer", "Contract|Demo offer", false},
		{"Vertrag|Angebot|Kontakt", "Kontakt|Angebot|Vertrag", true},
		{"10000 B|2 A", "2 A|10000 B", true}, {"Contato|Novo", "Novo|Contato", true}, {"合同|报价|新建", "新建|报价|合同", true},
	} {
		var stages []string
		if c.stages != "" {
			stages = strings.Split(c.stages, "|")
		}
		got, ok := inOrder(stages)
		if strings.Join(got, "|") != c.want || ok != c.ok {
			t.Errorf("%s are in the order %s, %v; want %s, %v", c.stages, strings.Join(got, "|"), ok, c.want, c.ok)
		}
	}
	for stage, want := range map[string]int{"2 - Proposal": 2, " 7": 7, "S3 Demo": 3, "(4) X": 4,
		"#5": 5, "X": -1, "": -1,
		"SS3": -1, "S": -1, "12345": 1234, "0": 0, "3A": 3, "A3": 3, "-3": -1} {
		if got := numbered(stage); got != want {
			t.Errorf("%q begins with %d, want %d", stage, got, want)
		}
	}
}
