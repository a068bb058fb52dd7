package connectors

import (
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/sales"
)

// Request is what somebody asks of an import, as they write it: the flags of a command, the parts of a form. The zero
// Request asks for nothing in particular. Its texts stand for the options of the same name.
type Request struct {
	Source   string `json:"source,omitempty"`
	Zone     string `json:"zone,omitempty"`
	Dates    string `json:"dates,omitempty"`
	Numbers  string `json:"numbers,omitempty"`
	Encoding string `json:"encoding,omitempty"`
	Match    string `json:"match,omitempty"`
	Only     string `json:"only,omitempty"`
	DryRun   bool   `json:"dry_run,omitempty"`
	Full     bool   `json:"full,omitempty"`
	Accept   bool   `json:"accept,omitempty"`
}

// RequestNames are the names that Set takes, in the order to show them.
func RequestNames() []string {
	return []string{"source", "zone", "dates", "numbers", "encoding", "match", "only", "dry_run", "full", "accept"}
}

// Set sets one wish by its name to what a person wrote. What cannot be is fault.Invalid, and nothing is set.
func (r *Request) Set(name, value string) error {
	next := *r
	texts := map[string]*string{"source": &next.Source, "zone": &next.Zone, "dates": &next.Dates,
		"numbers": &next.Numbers, "encoding": &next.Encoding, "match": &next.Match, "only": &next.Only}
	flags := map[string]*bool{"dry_run": &next.DryRun, "full": &next.Full, "accept": &next.Accept}
	switch {
	case texts[name] != nil:
		*texts[name] = strings.TrimSpace(value)
	case flags[name] != nil && slices.Contains([]string{"true", "false", ""}, value):
		*flags[name] = value == "true"
	case flags[name] != nil:
		return fault.Invalidf("%s is %q: use true or false", name, value)
	default:
		return fault.Invalidf("%q is no option of an import: use %s", name, strings.Join(RequestNames(), ", "))
	}
	if _, err := next.Options(); err != nil {
		return err
	}
	*r = next
	return nil
}

// Options are the options that a request comes to; what else an import needs, the caller adds.
func (r Request) Options() (Options, error) {
	o := Options{Source: r.Source, Dates: r.Dates, Numbers: r.Numbers, Encoding: r.Encoding, Match: r.Match,
		Only: r.Only, DryRun: r.DryRun, Full: r.Full, Accept: r.Accept}
	if r.Zone != "" {
		zone, err := sales.ParseZone(r.Zone)
		if err != nil {
			return Options{}, err
		}
		o.Zone = zone
	}
	return o, o.check()
}
