package xlsxfile

import (
	"slices"
	"testing"
)

// TestBuiltinFormats: the formats that a file need not spell out, as ECMA-376 lists them.
func TestBuiltinFormats(t *testing.T) {
	t.Parallel()
	want := map[style][]int{percent: {9, 10},
		date:  {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58},
		clock: {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56}}
	for id := range 70 {
		got := builtin(id)
		for s, ids := range want {
			if slices.Contains(ids, id) != (got == s) {
				t.Errorf("format %d is %d", id, got)
			}
		}
	}
}

// TestFormatCodes: letters of a date count where they stand for a part of one, not in a text, a colour or behind a sign
// that takes the next character as it is.
func TestFormatCodes(t *testing.T) {
	t.Parallel()
	for s, codes := range map[style][]string{
		date: {"dd/mm/yyyy", "YYYY", "D", "mmm", "M", "dd/mm/yyyy hh:mm", "[$-409]d-mmm-yy", `d" days"`, `"on" d`,
			`\hd`, "[Red]d", "mm", "yy%", `yyyy"年"m"月"`, "[]d", "[x]d"},
		clock: {"h:mm", "H", "s", "SS.0", "mm:ss", "hh:mm AM/PM", "[h]:mm", "[mm]", "[SS]", "[hh]", `h" d "`, `h\d`,
			"[Red]h", "mm:SS", "h%"},
		percent: {"0%", "0.00%", "#%", "[Red]0%", `"d"0%`, "0%;[Red]-d"},
		plain: {"", "General", "GENERAL", "general;d", "0", "0.00E+00", "#,##0.00 [$€-407]",
			`0" d"`, `"h`, `0 "d`, "[h",
			"0 [d", "[Red]0", "[d]0", "[hx]0", "0;d", `\d`, "_d0", "*h0", `0\%`, "0_%", `""0`, "[]0", "?/?", "@",
			"G0", "g0"},
	} {
		for _, code := range codes {
			if got := meaning(code); got != s {
				t.Errorf("%q means %d, want %d", code, got, s)
			}
		}
	}
}

// TestNumbersOfCells: a stored number is written as its format shows it, with the fifteen digits that Excel keeps.
func TestNumbersOfCells(t *testing.T) {
	t.Parallel()
	type of map[string]string
	for s, numbers := range map[style]of{
		plain: {"12": "12", "0": "0", "007": "7", "-5": "-5", "1234.5599999999999": "1234.56",
			"0.1": "0.1", "1e3": "1000",
			"999999999999999": "999999999999999", "1000000000000000": "1000000000000000",
			"1234567890123456": "1234567890123460", "-1e15": "-1000000000000000", "1e20": "100000000000000000000",
			"1e21": "1e+21", "-1e21": "-1e+21", "0.0001": "0.0001", "0.00001": "0.00001", "-0.00001": "-0.00001",
			"1.5e-14": "0.000000000000015", "1e-15": "1e-15", "1e-16": "1e-16", "1:": "1:", "/": "/", "x": "x", "": "",
			"1e999": "1e999", "NaN": "NaN", "Inf": "Inf", "0.30000000000000004": "0.3", "2.5": "2.5"},
		percent: {"0.6": "60%", "0.125": "12.5%", "-0.07": "-7%", "1": "100%", "x": "x"},
		clock: {"0": "00:00:00", "0.5": "12:00:00", "0.999988": "23:59:59", "1": "24:00:00", "1.25": "30:00:00",
			"0.0006944444444": "00:01:00", "0.04166666667": "01:00:00",
			"999999": "23999976:00:00", "1000000": "1000000",
			"-0.5": "-0.5", "0.00001157407407": "00:00:01"},
		date: {"1": "1900-01-01", "59": "1900-02-28", "60": "1900-02-28", "61": "1900-03-01", "45000": "2023-03-15",
			"45000.5": "2023-03-15 12:00:00", "45000.00001157407": "2023-03-15 00:00:01", "2958465": "9999-12-31",
			"2958466": "2958466", "-1": "-1", "0": "1899-12-31", "45000.25000578704": "2023-03-15 06:00:00.500",
			"45000.49999999": "2023-03-15 12:00:00", "45000.50000001": "2023-03-15 12:00:00"},
	} {
		for stored, want := range numbers {
			b := book{epoch: 1900}
			if got := b.number(stored, s); got != want {
				t.Errorf("%s in format %d is %q, want %q", stored, s, got, want)
			}
		}
	}
	for stored, want := range map[string]string{"0": "1904-01-01", "59": "1904-02-29", "60": "1904-03-01",
		"43538.75": "2023-03-15 18:00:00"} {
		b := book{epoch: 1904}
		if got := b.number(stored, date); got != want {
			t.Errorf("%s since 1904 is %q, want %q", stored, got, want)
		}
	}
}
