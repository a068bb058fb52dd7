package api

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"salesops/internal/fault"
)

// MetricDays are the values of one metric on several past days.
type MetricDays struct {
	Metric string      `json:"metric"`
	Days   []MetricDay `json:"days" doc:"In the order asked for"`
}

// MetricDay is the value of a metric at the end of a day.
type MetricDay struct {
	Day    string  `json:"day"`
	Answer *Answer `json:"answer,omitempty" doc:"Left out when the metric cannot be asked about that day"`
}

// getMetricDays returns in one answer the values for a chart over past days.
func (a *API) getMetricDays(ctx context.Context, in *struct {
	MetricPath
	Days    []string `query:"days" required:"true" minItems:"1" maxItems:"60" doc:"Past days, each as as_of means it"`
	KnownAt Day      `query:"known_at" doc:"Only what was known at the end of this day"`
	Conditional
}) (*reply[MetricDays], error) {
	position := a.Columns.Position()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	if _, err := a.Engine.Catalog().Get(in.Name, 0); err != nil {
		return nil, a.problem(ctx, err)
	}
	body := MetricDays{Metric: in.Name, Days: make([]MetricDay, len(in.Days))}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, day := range in.Days {
		query, err := Question{AsOf: Day(day), KnownAt: in.KnownAt}.query(in.Name)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		group.Go(func() error {
			body.Days[i].Day = day
			answer, err := a.Engine.Ask(within, a.scope(ctx), query)
			if fault.KindOf(err) == fault.Invalid {
				return nil
			}
			if err == nil {
				one := AnswerOf(answer)
				body.Days[i].Answer = &one
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, a.problem(ctx, err)
	}
	refreshing := slices.ContainsFunc(body.Days, func(d MetricDay) bool {
		return d.Answer != nil && d.Answer.Refreshing != nil
	})
	head, err := a.freshAnswer(ctx, position, refreshing)
	if err != nil {
		return nil, err
	}
	return &reply[MetricDays]{head, body}, nil
}
