package mapping

import (
	"cmp"
	"fmt"
	"path/filepath"
)

// calendarOwner says whose a calendar is that has no column for it: of the address by which its file is
// called, else it is asked. Events of nobody are in nobody's time.
func (w *writer) calendarOwner(p *profile) {
	if has(p, "owner") {
		return
	}
	if called := p.fileName(); isAddress(called) {
		w.line("      owner: {constant: %s, by: name, create: true} # the file is called so", quote(called))
		return
	}
	likely := p.organizes()
	w.ask(Question{
		Ask: AskOwner, File: filepath.Base(p.path), Example: likely,
		Text: fmt.Sprintf(
			"nothing in %s says whose calendar it is: write owner: {constant: %s, by: name, create: true} under "+
				"fields, with the address of its owner, or leave it out and its events belong to nobody",
			filepath.Base(p.path), cmp.Or(likely, "kim@seller.example")),
	})
}

// organizes is the address of who organises more than half of a calendar; "" for nobody.
func (p *profile) organizes() string {
	at, ok := p.found["organizer"]
	if !ok {
		return ""
	}
	for v, n := range p.columns[at].values {
		if isAddress(v) && n*2 > p.rows {
			return v
		}
	}
	return ""
}
