package demo

import (
	"encoding/json"
	"fmt"

	"salesops/record"
	"salesops/sales"
)

// report is what an import says about itself (connectors.Report), as far as a company that comes
// from no file has something to say.
type report struct {
	Batch        string       `json:"batch"`
	Seq          record.Seq   `json:"seq"`
	Objects      []objectMade `json:"objects"`
	Changes      int64        `json:"changes"`
	HistorySince string       `json:"history_since"`
}

type objectMade struct {
	Object  string `json:"object"`
	Created int64  `json:"created"`
}

// report tells what was written since begin.
func (w *writer) report() (string, error) {
	r := report{
		Batch: record.FormatID(sales.Import, w.id), Seq: w.cause,
		Changes: w.changes, HistorySince: w.since.String(),
	}
	for _, object := range w.objects {
		r.Objects = append(r.Objects, objectMade{object, w.made[object]})
	}
	text, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("write the report of the demo company: %w", err)
	}
	return string(text), nil
}
