package hubspot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"salesops/connectors/table"
)

// Expand finds the tables inside objects of the API: the history of the properties, and the
// stages of a pipeline. They get the columns that a warehouse gives them.
func (Tool) Expand(t *table.Table) []*table.Table {
	if slices.Contains(t.Header, "stages") && slices.Contains(t.Header, "label") {
		return pipelines(t)
	}
	histories := false
	for _, h := range t.Header {
		_, what, ok := property(h)
		histories = histories || ok && what == "versions"
	}
	if !histories {
		return nil
	}
	for i, object := range []string{"deal", "contact", "company"} {
		has := map[string]bool{}
		for _, h := range t.Header {
			has[h] = true
		}
		fits := func(any []string) bool { return slices.ContainsFunc(any, func(h string) bool { return has[h] }) }
		if l := api[i]; fits(l.Needs[0]) && fits(l.Needs[1]) && !fits(l.Not) {
			return []*table.Table{t, exploded(t, "history of properties",
				[]string{object + "_id", "name", "value", "timestamp"}, l.Needs[0], changes)}
		}
	}
	return nil
}

// exploded is a table of the rows that stand inside the rows of another.
func exploded(t *table.Table, name string, header, ids []string,
	of func(header, cells []string, id string) [][]string) *table.Table {
	inner := *t
	inner.Name = strings.Trim(t.Name+" › "+name, " ›")
	inner.Header = header
	id := slices.IndexFunc(t.Header, func(h string) bool { return slices.Contains(ids, h) })
	inner.Open = func(ctx context.Context) (table.Rows, error) {
		rows, err := t.Open(ctx)
		if err != nil {
			return nil, err
		}
		return &insideRows{Rows: rows, header: t.Header, id: id, of: of}, nil
	}
	return &inner
}

// insideRows gives the rows inside each row. What is wrong with a row is told where the row
// itself is read.
type insideRows struct {
	table.Rows
	header  []string
	id      int
	of      func(header, cells []string, id string) [][]string
	outer   table.Row
	waiting [][]string
	cells   []string
}

func (r *insideRows) Next(into []string) (table.Row, error) {
	for len(r.waiting) == 0 {
		row, err := r.Rows.Next(r.cells)
		if err != nil {
			return table.Row{}, err
		}
		r.cells = row.Cells[:0]
		if row.Problem != nil || r.id >= len(row.Cells) {
			continue
		}
		r.outer, r.waiting = row, r.of(r.header, row.Cells, row.Cells[r.id])
	}
	cells := r.waiting[0]
	r.waiting = r.waiting[1:]
	row := r.outer
	row.Cells = append(into[:0], cells...)
	return row, nil
}

// Notes are told where the row itself is read.
func (r *insideRows) Notes() []table.Note { return nil }

// changes are the earlier values of an object's properties.
func changes(header, cells []string, id string) [][]string {
	var out [][]string
	for i, h := range header {
		name, what, ok := property(h)
		if !ok || what != "versions" || i >= len(cells) {
			continue
		}
		for _, v := range versions(cells[i]) {
			out = append(out, []string{id, name, v.Value.text(), v.Timestamp.text()})
		}
	}
	return out
}

// pipelines are the tables of pipelines and of their stages.
func pipelines(t *table.Table) []*table.Table {
	at := func(cells []string, names ...string) string {
		for _, n := range names {
			if i := slices.Index(t.Header, n); i >= 0 && i < len(cells) && cells[i] != "" {
				return cells[i]
			}
		}
		return ""
	}
	ids := []string{"id", "pipelineId"}
	own := exploded(t, "", []string{"pipeline_id", "label", "display_order", "active", "_fivetran_deleted"}, ids,
		func(_, cells []string, id string) [][]string {
			return [][]string{{id, at(cells, "label"), at(cells, "displayOrder"),
				at(cells, "active"), at(cells, "archived")}}
		})
	inside := exploded(t, "stages", []string{"stage_id", "pipeline_id", "label", "display_order", "probability",
		"is_closed", "_fivetran_deleted"}, ids, stagesOf(t.Header))
	return []*table.Table{own, inside}
}

func stagesOf(header []string) func(header, cells []string, id string) [][]string {
	column := slices.Index(header, "stages")
	return func(_, cells []string, pipeline string) [][]string {
		var all []struct {
			ID       plainText `json:"id"`
			StageID  plainText `json:"stageId"`
			Label    string    `json:"label"`
			Order    plainText `json:"displayOrder"`
			Archived plainText `json:"archived"`
			Metadata struct {
				Probability plainText `json:"probability"`
				Closed      plainText `json:"isClosed"`
			} `json:"metadata"`
		}
		if column >= len(cells) || json.Unmarshal([]byte(cells[column]), &all) != nil {
			return nil
		}
		var out [][]string
		for _, s := range all {
			id := s.ID
			if id == "" {
				id = s.StageID
			}
			out = append(out, []string{id.text(), pipeline, s.Label, s.Order.text(), s.Metadata.Probability.text(),
				s.Metadata.Closed.text(), s.Archived.text()})
		}
		return out
	}
}
