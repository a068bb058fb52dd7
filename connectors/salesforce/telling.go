package salesforce

import (
	"slices"
	"unicode"

	"salesops/connectors/tool"
)

// told are layouts with the columns that tell them from tables of other systems: those whose
// names are several words in one, such as CreatedDate. "id, name, email, team" is anybody's.
func told(layouts []tool.Layout) []tool.Layout {
	out := slices.Clone(layouts)
	for i := range out {
		headers := slices.Clone(out[i].Ignore)
		for _, c := range out[i].Columns {
			headers = append(headers, c.Header)
		}
		for _, h := range headers {
			if joined(h) {
				out[i].Telling = append(out[i].Telling, h)
			}
		}
	}
	return out
}

// joined says that a name is several words in one.
func joined(name string) bool {
	small := false
	for _, r := range name {
		if small && (unicode.IsUpper(r) || r == '.') {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}
