package record

import (
	"fmt"
	"strings"
)

// Imported says how an import treats the records of an object. The zero value suits an object that others do
// not refer to.
type Imported struct {
	// Gathered is the place of the object, from 1, in the order in which records are put together from their
	// rows; objects with 0 come last. A record comes before those that it refers to, because a reference
	// proves that they existed.
	Gathered int
	// Written is the place of the object, from 1, in the order in which records are written; objects with 0
	// come last. A record comes after those that it refers to.
	Written int
	// Structural marks records that exist from their first use when a source gives them no date of creation:
	// what other records stand in, such as a team.
	Structural bool
	// OnlyNames marks structural records that only name things in use, such as a stage: what is said of them is
	// as old as their use.
	OnlyNames bool
	// Proof is the field whose day shows that there was a record by then; "" when no field does. A day that only
	// promises something, such as an end, proves nothing.
	Proof string
	// OfPeople marks records about people: the texts that an import adds to them can be erased.
	OfPeople bool
	// Undated names the metrics that look at the day on which a record was created, and so count less when
	// a source does not tell it.
	Undated []string
}

// Counted says how many records of the object there are: "1 deal line", "3 companies".
func (o *Object) Counted(n int64) string {
	one := strings.ReplaceAll(o.Name, "_", " ")
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, o.many(one))
}

// Many is the label of many records: "Line items".
func (o *Object) Many() string {
	many := o.many(o.Label)
	return strings.ToUpper(many[:1]) + many[1:]
}

func (o *Object) many(one string) string {
	if o.Plural != "" {
		return o.Plural
	}
	if stem, ok := strings.CutSuffix(one, "y"); ok && !strings.ContainsAny(stem[len(stem)-1:], "aeiou") {
		return stem + "ies"
	}
	return one + "s"
}
