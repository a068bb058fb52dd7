package access

import (
	"slices"
	"strings"

	"salesops/record"
	"salesops/sales"
)

// Ability is something that a role permits beside reading and writing records.
type Ability string

const (
	Users    Ability = "users"    // add users, invite them, give them roles; define roles
	People   Ability = "people"   // change people and teams
	Settings Ability = "settings" // company settings, rates, stages, holidays, custom fields
	Metrics  Ability = "metrics"  // definitions of metrics
	Import   Ability = "import"   // import files, decide reviews
	Export   Ability = "export"   // take tables out as files
	Undo     Ability = "undo"     // take back what others did
	Audit    Ability = "audit"    // read the audit trail
	Backup   Ability = "backup"   // make and check backups
	Pay      Ability = "pay"      // see fields of pay, cost and margin
)

// Abilities returns all abilities.
func Abilities() []Ability {
	return []Ability{Users, People, Settings, Metrics, Import, Export, Undo, Audit, Backup, Pay}
}

// administrative are the objects that are no records of selling: whoever changes one changes what
// everybody sees or counts. A role that may write every record may not write these without the
// ability.
var administrative = map[string]Ability{
	sales.Person: People, sales.Team: People,
	sales.Company: Settings, sales.Rate: Settings, sales.Pipeline: Settings, sales.Stage: Settings,
	sales.Holiday: Settings, sales.SplitType: Settings, record.FieldObject: Settings,
	sales.Metric: Metrics, sales.Import: Import, sales.AuditEvent: Audit, sales.Role: Users, sales.Share: Users,
}

// Needed returns the ability that writing an object needs; false for records of selling.
func Needed(object string) (Ability, bool) {
	a, ok := administrative[object]
	return a, ok
}

// payWords mark fields of pay, cost and margin by a word of their name.
var payWords = []string{
	"bonus", "commission", "compensation", "cost", "margin", "pay", "payroll", "salary", "wage", "wages",
}

// tellsPay reports whether a field is masked from roles without the ability Pay: the amount of a
// cost, and every number of an object's own fields whose name has such a word.
func tellsPay(o *record.Object, f *record.Field) bool {
	if o.Name == sales.Cost {
		return f.Name == "amount"
	}
	if !f.Custom || !Maskable(o, f) {
		return false
	}
	switch f.Kind {
	case record.Int, record.Number, record.Money:
	default:
		return false
	}
	return slices.ContainsFunc(strings.Split(f.Name, "_"), func(word string) bool {
		return slices.Contains(payWords, word)
	})
}

// Maskable reports whether a role may hide a field. What tells records apart, places them in time or
// ties them together cannot be hidden without hiding the records.
func Maskable(o *record.Object, f *record.Field) bool {
	_, special := administrative[o.Name]
	return !special && f.Kind != record.Ref && f.Name != o.Title && f.Name != "created_at" && f.Name != "outcome"
}
