package all_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/sales"
)

// workbook writes sheets with excelize; a cell is what its Go type is.
func workbook(t *testing.T, sheets map[string][][]any, change func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	first := true
	for _, name := range sortedKeys(sheets) {
		if first {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
			first = false
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if row == nil {
				continue
			}
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for i := range keys { // a handful
		for j := i + 1; j < len(keys); j++ {
			if keys[j] < keys[i] {
				keys[i], keys[j] = keys[j], keys[i]
			}
		}
	}
	return keys
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T, members map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range sortedKeys(members) {
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(members[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type parquetDeal struct {
	ID      string    `parquet:"Id"`
	Name    string    `parquet:"Name"`
	Stage   string    `parquet:"StageName"`
	Amount  int64     `parquet:"Amount,decimal(2:18)"`
	Close   int32     `parquet:"CloseDate,date"`
	Created time.Time `parquet:"CreatedDate,timestamp(millisecond)"`
	Closed  bool      `parquet:"IsClosed"`
	Won     bool      `parquet:"IsWon"`
	Tags    []string  `parquet:"Tags__c,list"`
}

func parquetFile(t *testing.T, rows []parquetDeal) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[parquetDeal](&b)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const plainDeals = "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,Tags__c\n" +
	deal1 + ",Müller,Closed Won,1234.56,2026-03-04,2026-01-02T03:04:05.000Z,true,true,a;b\n" +
	deal2 + ",李雷,Prospecting,0.07,2026-12-31,2026-01-02T03:04:06.000Z,false,false,\n"

// sameDeals are plainDeals in every format, by the file's name.
func sameDeals(t *testing.T) map[string]string {
	t.Helper()
	created := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	book := workbook(t, map[string][][]any{"Deals": {
		{"Id", "Name", "StageName", "Amount", "CloseDate", "CreatedDate", "IsClosed", "IsWon", "Tags__c"},
		{deal1, "Müller", "Closed Won", 1234.56, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC),
			created, true, true, "a;b"},
		{deal2, "李雷", "Prospecting", 0.07, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC),
			created.Add(time.Second), false, false},
	}}, func(f *excelize.File) {
		whole, err := f.NewStyle(&excelize.Style{NumFmt: 3}) // #,##0 hides the cents
		if err != nil {
			t.Fatal(err)
		}
		month := "mmmm yyyy"
		dated, err := f.NewStyle(&excelize.Style{CustomNumFmt: &month})
		if err != nil {
			t.Fatal(err)
		}
		for cells, style := range map[string]int{"D2:D3": whole, "E2:E3": dated} {
			from, to, _ := strings.Cut(cells, ":")
			if err := f.SetCellStyle("Deals", from, to, style); err != nil {
				t.Fatal(err)
			}
		}
	})
	lines := fmt.Sprintf(
		`{"Id":"%s","Name":"M\u00fcller","StageName":"Closed Won","Amount":1234.56,"CloseDate":"2026-03-04","CreatedDate":"2026-01-02T03:04:05.000Z","IsClosed":true,"IsWon":true,"Tags__c":["a","b"]}
{"Id":"%s","Name":"李雷","StageName":"Prospecting","Amount":7e-2,"CloseDate":"2026-12-31","CreatedDate":"2026-01-02T03:04:06.000Z","IsClosed":false,"IsWon":false,"Tags__c":null}
`, deal1, deal2)
	array := "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",\n") + "]"
	return map[string]string{
		"a.csv":     plainDeals,
		"a.xlsx":    book,
		"a.jsonl":   lines,
		"a.json":    array,
		"held.json": `{"paging": {"next": null}, "results": ` + array + `}`,
		"a.parquet": parquetFile(t, []parquetDeal{
			{deal1, "Müller", "Closed Won", 123456, 20516, created, true, true, []string{"a", "b"}},
			{deal2, "李雷", "Prospecting", 7, 20818, created.Add(time.Second), false, false, nil},
		}),
		"a.csv.gz": gzipped(t, plainDeals),
		"a.zip":    zipped(t, map[string]string{"../../etc/deals.csv": plainDeals, "readme.md": "# no table"}),
		"book.zip": zipped(t, map[string]string{"book.xlsx": book}),
		"a.parquet.gz": gzipped(t,
			parquetFile(t, []parquetDeal{{deal1, "Müller", "Closed Won", 123456, 20516, created, true, true,
				[]string{"a", "b"}}, {deal2, "李雷", "Prospecting", 7, 20818,
				created.Add(time.Second), false, false, nil}})),
	}
}

// TestEveryFormat: however the table is packed, the same is taken from it, and the same rows in
// another format change nothing.
func TestEveryFormat(t *testing.T) {
	t.Parallel()
	first := newWorld(t)
	first.files(map[string]string{"a.csv": plainDeals})
	for name, content := range sameDeals(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(map[string]string{name: content})
			if name == "a.zip" { // what is no table is named too
				if len(r.Files) != 2 || r.Files[1].ReasonCode != "file_kind" ||
					!strings.HasSuffix(r.Files[1].Path, "a.zip › readme.md") {
					t.Fatalf("%+v", r.Files)
				}
				r.Files = r.Files[:1]
			}
			if len(r.Files) != 1 || r.Files[0].Taken != 2 || r.Files[0].Rejected != 0 {
				t.Fatalf("%+v", r.Files)
			}
			w.want(sales.Deal, deal1, now, "Müller|1234.56|2026-03-04|2026-01-02T03:04:05Z|won|a;b", "name", "amount",
				"close_date", "created_at", "outcome", "tags")
			w.want(sales.Deal, deal2, now, "李雷|0.07|2026-12-31|2026-01-02T03:04:06Z|open|", "name", "amount",
				"close_date", "created_at", "outcome", "tags")
			if again := w.files(map[string]string{"a.csv": plainDeals}); again.Changes != 0 {
				t.Errorf("the same deals as CSV change %d things", again.Changes)
			}
			if again := w.files(map[string]string{name: content}); again.Changes != 0 {
				t.Errorf("the second import changes %d things", again.Changes)
			}
		})
	}
}

// TestNamesOfTables: a file that holds several tables is several files of the report.
func TestNamesOfTables(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	accounts := [][]any{{"Id", "Name", "Industry", "CreatedDate"}, {acct1, "A", "Energy", "2026-01-01"}}
	deals := [][]any{{"Id", "Name", "StageName", "CloseDate", "CreatedDate"},
		{deal1, "D", "Prospecting", "2026-05-01", "2026-01-01"}}
	book := workbook(t, map[string][][]any{"1 accounts": accounts, "2 deals": deals, "3 old": deals, "4 empty": nil},
		func(f *excelize.File) {
			if err := f.SetSheetVisible("3 old", false); err != nil {
				t.Fatal(err)
			}
		})
	dir := folder(t, map[string]string{
		"book.xlsx": book,
		"export.zip": zipped(t, map[string]string{"in/book.xlsx": book,
			"in/deep.zip": zipped(t, map[string]string{"a.csv": plainDeals}), "x.csv": plainDeals}),
		"two.json": `{"deals": [{"Id": "` + deal2 +
			`", "Name": "E", "StageName": "Prospecting", "CloseDate": "2026-05-01"}], "accounts": [{"Id": "` +
			acct1 + `", "Name": "A", "Industry": "Energy"}], "total": 2}`,
	})
	r := w.run(connectors.Options{Paths: []string{dir}})
	const hidden = "the sheet is hidden and was not read: show it in Excel and save the workbook if it is wanted"
	want := []string{
		"book.xlsx › 1 accounts|Account|1|", "book.xlsx › 2 deals|Opportunity|1|", "book.xlsx › 3 old||0|" + hidden,
		"export.zip › in/book.xlsx › 1 accounts|Account|1|", "export.zip › in/book.xlsx › 2 deals|Opportunity|1|",
		"export.zip › in/book.xlsx › 3 old||0|" + hidden,
		"export.zip › in/deep.zip||0|it is an archive inside an archive: unpack the outer one first",
		"export.zip › x.csv|Opportunity|2|",
		"two.json › deals|Opportunity|1|", "two.json › accounts|Account|1|",
	}
	var got []string
	for _, f := range r.Files {
		got = append(got, fmt.Sprintf("%s|%s|%d|%s", strings.TrimPrefix(f.Path, filepath.ToSlash(dir)+"/"),
			f.Layout, f.Taken, f.Reason))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the files are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestNothingIsLeftUnpacked: temporary files go with the import.
func TestNothingIsLeftUnpacked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir, spill := folder(t, map[string]string{"a.csv.gz": gzipped(t, plainDeals),
		"b.zip": zipped(t, map[string]string{"b.csv": plainDeals})}), filepath.Join(t.TempDir(), "spill")
	w.run(connectors.Options{Paths: []string{dir}, SpillDir: spill})
	left, err := os.ReadDir(spill)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		t.Errorf("%s is left behind", e.Name())
	}
}

// TestHiddenRows: rows that a filter hides are read like the others, and the report says how many
// there are and where they begin.
func TestHiddenRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	book := workbook(t, map[string][][]any{"deals": {
		{"Id", "Name", "StageName", "Amount", "CloseDate"},
		{deal1, "D", "Closed Won", 100, "2026-05-01"}, {deal2, "E", "Closed Won", 30, "2026-05-01"},
	}}, func(f *excelize.File) {
		if err := f.SetRowVisible("deals", 3, false); err != nil {
			t.Fatal(err)
		}
	})
	r := w.files(map[string]string{"book.xlsx": book})
	for _, p := range r.Problems {
		if p.Code == problems.Hidden {
			if p.Count != 1 || !strings.Contains(told(&p),
				"1 row is hidden in the sheet and was read like the others") || !strings.Contains(told(&p),
				"row 3") || r.Files[0].Taken != 2 {
				t.Errorf("%+v", p)
			}
			return
		}
	}
	t.Errorf("the hidden row is not mentioned: %+v", r.Problems)
}
