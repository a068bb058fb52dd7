package metrics

import (
	"strconv"
	"time"

	"salesops/internal/period"
)

// firstInstant and lastInstant limit the instants whose day can be computed.
var (
	firstInstant = period.DayOf(1900, 1, 1).Start(time.UTC)
	lastInstant  = period.DayOf(2200, 1, 1).Start(time.UTC)
)

// zoneSteps returns a SELECT of the zone's offsets: since (µs, in order) and offset_us. Go knows the rules of
// the zone; the statement only adds the offsets that Go returns.
func (b *Statement) zoneSteps() string {
	since, offsets := offsetsOf(b.s.facts.calendar.Location())
	return "SELECT unnest(" + b.args.Add(since) + "::BIGINT[]) AS since, unnest(" + b.args.Add(offsets) +
		"::BIGINT[]) AS offset_us"
}

// offsetsOf returns the instants at which a zone's offset from UTC changes, and the new offsets, in µs.
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

// dayIn returns the SQL of the day of an instant in µs, with the offset at that instant.
func dayIn(micros, offset string) string {
	const day = 24 * 3600 * 1_000_000
	n := strconv.Itoa(day)
	// Round down, also before 1970; // rounds towards zero.
	local := "(" + micros + " + " + offset + ")"
	return "(DATE '1970-01-01' + ((" + local + " - ((" + local + " % " + n + ") + " + n + ") % " +
		n + ") // " + n + ")::INTEGER)"
}
