package metrics

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same rules on every machine

	"salesops/internal/period"
)

// The list ends, for every kind of rule a zone can have, and gives what Go gives at any time.
func TestOffsetsOfZones(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"UTC", "Europe/London", "Europe/Berlin", "America/New_York",
		"America/Sao_Paulo", "Asia/Shanghai",
		"Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "Pacific/Apia", "Asia/Kathmandu"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		since, offsets := offsetsOf(zone)
		if !slices.IsSorted(since) || len(since) != len(offsets) || len(since) > 1000 {
			t.Errorf("%s: %d stretches, %d offsets, sorted %v", name, len(since), len(offsets), slices.IsSorted(since))
		}
		for day := period.DayOf(1960, 1, 1); day < period.DayOf(2100, 1, 1); day += 3 {
			at := day.Start(time.UTC) + 11*3_600_000_000
			i, found := slices.BinarySearch(since, int64(at))
			if !found {
				i--
			}
			if _, want := at.Time().In(zone).Zone(); offsets[i] != int64(want)*1_000_000 {
				t.Fatalf("%s on %s: offset %d, want %d s", name, day, offsets[i]/1_000_000, want)
			}
		}
	}
}
