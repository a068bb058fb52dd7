package record_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

func TestFormatID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		object string
		id     record.ID
		want   string
	}{{"thing", 1, "thing_1"}, {"thing_part", 32, "thing_part_10"}, {"thing", math.MaxInt64, "thing_7zzzzzzzzzzzz"}} {
		if got := record.FormatID(c.object, c.id); got != c.want {
			t.Errorf("FormatID(%s, %d) = %s, want %s", c.object, c.id, got, c.want)
		}
	}
	// in the form that a person might type
	if object, id, err := record.ParseID("thing_IOlZ"); err != nil || object != "thing" || id != 1<<15|1<<5|31 {
		t.Errorf("thing_IOlZ = %s %d %v", object, id, err)
	}
	for _, bad := range []string{"", "thing", "thing_", "_1", "thing_0", "thing_u", "Thing_1", "thing_8zzzzzzzzzzzz",
		"thing_zzzzzzzzzzzzzz", "a b_1", "thing__1"} {
		if object, id, err := record.ParseID(bad); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("ParseID(%q) = %s %d %v", bad, object, id, err)
		}
	}
}

func TestIDsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := record.ID(rapid.Int64Min(1).Draw(t, "id"))
		object, back, err := record.ParseID(record.FormatID("thing_part", id))
		if err != nil || object != "thing_part" || back != id {
			t.Fatalf("%d reads back as %s %d: %v", id, object, back, err)
		}
	})
}

func FuzzParseID(f *testing.F) {
	f.Add("thing_8f3k")
	f.Add("thing_part_IOLioluz")
	f.Fuzz(func(t *testing.T, s string) {
		object, id, err := record.ParseID(s)
		if err != nil {
			return
		}
		again, same, err := record.ParseID(record.FormatID(object, id))
		if err != nil || again != object || same != id {
			t.Fatalf("%q is %s %d, which reads back as %s %d: %v", s, object, id, again, same, err)
		}
	})
}

func TestIDsAscend(t *testing.T) {
	t.Parallel()
	now := period.Instant(1_700_000_000_000_000)
	ids := record.NewIDs(func() period.Instant { return now })
	last := ids.Next()
	for i := range 10_000 {
		if i == 5000 {
			now -= 60_000_000 // the clock was set back by a minute
		}
		id := ids.Next()
		if id <= last {
			t.Fatalf("id %d after %d", id, last)
		}
		last = id
	}
	now += 120_000_000
	if later := ids.Next(); later-last < 50_000<<21 {
		t.Errorf("an id of two minutes later is only %d further", later-last)
	}
	a, b := record.SeededIDs(100), record.SeededIDs(100)
	if x, y := a.Next(), b.Next(); x != y || x != 100 {
		t.Errorf("seeded ids %d and %d", x, y)
	}
}

// TestWhatIsNoIDIsQuoted in the reason, as long as a person can read it.
func TestWhatIsNoIDIsQuoted(t *testing.T) {
	t.Parallel()
	for _, length := range []int{1, 59, 60, 61, 500} {
		text := strings.Repeat("x", length)
		_, _, err := record.ParseID(text)
		why, _ := fault.ReasonOf(err)
		if want := strconv.Quote(text[:min(length, 60)]); fault.KindOf(err) != fault.Invalid ||
			why.Code != "id_malformed" || why.Parts["id"] != want {
			t.Errorf("%d letters: %v, want %s", length, err, want)
		}
	}
}
