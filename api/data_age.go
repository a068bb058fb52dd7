package api

import (
	"context"
	"fmt"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// aged are the objects whose creation days show how recent the data is.
var aged = []string{sales.Deal, sales.Lead, sales.Activity}

// toldToAll is the scope under which everybody is told whether there is data and how old it is: no
// record is shown by it, and a role that sees few records would take a workspace for empty or old.
func toldToAll() record.Scope { return record.Everything() }

// empty reports whether nothing was imported or entered yet.
func (a *API) empty(ctx context.Context) (bool, error) {
	for _, object := range a.Log.Schema().Content() {
		set, err := a.Engine.List(ctx, toldToAll(), metrics.ListQuery{Object: object, Limit: 1})
		if err != nil || set.Total > 0 {
			return false, err
		}
	}
	return true, nil
}

// dataAge returns the last import and the day of its newest record. A record dated after today, such as a
// planned activity, does not make the data newer.
func (a *API) dataAge(ctx context.Context, today period.Day) (*DataAge, error) {
	last, err := a.Engine.List(ctx, toldToAll(),
		metrics.ListQuery{Object: sales.Import, Sort: "finished_at", Desc: true, Limit: 20})
	if err != nil {
		return nil, err
	}
	for _, item := range last.Records {
		batch := a.batchOf(item.ID, valuesOf(item.Fields))
		if batch.FinishedAt == nil || batch.State != "done" {
			continue
		}
		out := DataAge{ImportedAt: *batch.FinishedAt}
		if seen, err := a.seesImport(ctx, item.ID); err != nil {
			return nil, err
		} else if seen {
			out.Summary, out.Import = batch.Summary, &batch.ID
		}
		if batch.Report != nil {
			out.Source = batch.Report.Source
		}
		out.Newest, err = a.newest(ctx, today)
		return &out, err
	}
	return nil, nil
}

// seesImport reports whether the asker may open an import. Who may not is told how old the data is, and
// not which files it came from.
func (a *API) seesImport(ctx context.Context, id string) (bool, error) {
	_, n, err := record.ParseID(id)
	if err != nil {
		return false, err
	}
	seen, err := a.Log.States(ctx, a.scope(ctx), []record.ID{n})
	return len(seen) > 0, err
}

// newest returns the day on which the newest record up to today was created; nil for none.
func (a *API) newest(ctx context.Context, today period.Day) (*string, error) {
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, err
	}
	end := (today.End(settings.Zone) - 1).String()
	var newest *period.Day
	for _, object := range aged {
		set, err := a.Engine.List(ctx, toldToAll(), metrics.ListQuery{
			Object: object, Where: []string{fmt.Sprintf("created_at <= timestamp(%q)", end)},
			Sort: "created_at", Desc: true, Limit: 1,
		})
		if err != nil {
			return nil, err
		}
		for _, item := range set.Records {
			at, err := period.ParseInstant(FieldTexts(FieldValue{item.Fields["created_at"]})[0])
			if err != nil {
				continue // a record without a day is ignored
			}
			if day := at.Day(settings.Zone); newest == nil || day > *newest {
				newest = &day
			}
		}
	}
	return dayText(newest), nil
}
