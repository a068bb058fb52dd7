package metrics

import (
	"encoding/json"

	"salesops/internal/period"
	"salesops/record"
	"salesops/stats"
)

// Answer is a metric's numbers with everything needed to explain and repeat them.
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
	// HistorySince is the first day from which the states of past days rest on
	// recorded history; nil when nothing is recorded.
	HistorySince *period.Day `json:"history_since"`
	Rows         []Row       `json:"rows"`
	// Notes say what was left out, assumed or converted; the gravest first.
	Notes []Note `json:"notes,omitempty"`
	// Receipt re-runs this answer to the same bytes (Engine.Replay).
	Receipt string `json:"receipt,omitempty"`
}

// Row is one number.
type Row struct {
	By map[string]Key `json:"by"`
	// Period is what people call the period (2026-01, FY2026-Q1), Start its first day
	// in the calendar, even where the range begins later.
	Period *string     `json:"period"`
	Start  *period.Day `json:"start,omitempty"`
	// From and To are the period's days, both included; only with a grain.
	From *period.Day `json:"from,omitempty"`
	To   *period.Day `json:"to,omitempty"`
	Result
	Compare *Comparison `json:"compare,omitempty"`

	at cell // where the sheet has it
}

// Result is a value with what it rests on. Value is nil when Reason says why.
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
	// Model is what an estimate of purchases rests on.
	Model  *Model   `json:"model,omitempty"`
	Flags  []string `json:"flags"`
	Reason string   `json:"reason,omitempty"`
	// ReasonCode and ReasonParts are the same for other languages (internal/reason).
	ReasonCode  string            `json:"reason_code,omitempty"`
	ReasonParts map[string]string `json:"reason_parts,omitempty"`
}

// Interval is how the range from Low to High was made, and how much of what it is about it
// covers: 0.95 of samples, or 0.8 of past errors.
type Interval struct {
	Kind     string  `json:"kind"`
	Coverage float64 `json:"coverage"`
}

// The kinds of an interval.
const (
	IntervalWilson   = "wilson"     // Wilson's, of a share of two counts
	IntervalLogLog   = stats.LogLog // of a survival curve
	IntervalNormal   = stats.Normal // of a restricted mean
	IntervalBaseline = "baseline"   // the errors that the same baseline made before
)

// Comparison is the same number in the other period. Change is value − other
// value in the metric's unit, Relative that change ÷ |other value|.
type Comparison struct {
	Period *string     `json:"period,omitempty"`
	Start  *period.Day `json:"start,omitempty"`
	From   *period.Day `json:"from,omitempty"`
	To     *period.Day `json:"to,omitempty"`
	Result
	Change   *Figure `json:"change"`
	Relative *Figure `json:"relative"`
	// ToDate says that the row's period is not over: From to To are as many days of the other.
	ToDate bool `json:"to_date,omitempty"`
	// Verdict is better, worse, same or "" (the metric has no direction, or there is no change to judge).
	Verdict string `json:"verdict,omitempty"`
}

// Key is one value of a dimension: an id to ask with and a name to show. ID is
// nil for "none".
type Key struct {
	ID   *string `json:"id"`
	Name string  `json:"name"`
}

// Note is a sentence beside an answer. Code is stable; Text is English.
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
	FlagFromDealOwners = "from_deal_owners" // no roster: owners of deals and activities count as sellers
	FlagProblemRows    = "problem_rows"     // rows were left out because they cannot be right
	FlagMissingRate    = "missing_rate"     // amounts were left out for want of an exchange rate
	FlagOnRevenue      = "on_revenue"       // no gross margin is set: on revenue instead of margin
	FlagCapped         = "capped"           // a life is cut off at the most months that the metric counts
	FlagBaseline       = "baseline"         // a mean of the past; nothing open or planned was looked at
	FlagUncalibrated   = "uncalibrated"     // too few past errors to give a range
	FlagBackfilled     = "backfilled"       // rests partly on values without history
)
