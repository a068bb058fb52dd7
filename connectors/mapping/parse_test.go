package mapping_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/connectors/tool"
	"salesops/internal/fault"
)

// TestMistakes: each mistake is told with file, line and what to write instead.
func TestMistakes(t *testing.T) {
	t.Parallel()
	const good = "source: a\nfiles:\n  - file: d.csv\n    object: deal\n    id: nr\n    fields:\n      name: title\n " +
		"     stage: step\n"
	cases := []struct{ name, text, want string }{
		{"empty", "", "mapping.yaml is empty: write source and files"},
		{"no YAML", "a: [", "mapping.yaml"},
		{"unknown key", "sorce: a\n" + good,
			"mapping.yaml:1: there is no key sorce in a mapping; did you mean source?"},
		{"key twice", "source: b\n" + good, "mapping.yaml:2: source stands twice: keep one of them"},
		{"no files", "source: a\n", "mapping.yaml:1: there are no files"},
		{"files as text", "files: d.csv\n", "mapping.yaml:1: files must be a list"},
		{"zone", "zone: Berlin\n" + good,
			`mapping.yaml:1: "Berlin" is not a time zone: use a name such as Europe/Berlin, America/New_York or UTC`},
		{"currency", "currency: EURO\n" + good,
			"mapping.yaml:1: EURO is not a currency: write an ISO code such as EUR"},
		{"dates", "dates: us\n" + good, `mapping.yaml:1: dates cannot be "us": write dmy, mdy, ymd`},
		{"outcome of a stage", "stages: {Won: yes}\n" + good,
			`mapping.yaml:1: the outcome of a stage cannot be "yes": write open, won, lost`},
		{"a long stage", "stages:\n  Won: won\n  " + strings.Repeat("x", tool.MaxStageName+1) + ": open\n" + good,
			"mapping.yaml:3: the name of a stage is longer than 240 bytes"},
		{"object", strings.Replace(good, "object: deal", "object: deals", 1),
			"mapping.yaml:4: there is no object deals; did you mean deal?"},
		{"a rate without its number",
			"files:\n  - file: r.csv\n    object: fx_rate\n    fields: {to_currency: c, day: d}\n",
			"mapping.yaml:2: an exchange rate needs its number"},
		{"a rate without a currency", "files:\n  - file: r.csv\n    object: fx_rate\n    fields: {day: d, rate: r}\n",
			"mapping.yaml:2: an exchange rate needs a currency"},
		{"no id", strings.Replace(good, "    id: nr\n", "", 1), "mapping.yaml:3: there is no id: write the column"},
		{"no object", strings.Replace(good, "    object: deal\n", "", 1),
			"mapping.yaml:3: there is no object: write what a row of the file is"},
		{"field", strings.Replace(good, "name: title", "nmae: title", 1),
			"mapping.yaml:7: a deal has no field nmae; did you mean name?"},
		{"outcome", strings.Replace(good, "name: title", "outcome: result", 1),
			"mapping.yaml:7: the outcome of a deal comes of its stage"},
		{"nothing to make it of", strings.Replace(good, "name: title", "name: {values: {a: b}}", 1),
			"mapping.yaml:7: name must have one of column, columns, constant and cel"},
		{"name of no reference", strings.Replace(good, "name: title", "name: {column: title, by: name}", 1),
			"mapping.yaml:7: name refers to no record: take by and create away"},
		{"moved text", strings.Replace(good, "name: title", "name: {column: title, plus_days: 3}", 1),
			"mapping.yaml:7: name is no date"},
		{"column", strings.Replace(good, "title", "quota", 1),
			`mapping.yaml:7: there is no column "quota" in d.csv: it has nr, step, titel_x, on`},
		{"near column", strings.Replace(good, "title", "titel", 1),
			`mapping.yaml:7: there is no column "titel" in d.csv; did you mean "titel_x"?`},
		{"expression", strings.Replace(good, "name: title", "name: {cel: \"stepp == 'a'\"}", 1),
			"mapping.yaml:7: name: 1:1: there is no field 'stepp' in row; did you mean step?"},
		{"a filter without quotes", strings.Replace(good, "    fields:", "    where: !step\n    fields:", 1),
			"mapping.yaml:6: what begins with ! must stand in quotes: '!step'"},
		{"filter", strings.Replace(good, "    fields:", "    where: step\n    fields:", 1) + "#",
			"mapping.yaml:6: where: "},
		{"as of", strings.Replace(good, "name: title", "name: {cel: \"as_of\"}", 1),
			"as_of has no meaning in a mapping"},
		{"no such file", strings.Replace(good, "d.csv", "deals.csv", 1),
			"mapping.yaml is about deals.csv, and none of the files is: d.csv"},
		{"to decide", good + "    decide: Say what Beta means.\n",
			"mapping.yaml:9: Say what Beta means: then take this `decide` away; nothing was imported"},
		{"history without time", strings.Replace(good, "    fields:", "    history: true\n    fields:", 1),
			"mapping.yaml:3: a history needs a time"},
		{"log without time", "files:\n  - file: d.csv\n    event_log: {case: nr, activity: step}\n",
			"mapping.yaml:3: an event log needs time"},
	}
	dir := folder(t, map[string]string{"d.csv": "nr,step,titel_x,on\n1,Won,A,2026-01-01\n"})
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := c.text
			if c.name == "filter" {
				text = strings.Replace(text, "name: title", "name: titel_x", 1)
			}
			_, err := newWorld(t).try(text, connectors.Options{Paths: []string{dir}})
			if err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) != fault.Invalid {
				t.Errorf("%v (%v), want\n%s", err, fault.KindOf(err), c.want)
			}
		})
	}
}

// FuzzMapping: no text makes the parser, a filter or a computed cell panic or hang.
func FuzzMapping(f *testing.F) {
	f.Add([]byte(namedDeals), "a,b")
	f.Add(
		[]byte(
			"files:\n  - file: '*'\n    object: deal\n    id: [a, b]\n    where: a == 'x' && n > 2.0\n    types: {n: "+
				"number, d: day}\n    fields: {stage: {column: b, values: {x: y, '*': z}}, close_date: {cel: 'd + "+
				"3'}}\n"), "x,1,2026-01-01,ä")
	f.Add([]byte("files:\n  - file: d\n    event_log: {case: a, activity: b, time: d}\n"), "1,2,3")
	f.Add(
		[]byte(
			"files:\n  - header: [a]\n    object: contract\n    id: none\n    fields: {start_on: {constant: "+
				"2026-01-31, minus_months: n}, name: a}\n"), "a,12,,")
	f.Add([]byte(joinedOrders), "1,007,2026-01-05,10")
	f.Add(
		[]byte(
			"files:\n  - file: d\n    object: order\n    id: a\n    join: {c: {file: e, on: {b: k, a: l}, keep: "+
				"[v]}, z: {header: [k], on: {c.v: k}}}\n    fields: {name: z.l, quantity: {cel: 'size(c_v) + 1'}}\n"),
		"a,12,,")
	f.Fuzz(func(t *testing.T, text []byte, cells string) {
		m, err := mapping.Parse("m.yaml", text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault of the file: %v", err)
			}
			return
		}
		header := []string{"a", "b", "n", "d"}
		layouts, err := m.Choose([]tool.Head{{Path: "d", Header: header},
			{Path: "e", Header: []string{"k", "l", "v"}}})
		if err != nil {
			return
		}
		row := strings.Split(cells, ",")
		for len(row) < len(header) {
			row = append(row, "")
		}
		for _, l := range layouts[0] {
			wide, cells := slices.Clone(header), slices.Clone(row[:len(header)])
			for _, j := range l.Joins {
				for _, k := range j.Key {
					_ = cells[k] // a key is a column of the row, or joined before
				}
				wide, cells = append(wide, j.Columns...), append(cells, make([]string, len(j.Columns))...)
			}
			frame, err := l.Frame(wide)
			if err != nil {
				continue
			}
			made, keep, err := frame.Row(cells, nil)
			if err == nil && keep && len(made) != len(frame.Header()) {
				t.Fatalf("%d cells for %d columns", len(made), len(frame.Header()))
			}
		}
	})
}
