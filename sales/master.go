package sales

import (
	"maps"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// Master says which value is used when a source has another value than an edit made here.
type Master string

const (
	MasterNewest Master = "newest" // the newer one, by the row's last-modified time and the time of the edit
	MasterCRM    Master = "crm"    // the source
	MasterHere   Master = "here"   // the edit
)

// Masters are the systems of record of a company: a default, and others for objects and fields.
type Masters struct {
	All Master            // "" is MasterNewest
	Of  map[string]Master // by object, or object and field: "deal", "deal.amount"
}

// For returns the system of record of a field: its own, else that of its object, else the default.
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

// String returns the form that a person writes: "newest,deal=crm,deal.amount=here". "" is the default.
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

// parseMasters parses what a person wrote.
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
