package analytics

import (
	"fmt"

	"salesops/internal/period"
)

// Tables are kept in an order that lets a scan skip most of them: a row group is passed over when
// its smallest and greatest values rule it out. A version that holds on a day ends after it and
// began before it. Sorted by their end alone, nearly every row group would hold some version that
// began long ago, and none behind the day could be skipped. So versions are sorted by how long they
// lasted first, roughly: of those that lasted less than 16 days, only the row groups of 16 days
// can matter.
//
// Superseded beliefs are sorted by the day on which they ended before that: an import ends a belief
// about nearly every version at one moment. They may be about a version without end; those of
// closed deals lie apart, as they do in deal_end.

// spans are the lengths, in days, below which a version belongs to the class of the same index.
// Classes behind them are: longer, without end, without end and closed.
var spans = []int64{16, 64, 256, 1024}

const (
	second = int64(1_000_000) // in microseconds
	day    = 86_400 * second

	endBits   = 38 // the seconds of an instant before the year 10000
	classBits = 3
)

// rank is the value that a row of a table is sorted by.
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

// class is that of a version's length.
func (l *layout) class(r *row) int {
	if r.effTo == period.Forever {
		if l.outcome >= 0 && l.latestTable(r.cells) == tableEnd {
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

// order is the SQL of rank.
func (l *layout) order(t table) string {
	if t != tableVer && t != tablePast {
		return "id"
	}
	class := fmt.Sprintf("CASE WHEN eff_to = %d THEN %d", period.Forever, len(spans)+1)
	if l.outcome >= 0 {
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
