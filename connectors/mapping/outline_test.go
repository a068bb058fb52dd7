package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
	"salesops/sales"
)

// TestOutlineOfAnEntry: what each key of an entry says stands in its outline.
func TestOutlineOfAnEntry(t *testing.T) {
	t.Parallel()
	entry := func(lines string) mapping.Entry {
		o := outline(t, "files:\n  - "+strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n    ")+"\n")
		if len(o.Entries) != 1 {
			t.Fatalf("%s: %+v", lines, o)
		}
		return o.Entries[0]
	}
	for lines, want := range map[string]string{
		"file: a\nobject: deal\nid: x":                                                       "[a] [] deal [x]",
		"file: [a, b]\nobject: deal\nid: [x, y]":                                             "[a b] [] deal [x y]",
		"header: [x, y]\nobject: deal\nid: none":                                             "[] [x y] deal []",
		"file: a\nobject: deal\nid: x\nignore: y":                                            "[a] [] deal [x] ignored [y]",
		"file: a\nobject: deal\nid: x\nignore: [y, z]":                                       "[a] [] deal [x] ignored [y z]",
		"file: a\nobject: deal\nid: x\nignore: '*'":                                          "[a] [] deal [x] all others",
		"file: a\nobject: deal\nid: x\nignore: [y, '*', z]":                                  "[a] [] deal [x] ignored [y z] all others",
		"file: a\nobject: deal\nid: x\npart: true":                                           "[a] [] deal [x] part",
		"file: a\nobject: deal\nid: x\npart: no":                                             "[a] [] deal [x]",
		"file: a\nobject: deal\nid: x\ndecide: Say it.":                                      "[a] [] deal [x] undecided [Say it.]",
		"file: a\nobject: deal\nid: x\ndecide: [One., Two.]":                                 "[a] [] deal [x] undecided [One. Two.]",
		"file: a\nobject: deal\nid: x\nhistory: false":                                       "[a] [] deal [x]",
		"file: a\nobject: deal\nid: x\nfields: {name: n, created_at: c}":                     "[a] [] deal [x] name=[n] created=[c]",
		"file: a\nobject: deal\nid: x\nhistory: yes\nfields: {created: c}":                   "[a] [] deal [x] history created=[c]",
		"file: a\nobject: deal\nid: x\nfields: {name: [n, m], stage: {constant: Won}}":       "[a] [] deal [x] name=[n m] stage=[]Won",
		"file: a\nobject: deal\nid: x\nfields: {close_date: {column: d, plus_months: 1}}":    "[a] [] deal [x] close_date=[d] computed",
		"file: a\nobject: deal\nid: x\nfields: {name: {cel: \"a + 'b'\"}}":                   "[a] [] deal [x] name=[] computed",
		"file: a\nobject: deal\nid: x\nfields: {owner: o}":                                   "[a] [] deal [x] owner=[o] by id",
		"file: a\nobject: deal\nid: x\nfields: {owner: {column: o, by: id}}":                 "[a] [] deal [x] owner=[o] by id",
		"file: a\nobject: deal\nid: x\nfields: {owner: {column: o, by: name}}":               "[a] [] deal [x] owner=[o] by name",
		"file: a\nobject: deal\nid: x\nfields: {owner: {column: o, by: name, create: true}}": "[a] [] deal [x] owner=[o] by create",
		"file: a\nobject: deal\nid: x\nfields: {owner: {column: o, create: true, by: name}}": "[a] [] deal [x] owner=[o] by create",
		"file: a\nobject: deal\nid: x\nfields: {owner: {column: o, by: name, create: no}}":   "[a] [] deal [x] owner=[o] by name",
		"file: a\nobject: deal\nid: x\nfields: {amount: {column: m, format: micros}}":        "[a] [] deal [x] amount=[m] micros",
		"file: a\nobject: deal\nid: x\nfields: {close_date: {column: d, dates: mdy}}":        "[a] [] deal [x] close_date=[d] mdy",
		"file: a\nobject: contact\nmatch: email\nonly: update\nfields: {email: m}":           "[a] [] contact [m] match email only update email=[m]",
	} {
		e := entry(lines)
		got := fmt.Sprintf("%v %v %s %v", e.Files, e.Header, e.Object, e.ID)
		add := func(when bool, text string) {
			if when {
				got += " " + text
			}
		}
		add(len(e.Ignored) > 0, fmt.Sprintf("ignored %v", e.Ignored))
		add(e.OthersIgnored, "all others")
		add(e.Part, "part")
		add(e.History, "history")
		add(len(e.Undecided) > 0, fmt.Sprintf("undecided %v", e.Undecided))
		add(e.Match != "", "match "+e.Match)
		add(e.Only != "", "only "+e.Only)
		for _, f := range e.Fields {
			got += fmt.Sprintf(" %s=%v%s", f.Field, f.Columns, f.Constant)
			add(f.Computed, "computed")
			add(f.Lookup != "", "by "+f.Lookup)
			add(f.Format != "", f.Format)
			add(f.Dates != "", f.Dates)
		}
		if got != want {
			t.Errorf("%s\nsays %s\nwant %s", lines, got, want)
		}
	}
}

// TestFieldsThatDoNotFit: a format, a move or a word of a reference on a field that cannot have it, and what is no
// mapping.
func TestFieldsThatDoNotFit(t *testing.T) {
	t.Parallel()
	field := func(object, text string) string {
		return "files:\n  - file: a\n    object: " + object + "\n    id: x\n    fields:\n      " + text + "\n"
	}
	for text, want := range map[string]string{
		field("deal", "name: {column: a, format: percent}"):        ":6: name is no share",
		field("deal", "probability: {column: a, format: percent}"): "",
		field("deal",
			"name: {column: a, format: comma}"): ":6: name is no number: format comma",
		field("deal",
			"close_date: {column: a, format: point}"): ":6: close_date is no number: format point",
		field("deal", "amount: {column: a, format: comma}"):      "",
		field("deal", "term_months: {column: a, format: point}"): "",
		field("deal", "probability: {column: a, format: point}"): "",
		field("deal",
			"probability: {column: a, format: micros}"): ":6: probability is no sum of money",
		field("deal", "amount: {column: a, format: micros}"): "",
		field("deal",
			"created: {column: a, format: month}"): ":6: created is no day: format month",
		field("deal", "close_date: {column: a, format: month}"): "",
		field("deal",
			"name: {column: a, format: quarter}"): ":6: name is no day: format quarter",
		field("deal", "close_date: {column: a, format: quarter}"): "",
		field("deal",
			"name: {column: a, format: pair_from}"): ":6: name is no currency of a rate",
		field("deal",
			"name: {column: a, format: hex}"): `:6: format cannot be "hex": write percent`,
		field("deal",
			"created: {column: a, since: b}"): ":6: created cannot have since",
		field("deal", "name: {column: a, since: b}"): "",
		field("deal",
			"name: {column: a, create: true}"): ":6: name refers to no record",
		field("deal",
			"name: {column: a, create: perhaps}"): ":6: create must be true or false, not perhaps",
		field("deal",
			"owner: {column: a, by: number}"): `:6: by cannot be "number": write name, id`,
		field("deal",
			"name: {column: a, constant: b}"): ":6: name must have one of column, columns",
		field("deal",
			"name: {column: a, cel: b}"): ":6: name must have one of column, columns",
		field("deal",
			"name: {by: id}"): ":6: name must have one of column, columns",
		field("deal", "created: a\n      created_at: b"): ":7: created stands twice",
		field("deal",
			"close_date: {column: a, plus_days: 1, minus_days: 2}"): ":6: a date can be moved once by months",
		field("deal",
			"close_date: {column: a, plus_months: 1, plus_quarters: 2}"): ":6: a date can be moved once by months",
		field("deal", "close_date: {column: a, plus_months: 1, minus_days: 1}"): "",
		field("deal", "close_date: {column: a, dates: us}"):                     `:6: dates cannot be "us"`,
		field("deal",
			"name: {[a]: b}"): ":6: a key must be plain text",
		field("deal",
			"name: {column: {a: b}}"): ":6: column must be a name or a list of names",
		field("deal",
			"name: {column: [[a]]}"): ":6: column must be one text",
		field("deal",
			"name: !a"): ":6: what begins with ! must stand in quotes",
		field("deal",
			"name: [b, !a c]"): ":6: what begins with ! must stand in quotes",
		"files:\n  - a\n": ":2: an item of files " +
			"must be keys with values, such as file: …",
		"stages: [a]\n": ":1: stages must be keys " +
			"with values, such as name: value",
		"files:\n  - {file: '[', object: deal, id: x}\n":                                 `:2: "[" is no name of a file`,
		"files:\n  - {file: '', object: deal, id: x}\n":                                  `:2: "" is no name of a file`,
		"files:\n  - {object: deal, id: x}\n":                                            ":2: write which files this is about",
		"files:\n  - {file: a, object: deal, id: []}\n":                                  ":2: id names no column",
		"files:\n  - {file: a, object: deal, id: none, history: true}\n":                 ":2: a history needs the id",
		"files:\n  - {file: a, object: deal, id: x, history: true, fields: {name: n}}\n": ":2: a history needs a time",
		"files:\n  - {file: a, object: deal, id: x, repeats: twice}\n":                   `:2: repeats cannot be "twice": write once, keep`,
		"files:\n  - {file: a, object: deal, id: x, repeats: keep}\n":                    "",
		"files:\n  - {file: a, object: account, id: x, stage_dates: {Won: w}}\n":         ":2: stage_dates are of deals only",
		"files:\n  - {file: a, object: deal, id: x, stage_dates: {Won: w}}\n":            "",
		"files:\n  - {file: a, object: deal, id: x, types: {b: date}}\n":                 `:2: the type of a column cannot be "date"`,
		"files:\n  - {file: a, event_log: {case: c, activity: b, time: t}, id: x}\n":     ":2: id cannot stand beside event_log",
		"files:\n  - {file: a, event_log: {case: c, activity: b, time: t}, part: true}\n": ":2: part cannot stand " +
			"beside event_log",
		"source: ''\n":                                          ":1: source must be a name of at most 100 characters",
		"source: " + strings.Repeat("a", 101):                   ":1: source must be a name of at most 100 characters",
		"source: \"a\\nb\"\n":                                   ":1: source must be a name of at most 100 characters",
		"source: " + strings.Repeat("a", 100) + "\nfiles: []\n": "",
		"encoding: klingon\n":                                   ":1: ",
		"encoding: shift_jis\nfiles: []\n":                      "",
		"numbers: dots\n":                                       `:1: numbers cannot be "dots": write comma, point`,
		"zone: Berlin\n":                                        `:1: "Berlin" is not a time zone`,
		"- a\n": ":1: a mapping must be keys with values, such as " +
			"source: …",
		strings.Repeat("#", 1<<20+1):                    " is larger than a mapping can be",
		strings.Repeat("#", 1<<20-11) + "\nfiles: []\n": "",
	} {
		_, err := mapping.Parse("m.yaml", []byte(text))
		if (err == nil) != (want == "") || err != nil &&
			(!strings.HasPrefix(err.Error(), "m.yaml"+want) || fault.KindOf(err) != fault.Invalid) {
			t.Errorf("%.300s\ngives %v\nwant %s", text, err, want)
		}
	}
}

// TestIgnoredColumns: those that are named are left out, "*" leaves out all that nothing names; the rest is kept as
// fields of their own.
func TestIgnoredColumns(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.csv": "x,n,colour,size,note\n1,Pump,red,7,old\n2,Valve,blue,8,new\n"})
	for ignore, want := range map[string]string{"": "colour size note", "    ignore: size\n": "colour note",
		"    ignore: [Size, colour]\n": "note", "    ignore: '*'\n": "", "    ignore: ['*', size]\n": ""} {
		w := newWorld(t)
		r := w.run("source: a\nfiles:\n  - file: a.csv\n    object: deal\n    id: x\n    fields: {name: n}\n"+ignore,
			connectors.Options{Paths: []string{dir}})
		if got := strings.Join(r.Files[0].Custom, " "); got != want || len(w.records("a", sales.Deal)) != 2 {
			t.Errorf("with %q: %q are kept, want %q", ignore, got, want)
		}
	}
}
