package salesforce

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Tool is Salesforce. The zero value is ready.
type Tool struct{}

// Name is the default source.
func (Tool) Name() string { return "salesforce" }

// Title is its name for people.
func (Tool) Title() string { return "Salesforce" }

// Nicknames are what else files of it are called by.
func (Tool) Nicknames() []string { return []string{"sfdc"} }

// Layouts are the objects that are read.
func (Tool) Layouts() []tool.Layout { return all }

var all = slices.Concat(tables(), told(layouts), splits, rates, []tool.Layout{team}, reports)

// ID brings a 15-character id to its 18-character form, so that both are one record. Other
// texts without spaces are taken as they are: exports are sometimes renumbered.
func (Tool) ID(text string) (string, bool) {
	id, ok := tool.WordID(text)
	if len(id) == 15 && alphanumeric(id) {
		id += checksum(id)
	}
	return id, ok
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if digit(s[i]) < 0 {
			return false
		}
	}
	return true
}

// digit is the value of a character in Salesforce's base 62, whose order is that of ASCII.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 36
	}
	return -1
}

// checksum is the three characters that make an id safe where capitals do not count: each
// says which of five characters are capitals.
func checksum(id string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	var out [3]byte
	for block := range 3 {
		bits := 0
		for i := range 5 {
			if c := id[block*5+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		out[block] = alphabet[bits]
	}
	return string(out[:])
}

// Order is ascending in the order in which Salesforce gave out ids: the last ten of the
// fifteen characters as a number.
func (Tool) Order(id string) uint64 {
	if len(id) != 15 && len(id) != 18 || !alphanumeric(id[:15]) {
		return 0
	}
	n := uint64(0)
	for i := 5; i < 15; i++ {
		n = n*62 + uint64(digit(id[i]))
	}
	return n + 1
}

// prefixes are the first three characters of ids, by object; "" is known and not imported.
var prefixes = map[string]string{
	"001": sales.Account, "003": sales.Contact, "00Q": sales.Lead, "006": sales.Deal,
	"00k": sales.DealLine, "149": sales.Split,
	"00T": sales.Activity, "00U": sales.Activity, "005": sales.Person, "00E": sales.Team, "01t": sales.Product,
	"00G": "", "701": "", "500": "", "800": "", "00D": "", "012": "", "0Q0": "", "02i": "", "a0": "",
}

// ObjectOf reads an id's prefix.
func (Tool) ObjectOf(id string) (string, bool) {
	if len(id) != 15 && len(id) != 18 || !alphanumeric(id) {
		return "", false
	}
	object, known := prefixes[id[:3]]
	return object, known
}

// Stages are those of a new org.
func (Tool) Stages() []tool.Stage {
	return []tool.Stage{
		{Name: "Prospecting", Outcome: sales.Open}, {Name: "Qualification", Outcome: sales.Open},
		{Name: "Needs Analysis", Outcome: sales.Open}, {Name: "Value Proposition", Outcome: sales.Open},
		{Name: "Id. Decision Makers", Outcome: sales.Open}, {Name: "Perception Analysis", Outcome: sales.Open},
		{Name: "Proposal/Price Quote", Outcome: sales.Open}, {Name: "Negotiation/Review", Outcome: sales.Open},
		{Name: "Closed Won", Outcome: sales.Won}, {Name: "Closed Lost", Outcome: sales.Lost},
	}
}

// StageOutcome reads a forecast category: Closed is won; Omitted at 0 % is lost; the others
// are open.
func (Tool) StageOutcome(category string, probability float64) string {
	switch category {
	case "Closed":
		return sales.Won
	case "Omitted":
		if probability == 0 {
			return sales.Lost
		}
	case "Pipeline", "Best Case", "Most Likely", "Commit":
		return sales.Open
	}
	return ""
}
