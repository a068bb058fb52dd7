package sales

import (
	"maps"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// Master says whose value counts where a source and an edit made here differ.
type Master string

const (
	MasterNewest Master = "newest" // whichever is younger: an edit goes before a row last modified before it
	MasterCRM    Master = "crm"    // the source
	MasterHere   Master = "here"   // the edit
)

// Masters are the systems of record of a company: one for everything, others for objects and
// fields.
type Masters struct {
	All Master            // "" is MasterNewest
	Of  map[string]Master // by object, or object and field: "deal", "deal.amount"
}

// For is the system of record of a field: its own, else its object's, else that of everything.
func (m Masters) For(object, field string) Master {
	if own, ok := m.Of[object+"."+field]; ok {
		return own
	}
	if own, ok := m.Of[object]; ok {
		return own
	}
	if m.All == "" {
		return MasterNewest
	}
	return m.All
}

// String is as a person writes it: "newest,deal=crm,deal.amount=here". "" is the default.
func (m Masters) String() string {
	var parts []string
	if m.All != "" && m.All != MasterNewest {
		parts = append(parts, string(m.All))
	}
	for _, of := range slices.Sorted(maps.Keys(m.Of)) {
		parts = append(parts, of+"="+string(m.Of[of]))
	}
	return strings.Join(parts, ",")
}

// parseMasters reads what a person wrote.
func parseMasters(text string) (Masters, error) {
	m := Masters{Of: map[string]Master{}}
	wrong := func(part string) (Masters, error) {
		return Masters{}, fault.Because(fault.Invalid, reason.Of("master_wrong", "value", part))
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(text),
		func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '\n' }) {
		of, name, own := strings.Cut(part, "=")
		if !own {
			name = of
		}
		master := Master(name)
		if !slices.Contains([]Master{MasterNewest, MasterCRM, MasterHere}, master) {
			return wrong(part)
		}
		if !own {
			m.All = master
			continue
		}
		if object, _, _ := strings.Cut(of, "."); !slices.ContainsFunc(Objects(),
			func(o record.Object) bool { return o.Name == object }) {
			return wrong(part)
		}
		m.Of[of] = master
	}
	return m, nil
}
