package xlsxfile

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// number is a stored number as text in the meaning of its format.
func (b *book) number(text string, s style) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return text // the importer says that it is no number
	}
	switch s {
	case date:
		if t, ok := moment(f, b.epoch); ok {
			return t
		}
	case clock:
		if f >= 0 && f < 1e6 {
			seconds := int64(math.Round(f * 86400))
			return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
		}
	case percent:
		return digits(f*100) + "%"
	case plain:
		if integer(text) {
			return text
		}
	}
	return digits(f)
}

// integer says that a text is a whole number as it should stand.
func integer(s string) bool {
	if len(s) > 15 || s == "" || s[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// digits writes a number with the fifteen digits that Excel keeps: 1234.5599999999999 is 1234.56.
func digits(f float64) string {
	s := strconv.FormatFloat(f, 'g', 15, 64)
	if !strings.Contains(s, "e") {
		return s
	}
	if abs := math.Abs(f); abs >= 1e15 && abs < 1e21 || abs < 1e-4 && abs > 1e-15 {
		rounded, _ := strconv.ParseFloat(s, 64)
		return strconv.FormatFloat(rounded, 'f', -1, 64)
	}
	return s
}

// moment is the date of a serial number: days since the last day of 1899, whose calendar has a
// 29 February 1900, or since the first day of 1904.
func moment(serial float64, epoch int) (string, bool) {
	if serial < 0 || serial >= 2958466 { // 1 January 10000
		return "", false
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if epoch == 1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if serial < 60 {
		start = start.AddDate(0, 0, 1)
	}
	day := math.Floor(serial)
	millis := math.Round((serial - day) * 86_400_000)
	t := start.AddDate(0, 0, int(day)).Add(time.Duration(millis) * time.Millisecond)
	// A serial has a precision of about a microsecond; what is left of a whole second is noise.
	if rest := t.Sub(t.Truncate(time.Second)); rest > 0 && (rest < 5*time.Millisecond || rest > 995*time.Millisecond) {
		t = t.Round(time.Second)
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly), true
	}
	if t.Nanosecond() == 0 {
		return t.Format("2006-01-02 15:04:05"), true
	}
	return t.Format("2006-01-02 15:04:05.000"), true
}
