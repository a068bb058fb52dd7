package cell

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// Order is the order of day, month and year in a date written with numbers alone.
type Order uint8

const (
	Unordered Order = iota // not known
	DMY
	MDY
	YMD
)

var orderNames = [...]string{"", "dmy", "mdy", "ymd"}

func (o Order) String() string { return orderNames[o] }

// ParseOrder reads dmy, mdy or ymd; "" is Unordered.
func ParseOrder(s string) (Order, error) {
	for i, name := range orderNames {
		if strings.EqualFold(s, name) {
			return Order(i), nil
		}
	}
	return Unordered, fault.Invalidf(
		"%q is not an order of day, month and year: use dmy, mdy or ymd", s)
}

// Moment is a date as it was written: a day, a time of that day if there is one, and the
// offset from UTC if one was given.
type Moment struct {
	Day     period.Day
	micros  int64 // after midnight
	Timed   bool
	offset  int // seconds east of UTC
	offsets bool
}

// Zones are the two zones that an import knows, and how the company cuts its years.
type Zones struct {
	File    *time.Location // of times that were written without an offset
	Company *time.Location // in which an instant becomes a day, and a day begins
	Fiscal  period.Calendar
}

// Instant is the moment in UTC: a time without an offset was written in the file's zone, a
// day without a time begins where the company is, because a day has no zone.
func (m Moment) Instant(z Zones) period.Instant {
	return min(m.utc(z), period.Forever)
}

func (m Moment) utc(z Zones) period.Instant {
	switch {
	case m.offsets:
		return period.Instant(int64(m.Day)*86_400_000_000 + m.micros - int64(m.offset)*1_000_000)
	case !m.Timed:
		return m.Day.Start(z.Company)
	case z.File == time.UTC:
		return period.Instant(int64(m.Day)*86_400_000_000 + m.micros)
	}
	return m.Day.At(m.micros, z.File)
}

// CalendarDay is the day that a day field means: a day stays the day that was written, also
// with midnight behind it; an instant is the day it falls on in the company's zone.
func (m Moment) CalendarDay(z Zones) period.Day {
	if !m.Timed || m.micros == 0 || !m.offsets && z.File == z.Company {
		return m.Day
	}
	return m.Instant(z).Day(z.Company)
}

// parts are the three numbers of a date in the order they were written.
type parts struct {
	n      [3]int
	digits [3]int
	sep    byte
}

// ParseMoment reads a date with or without a time. Numbers alone (02/03/26) are read in the
// given order; with Unordered they are an error unless only one order is possible.
func ParseMoment(s string, order Order) (Moment, error) {
	s = strings.TrimSpace(s)
	// The form of exports from the API, without a detour: 2026-03-07T02:18:00.000+0000.
	date, rest, p, named, err := splitDate(s)
	if err != nil {
		return Moment{}, err
	}
	var m Moment
	if named {
		m.Day = date
	} else if m.Day, err = p.day(order); err != nil {
		return Moment{}, dateReason(s, p.settled(order), err)
	}
	if rest == "" {
		return m, nil
	}
	if err := m.clock(rest); err != nil {
		return Moment{}, dateReason(s, order, err)
	}
	return m, nil
}

// Shorten keeps a message readable.
func Shorten(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// splitDate takes the date off the front: three numbers, or one with a month's name.
func splitDate(s string) (named period.Day, rest string, p parts, isNamed bool, err error) {
	written := s
	notDate := func() error { return reason.Of("not_date", "value", Shorten(written)) }
	if s == "" || len(s) > 64 {
		return 0, "", p, false, notDate()
	}
	s = plainDate(s)
	if day, clock, ok := numericDate(s); ok {
		return day, clock, p, true, nil
	}
	if strings.ContainsAny(s, "JFMASONDGLjfmasondgl") {
		if d, rest, ok := withName(s); ok {
			return d, rest, p, true, nil
		}
	}
	i := 0
	for k := range 3 {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' && i-from < 5 {
			p.n[k] = p.n[k]*10 + int(s[i]-'0')
			i++
		}
		p.digits[k] = i - from
		if p.digits[k] == 0 || p.digits[k] > 4 {
			return 0, "", p, false, notDate()
		}
		if k == 2 {
			break
		}
		if i >= len(s) || !strings.ContainsRune("/-.", rune(s[i])) || (k == 1 && s[i] != p.sep) {
			return 0, "", p, false, notDate()
		}
		p.sep = s[i]
		i++
	}
	if i == len(s) {
		return 0, "", p, false, nil
	}
	if s[i] != 'T' && s[i] != 't' && s[i] != ' ' && s[i] != ',' {
		return 0, "", p, false, notDate()
	}
	return 0, strings.TrimLeft(s[i+1:], " "), p, false, nil
}

// allowed says which orders the numbers permit.
func (p parts) allowed(o Order) bool {
	_, ok := p.read(o)
	return ok
}

// sure is the order that the way of writing decides without any other date: a year with
// four digits in front, a dot between day and month.
func (p parts) sure() Order {
	switch {
	case p.digits[0] == 4, p.digits[0] == 2 && p.n[0] > 31:
		return YMD
	case p.sep == '.' && p.allowed(DMY):
		return DMY
	}
	return Unordered
}

// read takes the numbers in an order; false when that is no day of the calendar.
func (p parts) read(o Order) (period.Day, bool) {
	var y, m, d, yearDigits int
	switch o {
	case DMY:
		d, m, y, yearDigits = p.n[0], p.n[1], p.n[2], p.digits[2]
	case MDY:
		m, d, y, yearDigits = p.n[0], p.n[1], p.n[2], p.digits[2]
	case YMD:
		y, m, d, yearDigits = p.n[0], p.n[1], p.n[2], p.digits[0]
	case Unordered:
		return 0, false
	}
	switch yearDigits {
	case 2: // 1970 to 2069
		y += 1900
		if y < 1970 {
			y += 100
		}
	case 4:
	default:
		return 0, false
	}
	if y < 1000 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) {
		return 0, false
	}
	if o != YMD && p.digits[0] > 2 || o == YMD && p.digits[2] > 2 || p.digits[1] > 2 {
		return 0, false
	}
	return period.DayOf(y, time.Month(m), d), true
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Why the numbers of a date are no day, or what stands behind it no time.
var (
	errAmbiguous   = errors.New("could be day/month or month/day")
	errNotCalendar = errors.New("is not a day of the calendar")
	errNotOrdered  = errors.New("is not a day of the calendar in the order of the file")
	errNoClock     = errors.New("has no time of day that can be read")
)

func dateReason(s string, order Order, err error) reason.Reason {
	switch {
	case errors.Is(err, errAmbiguous):
		return reason.Of("date_ambiguous", "value", Shorten(s))
	case errors.Is(err, errNotCalendar):
		return reason.Of("date_not_calendar", "value", Shorten(s))
	case errors.Is(err, errNotOrdered):
		return reason.Of("date_not_ordered", "value", Shorten(s), "order", orderWords[order])
	}
	return reason.Of("time_unreadable", "value", Shorten(s))
}

// settled is the order to read in: what the writing decides goes before what was given.
func (p parts) settled(order Order) Order {
	if s := p.sure(); s == YMD || s != Unordered && order == Unordered {
		return s
	}
	return order
}

// Day reads the numbers in an order.
func (p parts) day(order Order) (period.Day, error) {
	order = p.settled(order)
	if order == Unordered {
		dmy, okD := p.read(DMY)
		mdy, okM := p.read(MDY)
		switch {
		case okD && okM && dmy != mdy:
			return 0, errAmbiguous
		case okD:
			return dmy, nil
		case okM:
			return mdy, nil
		}
		return 0, errNotCalendar
	}
	d, ok := p.read(order)
	if !ok {
		return 0, errNotOrdered
	}
	return d, nil
}

var orderWords = [...]string{"", "day/month/year", "month/day/year", "year/month/day"}

// withName reads "23 Feb 2026", "23-Feb-26", "Feb 23, 2026" and what stands behind.
func withName(s string) (period.Day, string, bool) {
	var n [3]string
	rest := s
	for k := range 3 {
		rest = strings.TrimLeft(rest, " -/.,")
		end := 0
		for end < len(rest) && (isDigit(rest[end]) || isLetter(rest[end])) && isDigit(rest[end]) == isDigit(rest[0]) {
			end++
		}
		if end == 0 {
			return 0, "", false
		}
		n[k], rest = rest[:end], rest[end:]
	}
	if len(rest) > 0 && !strings.ContainsRune(" ,Tt", rune(rest[0])) {
		return 0, "", false
	}
	day, name := n[0], n[1]
	if isLetter(n[0][0]) {
		day, name = n[1], n[0]
	}
	month := monthOf(name)
	d, okD := number(day, 2)
	y, okY := number(n[2], 4)
	if month == 0 || !okD || !okY || len(n[2]) == 3 || len(n[2]) == 1 {
		return 0, "", false
	}
	p := parts{n: [3]int{d, month, y}, digits: [3]int{len(day), 2, len(n[2])}}
	got, ok := p.read(DMY)
	return got, strings.TrimLeft(rest, " ,Tt"), ok
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func number(s string, most int) (int, bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// clock reads the time of day behind a date: 20:55, 08:55 PM, 02:18:00.000+0000, 9:05:01Z.
func (m *Moment) clock(s string) error {
	bad := errNoClock
	i := 0
	take := func(most int) (int, bool) {
		from := i
		for i < len(s) && isDigit(s[i]) && i-from < most {
			i++
		}
		return number(s[from:i], most)
	}
	h, ok := take(2)
	if !ok {
		return bad
	}
	var mi, sec, frac int64
	if i < len(s) && s[i] == ':' {
		for k := range 2 {
			if i >= len(s) || s[i] != ':' {
				break
			}
			i++
			v, ok := take(2)
			if !ok || v > 59 && !(k == 1 && v == 60) {
				return bad
			}
			if k == 0 {
				mi = int64(v)
			} else {
				sec = min(int64(v), 59) // a leap second
			}
		}
		if i < len(s) && (s[i] == '.' || s[i] == ',') && i+1 < len(s) && isDigit(s[i+1]) {
			i++
			scale := int64(100_000)
			for i < len(s) && isDigit(s[i]) {
				frac += int64(s[i]-'0') * scale
				scale /= 10
				i++
			}
		}
	}
	rest := strings.TrimSpace(s[i:])
	if half, after, ok := halfDay(rest); ok {
		if h < 1 || h > 12 {
			return bad
		}
		h = h%12 + half
		rest = after
	} else if !strings.Contains(s, ":") {
		return bad
	}
	if h > 23 {
		return bad
	}
	m.Timed = true
	m.micros = ((int64(h)*60+mi)*60+sec)*1_000_000 + frac
	return m.zoneOf(rest, bad)
}

// halfDay reads AM and PM.
func halfDay(s string) (hours int, rest string, ok bool) {
	t := strings.ToUpper(strings.ReplaceAll(s[:min(len(s), 4)], ".", ""))
	switch {
	case strings.HasPrefix(t, "AM"), strings.HasPrefix(t, "PM"):
		n := 2
		if len(s) >= 4 && s[1] == '.' && s[3] == '.' {
			n = 4
		}
		if t[0] == 'P' {
			hours = 12
		}
		return hours, strings.TrimSpace(s[n:]), true
	}
	return 0, s, false
}

// zoneOf reads Z, UTC, GMT, +0000, +01:00, -8.
func (m *Moment) zoneOf(s string, bad error) error {
	switch strings.ToUpper(s) {
	case "":
		return nil
	case "Z", "UTC", "GMT":
		m.offsets = true
		return nil
	}
	if s[0] != '+' && s[0] != '-' {
		return bad
	}
	digits := strings.Replace(s[1:], ":", "", 1)
	var hh, mm int
	var ok bool
	switch len(digits) {
	case 1, 2:
		hh, ok = number(digits, 2)
	case 4:
		var ok2 bool
		hh, ok = number(digits[:2], 2)
		mm, ok2 = number(digits[2:], 2)
		ok = ok && ok2
	}
	if !ok || hh > 18 || mm > 59 {
		return bad
	}
	m.offsets, m.offset = true, (hh*60+mm)*60
	if s[0] == '-' {
		m.offset = -m.offset
	}
	return nil
}

// OrderEvidence counts what the dates of a column, file or folder say about their order.
type OrderEvidence struct {
	only  [4]int // by Order: dates that are a day in this order and not in the other
	like  [4]int // by Order: dates that are no day (31/06), and look like one in this order alone
	both  int    // dates that could be either and differ
	first string // the first such date
	where string // where it stands
}

// See takes in one cell; it says nothing about text that is no date.
func (e *OrderEvidence) See(s string, where func() string) bool {
	_, _, p, named, err := splitDate(strings.TrimSpace(s))
	if err != nil {
		return false
	}
	if named {
		return true
	}
	if p.sure() != Unordered {
		return p.allowed(p.sure())
	}
	dmy, okD := p.read(DMY)
	mdy, okM := p.read(MDY)
	switch {
	case okD && okM && dmy == mdy:
	case okD && okM:
		if e.both == 0 {
			e.first, e.where = s, where()
		}
		e.both++
	case okD:
		e.only[DMY]++
	case okM:
		e.only[MDY]++
	default:
		if p.digits[1] <= 2 && p.n[0] > 12 && p.n[0] <= 31 && p.n[1] <= 12 {
			e.like[DMY]++
		} else if p.digits[1] <= 2 && p.n[1] > 12 && p.n[1] <= 31 && p.n[0] <= 12 {
			e.like[MDY]++
		}
		return false
	}
	return true
}

func (e *OrderEvidence) Add(o OrderEvidence) {
	for i := range e.only {
		e.only[i] += o.only[i]
		e.like[i] += o.like[i]
	}
	if e.both == 0 {
		e.first, e.where = o.first, o.where
	}
	e.both += o.both
}

// order is what the evidence decides: the only order under which the dates are days. One
// stray date among many does not hide the order of the rest. A date that is no day decides
// nothing, but it can speak against the order that others show.
func (e *OrderEvidence) order() Order {
	d, m := e.only[DMY], e.only[MDY]
	switch {
	case d > 0 && d >= 20*(m+e.like[MDY]):
		return DMY
	case m > 0 && m >= 20*(d+e.like[DMY]):
		return MDY
	}
	return Unordered
}

// FirstOrder is the order that the first of several decides: a column, else its file, else its folder.
func FirstOrder(of ...*OrderEvidence) Order {
	for _, e := range of {
		if o := e.order(); o != Unordered {
			return o
		}
	}
	return Unordered
}

// Matters says that some date is read differently in another order.
func (e *OrderEvidence) Matters() bool { return e.both+e.only[DMY]+e.only[MDY] > 0 }

// Undecided says that some date could be read in two orders.
func (e *OrderEvidence) Undecided() bool { return e.both > 0 }

// Question asks in which order the dates of a column are written.
func (e *OrderEvidence) Question(file, column string) error {
	value := strconv.Quote(Shorten(e.first))
	if e.only[DMY]+e.like[DMY] > 0 && e.only[MDY]+e.like[MDY] > 0 {
		return fault.Because(fault.Invalid, reason.Of("dates_of_both_kinds", "file", file, "column", column,
			"where", e.where, "value", value))
	}
	return fault.Because(fault.Invalid, reason.Of("dates_undecided", "file", file, "column", column,
		"where", e.where, "value", value))
}
