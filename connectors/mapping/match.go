package mapping

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/record"
)

// matching reads what the rows of an entry are found by, and what becomes of them.
func (m *Mapping) matching(r *reader, e *entry, match, only *pair) {
	if match != nil {
		e.match, e.matchAt = r.oneOf(match.value, "match", []string{tool.MatchExternal, tool.MatchID,
			tool.MatchEmail, tool.MatchName}), match.line
	}
	if only != nil {
		e.only = r.oneOf(only.value, "only", []string{tool.OnlyCreate, tool.OnlyUpdate})
	}
	for _, p := range []*pair{match, only} {
		if p != nil && e.role != tool.Current {
			r.fail(p.line, "%s cannot stand beside history: a row of a history is about the record whose id it has",
				p.key)
		}
	}
}

// byValue says that rows are found by a value and need no id.
func (e *entry) byValue() bool {
	return e.match == tool.MatchEmail || e.match == tool.MatchName
}

// checkMatch refuses a match by a field that the entry does not give.
func (m *Mapping) checkMatch(r *reader, e *entry) {
	if !e.byValue() {
		return
	}
	field := "email"
	if object, _ := objectNamed(e.object); e.match == tool.MatchName {
		field = object.Title
	} else if !slices.ContainsFunc(object.Fields, func(f record.Field) bool { return f.Name == field }) {
		r.fail(e.matchAt, "%s has no e-mail: match by name, id or external", e.object)
		return
	}
	at := slices.IndexFunc(e.fields, func(s spec) bool { return s.field == field })
	if at < 0 {
		r.fail(e.matchAt, "match needs the field %s: write under fields which column holds it", field)
		return
	}
	if e.id.none && len(e.fields[at].columns) > 0 { // what names the row is what it is found by
		e.id.columns = slices.Clone(e.fields[at].columns)
	}
}

// foundBy names the rows of entries without ids by the value that the import matches them by.
func (m *Mapping) foundBy(match string) {
	for _, e := range m.entries {
		object, _ := objectNamed(e.object)
		field := map[string]string{tool.MatchEmail: "email", tool.MatchName: object.Title}[match]
		at := slices.IndexFunc(e.fields, func(s spec) bool { return s.field == field })
		if at >= 0 && e.match == "" && e.id.none && len(e.id.columns) == 0 {
			e.id.columns = slices.Clone(e.fields[at].columns)
		}
	}
}
