package record_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"salesops/record"
)

// TestStateBytes: a state whose parts are written as no writer writes them is refused, so that it is made anew from the
// log. What is kept by each part is checked by reading and writing it again.
func TestStateBytes(t *testing.T) {
	t.Parallel()
	parts := []string{"01", "05", "01", "00", "02", "00", "02", "0600" + "05", "0804" + "07", "01", "01", "02", "00",
		"010161"}
	const (
		format, first, life, bits, since, until, stamps, one, two, lived, slots, key,
		stamp, value = 0, 1, 2, 3, 4, 5, 6, 7,
			8, 9, 10, 11, 12, 13
	)
	bytes := func(at int, part string) []byte {
		t.Helper()
		all := append([]string(nil), parts...)
		if at >= 0 {
			all[at] = part
		}
		data, err := hex.DecodeString(strings.Join(all, ""))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for what, data := range map[string][]byte{
		"as it is": bytes(-1, ""), "a stub": bytes(bits, "01"), "forgotten": bytes(bits, "02"),
		"both": bytes(bits, "03"), "another first": bytes(first, "06"), "another since": bytes(since, "7f"),
		"another until": bytes(until, "04"), "the highest key": bytes(key, "ffffffff0f"), "deleted": bytes(life, "03"),
		"another time": bytes(one, "080005"), "later known": bytes(one, "060205"),
		"another change": bytes(one, "060006"),
		"another text":   bytes(value, "010162"), "the same stamp": nil,
	} {
		if data == nil {
			data = bytes(stamps, "01")
			data = append(data[:7:7], append([]byte{6, 0, 5, 0, 1, 2, 0}, data[len(data)-3:]...)...)
		}
		// the stamps are written in the order of their use: that of life, then those of the values
		got, err := record.RecodeState(data)
		again, twice := record.RecodeState(got)
		if err != nil || twice != nil || string(got) != string(again) || len(got) != len(data) {
			t.Errorf("%s: %x is written %x, then %x: %v, %v", what, data, got, again, err, twice)
		}
	}
	seen := map[string]string{}
	for what, data := range map[string][]byte{"as it is": bytes(-1, ""), "a stub": bytes(bits, "01"),
		"forgotten": bytes(bits, "02"), "first": bytes(first, "06"), "since": bytes(since, "7f"),
		"until": bytes(until, "04"), "life": bytes(life, "03"), "time": bytes(one, "080005"),
		"known":  bytes(one, "060205"),
		"change": bytes(one, "060006"), "other stamp": bytes(two, "080408"), "key": bytes(key, "03"),
		"stamp": bytes(stamp, "01"), "lived": bytes(lived, "00"), "value": bytes(value, "010162")} {
		got, err := record.RecodeState(data)
		if before, twice := seen[string(got)]; twice || err != nil {
			t.Errorf("%s is written as %s: %v", what, before, err)
		}
		seen[string(got)] = what
	}
	whole := bytes(-1, "")
	bad := map[string][]byte{"a byte too many": append(bytes(-1, ""), 0), "format 0": bytes(format, "00"),
		"format 2": bytes(format, "02"), "a key above 32 bits": bytes(key, "8080808010"),
		"a stamp that is not there": bytes(stamp, "02"), "life at a stamp that is not there": bytes(lived, "02"),
		"more stamps": bytes(stamps, "03"), "fewer stamps": bytes(stamps, "01"), "more values": bytes(slots, "02"),
		"no values": bytes(slots, "00"), "more stamps than bytes": bytes(stamps, "ffffffff7f"),
		"more values than bytes": bytes(slots, "ffffffff7f"), "a value of no kind": bytes(value, "7f0161"),
		"a kind without a value": bytes(value, "7f"),
		"a change that is none":  bytes(first, "ffffffffffffffffff01")}
	for end := range whole {
		bad["only the first "+strings.Repeat("|", end)] = whole[:end]
	}
	for what, data := range bad {
		if got, err := record.RecodeState(data); err == nil {
			t.Errorf("%s: %x is taken for %x", what, data, got)
		}
	}
}
