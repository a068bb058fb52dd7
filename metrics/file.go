package metrics

import (
	"salesops/internal/period"
)

// file is a metric file as it is written. Every key is described in
// docs/howto/add-a-metric.md; unknown keys are refused.
type file struct {
	Name        string `yaml:"name"`
	Version     int    `yaml:"version"`
	Title       string `yaml:"title"` // what it is called
	Question    string `yaml:"question"`
	Also        string `yaml:"also"` // other names, in any language, for searches
	Description string `yaml:"description"`
	Kind        Kind   `yaml:"kind"`
	Unit        Unit   `yaml:"unit"`
	Better      string `yaml:"better"`

	// Rows.
	Over    string              `yaml:"over"`     // an object, or a row set: seller, seller_quota, touch …
	Noun    noun                `yaml:"noun"`     // what a row is called in notes
	On      string              `yaml:"on"`       // the day that puts a row into a period
	Period  string              `yaml:"period"`   // the days that are meant when none are asked for; "" for all
	Where   string              `yaml:"where"`    // which rows count
	Settled []string            `yaml:"settled"`  // of deals: fields that count as of the end of the row's period
	Splits  bool                `yaml:"splits"`   // of sums of deals: by owner, amounts are shared out by credit splits
	Spread  *spread             `yaml:"spread"`   // the days to which a row belongs in equal parts
	FirstOf string              `yaml:"first_of"` // a reference: of its rows only the earliest counts
	Fields  map[string]computed `yaml:"fields"`   // days computed from other objects

	// Measure of an aggregate.
	Measure     Measure `yaml:"measure"`
	Value       string  `yaml:"value"`
	Times       string  `yaml:"times"` // a number that the value is multiplied with, row by row
	Numerator   *part   `yaml:"numerator"`
	Denominator *part   `yaml:"denominator"`
	Interval    string  `yaml:"interval"`
	Each        *each   `yaml:"each"` // of a ratio of people: its measure for one person
	Pace        *pace   `yaml:"pace"` // the share over the period as one per month or year

	// Estimate.
	Estimate string             `yaml:"estimate"`
	With     *spell             `yaml:"with"`
	Bought   *bought            `yaml:"bought"` // instead of with: of an estimate of purchases
	Params   map[string]float64 `yaml:"params"`

	// Formula over other metrics.
	Formula string `yaml:"formula"`
	// Lag moves parts of a formula in time: part → a metric in days. The rows of the part count that much
	// later.
	Lag map[string]string `yaml:"lag"`
	// Cuts are dimensions that divide only some parts of a formula: dimension → parts. The other parts are not
	// divided.
	Cuts map[string][]string `yaml:"cuts"`
	// Otherwise is the metric that is used when this one has no rows at all.
	Otherwise string `yaml:"otherwise"`
	// Setting of the company that this metric is.
	Setting  string    `yaml:"setting"`
	Per      string    `yaml:"per"`      // day: the result is a pace, so much a day
	Positive *positive `yaml:"positive"` // what must be above 0 for an answer

	// Baseline: the mean of another metric's last periods.
	Of       string  `yaml:"of"`
	Periods  int     `yaml:"periods"`
	Coverage float64 `yaml:"coverage"` // the share of past errors that its range covers

	// Trust.
	ToCome  bool    `yaml:"to_come"` // it counts what is still to come: a period that is over has no value
	Floor   int64   `yaml:"floor"`   // fewer rows than this give no value
	Problem *guard  `yaml:"problem"` // rows that cannot be right
	Guards  []guard `yaml:"guards"`

	// Its place on the screen.
	Dimensions []string `yaml:"dimensions"`
	Beside     []string `yaml:"beside"`
	Variants   []string `yaml:"variants"`
	Headline   bool     `yaml:"headline"`
	Chain      int      `yaml:"chain"`
	Group      string   `yaml:"group"` // of those beside the twelve: what it is about
	Place      int      `yaml:"place"` // its place in the group; gaps are allowed
	Needs      []string `yaml:"needs"`

	// Tests.
	Example *example `yaml:"example"`
	Empty   *example `yaml:"empty"`
	Edge    *example `yaml:"edge"`
}

// noun is a word for rows: one won deal, two won deals.
type noun struct {
	One  string `yaml:"one"`
	Many string `yaml:"many"`
}

// part is one side of a ratio: {count: won} or {sum: amount, where: won}.
type part struct {
	Count string `yaml:"count"`
	Sum   string `yaml:"sum"`
	Where string `yaml:"where"`
}

// computed is a day taken from this row and from rows of other objects that
// refer to what it refers to.
type computed struct {
	Earliest []source `yaml:"earliest"`
}

// source is one candidate: an expression on the row itself, or the earliest
// value among the rows of another object, for which Where holds, whose reference or
// text Ref equals Is (id, or a reference or text of this row).
type source struct {
	Value string `yaml:"value"`
	Of    string `yaml:"of"`
	Where string `yaml:"where"`
	Ref   string `yaml:"ref"`
	Is    string `yaml:"is"`
}

// spell says how a row becomes a spell for an estimate.
type spell struct {
	Start     string `yaml:"start"`
	End       string `yaml:"end"`
	Event     string `yaml:"event"`
	Competing string `yaml:"competing"`
	Until     string `yaml:"until"`
	// Per is day (when empty) or month. With month, spells are measured in months passed, and one that ended
	// has the number of the month in which it ended. Last days are included.
	Per string `yaml:"per"`
}

// bought says what a row (a customer) bought: the number of purchases after the first, the days from the first
// to the last one and to the last day of the period, and the amount of the repeats.
type bought struct {
	Repeats string `yaml:"repeats"`
	Last    string `yaml:"last"`
	Until   string `yaml:"until"`
	Again   string `yaml:"again"`
}

// positive is an expression that must be above 0, and the sentence for when it is not.
type positive struct {
	Of  string `yaml:"of"`
	Say string `yaml:"say"`
}

// guard counts rows that the answer must mention.
type guard struct {
	Code string `yaml:"code"`
	// Rows is the condition of these rows. Zero names a money field that is unset or 0 on them. With both, a
	// row needs one of them.
	Rows string `yaml:"rows"`
	Zero string `yaml:"zero"`
	// Of is the condition of the rows of which they are a share; all rows when empty.
	Of   string `yaml:"of"`
	Noun noun   `yaml:"noun"`
	// Act is leave_out (not counted on any side), refuse (no answer above the
	// limit) or note (counted, and said). A problem is always left out.
	Act Act `yaml:"act"`
	// Above is the share of bad rows above which there is no answer.
	Above *float64 `yaml:"above"`
	Say   noun     `yaml:"say"`
}

// example is a small company and the expected answer of the metric.
type example struct {
	Ask  ask                         `yaml:"ask"`
	Rows map[string][]map[string]any `yaml:"rows"`
	Want []want                      `yaml:"want"`
}

type ask struct {
	From     *period.Day `yaml:"from"`
	To       *period.Day `yaml:"to"`
	Grain    string      `yaml:"grain"`
	By       []string    `yaml:"by"`
	Where    []string    `yaml:"where"`
	Compare  string      `yaml:"compare"`
	AsOf     *period.Day `yaml:"as_of"`
	Today    *period.Day `yaml:"today"`
	Currency string      `yaml:"currency"`
}

// want is one expected row; only the keys given are compared.
type want struct {
	By          map[string]string `yaml:"by"` // dimension → name
	Period      string            `yaml:"period"`
	Value       *string           `yaml:"value"` // null: no value
	Currency    string            `yaml:"currency"`
	Numerator   string            `yaml:"numerator"`
	Denominator string            `yaml:"denominator"`
	Low         string            `yaml:"low"`
	High        string            `yaml:"high"`
	N           *int64            `yaml:"n"`
	Reason      string            `yaml:"reason"` // part of it
	Flags       []string          `yaml:"flags"`
	Notes       []string          `yaml:"notes"` // codes
}
