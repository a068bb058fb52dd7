package cell

import (
	"testing"

	"salesops/connectors/table"
)

func TestWhatANumberSaysOfItsWriting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want sign
	}{
		{"4.750", saysEither}, {"4,750", saysEither}, {"€ 4.750", saysEither}, {"-4.750", saysEither},
		{"(4.750)", saysEither}, {"4.750 EUR", saysEither}, {"123,456", saysEither},
		{"4.75", saysPoint}, {"1234.567", saysPoint}, {"0.123", saysPoint}, {".123", saysPoint},
		{"1 234.567", saysPoint}, {"1'234.500", saysPoint}, {"1,234.5", saysPoint}, {"1,234,567", saysPoint},
		{"12.345%", saysPoint}, {"$1,234.567", saysPoint},
		{"4,75", saysComma}, {"1234,567", saysComma}, {"0,123", saysComma}, {"1.234,5", saysComma},
		{"1.234.567", saysComma}, {"1 234,567", saysComma}, {"12,345 %", saysComma},
		{"850", saysNothing}, {"", saysNothing}, {"Hamburg, Kiel", saysNothing}, {"1.2.3", saysNothing},
		{"10.0.0.1", saysNothing}, {"1,23,456", saysNothing}, {"3.5x", saysNothing},
		{".", saysNothing}, {",,", saysNothing},
	} {
		if got := signOf(c.text, table.AsText); got != c.want {
			t.Errorf("%q says %d, want %d", c.text, got, c.want)
		}
	}
	// A workbook stores 4.125 as a number; 4.750 and 4,125 it can only hold as text.
	for text, want := range map[string]sign{"4.125": saysPoint, "4.750": saysEither, "4,125": saysEither} {
		if got := signOf(text, table.Mixed); got != want {
			t.Errorf("%q in a workbook says %d, want %d", text, got, want)
		}
	}
	if got := signOf("4.750", table.Stored); got != saysPoint {
		t.Errorf("4.750 in a Parquet file says %d", got)
	}
}

func TestWritingOfAColumn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		numbers []string
		whole   bool
		want    Decimals
	}{
		{[]string{"4.750", "12,5"}, false, Comma},
		{[]string{"4.750", "12.5"}, false, Point},
		{[]string{"4.750", "1.000", "850"}, false, Unwritten},
		{[]string{"4.750", "12,5", "12.5"}, false, Unwritten},
		{[]string{"4.750"}, true, Comma},
		{[]string{"4,750"}, true, Point},
	} {
		var n DecimalsEvidence
		for _, s := range c.numbers {
			n.See(s, table.AsText, c.whole, func() string { return "line 2" })
		}
		if got := n.Decimals(); got != c.want {
			t.Errorf("%v: %s, want %s", c.numbers, got, c.want)
		}
	}
}

// With the writing known, a number that has only one meaning keeps it.
func TestNumbersOfOneMeaningKeepIt(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"1234.567", "0.123", "4.75", "1234,567", "0,123", "4,75", "1,234.5", "1.234,5",
		"1.234.567", "1,234,567"} {
		point, err := ParseNumber(s, false)
		comma, err2 := ParseNumber(s, true)
		if err != nil || err2 != nil || point != comma {
			t.Errorf("%q is %v with a point, %v, and %v with a comma, %v", s, point, err, comma, err2)
		}
	}
}
