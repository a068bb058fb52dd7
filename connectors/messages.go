package connectors

import (
	"strings"

	"salesops/connectors/table"
	"salesops/connectors/tool"
)

// Columns of loaders that mean the same in every table: when a row was taken out of its system, and
// since when it is deleted there.
const (
	extractedAt = "_sdc_extracted_at"
	deletedAt   = "_sdc_deleted_at"
	ofLoader    = "_sdc_"
)

// loaderColumn is what such a column means; nil and true for one that says nothing.
func loaderColumn(header string) (known *tool.Column, ours bool) {
	switch header = strings.ToLower(header); {
	case header == extractedAt:
		return &tool.Column{Header: header, Use: tool.ModifiedElse, Kind: tool.Instant}, true
	case header == deletedAt:
		return &tool.Column{Header: header, Use: tool.Deleted}, true
	}
	return nil, strings.HasPrefix(header, ofLoader)
}

// unwrapped is a table of messages as a table of the records in them: what tells of the message
// gets the names that loaders give it.
func unwrapped(t *table.Table) *table.Table {
	inner := *t
	inner.Inner, inner.Header = "", nil
	names := make([]string, len(t.Header))
	own := map[string]bool{}
	for i, h := range t.Header {
		if rest, ok := strings.CutPrefix(h, t.Inner); ok && rest != "" {
			names[i] = rest
			own[strings.ToLower(rest)] = true
		}
	}
	for i, h := range t.Header {
		if names[i] != "" {
			continue
		}
		if h == "time_extracted" {
			h = strings.TrimPrefix(extractedAt, ofLoader)
		}
		names[i] = ofLoader + h
		if own[strings.ToLower(names[i])] {
			names[i] = ofLoader + "message_" + h
		}
	}
	inner.Header, _ = table.Names(names)
	return &inner
}
