package cell

import (
	"strconv"
	"strings"
)

// The days of a workbook that counts from 1904 are so many behind those of the others.
const days1904 = 1462

// From1900 turns a plain serial number of a workbook that counts from 1904 into one of the others.
func From1900(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil || len(whole) != 5 || n < 20000-days1904 || n >= 80000-days1904 ||
		strings.Trim(rest, "0123456789") != "" {
		return s
	}
	return strconv.Itoa(n+days1904) + s[len(whole):]
}
