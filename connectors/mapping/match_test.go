package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/record"
	"salesops/sales"
)

const guests = `source: fair
files:
  - file: guests.csv
    object: contact
    match: email
    %s
    fields: {name: Guest, email: Mail, job_title: Job}
`

// people gives the log two contacts of a CRM, two more that share an address, and one entered here.
func (w *world) people() {
	w.t.Helper()
	dir := folder(w.t,
		map[string]string{"c.csv": "No,Full,Mail,Job\n1,Eva Reis,eva@example.com,CTO\n2,Rui " +
			"Dias,rui@example.com,\n3,Twin One,twin@example.com,\n4,Twin Two,TWIN@example.com,\n"})
	w.run(
		"source: crm\nfiles:\n  - {file: c.csv, object: contact, id: No, fields: {name: Full, email: Mail, "+
			"job_title: Job}}\n", connectors.Options{Paths: []string{dir}})
	_, err := w.log.Apply(w.t.Context(), record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Create, Object: sales.Contact, Fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue("Ana Lima")},
			{Name: "email", Value: record.TextValue("ana@example.com")},
		}}}})
	if err != nil {
		w.t.Fatal(err)
	}
}

// contacts are all of the log by e-mail and job.
func (w *world) contacts() string {
	w.t.Helper()
	var all []string
	err := w.log.Each(w.t.Context(), record.Everything(), sales.Contact, func(r record.Record) error {
		if r.Exists && !r.Stub {
			all = append(all, fmt.Sprintf("%s/%s", r.Fields["name"].Text(), r.Fields["job_title"].Text()))
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(all, " ")
}

const guestList = "Guest,Mail,Job\nEva Reis,EVA@example.com,CEO\nAna Lima,ana@example.com,Buyer\nNew " +
	"One,new@example.com,Chef\nTwin,twin@example.com,Spy\nNobody,,Ghost\nNew One,new@example.com,Chef\n"

// A list without ids finds its records by e-mail: also those that another source or a person
// brought. A row that fits two is rejected with their ids.
func TestMatchByEmail(t *testing.T) {
	t.Parallel()
	before := "Eva Reis/CTO Rui Dias/ Twin One/ Twin Two/ Ana Lima/"
	for _, c := range []struct {
		only, want string
		match      connectors.MatchReport
	}{
		{"", "Eva Reis/CEO Rui Dias/ Twin One/ Twin Two/ Ana Lima/Buyer New One/Chef",
			connectors.MatchReport{By: "email", Found: 2, New: 2, Ambiguous: 1}},
		{"only: update", "Eva Reis/CEO Rui Dias/ Twin One/ Twin Two/ Ana Lima/Buyer",
			connectors.MatchReport{By: "email", Only: "update", Found: 2, New: 2, Skipped: 2, Ambiguous: 1}},
		{"only: create", before + " New One/Chef",
			connectors.MatchReport{By: "email", Only: "create", Found: 2, New: 2, Skipped: 2, Ambiguous: 1}},
	} {
		t.Run(c.only, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.people()
			o := connectors.Options{Paths: []string{folder(t, map[string]string{"guests.csv": guestList})}}
			text := fmt.Sprintf(guests, c.only)
			o.DryRun = true
			head := w.log.Head()
			dry := w.run(text, o)
			if w.log.Head() != head || *dry.Files[0].Match != c.match {
				t.Errorf("a dry run says %+v", *dry.Files[0].Match)
			}
			o.DryRun = false
			r := w.run(text, o)
			if got := *r.Files[0].Match; got != c.match {
				t.Errorf("the report says %+v, want %+v", got, c.match)
			}
			if got := w.contacts(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if n := len(r.Files[0].Rejects); n != 2 {
				t.Fatalf("%d rows are rejected: %+v", n, r.Files[0].Rejects)
			}
			twin, nobody := r.Files[0].Rejects[0].Reason, r.Files[0].Rejects[1].Reason
			if !strings.HasPrefix(twin,
				"its email is that of 2 records, so it cannot be told which one is meant: contact_") ||
				strings.Contains(twin, "@") {
				t.Error(twin)
			}
			if nobody != "has no email to match by" {
				t.Error(nobody)
			}
			again := w.run(text, o)
			if again.Changes != 0 {
				t.Errorf("the second import makes %d changes", again.Changes)
			}
			for _, seq := range []record.Seq{r.Seq, again.Seq} {
				if seq == 0 {
					continue
				}
				if _, err := w.log.Undo(t.Context(), "owner", seq); err != nil {
					t.Fatal(err)
				}
			}
			if got := w.contacts(); got != before {
				t.Errorf("after the undo %s", got)
			}
		})
	}
}

// A name, the id here, and the source's own id find records too; an empty cell empties nothing.
func TestMatchByOtherThings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	var ana string
	if err := w.log.Each(t.Context(), record.Everything(), sales.Contact, func(r record.Record) error {
		if r.Fields["name"].Text() == "Ana Lima" {
			ana = record.FormatID(sales.Contact, r.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	run := func(mapping, list string) *connectors.Report {
		return w.run("source: crm\nfiles:\n  - "+mapping,
			connectors.Options{Paths: []string{folder(t, map[string]string{"l.csv": list})}})
	}
	run("{file: l.csv, object: contact, match: name, only: update, fields: {name: A, job_title: B, email: C}}\n",
		"A,B,C\neva  REIS,CEO,\nNobody,x,\n")
	run("{file: l.csv, object: contact, id: A, match: id, fields: {job_title: B}}\n", "A,B\n"+ana+",Buyer\n")
	run("{file: l.csv, object: contact, id: A, only: update, fields: {job_title: B}}\n", "A,B\n2,Cook\n99,x\n")
	run("{file: l.csv, object: contact, id: A, only: create, fields: {name: C, job_title: B}}\n",
		"A,B,C\n2,x,x\n98,Host,Zoe\n")
	want := "Eva Reis/CEO Rui Dias/Cook Twin One/ Twin Two/ Ana Lima/Buyer Zoe/Host"
	if got := w.contacts(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := w.records("crm", sales.Contact)["1"].Fields["email"].Text(); got != "eva@example.com" {
		t.Errorf("an empty cell left the e-mail %q", got)
	}
}

// The options say it for every file that has what is matched by; what cannot be is refused.
func TestMatchOptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	text := "source: fair\nfiles:\n  - {file: guests.csv, object: contact, id: none, fields: {name: Guest, email: " +
		"Mail, job_title: Job}}\n"
	dir := folder(t, map[string]string{"guests.csv": guestList})
	r := w.run(text, connectors.Options{Paths: []string{dir}, Match: "email", Only: "update", DryRun: true})
	if m := r.Files[0].Match; m == nil || m.Found != 2 || m.Skipped != 2 {
		t.Errorf("the options: %+v", m)
	}
	nameless := "source: fair\nfiles:\n  - {file: guests.csv, object: contact, id: none, fields: {email: Mail, " +
		"job_title: Job}}\n"
	r = w.run(nameless, connectors.Options{Paths: []string{dir}, Match: "email", DryRun: true})
	if m := r.Files[0].Match; m == nil || m.Found != 2 || m.New != 2 {
		t.Errorf("a list of e-mails without names: %+v", m)
	}
	for _, c := range []struct {
		text string
		o    connectors.Options
		want string
	}{
		{text, connectors.Options{Match: "phone"}, `rows cannot be matched by "phone": use external, id, email, name`},
		{text, connectors.Options{Only: "delete"}, `only "delete" is not possible: use create or update`},
		{text, connectors.Options{Match: "email", Full: true}, "leave --full away"},
		{"files:\n  - {file: guests.csv, object: account, id: none, fields: {name: Guest}}\n",
			connectors.Options{Match: "email"}, "no file has a column to match by email"},
		{"files:\n  - {file: guests.csv, object: account, match: email, fields: {name: Guest}}\n", connectors.Options{},
			"mapping.yaml:2: account has no e-mail"},
		{"files:\n  - {file: guests.csv, object: contact, match: email, fields: {name: Guest}}\n", connectors.Options{},
			"mapping.yaml:2: match needs the field email"},
		{"files:\n  - {file: guests.csv, object: contact, match: phone, fields: {name: Guest}}\n", connectors.Options{},
			`mapping.yaml:2: match cannot be "phone": write external, id, email, name`},
		{"files:\n  - {file: guests.csv, object: contact, match: id, fields: {name: Guest}}\n", connectors.Options{},
			"mapping.yaml:2: there is no id"},
	} {
		c.o.Paths = []string{dir}
		if _, err := w.try(c.text, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v\nwant %s", err, c.want)
		}
	}
}
