package metrics

import (
	"strconv"
	"time"

	"salesops/internal/period"
)

// firstInstant and lastInstant bound the moments whose day can be told.
var (
	firstInstant = period.DayOf(1900, 1, 1).Start(time.UTC)
	lastInstant  = period.DayOf(2200, 1, 1).Start(time.UTC)
)

// zoneSteps is a SELECT of the zone's offsets: since (µs, in order) and offset_us. The rules of
// the zone stay Go's; the statement only adds what Go gives for a stretch of time.
func (b *build) zoneSteps() string {
	zone := b.s.facts.calendar.Location()
	var since, offsets []int64
	for at := firstInstant; at < lastInstant; {
		_, offset := at.Time().In(zone).Zone()
		_, end := at.Time().In(zone).ZoneBounds()
		since, offsets = append(since, int64(at)), append(offsets, int64(offset)*1_000_000)
		if end.IsZero() {
			break
		}
		at = period.InstantOf(end)
	}
	since[0] = -1 << 62
	return "SELECT unnest(" + b.args.Add(since) + "::BIGINT[]) AS since, unnest(" + b.args.Add(offsets) + "::BIGINT[]) AS offset_us"
}

// dayIn is the SQL of the day of a moment in µs, with the offset that holds then.
func dayIn(micros, offset string) string {
	const day = 24 * 3600 * 1_000_000
	n := strconv.Itoa(day)
	// Floor, also before 1970; // cuts off towards zero.
	local := "(" + micros + " + " + offset + ")"
	return "(DATE '1970-01-01' + ((" + local + " - ((" + local + " % " + n + ") + " + n + ") % " + n + ") // " + n + ")::INTEGER)"
}
