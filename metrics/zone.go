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
func (b *Statement) zoneSteps() string {
	since, offsets := offsetsOf(b.s.facts.calendar.Location())
	return "SELECT unnest(" + b.args.Add(since) + "::BIGINT[]) AS since, unnest(" + b.args.Add(offsets) +
		"::BIGINT[]) AS offset_us"
}

// offsetsOf lists when a zone's offset from UTC changes, and to what, in µs.
func offsetsOf(zone *time.Location) (since, offsets []int64) {
	for at := firstInstant; at < lastInstant; {
		local := at.Time().In(zone)
		_, offset := local.Zone()
		if n := len(offsets); n == 0 || offsets[n-1] != int64(offset)*1_000_000 {
			since, offsets = append(since, int64(at)), append(offsets, int64(offset)*1_000_000)
		}
		_, end := local.ZoneBounds()
		switch next := period.InstantOf(end); {
		case end.IsZero():
			at = lastInstant
		case next <= at: // Go says so of the last day of leap years after 2037: look again on the next
			at += 24 * 3600 * 1_000_000
		default:
			at = next
		}
	}
	since[0] = -1 << 62
	return since, offsets
}

// dayIn is the SQL of the day of a moment in µs, with the offset that holds then.
func dayIn(micros, offset string) string {
	const day = 24 * 3600 * 1_000_000
	n := strconv.Itoa(day)
	// Floor, also before 1970; // cuts off towards zero.
	local := "(" + micros + " + " + offset + ")"
	return "(DATE '1970-01-01' + ((" + local + " - ((" + local + " % " + n + ") + " + n + ") % " +
		n + ") // " + n + ")::INTEGER)"
}
