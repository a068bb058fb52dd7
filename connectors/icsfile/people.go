package icsfile

import (
	"path"
	"strings"
)

// place is one who takes part in events: an address and the name that goes with it.
type place struct {
	address, name string
	events        int // takes part in
	organized     int
}

// places are those of a calendar, in the order in which they first appear.
type places struct {
	index map[string]int
	list  []place
}

func (p *places) at(address string) *place {
	if p.index == nil {
		p.index = map[string]int{}
	}
	i, ok := p.index[address]
	if !ok {
		i = len(p.list)
		p.index[address] = i
		p.list = append(p.list, place{address: address})
	}
	return &p.list[i]
}

// address is the mail address in a value such as mailto:kim@seller.example; "" when it has none.
func address(value string) string {
	s := strings.TrimSpace(value)
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		s = s[i+1:]
	}
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "<>\"'"))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(s, " \t,;\x00") ||
		strings.Contains(domain, "@") || len(s) > 200 {
		return ""
	}
	return s
}

// addressOf is who an ORGANIZER or ATTENDEE is; "" for rooms, and calendars that organise.
func addressOf(p *property) string {
	switch strings.ToUpper(p.param("CUTYPE")) {
	case "ROOM", "RESOURCE":
		return ""
	}
	a := address(p.value)
	if a == "" {
		a = address(p.param("EMAIL"))
	}
	if strings.HasSuffix(a, "calendar.google.com") {
		return ""
	}
	return a
}

// people are the addresses of those who take part in an event, the organizer among them.
func (e *entry) people() (organizer string, all []string) {
	seen := map[string]bool{"": true}
	add := func(a string) {
		if !seen[a] {
			seen[a] = true
			all = append(all, a)
		}
	}
	if p := e.prop("ORGANIZER"); p != nil {
		organizer = addressOf(p)
		add(organizer)
	}
	for i := range e.props {
		if e.props[i].name == "ATTENDEE" {
			add(addressOf(&e.props[i]))
		}
	}
	return organizer, all
}

// meet notes who takes part in the calendar's events.
func (c *calendar) meet(e *entry) {
	organizer, all := e.people()
	for _, a := range all {
		p := c.found.at(a)
		p.events++
		if a == organizer {
			p.organized++
		}
	}
	for i := range e.props {
		q := &e.props[i]
		if q.name != "ORGANIZER" && q.name != "ATTENDEE" {
			continue
		}
		if a := addressOf(q); a != "" {
			if p := c.found.at(a); p.name == "" {
				p.name = strings.TrimSpace(q.param("CN"))
			}
		}
	}
}

// whose is the address of the one whose calendar this is, and whether that was only found out
// by who takes part in most of it.
func (c *calendar) whose(file string) (owner string, guessed bool) {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	base = strings.TrimSuffix(strings.TrimSuffix(base, path.Ext(base)), ".ics")
	if a := address(c.name); a != "" && !strings.HasSuffix(a, "calendar.google.com") {
		return a, false
	}
	if a := address(base); a != "" && !strings.HasSuffix(a, "calendar.google.com") {
		return a, false
	}
	for _, said := range []string{c.name, base} {
		hit, n := "", 0
		for _, p := range c.found.list {
			local, _, _ := strings.Cut(p.address, "@")
			if said != "" && (strings.EqualFold(p.name, said) || strings.EqualFold(local, said)) {
				hit, n = p.address, n+1
			}
		}
		if n == 1 {
			return hit, false
		}
	}
	var best *place
	for i := range c.found.list {
		p := &c.found.list[i]
		if best == nil || p.events > best.events || p.events == best.events && p.organized > best.organized {
			best = p
		}
	}
	if best == nil {
		return "", false
	}
	return best.address, true
}
