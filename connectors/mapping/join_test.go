package mapping_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/connectors/tool"
)

const joinedOrders = `source: shop
currency: EUR
files:
  - file: orders.csv
    object: order
    id: Order
    join:
      customers: {file: customers.csv, on: {Customer No: No}}
      regions: {file: regions.csv, on: {customers.Region Code: Code}, keep: [Region, Zone]}
    types: {customers.Seats: whole}
    fields:
      name: {columns: [Order, regions.Region]}
      account: customers.E-mail
      ordered_on: Date
      amount: Amount
      quantity: {cel: "customers_seats * 2"}
    ignore: "*"
`

var orderFiles = map[string]string{
	"orders.csv": "Order,Customer No,Date,Amount\n1,007,2026-01-05,10\n2,8,2026-01-06,20\n3,99,2026-01-07,30\n" +
		"4,,2026-01-08,40\n5,9,2026-01-09,50\n",
	"customers.csv": "No,E-mail,Region Code,Seats\n007,ann@buyer.example,N,5\n8,bo@buyer.example,S,\n" +
		"9,cy@buyer.example,X,1\n007,ann@buyer.example,N,5\n",
	"regions.csv": "Code,Region,Zone\nN,North,1\nS,South,2\n",
}

// TestJoin: columns of other tables are read as if they stood in the row, through a chain of keys,
// in columns and in expressions; a key that nothing has is counted and leaves the field unknown.
func TestJoin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := connectors.Options{Paths: []string{folder(t, orderFiles)}, DryRun: true}
	dry := w.run(joinedOrders, o)
	if n := len(w.records("shop", "order")); n != 0 {
		t.Fatalf("a dry run wrote %d orders", n)
	}
	o.DryRun = false
	for round, r := range []*connectors.Report{dry, w.run(joinedOrders, o), w.run(joinedOrders, o)} {
		p := problem(r, "join_keys_unknown")
		if p == nil || p.Count != 3 || len(p.Examples) != 3 ||
			!strings.HasSuffix(p.Examples[0].Detail, `orders.csv, line 4: Customer No "99" → customers`) ||
			!strings.HasSuffix(p.Examples[1].Detail, `Customer No "" → customers`) ||
			!strings.Contains(told(p), `orders.csv, line 6: customers.Region Code "X" → regions`) {
			t.Errorf("round %d: %+v", round, p)
		}
		if p := problem(r, "unknown_files"); p != nil {
			t.Errorf("a joined table counts as unknown: %+v", p)
		}
	}
	orders := w.records("shop", "order")
	for id, want := range map[string][2]string{"1": {"1 North", "10"}, "2": {"2 South", ""}, "3": {"3", ""},
		"4": {"4", ""}, "5": {"5", "2"}} {
		name, quantity := orders[id].Fields["name"], orders[id].Fields["quantity"]
		if name.Text() != want[0] || quantity.IsSet() != (want[1] != "") || quantity.IsSet() &&
			fmt.Sprint(quantity.Number()) != want[1] {
			t.Errorf("order %s: %v %v, want %v", id, name, quantity, want)
		}
		own := 0
		for field, v := range orders[id].Fields {
			if strings.Contains(field, "region") && v.Text() == strings.TrimPrefix(want[0], id+" ") ||
				strings.Contains(field, "zone") && v.IsSet() {
				own++
			}
		}
		if own != map[string]int{"1": 2, "2": 2}[id] {
			t.Errorf("order %s has %d of the kept columns: %v", id, own, orders[id].Fields)
		}
		if account := orders[id].Fields["account"]; account.IsSet() != (id != "3" && id != "4") {
			t.Errorf("order %s: account %v", id, account)
		}
	}
	if n := len(w.records("shop", "order")); n != 5 {
		t.Errorf("%d orders", n)
	}
}

// TestJoinMistakes: what does not fit is told with the line, and nothing is imported.
func TestJoinMistakes(t *testing.T) {
	t.Parallel()
	with := func(file, text string) map[string]string {
		files := maps.Clone(orderFiles)
		files[file] = text
		return files
	}
	cases := []struct {
		name, old, new string
		files          map[string]string
		want           string
	}{
		{"two rows differ", "", "", with("customers.csv",
			"No,E-mail,Region Code,Seats\n8,a@buyer.example,N,5\n7,x@buyer.example,N,5\n8,b@buyer.example,N,5\n"),
			`customers.csv:2 and `},
		{"… in what", "", "", with("customers.csv",
			"No,E-mail,Region Code,Seats\n8,a@buyer.example,N,5\n7,x@buyer.example,N,5\n8,b@buyer.example,N,5\n"),
			`customers.csv:4 have the same key "8" and say different things in E-mail, "a@buyer.example" and "b@buyer.example"`},
		{"column", "customers.E-mail", "customers.Mail", nil,
			`mapping.yaml:13: there is no column "customers.Mail" in orders.csv; did you mean "customers.E-mail"?`},
		{"own key", "Customer No: No", "Customer Nr: No", nil,
			`mapping.yaml:8: there is no column "Customer Nr" in orders.csv; did you mean "Customer No"?`},
		{"their key", "Customer No: No", "Customer No: Number",
			nil, `mapping.yaml:8: there is no column "Number" in the joined table customers`},
		{"file", "file: customers.csv", "file: custmers.csv", nil,
			`mapping.yaml:8: no file is called custmers.csv, which customers is joined from; did you mean customers.csv?`},
		{"no key", "{file: regions.csv, on: {customers.Region Code: Code}, keep: [Region, Zone]}",
			"{file: regions.csv}", nil, `mapping.yaml:9: regions needs on:`},
		{"key", "on: {Customer No: No}", "by: {Customer No: No}",
			nil, `mapping.yaml:8: there is no key by in a joined table`},
		{"name with a point", "customers: {", "a.b: {", nil, `mapping.yaml:8: "a.b" cannot name a joined table`},
		{"kept column", "Region, Zone", "Region, Zones", nil,
			`mapping.yaml:9: there is no column "regions.Zones" in orders.csv; did you mean "regions.Zone"?`},
		{"order of a chain", "customers: {file: customers.csv, on: {Customer No: No}}",
			"customers: {file: customers.csv, on: {regions.Region: No}}",
			nil, `mapping.yaml:8: there is no column "regions.Region" in orders.csv`},
		{"column of its own", "", "",
			with("orders.csv", "Order,Customer No,Date,Amount,customers.E-mail\n1,8,2026-01-05,10,x\n"),
			`orders.csv has a column customers.E-mail of its own`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := c.files
			if files == nil {
				files = orderFiles
			}
			_, err := newWorld(t).try(strings.Replace(joinedOrders, c.old, c.new, 1),
				connectors.Options{Paths: []string{folder(t, files)}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want\n%s", err, c.want)
			}
		})
	}
}

// TestJoinOfSeveralFiles: a table may come in parts, and be read for itself too.
func TestJoinOfSeveralFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(`source: s
files:
  - file: "c-*.csv"
    object: account
    id: No
    fields: {name: Name}
  - file: o.csv
    object: order
    id: Order
    join: {c: {header: [No, Name], on: {Cust: No, Land: Land}}}
    fields: {account: Cust, ordered_on: Date, name: c.Name}
    where: c_name != 'Beta'
`, connectors.Options{Paths: []string{folder(t, map[string]string{
		"c-1.csv": "No,Land,Name\n1,DE,Alpha\n", "c-2.csv": "No,Name,Land\n1,Beta,FR\n2,Gamma,DE\n",
		"o.csv": "Order,Cust,Land,Date\na,1,DE,2026-01-01\nb,1,FR,2026-01-01\nc,2,DE,2026-01-01\n",
	})}})
	orders := w.records("s", "order")
	if len(orders) != 2 || orders["a"].Fields["name"].Text() != "Alpha" ||
		orders["c"].Fields["name"].Text() != "Gamma" {
		t.Errorf("%v", orders)
	}
}

// TestLargeJoin: a joined table that exceeds what is held in memory gives every row its own values.
func TestLargeJoin(t *testing.T) {
	t.Parallel()
	const n = 300_000
	var customers, orders strings.Builder
	customers.WriteString("No,Mail,Pad\n")
	orders.WriteString("Order,Cust,Date\n")
	pad := strings.Repeat("x", 150)
	for i := range n {
		fmt.Fprintf(&customers, "%d,m%d@buyer.example,%s\n", i*7, i*7, pad)
	}
	for i := range 500 {
		fmt.Fprintf(&orders, "%d,%d,2026-01-01\n", i, (i*591)%n*7)
	}
	orders.WriteString("x,1,2026-01-01\n")
	w := newWorld(t)
	r := w.run(`source: s
files:
  - file: o.csv
    object: order
    id: Order
    join: {c: {file: c.csv, on: {Cust: No}}}
    fields: {ordered_on: Date, name: c.Mail, account: c.Pad}
    ignore: "*"
`,
		connectors.Options{Paths: []string{folder(t,
			map[string]string{"c.csv": customers.String(), "o.csv": orders.String()})}})
	if p := problem(r, "join_keys_unknown"); p == nil || p.Count != 1 {
		t.Errorf("%+v", p)
	}
	got := w.records("s", "order")
	for i := range 500 {
		if want := fmt.Sprintf("m%d@buyer.example", (i*591)%n*7); got[fmt.Sprint(i)].Fields["name"].Text() != want {
			t.Fatalf("order %d: %v, want %s", i, got[fmt.Sprint(i)].Fields["name"], want)
		}
	}
}

// TestLastingJoin: a kept mapping finds the joined tables by their columns, whatever they are called,
// also when it is taken into another mapping.
func TestLastingJoin(t *testing.T) {
	t.Parallel()
	kept, err := mapping.Lasting(joinedOrders)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(kept, ".csv") || !strings.Contains(kept, "header: [Order, Date, Amount") ||
		!strings.Contains(kept, "header: [Code, Region, Zone]") {
		t.Fatal(kept)
	}
	m, err := mapping.Parse("kept", []byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	heads := map[string]tool.Head{}
	files := map[string]string{}
	for name, text := range orderFiles {
		header, _, _ := strings.Cut(text, "\n")
		h := tool.Head{Path: "may-" + name, Header: strings.Split(header, ",")}
		heads[name], files[h.Path] = h, text
		if !m.Reads(h) {
			t.Errorf("%s is not read by\n%s", h.Path, kept)
		}
	}
	text, err := mapping.Graft("source: shop\nfiles: []\n", kept, heads["orders.csv"])
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{kept, text} {
		w := newWorld(t)
		w.run(text, connectors.Options{Paths: []string{folder(t, files)}})
		if name := w.records("shop", "order")["1"].Fields["name"]; name.Text() != "1 North" {
			t.Errorf("%v with\n%s", name, text)
		}
	}
}

// TestSuggestedJoin: a table that is nothing by itself is joined where its key is nearly always met.
func TestSuggestedJoin(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"orders.csv": "Order No,Order Date,Amount,Customer,Area Code\n1,2026-01-05,10,Ann Ltd,N\n2,2026-01-06,20,Bo " +
			"Ltd,S\n3,2026-01-06,20,Bo Ltd,S\n",
		"areas.csv": "Area Code,Zone Text\nN,North\nS,South\nW,West\n",
	}
	dir := folder(t, files)
	text := suggestion(t, dir, nil).Text
	if !strings.Contains(text,
		"areas: {file: areas.csv, on: {Area Code: Area Code}, keep: [Zone Text]} # 100 % of the values of Area Code "+
			"stand in it, each in one row") {
		t.Fatal(text)
	}
	w := newWorld(t)
	w.run(text, connectors.Options{Paths: []string{dir}})
	kept := 0
	for _, r := range w.records("acme", "order") {
		for field, v := range r.Fields {
			if strings.Contains(field, "zone") && (v.Text() == "North" || v.Text() == "South") {
				kept++
			}
		}
	}
	if kept != 3 {
		t.Errorf("%d of 3 orders have the joined column\n%s", kept, text)
	}
}

// TestSuggestedJoinSaysItsKey: a table that is only joined says to what and by which key, and only
// columns that group rows are kept.
func TestSuggestedJoinSaysItsKey(t *testing.T) {
	t.Parallel()
	text := suggest(t, folder(t, map[string]string{
		"orders.csv": "Order,Customer,Date,Amount,Zone\n1,7,2026-01-05,100,A\n2,8,2026-01-06,20,B\n" +
			"3,9,2026-01-07,30,C\n4,9,2026-01-07,40,D\n",
		"zones.csv": "Zone,Climate,Note\nA,cold,first\nB,cold,second\nC,warm,third\nD,warm,fourth\n",
	}))
	for _, want := range []string{"join:", "Each row of orders.csv gets its row by Zone = Zone", "keep: [Climate]",
		"Not kept, name them under keep or fields to take them: Note"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "set aside") {
		t.Error(text)
	}
}
