package erasure

import (
	"context"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Plan says what an erasure removes, and what it cannot remove.
type Plan struct {
	Object string
	ID     record.ID
	Name   string // "" when it was erased before
	// Merged are the records that were merged into it. They are erased too.
	Merged []record.ID
	// Events are the calendar events that name the person by their own reference or mail address. They lose their
	// title, organizer and attendees, but keep their times, so that working time stays.
	Events []record.ID
	// Values is how many different personal values are removed.
	Values int
	// Left are records whose other texts contain the person's name or address, such as the name of a deal. The
	// erasure does not change them: somebody has to read them.
	Left []Mention
	// LeftMore is how many records mention the person beyond Left.
	LeftMore int

	texts     []string // of the person, in lower case, longest first
	addresses []string // those of them that are mail addresses
}

// Mention is a field that contains a value of the person.
type Mention struct {
	Object string
	ID     record.ID
	Field  string
}

const (
	// shortest is the length from which a value identifies somebody in a text. Shorter ones occur in other words.
	shortest = 5
	// maxLeft is how many mentions a plan lists.
	maxLeft = 50
)

// PlanFor finds what an erasure of a person, contact or lead removes. Other objects are fault.Invalid.
func PlanFor(ctx context.Context, log *record.Log, object string, id record.ID) (*Plan, error) {
	o, ok := log.Schema().Object(object)
	if !ok || !o.Imported.OfPeople {
		return nil, fault.Because(fault.Invalid, reason.Of("erase_not_a_person", "object", object))
	}
	all := record.Everything()
	r, err := log.Get(ctx, all, object, id)
	if err != nil {
		return nil, err
	}
	p := &Plan{Object: object, ID: r.ID, Name: r.Fields[o.Title].Text(), Merged: log.MergedInto(r.ID)}
	values := map[string]bool{}
	chains, err := log.Timelines(ctx, all, append([]record.ID{r.ID}, p.Merged...))
	if err != nil {
		return nil, err
	}
	for _, chain := range chains {
		for _, c := range chain {
			collect(o, c.Fields, values)
		}
	}
	p.Values = len(values)
	for v := range values {
		if v = strings.ToLower(strings.TrimSpace(v)); len(v) >= shortest {
			p.texts = append(p.texts, v)
			if strings.Contains(v, "@") {
				p.addresses = append(p.addresses, v)
			}
		}
	}
	slices.SortFunc(p.texts, func(a, b string) int { return len(b) - len(a) })
	return p, p.search(ctx, log)
}

func collect(o *record.Object, fields []record.FieldValue, values map[string]bool) {
	for _, f := range fields {
		if field, ok := o.Field(f.Name); ok && field.Personal && f.Value.Kind() == record.Text && f.Value.Text() != "" {
			values[f.Value.Text()] = true
		}
	}
}

// In reports whether a text contains a value of the person.
func (p *Plan) In(text string) bool {
	if len(p.texts) == 0 {
		return false
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc(p.texts, func(v string) bool { return strings.Contains(text, v) })
}

// search reads all records once.
func (p *Plan) search(ctx context.Context, log *record.Log) error {
	for _, name := range log.Schema().Names() {
		o, _ := log.Schema().Object(name)
		err := log.Each(ctx, record.Everything(), name, func(r record.Record) error {
			p.look(o, r)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) look(o *record.Object, r record.Record) {
	if o.Name == p.Object && (r.ID == p.ID || slices.Contains(p.Merged, r.ID)) {
		return
	}
	if o.Name == sales.Event && p.names(r) {
		p.Events = append(p.Events, r.ID)
		return
	}
	for _, f := range o.Fields {
		v, ok := r.Fields[f.Name]
		if !ok || v.Kind() != record.Text || !p.In(v.Text()) {
			continue
		}
		if len(p.Left) < maxLeft {
			p.Left = append(p.Left, Mention{o.Name, r.ID, f.Name})
		} else {
			p.LeftMore++
		}
		return
	}
}

// names reports whether a calendar event names the person. A title that contains the name is not enough: names such as
// "Sales" are in many titles.
func (p *Plan) names(event record.Record) bool {
	if p.Object == sales.Contact && event.Fields["contact"].Ref() == p.ID {
		return true
	}
	who := event.Fields["organizer"].Text() + " " + event.Fields["attendees"].Text()
	for _, address := range strings.Fields(strings.ToLower(who)) {
		if slices.Contains(p.addresses, address) {
			return true
		}
	}
	return false
}
