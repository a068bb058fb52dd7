package metrics_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"salesops/metrics"
	"salesops/metrics/catalog"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

func own(name, text string) fstest.MapFS {
	return fstest.MapFS{name: &fstest.MapFile{Data: []byte(text)}}
}

const bigDeals = `name: big_deals
version: 1
question: How many large deals did we win?
description: Won deals of at least 1000.
kind: aggregate
over: deal
on: closed_on
where: won && amount >= money("1000 EUR")
measure: count
unit: count
`

func TestTheCatalogueIsWhole(t *testing.T) {
	t.Parallel()
	c := load(t)
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(schema); err != nil {
		t.Error(err)
	}
	var names []string
	for _, d := range c.List() {
		names = append(names, d.Name)
		if d.Formula == "" || d.Hash == "" || len(d.Dimensions) == 0 || len(d.Needs) == 0 {
			t.Errorf("%s is listed incompletely: %+v", d.Name, d)
		}
	}
	files, err := fs.Glob(catalog.Files, "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(file, ".yaml")
	}
	if listed := slices.Sorted(slices.Values(names)); !slices.Equal(listed, slices.Sorted(slices.Values(files))) {
		t.Errorf("listed are %v, there are files of %v", listed, files)
	}
	want := []string{"activities", "selling_time", "lead_to_customer", "cycle_won_mean", "win_rate",
		"asp", "revenue_per_rep", "quota_attainment", "forecast"}
	if !slices.Equal(names[:len(want)], want) {
		t.Errorf("the headlines are %v, want %v", names[:len(want)], want)
	}
}

func TestAMetricOfTheCompany(t *testing.T) {
	t.Parallel()
	c, err := metrics.Load(rowsets.All(), own("big.yaml", bigDeals))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, c)
	w.put("deal", won("2026-01-01", "1000 EUR"))
	w.put("deal", won("2026-01-01", "999.99 EUR"))
	w.put("deal", map[string]any{"outcome": "won", "close_date": "2026-01-01"})
	w.catchUp()
	if a := w.ask(metrics.Query{Metric: "big_deals"}); a.Rows[0].Value.Text != "1" {
		t.Errorf("%s", dump(a))
	}
}

// Catalogues share what was parsed of the built-in files: what one of them adds, the others do not have.
func TestACatalogueChangesNoOther(t *testing.T) {
	t.Parallel()
	before := load(t).List()
	changed, err := metrics.Load(rowsets.All(), own("leads.yaml",
		strings.Replace(bigDeals, "name: big_deals", "name: leads_created\nneeds: [contracts]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	needs := func(list []metrics.Definition) []string {
		i := slices.IndexFunc(list, func(d metrics.Definition) bool { return d.Name == "lead_to_deal_period" })
		return list[i].Needs
	}
	if !slices.Contains(needs(changed.List()), "contracts") {
		t.Errorf("a formula needs %v, although a part of it needs contracts", needs(changed.List()))
	}
	for name, list := range map[string][]metrics.Definition{"loaded before": before, "loaded after": load(t).List()} {
		if slices.Contains(needs(list), "contracts") {
			t.Errorf("the formula of a catalogue %s needs %v", name, needs(list))
		}
	}
}

func TestABrokenFileSaysWhereAndWhat(t *testing.T) {
	t.Parallel()
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"measure: count", "mesure: count", "metrics/my.yaml:9: there is no key mesure; did you mean measure?"},
		{"measure: count", "measure: conut",
			"metrics/my.yaml:9: measure: \"conut\" is no measure; did you mean count?"},
		{"kind: aggregate", "kind: agregate",
			"metrics/my.yaml:5: kind: \"agregate\" is no kind; did you mean aggregate?"},
		{"unit: count", "unit: euros",
			"metrics/my.yaml:10: unit: \"euros\" is no unit: write money, share, count, days, months or ratio"},
		{"name: big_deals", "name: Big deals", "metrics/my.yaml:1: name: \"Big deals\" cannot be a name"},
		{"over: deal", "over: deel", "metrics/my.yaml:6: over: there is no object deel; did you mean deal?"},
		{"where: won", "where: wonn", "metrics/my.yaml:8: where: 1:1: "},
		{"where: won &&", "where: !won #", "metrics/my.yaml:8: what begins with ! must stand in quotes: '!won'"},
		{"on: closed_on", "on: amount", "metrics/my.yaml:7: on: "},
		{"measure: count", "measure: ratio", "metrics/my.yaml:9: measure: a ratio needs numerator and denominator"},
		{"measure: count", "measure: [", "metrics/my.yaml:"},
		{"version: 1", "version: one", "metrics/my.yaml:2: "},
		{"unit: count", "unit: count\nbeside: [win_rat]",
			"metrics/my.yaml:11: beside: there is no metric win_rat; did you mean win_rate?"},
		{"unit: count", "unit: count\nguards:\n  - {code: a, act: refuse, rows: lost, say: {one: a, many: b}}",
			"metrics/my.yaml:12: guards.0.above: say above which share"},
	} {
		catalog, err := metrics.Load(rowsets.All(), own("my.yaml", strings.Replace(bigDeals, c.old, c.new, 1)))
		if err == nil {
			err = catalog.Check(schema)
		}
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.new, err, c.want)
		}
	}
}

// A formula is made of aggregates. One that names another formula, or itself, is told so: what it names is there.
func TestFormulasThatNameFormulas(t *testing.T) {
	t.Parallel()
	formula := func(name, text string) string {
		return "name: " + name +
			"\nversion: 1\nquestion: How much?\ndescription: A test.\nkind: formula\nunit: count\nformula: " +
			text + "\n"
	}
	for _, c := range []struct {
		a, b  string
		wantA string
		wantB string
	}{
		{"circ_b + won_deals", "circ_a + won_deals", "circ_a and circ_b name each other",
			"circ_a is left out itself (metrics/circ_a.yaml:7: formula: circ_a and circ_b name each other"},
		{"circ_a + won_deals", "won_deals + lost_deals", "circ_a names itself", ""},
		{"circ_b + won_deals", "won_deals + lost_deals",
			"circ_b is a formula, and a formula is made of aggregates", ""},
		{"circ_c + won_deals", "won_deals + lost_deals", "there is no metric 'circ_c'", ""},
	} {
		files := own("circ_a.yaml", formula("circ_a", c.a))
		files["circ_b.yaml"] = &fstest.MapFile{Data: []byte(formula("circ_b", c.b))}
		catalog, err := metrics.LoadSound(rowsets.All(), files)
		if err == nil {
			schema, _ := record.NewSchema(sales.Objects())
			err = catalog.CheckSound(schema)
		}
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"circ_a": c.wantA, "circ_b": c.wantB} {
			if _, err := catalog.Get(name, 0); want == "" && err != nil || want != "" &&
				(err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s and %s: %s: %v, want %q", c.a, c.b, name, err, want)
			}
		}
	}
}

// A wrong file stands in nobody's way: not in that of other files, and a built-in metric that it
// was to replace stays as it came.
func TestWrongFilesAreLeftOut(t *testing.T) {
	t.Parallel()
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	as := func(name string, replace ...string) string {
		return strings.NewReplacer(append([]string{"name: big_deals", "name: " + name},
			replace...)...).Replace(bigDeals)
	}
	whole := load(t)
	for _, c := range []struct {
		file, text string
		name, want string // of the metric; how the reason begins
	}{
		{"win_rate.yaml", as("win_rate", "measure: count", "measure: conut"), "win_rate",
			`metrics/win_rate.yaml:9: measure: "conut" is no measure; did you mean count?`},
		{"w.yaml", as("new_customers", "where: won", "where: wonn"), "new_customers", "metrics/w.yaml:8: where: 1:1: "},
		{"w.yaml", as("asp"), "asp",
			"metrics/w.yaml: it replaces asp, with which velocity does not work any more (built in/velocity.yaml:10: " +
				"formula: "},
		{"w.yaml", as("mine", "unit: count", "unit: share"), "mine",
			"metrics/w.yaml:10: unit: measure: count gives a count, not share: write count"},
		{"w.yaml", as("mine", "unit: count", "unit: count\nbeside: [win_rat]"), "mine",
			"metrics/w.yaml:11: beside: there is no metric win_rat"},
		{"w.yaml", "name: [", "", "metrics/w.yaml:"},
		{"w.yaml", "name: w\nbeside: &b [*b]\n", "w",
			"metrics/w.yaml: it is too large once its aliases (*) are written out"},
		{"w.yaml",
			"a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d " +
				"[*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]\n",
			"w", "metrics/w.yaml: it is too large once"},
		{"w.yaml", strings.Repeat("# more\n", 200_000), "w", "metrics/w.yaml: it is larger than 1 MB"},
	} {
		files := own("good.yaml", bigDeals)
		files[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		catalog, err := metrics.LoadSound(rowsets.All(), files)
		if err == nil {
			err = catalog.CheckSound(schema)
		}
		if err != nil {
			t.Errorf("%s: %v", c.want, err)
			continue
		}
		left := catalog.LeftOut()
		if len(left) != 1 || !strings.HasPrefix(left[0].Error(), c.want) {
			t.Errorf("left out are %v, want %s", left, c.want)
		}
		if _, err := catalog.Get("big_deals", 0); err != nil {
			t.Error(err)
		}
		if d, err := catalog.Get(c.name, 0); err == nil {
			if b, _ := whole.Get(c.name, 0); b.Hash != d.Hash {
				t.Errorf("%s is not the one built in: %+v", c.name, d)
			}
		} else if c.name != "" && !strings.Contains(err.Error(), c.want) {
			t.Errorf("asked for %s: %v", c.name, err)
		}
	}
}

// What a file says of its unit must be what its measure gives.
// What cannot be read as a file is left out like a file that is wrong, and nobody waits for it.
func TestWhatIsNoFileIsLeftOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, err := range []error{
		os.WriteFile(at("good.yaml"), []byte(bigDeals), 0o600), os.Mkdir(at("a.yaml"), 0o700),
		os.Symlink("nowhere", at("b.yaml")),
		os.Symlink("c.yaml", at("c.yaml")), os.Symlink("/dev/zero", at("d.yaml")), syscall.Mkfifo(at("e.yaml"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	catalog, err := metrics.LoadSound(rowsets.All(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := catalog.Get("big_deals", 0); err != nil {
		t.Error(err)
	}
	want := []string{
		"metrics/a.yaml: it is no file: a metric is written in a file of its own",
		"metrics/b.yaml: it cannot be read: no such file or directory",
		"metrics/c.yaml: it cannot be read: too many levels of symbolic links",
		"metrics/d.yaml: it is no file: a metric is written in a file of its own",
		"metrics/e.yaml: it is no file: a metric is written in a file of its own",
	}
	var got []string
	for _, left := range catalog.LeftOut() {
		got = append(got, left.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestUnitsThatCannotBe(t *testing.T) {
	t.Parallel()
	sum := strings.NewReplacer("measure: count", "measure: sum\nvalue: amount", "unit: count",
		"unit: UNIT").Replace(bigDeals)
	of := strings.Replace(sum, "value: amount", "value: probability", 1)
	ratio := strings.NewReplacer("measure: count",
		"measure: ratio\nnumerator: {sum: amount}\ndenominator: {count: won}", "unit: count",
		"unit: UNIT").Replace(bigDeals)
	for _, c := range []struct{ text, unit, want string }{
		{sum, "money", ""},
		{sum, "share", "metrics/my.yaml:11: unit: a sum is no share: write money"},
		{sum, "count", "metrics/my.yaml:11: unit: amount is an amount of money, not count: write money"},
		{of, "count", ""},
		{of, "money", "metrics/my.yaml:11: unit: probability is no amount of money: write another unit"},
		{ratio, "money", ""},
		{ratio, "share", "metrics/my.yaml:12: unit: money divided by a number is money, not share: write money"},
		{strings.Replace(ratio, "{count: won}", "{sum: amount}", 1), "ratio", ""},
		{strings.Replace(ratio, "{count: won}", "{sum: amount}", 1), "money",
			"metrics/my.yaml:12: unit: this is no amount of money: write share, ratio or another unit"},
	} {
		_, err := metrics.Load(rowsets.All(), own("my.yaml", strings.Replace(c.text, "UNIT", c.unit, 1)))
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.unit, err, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(bigDeals)
	f.Add("name: a\nkind: formula\nformula: won_revenue / sellers\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := metrics.Load(rowsets.All(), own("my.yaml", text))
		if err != nil && !strings.HasPrefix(err.Error(), "metrics/my.yaml") {
			t.Errorf("%q: the error does not name the file: %v", text, err)
		}
	})
}

func FuzzReceipt(f *testing.F) {
	f.Add("eyJyIjoxfQ")
	w := newWorld(f, load(f))
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := w.engine.Replay(t.Context(), record.Everything(), text); err == nil {
			t.Skip("a receipt")
		}
	})
}

// TestOldVersionsStayAnswerable changes a metric's meaning and asks for the old one.
func TestOldVersionsStayAnswerable(t *testing.T) {
	t.Parallel()
	d := newDefined(t)
	_, first := d.begin(bigDeals)
	e, _ := d.begin(strings.NewReplacer("version: 1", "version: 2", "1000 EUR", "5 EUR").Replace(bigDeals))
	a, err := e.Ask(t.Context(), record.Everything(), metrics.Query{Metric: "big_deals@1"})
	if err != nil || a.Version != 1 {
		t.Fatalf("%v, %v", a, err)
	}
	again, err := e.Replay(t.Context(), record.Everything(), first.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	if dump(first) != dump(again) {
		t.Errorf("the receipt of version 1 gave\n%s\nthen\n%s", dump(first), dump(again))
	}
	if versions := e.Catalog().Versions("big_deals"); len(versions) != 2 || versions[0].Version != 2 {
		t.Errorf("versions: %+v", versions)
	}
}
