package findings

import (
	"context"
	"encoding/json"

	"salesops/internal/problems"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// reconciled counts close dates whose current value differs from the last one of their
// history. Only an import can see that, so it is taken from the imports' reports.
func reconciled(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	count := int64(0)
	for cursor := ""; ; {
		set, err := from.Engine.List(ctx, scope,
			metrics.ListQuery{Object: sales.Import, AsOf: at.AsOf, Cursor: cursor, Limit: 1000, Today: at.Today})
		if err != nil {
			return nil, err
		}
		for _, r := range set.Records {
			text, _ := r.Fields["report"].(string)
			var report struct {
				Problems []struct {
					Code  problems.Code `json:"code"`
					Count int64         `json:"count"`
				} `json:"problems"`
			}
			if json.Unmarshal([]byte(text), &report) != nil {
				continue // an import that is running has no report yet
			}
			for _, p := range report.Problems {
				if p.Code == problems.ReconciledCloseDate {
					count += p.Count
				}
			}
		}
		if cursor = set.NextCursor; cursor == "" {
			break
		}
	}
	if count == 0 {
		return nil, nil
	}
	return []Finding{{Problem: problems.New(problems.ReconciledCloseDate, count, 0), Object: sales.Deal}}, nil
}

// namesakes are accounts of the same name: customers counted twice.
func namesakes(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	ids, err := from.Columns.View(scope).Namesakes(ctx, sales.Account, "name", at.when())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return []Finding{{
		Problem: problems.New(problems.Namesakes, int64(len(ids)), 0), Object: sales.Account,
		Records: ids[:min(MaxRecords, len(ids))],
	}}, nil
}
