package metrics

import "salesops/record"

// RecordSet is a page of records: those behind a number, or a list.
type RecordSet struct {
	Object   string      `json:"object"`
	Fields   []FieldInfo `json:"fields"`
	Records  []Item      `json:"records"`
	Total    int64       `json:"total"`
	Position record.Seq  `json:"position"`
	// Sums is the sum of contributions per role, over all pages; it equals the row's figures.
	Sums       []RoleSum `json:"sums,omitempty"`
	NextCursor string    `json:"next_cursor,omitempty"`
}

// FieldInfo says how to show a field.
type FieldInfo struct {
	Name      string `json:"name"`
	Label     string `json:"label"`
	Kind      string `json:"kind"` // text, int, number, bool, day, instant, money, ref
	RefObject string `json:"ref_object,omitempty"`
	// Column is the position of the field among those that a list shows at first, Fact its position where there
	// is little room (both from 1, 0 for none). Figure marks the number that is shown first there.
	Column int  `json:"column,omitempty"`
	Fact   int  `json:"fact,omitempty"`
	Figure bool `json:"figure,omitempty"`
	// Of is the row set whose rows have the field; empty for a field of the record.
	Of string `json:"of,omitempty"`
}

// Item is one record. Values of Fields are text, numbers, booleans, days and
// instants as text, {id,name} for references and {amount,currency} for money;
// an unset field is absent.
type Item struct {
	Object string `json:"object"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Role   string `json:"role,omitempty"`
	// Contribution is what the record adds to the sum of its role.
	Contribution *Figure `json:"contribution,omitempty"`
	Currency     string  `json:"currency,omitempty"`
	Reason       string  `json:"reason,omitempty"` // of a left-out record
	// ReasonCode and ReasonParts are the same for other languages (internal/reason).
	ReasonCode  string            `json:"reason_code,omitempty"`
	ReasonParts map[string]string `json:"reason_parts,omitempty"`
	Metric      string            `json:"metric,omitempty"` // the part of a formula
	Fields      map[string]any    `json:"fields"`
}

// RoleSum adds up one role.
type RoleSum struct {
	Role     string  `json:"role"`
	Metric   string  `json:"metric,omitempty"`
	Count    int64   `json:"count"`
	Sum      *Figure `json:"sum"`
	Currency string  `json:"currency,omitempty"`
}

// The roles of a record in a number.
const (
	RoleRow         = "row"         // of a sum, count, mean or quantile
	RoleNumerator   = "numerator"   // counted in the numerator, and in the denominator too
	RoleDenominator = "denominator" // counted in the denominator only
	RoleSpell       = "spell"       // an estimate's input
	RoleQuota       = "quota"       // a quota behind the quota of a rep
	RoleCredit      = "credit"      // a won deal that is credited to a rep
	RoleEvent       = "event"       // a calendar event behind the time of a rep
	RoleLeftOut     = "left_out"    // matches, but cannot be counted: Reason says why
)
