package connectors

import (
	"fmt"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/problems"
	"salesops/sales"
)

// verb chooses between "deal is" and "deals are".
func verb(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func rejectText(unit string, r Reject) string {
	if r.Column == "" {
		return fmt.Sprintf("%s %d: %s", unit, r.Line, r.Reason)
	}
	return fmt.Sprintf("%s %d, column %s: %s", unit, r.Line, r.Column, r.Reason)
}

func (m *Money) text() string { return strings.TrimSpace(m.Amount + " " + m.Currency) }

// lackable are the problems that come of a column that no file has, with what holds for it.
var lackable = map[problems.Code]struct {
	object string
	holds  func(*tool.Column) bool
}{
	problems.NoStage:           {sales.Deal, isStage},
	problems.WithoutOwner:      {sales.Deal, ofField("owner")},
	problems.WonWithoutAmount:  {sales.Deal, ofField("amount")},
	problems.ClosedWithoutDate: {sales.Deal, ofField("close_date")},
	problems.LeadsWithoutDate:  {sales.Lead, ofUse(tool.Created)},
}

// columnless adds that files have no column for what is missing, by the name it would have there.
func (s *sources) columnless(p *problems.Problem) {
	of, ok := lackable[p.Code]
	if !ok {
		return
	}
	switch header, path, ok := s.lacking(of.object, of.holds); {
	case !ok:
	case header == "":
		p.Also("column_lacking_unnamed", "file", path)
	default:
		p.Also("column_lacking", "file", path, "column", header)
	}
}

func isStage(c *tool.Column) bool { return c.Use == tool.StageName || c.Field == stageField }
