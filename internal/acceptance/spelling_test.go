package acceptance

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"salesops/internal/period"
)

// style is how an export is written. All files of a company share its dates; encoding,
// separator and line ends are each file's own.
type style struct {
	day, stamp  string // layouts; the stamp in UTC when it ends in Z
	dates       string // the flag that a person would give, "" when the columns show it
	yes, no     string
	comma       bool // 1234,50 and not 1234.50
	thousands   bool
	shortIDs    bool // references as the 15 characters of reports
	customExtra bool
}

var styles = []style{
	{day: "2006-01-02", stamp: "2006-01-02T15:04:05.000Z", yes: "true", no: "false"},
	{day: "2006-01-02", stamp: "2006-01-02T15:04:05.000+0000", yes: "TRUE", no: "FALSE", customExtra: true},
	{day: "2006-01-02", stamp: "2006-01-02 15:04:05", yes: "1", no: "0", thousands: true},
	{day: "1/2/2006", stamp: "1/2/2006 3:04 PM", yes: "TRUE", no: "FALSE", thousands: true, shortIDs: true},
	{day: "01/02/06", stamp: "01/02/06 03:04 PM", yes: "TRUE", no: "FALSE", customExtra: true},
	{day: "02.01.2006", stamp: "02.01.2006 15:04", yes: "true", no: "false", comma: true},
	{day: "02/01/2006", stamp: "02/01/2006 15:04", dates: "dmy", yes: "TRUE", no: "FALSE", shortIDs: true},
	{day: "01/02/2006", stamp: "01/02/2006 03:04 PM", dates: "mdy", yes: "true", no: "false"},
}

// writer spells a world's rows.
type writer struct {
	*rand.Rand
	w *world
	s style
}

func (x *writer) instant(at period.Instant) string {
	if at == 0 {
		return ""
	}
	if strings.HasSuffix(x.s.stamp, "Z") || strings.HasSuffix(x.s.stamp, "+0000") {
		return at.Time().UTC().Format(x.s.stamp)
	}
	return at.Time().In(x.w.cfg.zone).Format(x.s.stamp)
}

func (x *writer) day(d *period.Day) string {
	if d == nil {
		return ""
	}
	return d.Time().Format(x.s.day)
}

func (x *writer) bool(b bool) string {
	if b {
		return x.s.yes
	}
	return x.s.no
}

func (x *writer) ref(id string) string {
	if x.s.shortIDs && len(id) == 18 {
		return id[:15]
	}
	return id
}

func (x *writer) amount(minor *int64) string {
	if minor == nil {
		return ""
	}
	v, sign := *minor, ""
	if v < 0 {
		v, sign = -v, "-"
	}
	major, rest := v/x.w.cfg.minorUnit, v%x.w.cfg.minorUnit
	text := strconv.FormatInt(major, 10)
	if x.s.thousands {
		for i := len(text) - 3; i > 0; i -= 3 {
			text = text[:i] + "," + text[i:]
		}
	}
	switch {
	case x.w.cfg.minorUnit == 1 || rest == 0 && !x.s.comma && x.IntN(2) == 0:
	case x.s.comma:
		text += fmt.Sprintf(",%02d", rest)
	default:
		text += fmt.Sprintf(".%02d", rest)
	}
	return sign + text
}

// table is one kind of file: a header and its rows.
type table struct {
	name string
	head []string
	rows [][]string
}

// spell writes a table as one or two files, in any order of rows and columns.
func (x *writer) spell(t table) map[string][]byte {
	x.Shuffle(len(t.rows), func(i, j int) { t.rows[i], t.rows[j] = t.rows[j], t.rows[i] })
	parts := [][][]string{t.rows}
	if len(t.rows) > 20 && x.IntN(3) == 0 {
		half := len(t.rows) / 3
		if strings.HasSuffix(t.name, "History") { // a tool cuts a history in the order of its ids
			slices.SortFunc(t.rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
		}
		parts = [][][]string{t.rows[:half], t.rows[half:]}
	}
	out := map[string][]byte{}
	for i, rows := range parts {
		order := x.Perm(len(t.head))
		sep := one(&grower{Rand: x.Rand}, ",", ",", ";", "\t")
		end := one(&grower{Rand: x.Rand}, "\n", "\r\n", "\r\n", "\r")
		var b strings.Builder
		line := func(cells []string) {
			for j, c := range order {
				if j > 0 {
					b.WriteString(sep)
				}
				cell := cells[c]
				if strings.ContainsAny(cell, sep+"\"\r\n") || x.IntN(20) == 0 {
					cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
				}
				b.WriteString(cell)
			}
			b.WriteString(end)
		}
		line(t.head)
		for _, r := range rows {
			line(r)
		}
		out[fmt.Sprintf("export%d_%s_%d.csv", x.IntN(1000), t.name, i)] = x.encode(b.String())
	}
	return out
}

func (x *writer) encode(text string) []byte {
	switch x.IntN(4) {
	case 0:
		return append([]byte{0xEF, 0xBB, 0xBF}, text...)
	case 1:
		b := []byte{0xFF, 0xFE}
		for _, u := range utf16.Encode([]rune(text)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	case 2:
		if b, err := charmap.ISO8859_1.NewEncoder().Bytes([]byte(text)); err == nil {
			return b
		}
	}
	return []byte(text)
}
