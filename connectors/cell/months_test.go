package cell

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
)

// TestMonthsByName: the names of the months are read in each language, whole and short, with accents and in capitals.
func TestMonthsByName(t *testing.T) {
	t.Parallel()
	for language, names := range map[string]string{
		"English":           "January February March April May June July August September October November December",
		"English, short":    "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.",
		"Portuguese":        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"Portuguese, short": "jan fev mar abr mai jun jul ago set out nov dez",
		"German":            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"German, short":     "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
		"Austrian":          "Jänner Feber Maerz Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
		"French":            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"French, short":     "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
		"Spanish":           "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"Spanish, short":    "ene feb mar abr may jun jul ago sept oct nov dic",
		"Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre " +
			"dicembre",
		"Italian, short": "gen feb mar apr mag giu lug ago set ott nov dic",
		"Dutch":          "januari februari maart april mei juni juli augustus september oktober november december",
	} {
		for i, name := range strings.Fields(names) {
			want := period.DayOf(2026, time.Month(i+1), 2)
			for _, format := range []string{"2 %s 2026", "02-%s-26", "2. %s 2026",
				"2 de %s de 2026", "2 de %s del 2026",
				"%s 2, 2026", "2. %s 2026 00:00"} {
				for _, written := range []string{name, strings.ToUpper(name), strings.ToLower(name)} {
					text := fmt.Sprintf(format, written)
					if got, err := ReadDay(text, Unordered); err != nil || got != want {
						t.Errorf("%s: %q is %s, %v; want %s", language, text, got, err, want)
					}
				}
			}
		}
	}
	for text, want := range map[string]string{
		"1er août 2026": "2026-08-01", "mercredi, 1er avril 2026": "2026-04-01", "Sonntag, 1. März 2026": "2026-03-01",
		"sábado, 28 de febrero de 2026": "2026-02-28", "1 MAR 2026": "2026-03-01",
	} {
		if got, err := ReadDay(text, Unordered); err != nil || got.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
}

// TestWordsThatAreNoMonth: two months, none, or a word that only begins like one.
func TestWordsThatAreNoMonth(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"jui", "ju", "m", "Marketing", "Mayfair", "Energy",
		"Julian", "Decimal", "Augsburg", "März2"} {
		for _, format := range []string{"2 %s 2026", "%s 2, 2026", "2-%s-26"} {
			text := fmt.Sprintf(format, name)
			if got, err := ReadDay(text, Unordered); err == nil {
				t.Errorf("%q is %s", text, got)
			}
			var e OrderEvidence
			if e.See(text, func() string { return "" }) {
				t.Errorf("%q is evidence of a date", text)
			}
		}
	}
	for _, text := range []string{"30 février 2026", "31. Juni 2026", "0 de enero de 2026"} {
		if got, err := ReadDay(text, Unordered); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q is %s, %v", text, got, err)
		}
	}
}
