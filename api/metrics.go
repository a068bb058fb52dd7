package api

import (
	"context"
	"net/http"
	"path/filepath"

	"github.com/danielgtaylor/huma/v2"
)

// MetricList is the catalogue.
type MetricList struct {
	Metrics []MetricSummary `json:"metrics"`
	Groups  []MetricGroup   `json:"groups" doc:"What the metrics beside the twelve are about, in the order in which they are read"`
	LeftOut []LeftOutFile   `json:"left_out" doc:"Metric files of the company that are wrong and not used"`
}

// MetricGroup is the subject of some of the metrics.
type MetricGroup struct {
	Code  string `json:"code" example:"pipeline"`
	Label string `json:"label" doc:"In English"`
}

// LeftOutFile is a metric file that is not used.
type LeftOutFile struct {
	File string `json:"file" example:"metrics/big_wins.yaml"`
	Line int    `json:"line" doc:"0 when no line is to blame"`
	Why  string `json:"why" doc:"What is wrong and what to write, in English"`
}

// MetricSummary says what a metric answers.
type MetricSummary struct {
	Name        string   `json:"name" example:"win_rate"`
	Version     int      `json:"version"`
	Title       string   `json:"title" doc:"What it is called, in English or the language of the company's file"`
	Question    string   `json:"question"`
	Also        string   `json:"also" doc:"What people also call it, in any language: to be searched, not shown"`
	Kind        string   `json:"kind" enum:"aggregate,estimate,derived,formula,setting,baseline"`
	Unit        string   `json:"unit" enum:"money,share,count,days,months,ratio"`
	Better      string   `json:"better" enum:"up,down," doc:"Which direction is better; empty for none"`
	Dimensions  []string `json:"dimensions"`
	Over        string   `json:"over" doc:"The object it is computed over"`
	On          string   `json:"on" doc:"The day field that places a record in a period"`
	Description string   `json:"description"`
	EachBy      string   `json:"each_by" doc:"The dimension by which a row measures one person, and so another thing than all together; empty for most"`
	Headline    bool     `json:"headline" doc:"One of the twelve"`
	Chain       *int     `json:"chain" doc:"Place among the twelve, 1 to 12"`
	Group       string   `json:"group" doc:"The group of one beside the twelve; empty for none, such as the company's own"`
	Place       int      `json:"place" doc:"Its place in the group, from small to large"`
	Variants    []string `json:"variants"`
	Beside      []string `json:"beside"`
	Needs       []string `json:"needs" doc:"Codes of what must be there for an answer"`
	Formula     string   `json:"formula" doc:"How it is computed, in one line"`
}

// Answer is a metric's answer.
type Answer struct {
	Metric       string   `json:"metric"`
	Version      int      `json:"version"`
	Unit         string   `json:"unit" enum:"money,share,count,days,months,ratio"`
	Grain        string   `json:"grain" doc:"Empty for one period"`
	Dimensions   []string `json:"dimensions" doc:"As asked for, in order"`
	From         *string  `json:"from" doc:"First day, null for no limit"`
	To           *string  `json:"to" doc:"Last day (included), null for no limit"`
	AsOf         *string  `json:"as_of" doc:"The day whose end the answer describes, null for now"`
	KnownAt      *string  `json:"known_at"`
	Whose        []string `json:"whose" doc:"The teams, each with those below it, and people it is limited to, by name"`
	Position     int64    `json:"position" doc:"Log position it was computed at"`
	HistorySince *string  `json:"history_since" doc:"Since when history is known"`
	Rows         []Row    `json:"rows"`
	Notes        []Note   `json:"notes" doc:"What was left out, assumed or converted; the gravest first"`
	Receipt      string   `json:"receipt" doc:"Opens the same answer again, byte for byte"`
	// Refreshing is about the moment: a receipt opens the answer without it.
	Refreshing *Refreshing `json:"refreshing,omitempty" doc:"A job makes a later answer, because this takes long to compute; ask again"`
}

// Refreshing says how an answer stands while a job makes a later one.
type Refreshing struct {
	State string `json:"state" enum:"behind,computing" doc:"behind: the answer is that of its position, and the log is further; computing: there is no answer yet"`
	Head  int64  `json:"head" doc:"The latest log position when the answer was given"`
}

// Row is one number.
type Row struct {
	By          map[string]Key    `json:"by"`
	Period      *string           `json:"period" doc:"First day of the calendar period; null without a grain"`
	Label       *string           `json:"label" doc:"What people call the period: 2026-01, FY2026-Q1"`
	From        *string           `json:"from" doc:"First day counted; later than the period's where the range begins later"`
	To          *string           `json:"to" doc:"Last day counted"`
	Value       Decimal           `json:"value"`
	Currency    *string           `json:"currency"`
	Numerator   Decimal           `json:"numerator"`
	Denominator Decimal           `json:"denominator"`
	N           int64             `json:"n"`
	Low         Decimal           `json:"low" doc:"Lower end of the range; interval says what it is"`
	High        Decimal           `json:"high"`
	Interval    *Interval         `json:"interval,omitempty" doc:"What low and high are; only with them"`
	Model       *Model            `json:"model,omitempty" doc:"What an estimate of purchases rests on"`
	Flags       []string          `json:"flags"`
	Reason      string            `json:"reason" doc:"Why there is no value; empty when there is one"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
	Compare     *Comparison       `json:"compare,omitempty"`
}

// Model describes the model behind an estimate of purchases, and what else it expects.
type Model struct {
	Horizon     Decimal    `json:"horizon" doc:"How many days ahead it looks"`
	Customers   int64      `json:"customers" doc:"Customers who bought"`
	Repeating   int64      `json:"repeating" doc:"Those of them who bought more than once"`
	Purchases   Decimal    `json:"purchases" doc:"Purchases expected of a customer within the horizon; null where the model could not be fitted"`
	Alive       Decimal    `json:"alive" doc:"The share of customers who will buy again at all"`
	Correlation Decimal    `json:"correlation" doc:"Between how often and for how much customers buy; null where either does not vary"`
	Fits        []ModelFit `json:"fits"`
}

// ModelFit is one model fitted by maximum likelihood.
type ModelFit struct {
	Name          string           `json:"name" enum:"bg_nbd,gamma_gamma"`
	Parameters    []ModelParameter `json:"parameters" doc:"In days, and in the amounts' currency"`
	LogLikelihood Decimal          `json:"log_likelihood"`
	Evaluations   int64            `json:"evaluations" doc:"Of the likelihood"`
	Converged     bool             `json:"converged" doc:"A maximum was reached within sensible parameters"`
}

// ModelParameter is a number that a fit found.
type ModelParameter struct {
	Name  string  `json:"name"`
	Value Decimal `json:"value"`
}

// Interval says how the range from low to high was computed.
type Interval struct {
	Kind     string  `json:"kind" enum:"wilson,log_log,normal,baseline" doc:"How it was made; baseline is a range of past errors"`
	Coverage float64 `json:"coverage" doc:"How much of that it covers: 0.95 for 95 %"`
}

// Key is one group of a dimension; id is null for none.
type Key struct {
	ID   *string `json:"id"`
	Name string  `json:"name"`
}

// Comparison is the same number in the other period.
type Comparison struct {
	Period      *string           `json:"period"`
	Label       *string           `json:"label"`
	From        *string           `json:"from"`
	To          *string           `json:"to"`
	Value       Decimal           `json:"value"`
	Currency    *string           `json:"currency"`
	Numerator   Decimal           `json:"numerator"`
	Denominator Decimal           `json:"denominator"`
	N           int64             `json:"n"`
	Low         Decimal           `json:"low"`
	High        Decimal           `json:"high"`
	Interval    *Interval         `json:"interval,omitempty"`
	Flags       []string          `json:"flags"`
	Reason      string            `json:"reason"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
	Change      Decimal           `json:"change" doc:"value minus the compared value"`
	Relative    Decimal           `json:"relative" doc:"change as a fraction of the compared value"`
	ToDate      bool              `json:"to_date" doc:"The period is not over: from and to are as many days of the other; what stands at a moment is that of the last of them"`
	Verdict     string            `json:"verdict" enum:"better,worse,same," doc:"Empty when there is nothing to judge"`
}

// Note is something a reader of the answer must know.
type Note struct {
	Code        string            `json:"code"`
	Text        string            `json:"text" doc:"In English"`
	Metric      string            `json:"metric" doc:"The part of a formula it is about"`
	Count       int64             `json:"count"`
	Of          int64             `json:"of"`
	Amount      Decimal           `json:"amount"`
	Currency    string            `json:"currency"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The text as a code; only where a metric's own rule found it"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
}

// Definition is how a metric is computed.
type Definition struct {
	Name     string `json:"name"`
	Version  int    `json:"version"`
	Hash     string `json:"hash"`
	Text     string `json:"text" doc:"The metric's file (YAML)"`
	Formula  string `json:"formula" doc:"In one line"`
	Source   string `json:"source" doc:"Where it came from: built in, or a file"`
	Versions []int  `json:"versions" doc:"Newest first"`
	// Descriptions are in the languages of the product but English.
	Descriptions map[string]string `json:"descriptions" doc:"What it means, by language; the catalogue has it in English"`
}

// MetricPath names a metric.
type MetricPath struct {
	Name string `path:"name" maxLength:"100" example:"win_rate"`
}

// Question are the parameters of a metric.
type Question struct {
	From     Day      `query:"from" doc:"First day"`
	To       Day      `query:"to" doc:"Last day, included"`
	Grain    string   `query:"grain" enum:"day,week,month,quarter,year"`
	By       []string `query:"by" maxItems:"3" doc:"Dimensions"`
	Where    []string `query:"where,explode" maxItems:"20" doc:"Conditions (CEL); all must hold. Repeat the parameter, commas belong to the expression"`
	Whose    string   `query:"whose" maxLength:"200" doc:"A team, with every team below it, or a person: an id, or a name that only one has"`
	Compare  string   `query:"compare" enum:"previous,year"`
	Whole    bool     `query:"whole" doc:"Compares a period that is not over with the whole of the other, not to date"`
	AsOf     Day      `query:"as_of" doc:"As it was at the end of this day, corrected since"`
	KnownAt  Day      `query:"known_at" doc:"Only what was known at the end of this day"`
	At       int64    `query:"position" minimum:"0" doc:"Only the log up to this position"`
	Org      string   `query:"org" enum:"as-was,as-is" doc:"Teams then (the default) or teams today"`
	Currency string   `query:"currency" maxLength:"3"`
	Today    Day      `query:"today" doc:"Sets the clock for this answer"`
	Version  int      `query:"version" minimum:"0" doc:"An older version of the metric"`
}

type metricInput struct {
	MetricPath
	Question
	Conditional
	Format string `query:"format" enum:"json,csv,xlsx"`
	Accept string `header:"Accept"`
}

func (a *API) registerMetrics(api huma.API) {
	huma.Register(api, operation("listMetrics", http.MethodGet, "/metrics", "metrics", "The catalogue"), a.listMetrics)
	huma.Register(api, operation("getKeyMetrics", http.MethodGet, "/key-metrics", "metrics",
		"The twelve, with how each went"), a.getKeyMetrics)
	huma.Register(api, withExports[Answer](api,
		operation("getMetric", http.MethodGet, "/metrics/{name}", "metrics", "One metric's answer")), a.getMetric)
	huma.Register(api, operation("getMetricDays", http.MethodGet, "/metrics/{name}/days", "metrics",
		"How a metric read on several past days"), a.getMetricDays)
	huma.Register(api, operation("getMetricDefinition", http.MethodGet, "/metrics/{name}/definition", "metrics",
		"How a metric is computed"), a.getDefinition)
	huma.Register(api, operation("openReceipt", http.MethodGet, "/receipts/{receipt}", "metrics",
		"The same answer again"), a.openReceipt)
}

func (a *API) listMetrics(ctx context.Context, in *Conditional) (*reply[MetricList], error) {
	position := a.Columns.Position()
	if err := a.unchanged(ctx, *in, position); err != nil {
		return nil, err
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[MetricList]{head, SummariesOf(a.Engine.Catalog())}, nil
}

func (a *API) getMetric(ctx context.Context, in *metricInput) (*stream, error) {
	if err := a.unchanged(ctx, in.Conditional, a.Columns.Position()); err != nil {
		return nil, err
	}
	query, err := in.query(in.Name)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	answer, err := a.Engine.Ask(ctx, a.scope(ctx), query)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.freshAnswer(ctx, answer.Position, answer.Refreshing != nil)
	if err != nil {
		return nil, err
	}
	body := AnswerOf(answer)
	return a.send(ctx, head, wants(in.Accept, in.Format), body, func(context.Context) Table {
		t := AnswerTable(body)
		t.Head = Asked(query, settings.Zone.String(), answer.Position)
		return t
	})
}

func (a *API) getDefinition(ctx context.Context, in *struct {
	MetricPath
	Conditional
	Version int `query:"version" minimum:"0"`
}) (*reply[Definition], error) {
	position := a.Columns.Position()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	d, err := a.Engine.Catalog().Get(in.Name, in.Version)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	body := Definition{Name: d.Name, Version: d.Version, Hash: d.Hash, Text: d.Text, Formula: d.Formula,
		Source: filepath.Base(d.Source), Versions: []int{}, Descriptions: d.Descriptions()}
	for _, v := range a.Engine.Catalog().Versions(d.Name) {
		body.Versions = append(body.Versions, v.Version)
	}
	return &reply[Definition]{head, body}, nil
}

func (a *API) openReceipt(ctx context.Context, in *struct {
	Receipt string `path:"receipt" maxLength:"8000"`
}) (*reply[Answer], error) {
	answer, err := a.Engine.Replay(ctx, a.scope(ctx), in.Receipt)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, answer.Position)
	if err != nil {
		return nil, err
	}
	return &reply[Answer]{head, AnswerOf(answer)}, nil
}
