package sales

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Settings are the settings of the company, such as its zone, fiscal calendar and report currency.
type Settings struct {
	Name         string
	Zone         *time.Location
	FirstMonth   time.Month    // of the fiscal year
	Fiscal       []period.Rule // fiscal years of weeks; none: by months
	WeekStart    time.Weekday
	Currency     string // ISO 4217; "" while none is set
	OwnDomains   []string
	WorkingHours WorkingHours
	GrossMargin  *float64 // share of revenue, 0..1; nil while none is set
	Masters      Masters  // which value is used when a source and an edit made here differ
	SecondFactor bool     // everybody who signs in must show one

	texts map[string]string // see Text
}

// A Setting is a row of SettingTable. The company record gets a field for it; the command line, the API and the
// page of settings show it and change it.
type Setting struct {
	Key     uint32 // of the field; never reused, see record.Field
	Name    string
	Label   string
	Kind    SettingKind
	Options []string // the possible values, in order; empty when any text may be written
	Default string   // as a person writes it; "" for not set
	Example string
	Help    string // in English; the page has it in each language by the name

	// read reads a text, which is not "", into the settings, and returns the text in its normal form, which is
	// kept. The settings before this one in the table were read already. When read is nil, any text is kept.
	read func(s *Settings, text string) (string, error)
}

// SettingKind says which kind of value a setting has.
type SettingKind string

// The kinds. All but a month and a share are kept as text.
const (
	SettingText     SettingKind = "text"
	SettingChoice   SettingKind = "choice"
	SettingZone     SettingKind = "zone"
	SettingMonth    SettingKind = "month"
	SettingWeekday  SettingKind = "weekday"
	SettingCurrency SettingKind = "currency"
	SettingPercent  SettingKind = "percent"
	SettingDomains  SettingKind = "domains"
	SettingHours    SettingKind = "hours"
	SettingFiscal   SettingKind = "fiscal_calendar"
	SettingMasters  SettingKind = "systems_of_record"
)

// AddedSettings are settings that a package above this one adds before a log is opened.
var AddedSettings []Setting

// SettingTable returns the settings in the order in which they are shown. Add a setting here. It is a function
// because the systems of record name fields of Objects, and Objects contains the fields of this table.
func SettingTable() []Setting {
	return append([]Setting{
		{Key: 1, Name: "name", Label: "Name", Kind: SettingText,
			read: func(s *Settings, text string) (string, error) {
				s.Name = text
				return text, nil
			}},
		{Key: 2, Name: "zone", Label: "Time zone", Kind: SettingZone, Default: "UTC", Example: "Europe/Berlin",
			Help: "Decides on which day a moment falls.",
			read: func(s *Settings, text string) (_ string, err error) {
				s.Zone, err = ParseZone(text)
				return text, err
			}},
		{Key: 3, Name: "fiscal_first_month", Label: "First month of the fiscal year", Kind: SettingMonth,
			Options: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
			Default: "1", Example: "4",
			read: func(s *Settings, text string) (_ string, err error) {
				s.FirstMonth, err = parseMonth(text)
				return strconv.Itoa(int(s.FirstMonth)), err
			}},
		{Key: 9, Name: "fiscal_calendar", Label: "Fiscal calendar", Kind: SettingFiscal, Example: "4-4-5 saturday last",
			Help: "Empty for years of months. Years of weeks: the weeks of a quarter’s months, the weekday the year " +
				"ends on, " +
				"and whether it is the last one before the fiscal year’s first month or the one nearest to its " +
				"beginning. " +
				"A day in front says since when.",
			read: func(s *Settings, text string) (_ string, err error) {
				s.Fiscal, err = period.ParseFiscal(text, s.FirstMonth)
				return period.FormatFiscal(s.Fiscal), err
			}},
		{Key: 4, Name: "week_start", Label: "First day of the week", Kind: SettingWeekday,
			Options: []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
			Default: "monday", Example: "sunday",
			read: func(s *Settings, text string) (_ string, err error) {
				s.WeekStart, err = period.ParseWeekday(text)
				return strings.ToLower(s.WeekStart.String()), err
			}},
		{Key: 5, Name: "currency", Label: "Report currency", Kind: SettingCurrency, Example: "EUR",
			Help: "Three letters, such as EUR. Empty: amounts are shown as they came.",
			read: func(s *Settings, text string) (string, error) {
				if s.Currency = strings.ToUpper(text); !money.Known(s.Currency) {
					return "", fault.Invalidf("%q is not a currency: use an ISO code such as EUR or USD", s.Currency)
				}
				return s.Currency, nil
			}},
		{Key: 6, Name: "own_domains", Label: "Own mail domains", Kind: SettingDomains, Example: "acme.com,acme.de",
			Help: "With commas between.",
			read: func(s *Settings, text string) (_ string, err error) {
				s.OwnDomains, err = parseDomains(text)
				return strings.Join(s.OwnDomains, ","), err
			}},
		{Key: 7, Name: "working_hours", Label: "Working hours", Kind: SettingHours,
			Example: "mon-fri 09:00-12:00,13:00-17:30",
			Help:    "Days and hours, a break between two stretches.",
			read: func(s *Settings, text string) (_ string, err error) {
				s.WorkingHours, err = parseWorkingHours(text)
				return s.WorkingHours.String(), err
			}},
		{Key: 8, Name: "gross_margin", Label: "Gross margin", Kind: SettingPercent, Example: "80%",
			Help: "A share such as 80%. Empty: lifetime value is shown on revenue.",
			read: func(s *Settings, text string) (string, error) {
				share, err := parseShare(text)
				s.GrossMargin = &share
				return strconv.FormatFloat(share, 'f', -1, 64), err
			}},
		{Key: 10, Name: "system_of_record", Label: "System of record", Kind: SettingMasters,
			Example: "newest,deal=crm,deal.amount=here",
			Help: "Whose value counts where a source and an edit made here differ: newest, crm or here, " +
				"then objects and fields of their own.",
			read: func(s *Settings, text string) (_ string, err error) {
				s.Masters, err = parseMasters(text)
				return s.Masters.String(), err
			}},
		{Key: 11, Name: "second_factor", Label: "Second factor", Kind: SettingChoice,
			Options: []string{"optional", "required"}, Default: "optional",
			Help: "Required: whoever has none sets one up at the next sign-in, before anything else.",
			read: func(s *Settings, text string) (string, error) {
				s.SecondFactor = text == "required"
				if !s.SecondFactor && text != "optional" {
					return "", fault.Invalidf("%q is not a value of second_factor: use optional, required", text)
				}
				return text, nil
			}},
	}, AddedSettings...)
}

// SettingKeys returns the names of the settings in the order in which they are shown.
func SettingKeys() []string {
	var names []string
	for _, setting := range SettingTable() {
		names = append(names, setting.Name)
	}
	return names
}

// DefaultSettings are those of a new folder: UTC, January, Monday, no currency, no working hours.
func DefaultSettings() Settings {
	s, _ := readTexts(nil) // tests check that the defaults can be read
	return s
}

// ReadSettings reads the company record. Settings that it does not have are as in DefaultSettings. A value that
// cannot be read is fault.Invalid; companyGuard keeps such values out of the log.
func ReadSettings(r record.Record) (Settings, error) {
	s, err := readTexts(keptTexts(r))
	if err != nil {
		return DefaultSettings(), err
	}
	return s, nil
}

// readTexts reads what is set, by name, and the defaults of the rest.
func readTexts(given map[string]string) (Settings, error) {
	s := Settings{texts: map[string]string{}}
	for _, setting := range SettingTable() {
		text := given[setting.Name]
		if text == "" {
			text = setting.Default
		}
		if text != "" {
			var err error
			if text, err = setting.take(&s, text); err != nil {
				return s, err
			}
		}
		s.texts[setting.Name] = text
	}
	return s, nil
}

// take reads a text that is not empty.
func (t Setting) take(s *Settings, text string) (string, error) {
	switch {
	case t.read != nil:
		return t.read(s, text)
	case t.Kind == SettingChoice && !slices.Contains(t.Options, text):
		return "", fault.Invalidf("%q is not a value of %s: use %s", text, t.Name, strings.Join(t.Options, ", "))
	}
	return text, nil
}

// Text returns the settings by name as a person writes them; "" for a setting that is not set.
func (s Settings) Text() map[string]string { return s.texts }

// Calendar returns the company's zone and fiscal calendar.
func (s Settings) Calendar() period.Calendar {
	c, err := period.NewCalendar(s.Zone, s.FirstMonth, s.WeekStart, s.Fiscal...)
	if err != nil { // Settings that a caller made without a month: January
		return period.Calendar{Zone: s.Zone}
	}
	return c
}

// ParseZone parses a name of the time zone database. "Local" is refused, because it depends on the machine.
func ParseZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || strings.EqualFold(name, "local") {
		return nil, fault.Because(fault.Invalid, reason.Of("zone_unknown", "value", strconv.Quote(name)))
	}
	return zone, nil
}

func parseDomains(s string) ([]string, error) {
	var domains []string
	for _, d := range strings.FieldsFunc(strings.ToLower(s),
		func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		d = strings.TrimPrefix(d, "@")
		if !strings.Contains(d, ".") || strings.ContainsAny(d, "@/:") || strings.HasPrefix(d, ".") ||
			strings.HasSuffix(d, ".") {
			return nil, fault.Because(fault.Invalid, reason.Of("domain_wrong", "value", strconv.Quote(d)))
		}
		if !slices.Contains(domains, d) {
			domains = append(domains, d)
		}
	}
	return domains, nil
}

// parseShare parses a share such as 0.8 or 80%.
func parseShare(s string) (float64, error) {
	number, percent := strings.CutSuffix(s, "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		share /= 100
	}
	if err != nil || !(share > 0 && share <= 1) {
		return 0, fault.Because(fault.Invalid, reason.Of("margin_wrong", "value", strconv.Quote(s)))
	}
	return share, nil
}

func parseMonth(s string) (time.Month, error) {
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 12 {
		return time.Month(n), nil
	}
	for month := time.January; month <= time.December; month++ {
		if name := month.String(); strings.EqualFold(s, name) || strings.EqualFold(s, name[:3]) {
			return month, nil
		}
	}
	return 0, fault.Invalidf("%q is not a month: use 1 to 12 or a name such as april", s)
}
