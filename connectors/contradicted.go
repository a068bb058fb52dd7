package connectors

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"salesops/record"
)

// contradicted is which fields an import may have found edited here: those that its report
// lists or, where that is not all of them, the fields of older records that it has written.
// A report has no list when the import was killed, and a shortened one when there are many.
func contradicted(ctx context.Context, log *record.Log, id record.ID, text string) ([]Review, error) {
	if strings.Contains(text, `"differences_found":0,`) {
		return nil, nil
	}
	var report Report
	if json.Unmarshal([]byte(text), &report) != nil || int64(len(report.Differences)) < report.DifferencesFound {
		return rewritten(ctx, log, id)
	}
	found := make([]Review, 0, len(report.Differences))
	for _, d := range report.Differences {
		object, of, err := record.ParseID(d.ID)
		if err != nil {
			return rewritten(ctx, log, id)
		}
		found = append(found, reviewOf(id, object, of, d.Field))
	}
	return found, nil
}

// rewritten is every field that an import has written of records that were there before it.
func rewritten(ctx context.Context, log *record.Log, id record.ID) ([]Review, error) {
	changes, err := log.Timeline(ctx, everything, id, 0, -1)
	if err != nil {
		return nil, err
	}
	began := changes[len(changes)-1].Seq
	older := map[record.ID]bool{}
	var found []Review
	err = log.EachCaused(ctx, everything, began, func(changes []record.Change) error {
		for i := range changes {
			c := &changes[i]
			if c.Prev != 0 && c.Prev < began {
				older[c.ID] = true
			}
			if c.Flags&record.Undo != 0 || !older[c.ID] {
				continue
			}
			for _, f := range c.Fields {
				found = append(found, reviewOf(id, c.Object, c.ID, f.Name))
			}
		}
		return nil
	})
	return slices.Clip(found), err
}

func reviewOf(importID record.ID, object string, id record.ID, field string) Review {
	return Review{Key: record.FormatID(object, id) + ":" + field, Import: importID,
		Object: object, ID: id, Field: field}
}
