package sales

import (
	"cmp"
	"context"
	"fmt"
	"math"
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

// Settings are the company's own: how it cuts time and which currency it reports in.
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
	Masters      Masters  // whose value counts where a source and an edit made here differ
}

// DefaultSettings are those of a new folder: UTC, January, Monday, no currency, no working hours.
func DefaultSettings() Settings {
	return Settings{Zone: time.UTC, FirstMonth: time.January, WeekStart: time.Monday}
}

// SettingKeys lists the keys in the order to show them. They are the fields of the company record.
func SettingKeys() []string {
	return []string{"name", "zone", "fiscal_first_month", "fiscal_calendar", "week_start", "currency", "own_domains",
		"working_hours", "gross_margin", "system_of_record"}
}

// ReadSettings reads the company record; what it leaves unset is as in DefaultSettings. A
// value that cannot be read is fault.Invalid; the guard keeps such values out of the log.
func ReadSettings(r record.Record) (Settings, error) {
	s := DefaultSettings()
	s.Name = r.Fields["name"].Text()
	var err error
	if zone := r.Fields["zone"].Text(); zone != "" {
		if s.Zone, err = ParseZone(zone); err != nil {
			return DefaultSettings(), err
		}
	}
	if month := r.Fields["fiscal_first_month"]; month.IsSet() {
		if month.Int() < 1 || month.Int() > 12 {
			return DefaultSettings(), fault.Invalidf("the first month of the fiscal year is %d: use 1 to 12",
				month.Int())
		}
		s.FirstMonth = time.Month(month.Int())
	}
	if s.Fiscal, err = period.ParseFiscal(r.Fields["fiscal_calendar"].Text(), s.FirstMonth); err != nil {
		return DefaultSettings(), err
	}
	if day := r.Fields["week_start"].Text(); day != "" {
		if s.WeekStart, err = period.ParseWeekday(day); err != nil {
			return DefaultSettings(), err
		}
	}
	if code := r.Fields["currency"].Text(); code != "" {
		if !money.Known(code) {
			return DefaultSettings(), fault.Invalidf("%q is not a currency: use an ISO code such as EUR or USD", code)
		}
		s.Currency = code
	}
	if s.OwnDomains, err = parseDomains(r.Fields["own_domains"].Text()); err != nil {
		return DefaultSettings(), err
	}
	if s.WorkingHours, err = parseWorkingHours(r.Fields["working_hours"].Text()); err != nil {
		return DefaultSettings(), err
	}
	if margin := r.Fields["gross_margin"]; margin.IsSet() {
		share := margin.Number()
		if math.IsNaN(share) || share <= 0 || share > 1 {
			return DefaultSettings(), fault.Invalidf(
				"the gross margin is %v: use a share above 0 and up to 1, such as 0.8", share)
		}
		s.GrossMargin = &share
	}
	if s.Masters, err = parseMasters(r.Fields["system_of_record"].Text()); err != nil {
		return DefaultSettings(), err
	}
	return s, nil
}

// ParseZone takes names of the time zone database. "Local" would mean another thing on
// another machine.
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

// Calendar is how the company cuts time.
func (s Settings) Calendar() period.Calendar {
	c, err := period.NewCalendar(s.Zone, s.FirstMonth, s.WeekStart, s.Fiscal...)
	if err != nil { // a Settings made by hand with no month: January
		return period.Calendar{Zone: s.Zone}
	}
	return c
}

// Text is the settings as a person writes them, by key; "" for what is not set.
func (s Settings) Text() map[string]string {
	return map[string]string{
		"name": s.Name, "zone": s.Zone.String(), "fiscal_first_month": strconv.Itoa(int(s.FirstMonth)),
		"fiscal_calendar": period.FormatFiscal(s.Fiscal),
		"week_start":      strings.ToLower(s.WeekStart.String()), "currency": s.Currency,
		"own_domains": strings.Join(s.OwnDomains, ","), "working_hours": s.WorkingHours.String(),
		"gross_margin": shareText(s.GrossMargin), "system_of_record": s.Masters.String(),
	}
}

func shareText(share *float64) string {
	if share == nil {
		return ""
	}
	return strconv.FormatFloat(*share, 'f', -1, 64)
}

// The company is one record: it is found by this id of the empty source.
const companyExternal = "company"

// LoadSettings reads them from the log, with the company's id; id 0 while nothing was ever set.
func LoadSettings(ctx context.Context, log *record.Log) (Settings, record.ID, error) {
	company, err := loadCompany(ctx, log)
	if err != nil {
		return DefaultSettings(), 0, fmt.Errorf("load settings: %w", err)
	}
	s, err := ReadSettings(company)
	return s, company.ID, err
}

// loadCompany is the company record; its ID is 0 while nothing was ever set.
func loadCompany(ctx context.Context, log *record.Log) (record.Record, error) {
	found, err := log.Lookup(ctx, "", Company, []string{companyExternal})
	if err != nil {
		return record.Record{}, err
	}
	id, ok := found[companyExternal]
	if !ok {
		return record.Record{}, nil
	}
	return log.Get(ctx, record.Everything(), Company, id)
}

// ChangeSettings sets settings by their keys to what a person wrote, "" setting one back to its default, and adds or
// replaces exchange rates: all in one command, so nothing is set when one value is wrong. It returns the seq of the
// last change, 0 when everything was so already.
func ChangeSettings(ctx context.Context, log *record.Log, actor record.Actor, values map[string]string,
	rates ...RateEntry) (record.Seq, error) {
	fields, err := settingFields(values)
	if err != nil {
		return 0, err
	}
	company, err := loadCompany(ctx, log)
	if err != nil {
		return 0, fmt.Errorf("load settings: %w", err)
	}
	var drafts []record.Draft
	if len(fields) > 0 {
		draft := record.Draft{Kind: record.Set, Object: Company, ID: company.ID, Fields: fields}
		if company.ID == 0 {
			draft.Kind, draft.External = record.Create, companyExternal
		}
		drafts = append(drafts, draft)
	}
	if len(rates) > 0 {
		settings, err := ReadSettings(overlaid(company, fields)) // the days of the rates begin in the new zone
		if err != nil {
			return 0, err
		}
		held, err := ExchangeRates(ctx, log, record.Everything())
		if err != nil {
			return 0, err
		}
		more, err := rateDrafts(held, rates, settings.Zone)
		if err != nil {
			return 0, err
		}
		drafts = append(drafts, more...)
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	done, err := log.Apply(ctx, record.Command{Actor: actor, Drafts: drafts})
	if err != nil {
		return 0, err
	}
	return done[0].Last, nil
}

// settingFields reads settings by key and puts them in the order in which they are shown.
func settingFields(values map[string]string) ([]record.FieldValue, error) {
	var fields []record.FieldValue
	for key, text := range values {
		if !slices.Contains(SettingKeys(), key) {
			return nil, fault.Invalidf("there is no setting %q: the settings are %s", key,
				strings.Join(SettingKeys(), ", "))
		}
		v, err := settingValue(key, strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		fields = append(fields, record.FieldValue{Name: key, Value: v})
	}
	slices.SortFunc(fields, func(a, b record.FieldValue) int {
		return cmp.Compare(slices.Index(SettingKeys(), a.Name), slices.Index(SettingKeys(), b.Name))
	})
	return fields, nil
}

// settingValue reads one setting and writes it in the one form in which it is kept.
func settingValue(key, text string) (record.Value, error) {
	if text == "" {
		return record.Value{}, nil
	}
	switch key {
	case "fiscal_first_month":
		month, err := parseMonth(text)
		return record.IntValue(int64(month)), err
	case "fiscal_calendar":
		// the guard reads it, with the first month
		return record.TextValue(strings.Join(strings.Fields(strings.ToLower(text)), " ")), nil
	case "week_start":
		day, err := period.ParseWeekday(text)
		return record.TextValue(strings.ToLower(day.String())), err
	case "currency":
		return record.TextValue(strings.ToUpper(text)), nil
	case "own_domains":
		domains, err := parseDomains(text)
		return record.TextValue(strings.Join(domains, ",")), err
	case "working_hours":
		hours, err := parseWorkingHours(text)
		return record.TextValue(hours.String()), err
	case "gross_margin":
		return parseShare(text)
	case "system_of_record":
		masters, err := parseMasters(text)
		return record.TextValue(masters.String()), err
	}
	return record.TextValue(text), nil
}

// parseShare takes 0.8 and 80%.
func parseShare(s string) (record.Value, error) {
	number, percent := strings.CutSuffix(s, "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		share /= 100
	}
	if err != nil || !(share > 0 && share <= 1) {
		return record.Value{}, fault.Because(fault.Invalid, reason.Of("margin_wrong", "value", strconv.Quote(s)))
	}
	v, _ := record.NumberValue(share) // no NaN gets here
	return v, nil
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
