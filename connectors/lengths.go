package connectors

import (
	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/reason"
	"salesops/record"
)

// mostOfStage bounds the names of stages and pipelines: the id of a stage is made of both.
const mostOfStage = 240

// fits says why a cell is longer than what it can become.
func (c *column) fits(s string) error {
	most := record.MaxText
	if c.known != nil && (c.known.Use == tool.StageName || c.known.Use == tool.PipelineName) {
		most = mostOfStage
	}
	if len(s) > most {
		return reason.Of("text_too_long", "most", most)
	}
	return nil
}

// fit says why a row is longer than what it can become: texts of several cells may be one.
func (f *facts) fit() error {
	for _, v := range f.fields {
		if len(v.Value.Text()) > record.MaxText {
			return reason.Of("text_too_long", "most", record.MaxText)
		}
	}
	return nil
}

// id reads the id of a record in the form that the file's tool gives it.
func (f *file) id(text string) (string, error) {
	id, ok := f.tool.ID(text)
	if !ok && len(text) > tool.MaxID {
		return "", reason.Of("id_too_long", "value", cell.Shorten(text), "most", tool.MaxID)
	}
	if !ok {
		return "", reason.Of("id_wrong", "value", cell.Shorten(text))
	}
	return id, idFits(id)
}

// idFits says why the log cannot keep an id.
func idFits(id string) error {
	if len(id) > record.MaxExternal {
		return reason.Of("id_too_long", "value", cell.Shorten(id), "most", record.MaxExternal)
	}
	return nil
}
