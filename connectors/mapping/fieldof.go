package mapping

import (
	"slices"

	"salesops/connectors/tool"
)

// FieldOf tells which field of an object the words of a header name; "" for none. Fields that tables
// have beside what they are about, such as a type or a description, are not told.
func FieldOf(tools []tool.Tool) func(object, header string) string { return dialect(tools).fieldOf }

func (d dialect) fieldOf(object, header string) string {
	if slices.Contains(vague, d.words(header)) {
		return ""
	}
	c := column{name: header, word: d.words(unwrapped(header))}
	c.variants, _ = d.variants(header)
	for _, own := range []bool{true, false} {
		for _, f := range hintOf(object).fields {
			if f.weight == 0 || f.field == "name" {
				continue
			}
			if own && slices.Contains(f.words, c.word) || !own &&
				slices.ContainsFunc(f.words, func(w string) bool { return c.also(w, object) }) {
				return f.field
			}
		}
	}
	return ""
}

// vague words name a field only in a table whose other columns tell what it is about.
var vague = []string{"on", "state", "estado", "status", "size", "who", "reason", "start", "end", "from", "to",
	"left", "date", "time", "user", "channel", "item", "group", "chance"}
