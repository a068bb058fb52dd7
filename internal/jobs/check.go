package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"salesops/record"
)

// Check names the jobs whose rows no queue has written so.
func Check(ctx context.Context, log *record.Log) (problems []string, err error) {
	const page = 500
	for before := record.ID(0); ; {
		rows, err := log.Jobs(ctx, "", before, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if wrong := wrongWith(row); wrong != "" {
				problems = append(problems,
					fmt.Sprintf("%s (%s): %s", record.FormatID(Object, row.ID), row.Kind, wrong))
			}
		}
		if len(rows) < page {
			return problems, nil
		}
		before = rows[len(rows)-1].ID
	}
}

// wrongWith says what cannot be about a row; "" means nothing.
func wrongWith(row record.JobRow) string {
	j, err := fromRow(row)
	switch {
	case err != nil || !json.Valid(j.Args):
		return "its arguments are no JSON"
	case j.Unreadable():
		return "it has failed because its data could not be read: " +
			strings.ToValidUTF8(string(j.Raw[:min(60, len(j.Raw))]), "�")
	case row.State == record.JobRunning && j.FinishedAt != 0:
		return fmt.Sprintf("it holds a lease and ended at %s", j.FinishedAt)
	case row.State == record.JobRunning && j.Attempt < 1:
		return "it holds a lease and was never begun"
	case row.State == record.JobWaiting && j.FinishedAt != 0:
		return fmt.Sprintf("it waits and ended at %s", j.FinishedAt)
	}
	switch row.State {
	case record.JobWaiting, record.JobRunning:
	case record.JobDone, record.JobFailed, record.JobCancelled:
		if j.FinishedAt == 0 {
			return fmt.Sprintf("it is %s and never ended", row.State)
		}
	default:
		return fmt.Sprintf("there is no state %q", row.State)
	}
	return ""
}
