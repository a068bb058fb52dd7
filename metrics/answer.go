package metrics

import (
	"encoding/json"

	"salesops/internal/period"
	"salesops/record"
	"salesops/stats"
)

// Answer has the numbers of a metric, and everything needed to explain and repeat them.
type Answer struct {
	Metric     string      `json:"metric"`
	Version    int         `json:"version"`
	Unit       string      `json:"unit"` // money, share, count, days or ratio
	Grain      string      `json:"grain,omitempty"`
	Dimensions []string    `json:"dimensions,omitempty"` // as asked for, in order
	From       *period.Day `json:"from"`
	To         *period.Day `json:"to"` // included
	AsOf       *period.Day `json:"as_of"`
	KnownAt    *period.Day `json:"known_at"`
	Whose      []string    `json:"whose,omitempty"` // names of the teams and people that it is limited to
	Position   record.Seq  `json:"position"`
	// HistorySince is the first day from which past states are known from recorded history; nil when no history
	// is recorded.
	HistorySince *period.Day `json:"history_since"`
	Rows         []Row       `json:"rows"`
	// Notes say what was left out, assumed or converted, the most important first.
	Notes []Note `json:"notes,omitempty"`
	// Receipt re-runs this answer to the same bytes (Engine.Replay).
	Receipt string `json:"receipt,omitempty"`
	// Refreshing is there when a job makes a later answer. It is about the moment and no part of the answer.
	Refreshing *Refreshing `json:"-"`
}

// computing says that there is no answer yet.
func (a *Answer) computing() bool { return a.Refreshing != nil && a.Refreshing.Computing }

// Row is one number.
type Row struct {
	By map[string]Key `json:"by"`
	// Period is the name of the period (2026-01, FY2026-Q1). Start is its first day in the calendar, also when
	// the range begins later.
	Period *string     `json:"period"`
	Start  *period.Day `json:"start,omitempty"`
	// From and To are the period's days, both included; only with a grain.
	From *period.Day `json:"from,omitempty"`
	To   *period.Day `json:"to,omitempty"`
	Result
	Compare *Comparison `json:"compare,omitempty"`

	at cell // where the sheet has it
}

// Result is a value with the counts behind it. When Value is nil, Reason says why.
type Result struct {
	Value       *Figure `json:"value"`
	Currency    *string `json:"currency"`
	Numerator   *Figure `json:"numerator"`
	Denominator *Figure `json:"denominator"`
	N           int64   `json:"n"`
	Low         *Figure `json:"low"`
	High        *Figure `json:"high"`
	// Interval says what Low and High are; nil without them.
	Interval *Interval `json:"interval,omitempty"`
	// Model describes the model behind an estimate of purchases.
	Model  *Model   `json:"model,omitempty"`
	Flags  []string `json:"flags"`
	Reason string   `json:"reason,omitempty"`
	// ReasonCode and ReasonParts are the reason for other languages (internal/reason).
	ReasonCode  string            `json:"reason_code,omitempty"`
	ReasonParts map[string]string `json:"reason_parts,omitempty"`
}

// Interval says how the range from Low to High was computed and how much it covers: 0.95 of samples, or 0.8 of
// past errors.
type Interval struct {
	Kind     string  `json:"kind"`
	Coverage float64 `json:"coverage"`
}

// The kinds of an interval.
const (
	IntervalWilson   = "wilson"     // Wilson interval of a share of two counts
	IntervalLogLog   = stats.LogLog // of a survival curve
	IntervalNormal   = stats.Normal // of a restricted mean
	IntervalBaseline = "baseline"   // from past errors of the same baseline
)

// Comparison is the number of the other period. Change is value − other value in the metric's unit; Relative is
// that change ÷ |other value|.
type Comparison struct {
	Period *string     `json:"period,omitempty"`
	Start  *period.Day `json:"start,omitempty"`
	From   *period.Day `json:"from,omitempty"`
	To     *period.Day `json:"to,omitempty"`
	Result
	Change   *Figure `json:"change"`
	Relative *Figure `json:"relative"`
	// ToDate means that the row's period is not over. From and To then limit the other period to the same
	// number of days.
	ToDate bool `json:"to_date,omitempty"`
	// Verdict is better, worse, same or "" (the metric has no direction, or there is no change to judge).
	Verdict string `json:"verdict,omitempty"`
}

// Key is a value of a dimension: an id for queries and a name to show. ID is nil for "none".
type Key struct {
	ID   *string `json:"id"`
	Name string  `json:"name"`
}

// Note is a sentence that belongs to an answer. Code is stable; Text is English.
type Note struct {
	Code     string  `json:"code"`
	Text     string  `json:"text"`
	Metric   string  `json:"metric,omitempty"` // the part of a formula it is about
	Count    int64   `json:"count,omitempty"`
	Of       int64   `json:"of,omitempty"`
	Amount   *Figure `json:"amount,omitempty"`
	Currency string  `json:"currency,omitempty"`
	// ReasonCode and ReasonParts say what a metric's own rule found, for other languages.
	ReasonCode  string            `json:"reason_code,omitempty"`
	ReasonParts map[string]string `json:"reason_parts,omitempty"`
}

// Figure is an exact decimal. In JSON money is a string and everything else a number.
type Figure struct {
	Text  string // such as -12.50
	Money bool
}

func (f Figure) String() string { return f.Text }

// MarshalJSON writes a string for money and a number otherwise.
func (f Figure) MarshalJSON() ([]byte, error) {
	if f.Money {
		return json.Marshal(f.Text)
	}
	return []byte(f.Text), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *Figure) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		f.Money = true
		return json.Unmarshal(b, &f.Text)
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	f.Text, f.Money = n.String(), false
	return nil
}

// The flags of a result.
const (
	FlagLowSample      = "low_sample"       // n < 30
	FlagIncomplete     = "incomplete"       // the period has not ended by the as-of day
	FlagFromDealOwners = "from_deal_owners" // nobody is marked as selling: owners of deals and activities are counted
	FlagProblemRows    = "problem_rows"     // impossible rows were left out
	FlagMissingRate    = "missing_rate"     // amounts without an exchange rate were left out
	FlagOnRevenue      = "on_revenue"       // no gross margin is set: on revenue instead of margin
	FlagCapped         = "capped"           // a lifetime is limited to the metric's greatest number of months
	FlagBaseline       = "baseline"         // a mean of past periods; open deals and plans are not used
	FlagUncalibrated   = "uncalibrated"     // too few past errors to give a range
	FlagBackfilled     = "backfilled"       // rests partly on values without history
)
