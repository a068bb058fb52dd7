package record_test

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

func testSchema(t testing.TB) *record.Schema {
	t.Helper()
	schema, err := record.NewSchema([]record.Object{{Code: 300, Name: "thing", Title: "name", Fields: []record.Field{
		{Key: 1, Name: "name", Kind: record.Text},
		{Key: 2, Name: "size", Kind: record.Int},
		{Key: 3, Name: "weight", Kind: record.Number},
		{Key: 4, Name: "good", Kind: record.Bool},
		{Key: 5, Name: "day", Kind: record.Day},
		{Key: 6, Name: "made_at", Kind: record.Instant},
		{Key: 7, Name: "price", Kind: record.Money},
		{Key: 8, Name: "part_of", Kind: record.Ref, Object: "thing"},
		{Key: 9, Name: "email", Kind: record.Text, Personal: true},
		{Key: 1000, Name: "extra", Kind: record.Text},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func testChange(t testing.TB) record.Change {
	t.Helper()
	weight, ok := record.NumberValue(-1.5)
	if !ok {
		t.Fatal("-1.5 is a number")
	}
	return record.Change{
		Seq: 7, KnownAt: 1_700_000_000_000_000, EffectiveAt: 1_600_000_000_000_000, Actor: "owner",
		Source: "crm", Kind: record.Create,
		Flags: record.Import | record.Backfilled, Object: "thing", ID: 1 << 40, Prev: 3, Cause: 5, External: "006A",
		Fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue("Zoë")}, {Name: "size", Value: record.IntValue(-300)},
			{Name: "weight", Value: weight},
			{Name: "good", Value: record.BoolValue(true)}, {Name: "day", Value: record.DayValue(period.Day(-1))},
			{Name: "made_at", Value: record.InstantValue(1)},
			{Name: "price", Value: record.MoneyValue(money.Amount{Minor: 1250, Currency: "EUR"})},
			{Name: "part_of", Value: record.RefValue(9)},
			{Name: "email", Value: record.TextValue("z@example.com")}, {Name: "extra"},
		},
	}
}

var testSalt = [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}

// The encoding of format 1 must never change, because every data folder depends on it.
const (
	goldenBody = "01078080f28183898506ffffd187e2bc2d056f776e65720363726d0109ac" +
		"0280808080802000030504303036410a0101045a6fc3ab0202d7040303bf" +
		"f80000000000000404010505010606020707c4130345555208080909819bc912" +
		"39d2ae8e57063fb6b55fc2d9c0ac6083dfe28b9cebd3af3e799bd93272e80700"
	goldenSide = "01090102030405060708090a0b0c0d0e0f10010d7a406578616d706c652e636f6d"
	goldenHash = "952951de77c3ceb4cb92bd02b79c6ec841f24c35829bfc65b8c37c4ebbf5a9c1"
)

func TestGoldenBytes(t *testing.T) {
	t.Parallel()
	body, personal := record.Canonical(testSchema(t), testChange(t), testSalt)
	hash := record.Chain([32]byte{0xff}, body)
	for _, c := range []struct {
		name, want string
		got        []byte
	}{{"body", goldenBody, body}, {"personal values", goldenSide, personal}, {"hash", goldenHash, hash[:]}} {
		if got := hex.EncodeToString(c.got); got != c.want {
			t.Errorf("%s of format 1 is\n%s, want\n%s", c.name, got, c.want)
		}
	}
	back, err := record.Decode(testSchema(t), body, personal)
	want := testChange(t)
	if err != nil || !slices.Equal(back.Fields, want.Fields) {
		t.Errorf("decoded fields %v, %v", back.Fields, err)
	}
	back.Fields, want.Fields = nil, nil
	if !equalChange(back, want) {
		t.Errorf("decoded %+v, want %+v", back, want)
	}
}

func equalChange(a, b record.Change) bool {
	return a.Seq == b.Seq && a.KnownAt == b.KnownAt && a.EffectiveAt == b.EffectiveAt && a.Actor == b.Actor &&
		a.Source == b.Source && a.Kind == b.Kind &&
		a.Flags == b.Flags && a.Object == b.Object && a.ID == b.ID && a.Into == b.Into && a.Prev == b.Prev &&
		a.Cause == b.Cause && a.External == b.External
}

func TestBodyHoldsNoPersonalValue(t *testing.T) {
	t.Parallel()
	body, personal := record.Canonical(testSchema(t), testChange(t), testSalt)
	if bytes.Contains(body, []byte("z@example.com")) || !bytes.Contains(personal, []byte("z@example.com")) {
		t.Error("the personal value stands in the hashed body")
	}
	forgotten, err := record.Decode(testSchema(t), body, nil)
	if err != nil || forgotten.Fields[8].Value.IsSet() {
		t.Errorf("without its value the field reads as %v, %v", forgotten.Fields, err)
	}
}

// TestAnyCodeAndKind: the smallest and the largest number of an object, and each kind of change, come back as written.
func TestAnyCodeAndKind(t *testing.T) {
	t.Parallel()
	for _, code := range []uint16{100, 127, 128, 65534, 65535} {
		schema, err := record.NewSchema([]record.Object{{Code: code, Name: "thing", Title: "name",
			Fields: []record.Field{{Key: 1, Name: "name", Kind: record.Text}}}})
		if err != nil {
			t.Fatal(err)
		}
		for kind := record.Create; kind <= record.Forget; kind++ {
			c := testChange(t)
			c.Kind, c.Object, c.Fields = kind, "thing", nil
			body, personal := record.Canonical(schema, c, testSalt)
			back, err := record.Decode(schema, body, personal)
			if err != nil || back.Kind != kind || back.Object != "thing" || back.ID != c.ID || back.Prev != c.Prev {
				t.Errorf("of code %d a %s comes back as %+v, %v", code, kind, back, err)
			}
		}
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	t.Parallel()
	schema := testSchema(t)
	body, personal := record.Canonical(schema, testChange(t), testSalt)
	for n := range body {
		if _, err := record.Decode(schema, body[:n], nil); err == nil {
			t.Errorf("the first %d of %d bytes were taken for a change", n, len(body))
		}
	}
	if _, err := record.Decode(schema, append(slices.Clone(body), 0), nil); err == nil {
		t.Error("a byte too many was taken")
	}
	newer := slices.Clone(body)
	newer[0] = 2
	if _, err := record.Decode(schema, newer, nil); err == nil {
		t.Error("a newer format was taken for format 1")
	}
	if _, err := record.Decode(schema, body, personal[:len(personal)-1]); err == nil {
		t.Error("cut personal values were taken")
	}
}

// TestDecodeRefusesWhatNoWriterWrites: each pair turns a part of the golden bytes into one that can be read in its
// length, but is not how that value is written. The hash of a change would not be that of its meaning.
func TestDecodeRefusesWhatNoWriterWrites(t *testing.T) {
	t.Parallel()
	schema := testSchema(t)
	body, personal := record.Canonical(schema, testChange(t), testSalt)
	for _, c := range []struct {
		what         string
		beside       bool // in the personal values, not in the body
		right, wrong string
	}{
		{"a number with an empty last group", false, "0107", "018700"},
		{"a number of eleven groups", false, "0107", "01" + "8080808080808080808000"},
		{"a number of ten groups, none the last", false, "0107", "01" + "87808080808080808080"},
		{"a number above 64 bits", false, "0107", "01" + "ffffffffffffffffff02"},
		{"a sequence above 63 bits", false, "0107", "01" + "ffffffffffffffffff01"},
		{"a text that is not UTF-8", false, "045a6fc3ab", "045a6fabc3"},
		{"a number that is none", false, "0303bff8000000000000", "03037ff8000000000001"},
		{"zero with a sign", false, "0303bff8000000000000", "03038000000000000000"},
		{"neither true nor false", false, "040401", "040402"},
		{"a kind of value that there is not", false, "040401", "040c01"},
		{"such a kind, without a value", false, "040401", "040c"},
		{"a kind of change that there is not", false, "63726d01", "63726d00"},
		{"a later kind of change", false, "63726d01", "63726d7f"},
		{"an object code above 16 bits", false, "ac02", "acc004"},
		{"more fields than there are", false, "303036410a", "303036410b"},
		{"fewer fields than there are", false, "303036410a", "3030364109"},
		{"a field twice", false, "0202d704", "0102d704"},
		{"fields in another order", false, "040401050501", "050401040501"},
		{"a personal value without a kind", false, "0981", "0980"},
		{"a personal value of a kind that there is not", false, "0981", "098c"},
		{"a personal value of another field", true, "0109", "0108"},
		{"a personal value of a field that is not personal", true, "0109", "0101"},
		{"a personal value of a field above all", true, "0109", "01ff7f"},
		{"personal values that end early", true, "0109", "0209"},
	} {
		in := [2]string{hex.EncodeToString(body), hex.EncodeToString(personal)}
		which := 0
		if c.beside {
			which = 1
		}
		if strings.Count(in[which], c.right) != 1 {
			t.Fatalf("%s: %s stands %d times in %s", c.what, c.right, strings.Count(in[which], c.right), in[which])
		}
		in[which] = strings.Replace(in[which], c.right, c.wrong, 1)
		bytes, err := hex.DecodeString(in[0])
		if err != nil {
			t.Fatal(err)
		}
		more, err := hex.DecodeString(in[1])
		if err != nil {
			t.Fatal(err)
		}
		if got, err := record.Decode(schema, bytes, more); err == nil {
			t.Errorf("%s was taken: %+v", c.what, got)
		}
	}
}

// FuzzDecode checks that bytes which can be read have exactly one encoding, and that nothing
// panics.
func FuzzDecode(f *testing.F) {
	body, personal := record.Canonical(testSchema(f), testChange(f), testSalt)
	f.Add(body, personal)
	f.Add(body, []byte(nil))
	f.Add([]byte{1}, []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, body, personal []byte) {
		again, beside, err := record.Recode(body, personal)
		if err != nil {
			return
		}
		if !bytes.Equal(again, body) {
			t.Fatalf("%x reads as a change that is written %x", body, again)
		}
		_ = beside // it may hold values for fewer fields than are committed
	})
}

// FuzzDecodeState checks that states and fingerprints stay the same when read and written again.
func FuzzDecodeState(f *testing.F) {
	f.Add([]byte{1, 1, 1, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if once, err := record.RecodeState(data); err == nil {
			if twice, err := record.RecodeState(once); err != nil || !bytes.Equal(once, twice) {
				t.Fatalf("%x became %x, then %x: %v", data, once, twice, err)
			}
		}
		if once, err := record.RecodeSeen(data); err == nil {
			if twice, err := record.RecodeSeen(once); err != nil || !bytes.Equal(once, twice) {
				t.Fatalf("%x became %x, then %x: %v", data, once, twice, err)
			}
		}
	})
}

// FuzzStated checks that a row of stated records is read completely or refused, and that it holds
// no more records than bytes.
func FuzzStated(f *testing.F) {
	f.Add([]byte("\x05\x03crm\x01\x01\x04name\x00\x02\x00\x00\x07\x00"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := record.ReadStated(9, data)
		if n > len(data) {
			t.Fatalf("%d records are read of %d bytes: %v", n, len(data), err)
		}
	})
}

// TestStatedBytes checks that the seed of FuzzStated can be read, and that no proper prefix of it
// can.
func TestStatedBytes(t *testing.T) {
	t.Parallel()
	data := []byte("\x05\x03crm\x01\x01\x04name\x00\x02\x00\x00\x07\x00")
	if n, err := record.ReadStated(9, data); n != 2 || err != nil {
		t.Errorf("%d records, %v; want 2", n, err)
	}
	for end := range data {
		if n, err := record.ReadStated(9, data[:end]); err == nil {
			t.Errorf("the first %d bytes were taken, with %d records", end, n)
		}
	}
}
