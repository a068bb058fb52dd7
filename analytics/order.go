package analytics

import (
	"fmt"

	"salesops/internal/period"
)

// Rows are ordered so that a scan can skip most row groups. DuckDB skips a row group when its
// minimum and maximum rule it out. A version that holds on a given day began before that day and
// ends after it. If versions were sorted by their end alone, nearly every row group would contain
// one that began long ago, and no row group with later ends could be skipped. Versions are
// therefore sorted first by a class of length: of the versions shorter than 16 days, only row
// groups that end within 16 days after the day matter.
//
// Superseded beliefs are sorted before that by the day on which the belief ended, because an import
// ends the belief in nearly every version at one moment. Such a belief may be about a version
// without end; those of closed deals are kept apart, as in deal_end.

// spans are lengths in days. A version shorter than spans[i] is in class i. The classes after them
// are: longer, without end, and (for closed deals) without end and closed.
var spans = []int64{16, 64, 256, 1024}

const (
	second = int64(1_000_000) // in microseconds
	day    = 86_400 * second

	endBits   = 38 // enough for the seconds of an instant before the year 10000
	classBits = 3
)

// rank returns the value by which the rows of a table are sorted.
func (l *layout) rank(t table, r *row) int64 {
	if t != tableVer && t != tablePast {
		return int64(r.id)
	}
	at := r.effTo
	if at == period.Forever {
		at = r.effFrom
	}
	rank := int64(l.class(r))<<endBits + int64(max(at, 0))/second
	if t == tablePast {
		rank += int64(max(r.knownTo, 0)) / day << (classBits + endBits)
	}
	return rank
}

// class returns the class of a version's length; see spans.
func (l *layout) class(r *row) int {
	if r.effTo == period.Forever {
		if l.closes() && l.latestTable(r.cells) == tableEnd {
			return len(spans) + 2
		}
		return len(spans) + 1
	}
	for class, days := range spans {
		if int64(r.effTo-r.effFrom) < days*day {
			return class
		}
	}
	return len(spans)
}

// order returns rank as an SQL expression.
func (l *layout) order(t table) string {
	if t != tableVer && t != tablePast {
		return "id"
	}
	class := fmt.Sprintf("CASE WHEN eff_to = %d THEN %d", period.Forever, len(spans)+1)
	if l.closes() {
		class = fmt.Sprintf("CASE WHEN eff_to = %d AND %s THEN %d WHEN eff_to = %[1]d THEN %[4]d", period.Forever,
			closedColumn, len(spans)+2, len(spans)+1)
	}
	for i, days := range spans {
		class += fmt.Sprintf(" WHEN eff_to - eff_from < %d THEN %d", days*day, i)
	}
	class += fmt.Sprintf(" ELSE %d END", len(spans))
	text := fmt.Sprintf("(%s)::BIGINT * %d + greatest(CASE WHEN eff_to = %d THEN eff_from ELSE eff_to END, 0) // %d",
		class, int64(1)<<endBits, period.Forever, second)
	if t == tablePast {
		text = fmt.Sprintf("greatest(known_to, 0) // %d * %d + %s", day, int64(1)<<(classBits+endBits), text)
	}
	return text
}
