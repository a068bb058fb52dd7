package sales

import (
	"context"
	"time"

	"salesops/internal/period"
	"salesops/record"
)

// Settings are the company's own: how it cuts time and which currency it reports in.
type Settings struct {
	Name         string
	Zone         *time.Location
	FirstMonth   time.Month // of the fiscal year
	WeekStart    time.Weekday
	Currency     string // ISO 4217; "" while none is set
	OwnDomains   []string
	WorkingHours WorkingHours
}

// WorkingHours say when the company works: the same hours on each working day.
type WorkingHours struct {
	Days     [7]bool // by time.Weekday
	From, To int     // minutes after midnight
}

// DefaultSettings are those of a new folder: UTC, January, Monday, no currency.
func DefaultSettings() Settings {
	return Settings{Zone: time.UTC, FirstMonth: time.January, WeekStart: time.Monday}
}

// ReadSettings reads the company record; what it leaves unset is as in DefaultSettings.
func ReadSettings(r record.Record) (Settings, error) { return DefaultSettings(), nil }

// LoadSettings reads them from the log, with the company's id; id 0 while nothing was ever set.
func LoadSettings(ctx context.Context, log *record.Log) (Settings, record.ID, error) {
	return DefaultSettings(), 0, nil
}

// ChangeSettings sets settings by their keys (see SettingKeys) to what a person wrote; ""
// clears one. Nothing is set when one value is wrong. It returns the seq of the change, 0
// when everything was so already.
func ChangeSettings(ctx context.Context, log *record.Log, actor record.Actor, values map[string]string) (record.Seq, error) {
	return 0, nil
}

// Text is the settings as a person writes them, by key.
func (s Settings) Text() map[string]string { return nil }

// SettingKeys lists the keys in the order to show them.
func SettingKeys() []string {
	return []string{"name", "zone", "fiscal_first_month", "week_start", "currency", "own_domains", "working_hours"}
}

// Calendar is how the company cuts time.
func (s Settings) Calendar() period.Calendar {
	c, _ := period.NewCalendar(s.Zone, s.FirstMonth, s.WeekStart) // checked when read
	return c
}
