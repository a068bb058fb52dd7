package findings

import (
	"context"
	"encoding/json"

	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// reconciled counts close dates whose current value differs from the last one of their
// history. Only an import can see that, so it is taken from the imports' reports.
func reconciled(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	f := Finding{Code: ReconciledCloseDates, Object: sales.Deal,
		Metrics: []string{"won_revenue", "win_rate", "open_pipeline"}}
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
					Code  string `json:"code"`
					Count int64  `json:"count"`
				} `json:"problems"`
			}
			if json.Unmarshal([]byte(text), &report) != nil {
				continue // an import that is running has no report yet
			}
			for _, p := range report.Problems {
				if p.Code == ReconciledCloseDates {
					f.Count += p.Count
				}
			}
		}
		if cursor = set.NextCursor; cursor == "" {
			break
		}
	}
	if f.Count == 0 {
		return nil, nil
	}
	return []Finding{f}, nil
}

// namesakes are accounts of the same name: customers counted twice.
func namesakes(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	ids, err := from.Columns.View(scope).Namesakes(ctx, sales.Account, "name", at.when())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return []Finding{{
		Code: DuplicateAccountNames, Object: sales.Account, Count: int64(len(ids)),
		Records: ids[:min(MaxRecords, len(ids))],
		Metrics: []string{"new_customers"},
	}}, nil
}
