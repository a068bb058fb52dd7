package api

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/metrics"
)

// KeyMetrics are the twelve key metrics with their recent values, in one answer.
type KeyMetrics struct {
	Metrics []KeyMetric `json:"metrics" doc:"In the order of the revenue chain"`
}

// KeyMetric is one of the twelve.
type KeyMetric struct {
	Name    string   `json:"name"`
	Chain   int      `json:"chain" minimum:"1" maximum:"12"`
	Answer  *Answer  `json:"answer,omitempty" doc:"Left out when the question cannot be asked of this metric; refused says why"`
	Past    []Row    `json:"past" doc:"Up to eight periods of the answer's own kind that end with it"`
	Refused *Problem `json:"refused,omitempty"`
}

// pastPeriods is how many periods a tile shows.
const pastPeriods = 8

func (a *API) getKeyMetrics(ctx context.Context, in *struct {
	Question
	Conditional
}) (*reply[KeyMetrics], error) {
	position := a.Columns.Position()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	body := KeyMetrics{Metrics: []KeyMetric{}}
	for _, d := range a.Engine.Catalog().List() {
		if d.Headline && d.Chain != nil {
			body.Metrics = append(body.Metrics, KeyMetric{Name: d.Name, Chain: *d.Chain, Past: []Row{}})
		}
	}
	if !a.pagesOfNumbers.Take(ctx, nil) {
		return nil, a.problem(ctx, ctx.Err())
	}
	defer a.pagesOfNumbers.Give()
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range body.Metrics {
		group.Go(func() error { return a.keyMetric(within, &body.Metrics[i], in.Question, settings.Calendar()) })
	}
	if err := group.Wait(); err != nil {
		return nil, a.problem(ctx, err)
	}
	refreshing := slices.ContainsFunc(body.Metrics, func(m KeyMetric) bool {
		return m.Answer != nil && m.Answer.Refreshing != nil
	})
	head, err := a.freshAnswer(ctx, position, refreshing)
	if err != nil {
		return nil, err
	}
	return &reply[KeyMetrics]{head, body}, nil
}

// keyMetric asks one metric and its last periods. A refusal concerns this metric only; the others may answer
// the same question.
func (a *API) keyMetric(ctx context.Context, into *KeyMetric, question Question, calendar period.Calendar) error {
	query, err := question.query(into.Name)
	if err != nil {
		return err
	}
	answer, past, err := a.Engine.AskTogether(ctx, a.scope(ctx), query, func(from, to *period.Day) metrics.Query {
		q := query
		q.Compare = ""
		q.Grain, q.From, q.To = lastPeriods(calendar, from, to)
		return q
	})
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		if errors.As(a.problem(ctx, err), &into.Refused) {
			return nil
		}
		return err
	}
	body := AnswerOf(answer)
	into.Answer = &body
	if past == nil { // a metric without a day has no periods
		return nil
	}
	rows := slices.DeleteFunc(AnswerOf(past).Rows, func(r Row) bool { return r.Label == nil }) // no period at all
	into.Past = list(rows[max(0, len(rows)-pastPeriods):])
	return nil
}

// lastPeriods returns eight periods of the length nearest to that of a range, the last of them the range's own;
// quarters when the range has no limits.
func lastPeriods(c period.Calendar, from, to *period.Day) (period.Grain, *period.Day, *period.Day) {
	if from == nil || to == nil {
		return period.Quarter, nil, nil
	}
	grain := period.Year
	switch days := *to - *from + 1; {
	case days <= 1:
		grain = period.Daily
	case days <= 10:
		grain = period.Weekly
	case days <= 35: // a month of five weeks
		grain = period.Monthly
	case days <= 100:
		grain = period.Quarter
	}
	first := c.PeriodOf(*to, grain).From
	for range pastPeriods - 1 {
		first = c.PeriodOf(first-1, grain).From
	}
	return grain, &first, to
}
