package all_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"salesops/connectors"
	"salesops/connectors/csvfile"
	"salesops/sales"
)

const dirtyHeader = "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n"

// TestMended: what is odd about a file is read all the same and said, and the second import of
// it changes nothing.
func TestMended(t *testing.T) {
	t.Parallel()
	row := func(id, rest string) string { return id + rest + "\n" }
	const good = ",A,Prospecting,1,2026-12-01,2026-01-01,,"
	cases := []struct {
		name, file, text string
		code, message    string
		taken            int64
	}{
		{
			"rows in quotes", "o.csv", dirtyHeader + row(deal1, good) + `"` + deal2 + `,""B, C"",Prospecting,2,2026-12-01,2026-01-01,,"` + "\n" + row(deal3, good),
			connectors.CodeUnwrapped, "1 line holds a whole row inside one pair of quotes and was read as the row inside: FILE, line 3.", 3,
		},
		{
			"the header in quotes too", "o.csv", `"` + strings.TrimSpace(dirtyHeader) + `"` + "\n" + `"` + deal1 + good + `"` + "\n" + `"` + deal2 + good + `"` + "\n",
			connectors.CodeUnwrapped, "2 lines hold a whole row inside one pair of quotes and were read as the row inside: FILE, line 2.", 2,
		},
		{
			"titles above", "o.csv", "Open deals\nby Ann,2026\n\n" + dirtyHeader + row(deal1, good) + row(deal2, good),
			connectors.CodePreface, "2 lines above the header were passed over: FILE, line 1.", 2,
		},
		{
			"totals below", "o.csv", dirtyHeader + row(deal1, good) + row(deal2, good) + "Total,,,2.00,,,,\n,,,,,,,\nConfidential Information - Do Not Distribute\nCopyright (c) 2026\n",
			connectors.CodeFooter, "3 lines of totals or notes below the last row were passed over: FILE, line 4.", 2,
		},
		{
			"two files put together", "o.csv", "\ufeff" + dirtyHeader + row(deal1, good) + "\ufeff" + dirtyHeader + row(deal2, good),
			connectors.CodeHeaderAgain, "1 row is the header again and was passed over: FILE, line 3.", 2,
		},
		{
			"the same row twice", "o.csv", dirtyHeader + row(deal1, good) + row(deal2, good) + row(deal1, good) + row(deal1, good),
			connectors.CodeSameRows, "2 rows stand word for word more than once in the export and were taken once.", 4,
		},
		{
			"a record twice", "o.csv", dirtyHeader + row(deal1, good) + row(deal1, strings.Replace(good, ",1,", ",2,", 1)),
			connectors.CodeDuplicates, "1 of 1 row that repeats a record says something else than the row that counts: the one modified last, without such a time the last of its file: FILE, line 3: it stands last.", 2,
		},
		{
			"flags against the stage", "o.csv", dirtyHeader + row(deal1, ",A,Closed Won,1,2026-03-01,2026-01-01,false,false") + row(deal2, good),
			connectors.CodeConflictingFlags, "1 deal has flags for closed and won that contradict each other or the stage: the flags count. Put them right in the source and import again: not closed in stage Closed Won.", 2,
		},
		{
			"an object cut off", "o.jsonl", `{"Id":"` + deal1 + `","Name":"A","StageName":"Prospecting","CloseDate":"2026-12-01"}` + "\n" + `{"Id":"` + deal2 + `","Name":` + "\n" + `{"Id":"` + deal3 + `","Name":"A","StageName":"Prospecting","CloseDate":"2026-12-01"}`,
			connectors.CodeRejected, `1 row could not be taken: line 2: this line is not an object in JSON: each row must be one.`, 2,
		},
		{
			"a list that breaks off", "o.json", `[{"Id":"` + deal1 + `","Name":"A","StageName":"Prospecting","CloseDate":"2026-12-01"},` + "\n" + `{"Id":"` + deal2 + `","Na`,
			connectors.CodeRejected, "1 row could not be taken: line 2: the file breaks off at byte " + fmt.Sprint(len(`[{"Id":"`+deal1+`","Name":"A","StageName":"Prospecting","CloseDate":"2026-12-01"},`+"\n"+`{"Id":"`+deal2+`","Na`)) + ": it was not written or copied to its end.", 1,
		},
		{
			"values beside the rows", "o.json", `{"total": 1, "results": [{"Id":"` + deal1 + `","Name":"A","StageName":"Prospecting","CloseDate":"2026-12-01"}]}`,
			connectors.CodeBeside, "1 value stands beside the rows and is no part of them: FILE.", 1,
		},
		{
			"errors in a workbook", "o.xlsx", workbook(t, map[string][][]any{"Deals": {
				{"Pipeline report"}, nil, {"Id", "Name", "StageName", "Amount", "CloseDate"}, {deal1, "A", "Prospecting", nil, "2026-12-01"},
			}}, func(f *excelize.File) {
				if err := f.SetCellFormula("Deals", "D4", "1/0"); err != nil {
					t.Fatal(err)
				}
			}),
			connectors.CodeErrorCells, "1 cell holds an error such as #N/A or a formula that was never computed and was read as empty: FILE › Deals, row 4. Repair the formulas, save the workbook, import it again.", 1,
		},
		{
			"a value beside a sheet's columns", "o.xlsx", workbook(t, map[string][][]any{"Deals": {
				{"Id", "Name", "StageName", "CloseDate"}, {deal1, "A", "Prospecting", "2026-12-01"}, {deal2, "A", "Prospecting", "2026-12-01", "note"},
			}}, nil),
			connectors.CodeRejected, "1 row could not be taken: row 3, column column 5: the row has a value to the right of the last column of the header: give that column a name, or empty the cell.", 1,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			dir := folder(t, map[string]string{c.file: c.text})
			r := w.run(connectors.Options{Paths: []string{dir}})
			if r.Files[0].Taken != c.taken {
				t.Errorf("%d rows were taken, want %d: %+v", r.Files[0].Taken, c.taken, r.Files[0])
			}
			want := strings.ReplaceAll(c.message, "FILE", filepath.ToSlash(filepath.Join(dir, c.file)))
			if p := problem(t, r, c.code); p.Message != want {
				t.Errorf("the message is\n%s, want\n%s", p.Message, want)
			}
			if again := w.run(connectors.Options{Paths: []string{dir}}); again.Changes != 0 {
				t.Errorf("the second import changes %d things", again.Changes)
			}
		})
	}
}

// TestATotalIsNoFooterAmongRows: a record with that name stays, also as the last one.
func TestATotalIsNoFooterAmongRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{"o.csv": "Name,Id,StageName,Amount,CloseDate,CreatedDate\nA," + deal1 + ",Prospecting,1,2026-12-01,2026-01-01\nTotal," + deal2 + ",Prospecting,1,2026-12-01,2026-01-01\n"})
	w.want(sales.Deal, deal2, now, "Total", "name")
}

func TestChineseFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text, err := simplifiedchinese.GB18030.NewEncoder().String(dirtyHeader + deal1 + ",上海贸易公司,Prospecting,\"1,234.50元\",2026年12月1日,2026年1月2日,否,否\n")
	if err != nil {
		t.Fatal(err)
	}
	if r := w.files(map[string]string{"o.csv": text}); r.Files[0].Encoding != string(csvfile.GB18030) {
		t.Errorf("%+v", r.Files[0])
	}
	w.want(sales.Deal, deal1, now, "上海贸易公司|1234.50|2026-12-01", "name", "amount", "close_date")
}

// TestWaysToWriteValues: amounts, dates and flags as people and spreadsheets write them.
func TestWaysToWriteValues(t *testing.T) {
	t.Parallel()
	cases := []struct{ amount, closed, flag, want string }{
		{"\"1,234.56\"", "2026-03-01", "no", "1234.56|2026-03-01|open"},
		{"\"1.234,56\"", "1 de março de 2026", "não", "1234.56|2026-03-01|open"},
		{"1 234", "2026年3月1日", "否", "1234.00|2026-03-01|open"},
		{"(500)", "1.3.2026", "falso", "-500.00|2026-03-01|open"},
		{"$500", "46082", "0", "500.00|2026-03-01|open"},
		{"EUR 500", "1772323200", "N", "500.00 EUR|2026-03-01|open"},
		{"€ 500", "1772323200000", "False", "500.00 EUR|2026-03-01|open"},
		{"\"R$ 1.500,00\"", "1-mar-26", "不", "1500.00 BRL|2026-03-01|open"},
		{"500", "\"Sunday, March 1, 2026\"", "off", "500.00|2026-03-01|open"},
	}
	for _, c := range cases {
		t.Run(c.amount+" "+c.closed, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.files(map[string]string{"o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed\n" + deal1 + ",A,Prospecting," + c.amount + "," + c.closed + ",2026-01-01," + c.flag + "\n"})
			w.want(sales.Deal, deal1, now, c.want, "amount", "close_date", "outcome")
		})
	}
}

// TestOtherSpreadsheets: a file that another program than Excel's present one writes is named as what it is.
func TestOtherSpreadsheets(t *testing.T) {
	t.Parallel()
	var ods bytes.Buffer
	z := zip.NewWriter(&ods)
	for _, name := range []string{"mimetype", "content.xml", "META-INF/manifest.xml"} {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, text, want string }{
		{"deals.zip", ods.String(), "this is an OpenDocument file (.ods): save it as .xlsx or CSV UTF-8"},
		{"deals.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 1000), "this is an old Excel workbook (.xls) or one with a password: save it as .xlsx without a password, or save the sheet as CSV UTF-8"},
	} {
		if f := newWorld(t).files(map[string]string{c.file: c.text}).Files[0]; !f.Unknown || f.Reason != c.want {
			t.Errorf("%s: %+v", c.file, f)
		}
	}
}

// TestBombs: what unpacks to far more than an export would is refused, and nothing stays behind.
func TestBombs(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("unpacks a quarter of a gigabyte")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	m, err := z.Create("a.csv")
	if err != nil {
		t.Fatal(err)
	}
	zeros := bytes.Repeat([]byte("0"), 1<<20)
	for range 300 {
		if _, err := m.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	r := w.files(map[string]string{"a.zip": b.String(), "o.csv": dirtyHeader + deal1 + ",A,Prospecting,1,2026-12-01,2026-01-01,,\n"})
	if f := r.Files[0]; !f.Unknown || f.Reason != "it unpacks to far more than an export would: unpack it yourself and look at it first" {
		t.Errorf("%+v", f)
	}
	if r.Files[1].Taken != 1 {
		t.Errorf("the file beside it: %+v", r.Files[1])
	}
}

func TestOnlyCarriageReturns(t *testing.T) {
	t.Parallel()
	const name = "../../../shared/data/series"
	files, err := filepath.Glob(name + "/*assenger*")
	if err != nil || len(files) == 0 {
		t.Skip("the trial data is not beside the repository")
	}
	table, err := csvfile.Table(files[0], "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := table.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	n := 0
	for {
		row, err := rows.Next(nil)
		if err != nil {
			break
		}
		if row.Problem != nil {
			t.Errorf("%+v", row.Problem)
		}
		n++
	}
	if n != 144 {
		t.Errorf("%d rows, want 144", n)
	}
}
