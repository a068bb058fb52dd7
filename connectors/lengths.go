package connectors

import (
	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/reason"
	"salesops/record"
)

// fits says why a cell is longer than what it can become. title is the field that names a record of the file.
func (c *column) fits(s, title string) error {
	most := record.MaxProse
	if k := c.known; k != nil {
		switch {
		case k.Use == tool.StageName, k.Use == tool.PipelineName:
			most = tool.MaxStageName
		case k.Use == tool.RefName, k.Field == title && title != "":
			most = record.MaxName
		}
	}
	if len(s) > most {
		return reason.Of("text_too_long", "most", most)
	}
	return nil
}

// fit says why a row is longer than what it can become: texts of several cells may be one.
func (f *facts) fit(title string) error {
	for _, v := range f.fields {
		most := record.MaxProse
		if v.Name == title {
			most = record.MaxName
		}
		if len(v.Value.Text()) > most {
			return reason.Of("text_too_long", "most", most)
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
