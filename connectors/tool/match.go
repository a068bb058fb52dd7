package tool

import (
	"slices"
	"strings"

	"salesops/internal/fault"
)

// What rows are found by.
const (
	MatchExternal = "external" // the id that this source gives its records: as without Match
	MatchID       = "id"       // the record's id here: contact_8f3k…
	MatchEmail    = "email"
	MatchName     = "name"
)

// The words that Match and Only can be.
var (
	matchWords = []string{MatchExternal, MatchID, MatchEmail, MatchName}
	onlyWords  = []string{OnlyCreate, OnlyUpdate}
)

// What becomes of rows: without Only both.
const (
	OnlyCreate = "create" // rows whose record is here are set aside
	OnlyUpdate = "update" // rows whose record is not here are set aside
)

// ParseMatch refuses words that Match and Only cannot be; "" is allowed.
func ParseMatch(match, only string) error {
	if match != "" && !slices.Contains(matchWords, match) {
		return fault.Invalidf("rows cannot be matched by %q: use %s", match, strings.Join(matchWords, ", "))
	}
	if only != "" && !slices.Contains(onlyWords, only) {
		return fault.Invalidf("only %q is not possible: use create or update, or neither for both", only)
	}
	return nil
}
