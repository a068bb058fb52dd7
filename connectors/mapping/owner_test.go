package mapping_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/record"
	"salesops/sales"
)

const agenda = "Subject,Start,End,Attendees\nDemo,2026-01-05 10:00,2026-01-05 11:00,eva@x.example\nCall,2026-01-06 " +
	"09:00,2026-01-06 09:15,rui@x.example\n"

// owners are the names and addresses of who owns the events of a source.
func (w *world) owners(source string) map[string]int {
	w.t.Helper()
	people := map[record.ID]record.Record{}
	for _, source := range []string{source, "staff"} {
		for _, p := range w.records(source, sales.Person) {
			people[p.ID] = p
		}
	}
	count := map[string]int{}
	for _, e := range w.records(source, sales.Event) {
		p := people[e.Fields["owner"].Ref()]
		count[p.Fields["name"].Text()+" "+p.Fields["email"].Text()]++
	}
	return count
}

// TestOwnerOfACalendar: the events of a table without a column for their owner belong to whom its file is
// called by or to whom a person names, who is found by the address whichever source brought them.
func TestOwnerOfACalendar(t *testing.T) {
	t.Parallel()
	staff := folder(t, map[string]string{"users.csv": "Name,Email\nKim Lund,kim@seller.example\n"})
	for _, c := range []struct {
		name, file, text, example string
		owner                     string
		want                      string
	}{
		{"named by the file", "kim@seller.example.csv", agenda, "", "", "Kim Lund kim@seller.example"},
		{"named by a person", "agenda calendar.csv", agenda, "", "kim@seller.example", "Kim Lund kim@seller.example"},
		{"who organises most of it", "meetings.csv",
			"Subject,Start,End,Organizer\nDemo,2026-01-05 10:00,2026-01-05 11:00,kim@seller.example\nCall,2026-01-06 " +
				"09:00,2026-01-06 09:15,kim@seller.example\nFair,2026-01-07 09:00,2026-01-07 10:00,eva@x.example\n",
			"kim@seller.example", "kim@seller.example", "Kim Lund kim@seller.example"},
		{"somebody new", "agenda calendar.csv", agenda, "", "new@seller.example",
			"new@seller.example new@seller.example"},
		{"nobody", "agenda calendar.csv", agenda, "", "", " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.run(
				"source: staff\nfiles: [{file: users.csv, object: person, id: Email, fields: {name: Name, email: "+
					"Email}}]", connectors.Options{Paths: []string{staff}})
			dir := folder(t, map[string]string{c.file: c.text})
			s := suggestion(t, dir, nil)
			text := s.Text
			if asks := len(s.Questions) > 0; asks == strings.HasPrefix(c.file, "kim@") {
				t.Fatalf("questions: %+v\n%s", s.Questions, text)
			}
			if len(s.Questions) > 0 {
				q := s.Questions[0]
				if q.Ask != mapping.AskOwner || q.Example != c.example {
					t.Fatalf("%+v, want the example %q", q, c.example)
				}
				changes := []mapping.Change{{What: mapping.Settle, Value: q.Text}}
				if c.owner != "" {
					changes = append(changes, mapping.Change{What: mapping.SetFixed, Name: "owner", Value: c.owner},
						mapping.Change{What: mapping.SetLookup, Name: "owner", Value: "create"})
				}
				var err error
				if text, err = mapping.Revise(text, changes...); err != nil {
					t.Fatal(err)
				}
			}
			w.run(text, connectors.Options{Paths: []string{dir}})
			got := w.owners("acme")
			if len(got) != 1 || got[c.want] == 0 {
				t.Errorf("%v, want %s\n%s", got, c.want, text)
			}
			if r := w.run(text, connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
				t.Errorf("again: %d changes", r.Changes)
			}
		})
	}
}
