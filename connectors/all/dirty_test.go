package all_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// TestDirtyRows: each row that cannot be taken is named with line, column and reason, and
// the others are taken.
func TestDirtyRows(t *testing.T) {
	t.Parallel()
	const header = "Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon,OwnerId," +
		"CurrencyIsoCode,Probability\n"
	const good = deal1 + ",A,Prospecting,1,2026-12-01,2026-01-01,2026-01-02T00:00:00Z,false,false,,,10\n"
	cases := []struct{ name, row, want string }{
		{"cut off", deal2 + ",B,Prospecting\n",
			"line 3, column Amount: the row has 3 fields, the header 12: the row is cut off"},
		{"too wide", strings.TrimSuffix(strings.Replace(good, deal1, deal2, 1), "\n") + ",x\n",
			"line 3, column column 13: the row has 13 fields, the header 12: a separator inside a field must stand " +
				"in quotes"},
		{"no id", ",B,Prospecting,1,2026-12-01,2026-01-01,,,,,,\n", "line 3, column Id: has no id"},
		{"id of another object", "001000000000001AAA,B,Prospecting,1,2026-12-01,2026-01-01,,,,,,\n",
			`line 3, column Id: "001000000000001AAA" is not the id of a deal`},
		{"id with a space", "006 1,B,Prospecting,1,2026-12-01,2026-01-01,,,,,,\n",
			`line 3, column Id: "006 1" is not an id`},
		{"amount in words", deal2 + ",B,Prospecting,a lot,2026-12-01,2026-01-01,,,,,,\n",
			`line 3, column Amount: "a lot" is not a number: write digits with a point, such as 1234.50`},
		{"amount too large", deal2 + ",B,Prospecting,99999999999999999999,2026-12-01,2026-01-01,,,,,,\n",
			`line 3, column Amount: "99999999999999999999" is larger than an amount can be`},
		{"day that is none", deal2 + ",B,Prospecting,1,2026-02-30,2026-01-01,,,,,,\n",
			`line 3, column CloseDate: "2026-02-30" is not a day of the calendar when read as year/month/day`},
		{"no date", deal2 + ",B,Prospecting,1,soon,2026-01-01,,,,,,\n",
			`line 3, column CloseDate: "soon" is not a date`},
		{"broken time", deal2 + ",B,Prospecting,1,2026-12-01,2026-01-01T25:00:00Z,,,,,,\n",
			`line 3, column CreatedDate: "2026-01-01T25:00:00Z" has no time of day behind the date that can be read`},
		{"neither true nor false", deal2 + ",B,Prospecting,1,2026-12-01,2026-01-01,,maybe,,,,\n",
			`line 3, column IsClosed: "maybe" is neither true nor false`},
		{"unknown currency", deal2 + ",B,Prospecting,1,2026-12-01,2026-01-01,,,,,XXQ,\n",
			`line 3, column CurrencyIsoCode: "XXQ" is not a currency: use an ISO code such as USD`},
		{"percentage in words", deal2 + ",B,Prospecting,1,2026-12-01,2026-01-01,,,,,,high\n",
			`line 3, column Probability: "high" is not a percentage`},
		{"quote never closed", deal2 + ",\"B,Prospecting,1,2026-12-01,2026-01-01,,,,,,\n",
			"line 3, column Name: a quote is opened and never closed"},
		{"NUL byte", deal2 + ",B\x00B,Prospecting,1,2026-12-01,2026-01-01,,,,,,\n",
			"line 3, column Name: contains a NUL byte: the file is damaged here"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			dir, rejects := folder(t,
				map[string]string{"o.csv": header + good + c.row + strings.Replace(good, deal1, deal3, 1)}),
				filepath.Join(t.TempDir(), "rejects")
			r := w.run(connectors.Options{Paths: []string{dir}, RejectDir: rejects})
			f := r.Files[0]
			if f.Taken != 2 || f.Rejected != 1 || len(f.Rejects) != 1 || count(r, sales.Deal).Rejected != 1 {
				t.Fatalf("%+v", f)
			}
			p := problem(t, r, problems.Rejected)
			if p.Examples[0].Detail != c.want {
				t.Errorf("the message is\n%s, want\n%s", p.Examples[0].Detail, c.want)
			}
			info, err := os.Stat(r.RejectFile)
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode().Perm() != 0o600 {
				t.Errorf("the reject file has mode %o", info.Mode().Perm())
			}
			text, err := os.ReadFile(r.RejectFile)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(text), "file,line,column,reason,row\n") ||
				!strings.Contains(string(text), ",3,") {
				t.Errorf("the reject file is\n%s", text)
			}
		})
	}
}

// TestEncodings: however the file is written, the same is taken from it.
func TestEncodings(t *testing.T) {
	t.Parallel()
	plain := "Id,Name,StageName,Amount,CloseDate,CreatedDate,Next\n" +
		deal1 +
		",\"Müller, \"\"Söhne\"\"\",Prospecting,\"1,234.50\",2026-12-01,2026-01-01T10:00:00.000+0000,\"two\nlines\"\n" +
		deal2 + ",Añejo,Closed Won,2,2026-12-01,2026-01-01T10:00:00.000+0000,x\n"
	encode := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	semicolon := strings.NewReplacer("Id,Name,StageName,Amount,CloseDate,CreatedDate,Next",
		"Id;Name;StageName;Amount;CloseDate;CreatedDate;Next",
		",\"Mü", ";\"Mü", "\",Pros", "\";Pros", "ing,\"1,234.50\",", "ing;\"1.234,50\";", "-01,20", "-01;20",
		"+0000,", "+0000;", ",Añejo,", ";Añejo;", "Won,2,", "Won;2;").Replace(plain)
	variants := map[string]string{
		"plain":        plain,
		"BOM":          "\uFEFF" + plain,
		"UTF-16LE":     encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), plain),
		"UTF-16BE":     encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), plain),
		"UTF-16 bare":  encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(), plain),
		"Windows-1252": encode(charmap.Windows1252.NewEncoder(), plain),
		"CR":           strings.ReplaceAll(strings.ReplaceAll(plain, "two\nlines", "two@lines"), "\n", "\r"),
		"CRLF":         strings.ReplaceAll(strings.ReplaceAll(plain, "two\nlines", "two@lines"), "\n", "\r\n"),
		"mixed ends":   strings.Replace(strings.Replace(plain, "Next\n", "Next\r\n", 1), "x\n", "x\r", 1),
		"tab": strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(plain, "Müller, ", "Müller@"),
			"1,234", "1@234"), ",", "\t"),
		"semicolon":   semicolon,
		"sep line":    "sep=;\r\n" + semicolon,
		"no last end": strings.TrimSuffix(plain, "\n"),
	}
	variants["CR"] = strings.ReplaceAll(variants["CR"], "two@lines", "two\nlines")
	variants["CRLF"] = strings.ReplaceAll(variants["CRLF"], "two@lines", "two\nlines")
	variants["tab"] = strings.ReplaceAll(strings.ReplaceAll(variants["tab"], "Müller@", "Müller, "), "1@234", "1,234")
	for name, text := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(map[string]string{"o.csv": text})
			w.want(sales.Deal, deal1, now, "Müller, \"Söhne\"|1234.50|two\nlines", "name", "amount", "next")
			w.want(sales.Deal, deal2, now, "Añejo|2.00|won", "name", "amount", "outcome")
			if t.Failed() {
				t.Logf("%+v", r.Files[0])
			}
		})
	}
}

func TestDateOrders(t *testing.T) {
	t.Parallel()
	deals := func(created, closed string) string {
		return "Id,Name,StageName,CloseDate,CreatedDate\n" + deal1 + ",A,Prospecting," + closed + "," + created + "\n"
	}
	cases := []struct {
		name, created, closed, other, dates string
		want                                string // created day and close date; or the error
	}{
		{"ISO", "2026-03-04", "2026-05-06", "", "", "2026-03-04|2026-05-06"},
		{"column decides: month first", "03/14/26 08:55 PM", "12/25/2026", "", "", "2026-03-14|2026-12-25"},
		{"column decides: day first", "14/03/2026 20:55", "25/12/26", "", "", "2026-03-14|2026-12-25"},
		{"file decides", "03/04/26", "12/25/2026", "", "", "2026-03-04|2026-12-25"},
		{"folder decides", "03/04/26", "05/06/26", "2026,25/12/2025", "", "2026-04-03|2026-06-05"},
		{"flag decides", "03/04/26", "05/06/26", "", "dmy", "2026-04-03|2026-06-05"},
		{"flag for year first", "26/03/04", "26/05/06", "", "ymd", "2026-03-04|2026-05-06"},
		{"dots are day first", "03.04.2026", "05.06.2026", "", "", "2026-04-03|2026-06-05"},
		{"names of months", "3 Apr 2026", `"Jun 5, 2026"`, "", "", "2026-04-03|2026-06-05"},
		{"equal day and month", "04/04/26", "05/05/26", "", "", "2026-04-04|2026-05-05"},
		{"two-digit years", "03/14/70", "12/25/69", "", "", "1970-03-14|2069-12-25"},
		{"open", "03/04/26", "05/06/26", "", "",
			`o.csv, column CloseDate, line 2: "05/06/26" can be day/month/year or month/day/year, and no date in the column, the file or the folder shows which: run again with --dates dmy or --dates mdy (or --dates ymd); nothing was imported`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			files := map[string]string{"o.csv": deals(c.created, c.closed)}
			if c.other != "" {
				files["a.csv"] = "Id,Name,Industry,CreatedDate\n" + acct1 + ",A,Energy," +
					strings.Split(c.other, ",")[1] + "\n"
			}
			dir := folder(t, files)
			_, err := w.try(connectors.Options{Paths: []string{dir}, Dates: c.dates})
			if err != nil {
				if fault.KindOf(err) != fault.Invalid || strings.TrimPrefix(err.Error(), dir+"/") != c.want {
					t.Errorf("error %v, want %s", err, c.want)
				}
				if w.log.Head() != 0 {
					t.Error("something was written")
				}
				return
			}
			d := w.records(sales.Deal, now)[deal1]
			if got := d.Fields["created_at"].Instant().String()[:10] + "|" +
				d.Fields["close_date"].Day().String(); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestWrongFlagsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := folder(t, map[string]string{"o.csv": someDeals})
	for want, o := range map[string]connectors.Options{
		`"dym" is not an order of day, month and year: use dmy, mdy or ymd`: {Paths: []string{dir}, Dates: "dym"},
		"name a file or a folder to import":                                 {},
		"cannot be read: no such file or directory": {Paths: []string{filepath.Join(dir,
			"none.csv")}},
		"holds no file that can be imported: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or " +
			"iCalendar (.ics)": {Paths: []string{t.TempDir()}},
	} {
		_, err := w.try(o)
		kind := fault.Invalid
		if len(o.Paths) == 1 && strings.HasSuffix(o.Paths[0], "none.csv") {
			kind = fault.Missing
		}
		if fault.KindOf(err) != kind || err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("error %v, want … %s", err, want)
		}
	}
}

func TestUnknownFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"a.csv":   "a,b\n1,2\n",
		"b.csv":   "Id,Amount,CloseDate,StageNam\n1,2,2026-01-01,x\n",
		"c.csv":   "",
		"d.csv":   "PK\x03\x04 and so on",
		"e.txt":   "\x1f\x8b\x08 packed",
		"f.csv":   "\x00\x00\xfe\xff",
		"g.json":  "{}",
		"h.pdf":   "%PDF",
		"LICENCE": "free",
		".hidden": "x", "~$a.xlsx": "x", "Thumbs.db": "x",
	})
	if !r.Nothing || r.Batch != "" || w.log.Head() != 0 {
		t.Errorf("nothing was taken, but the report says %+v", r)
	}
	want := map[string]string{
		"a.csv":  "no known export has these columns",
		"b.csv":  "the header is nearest to Salesforce Opportunity, but there is no column StageName",
		"c.csv":  "the file is empty",
		"d.csv":  "the zip archive is damaged or was not written to its end: pack or export it again",
		"e.txt":  "the gzip file breaks off at byte 10: it was not written or copied to its end",
		"f.csv":  "this file is written in UTF-32: save it as UTF-8",
		"g.json": "its objects are empty",
		"h.pdf": "files that end in .pdf are not read: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or " +
			"iCalendar (.ics)",
		"LICENCE": "its name has no ending that is read: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or " +
			"iCalendar (.ics)",
	}
	for _, f := range r.Files {
		if name := filepath.Base(f.Path); !f.Unknown || f.Reason != want[name] {
			t.Errorf("%s: %v %q, want %q", name, f.Unknown, f.Reason, want[name])
		}
	}
	if len(r.Files) != len(want) {
		t.Errorf("%d files are reported, want %d", len(r.Files), len(want))
	}
}

func TestStageOutcomes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"o.csv": `Id,Name,StageName,CloseDate,CreatedDate,IsClosed,IsWon
006000000000001AAA,A,Signed,2026-01-01,2026-01-01,true,true
006000000000002AAA,B,Gone,2026-01-01,2026-01-01,true,false
`,
		"h.csv": `Id,OpportunityId,StageName,CreatedDate,ForecastCategory,Probability
008000000000001AAA,006000000000003AAA,Handshake,2025-01-01,Closed,100
008000000000002AAA,006000000000003AAA,Dropped,2025-01-02,Omitted,0
008000000000003AAA,006000000000003AAA,Closed Lost,2025-01-03,,
008000000000004AAA,006000000000003AAA,Limbo,2025-01-04,,
`})
	for stage, want := range map[string]string{"Signed": "won", "Gone": "lost", "Handshake": "won", "Dropped": "lost",
		"Closed Lost": "lost", "Limbo": "open"} {
		w.want(sales.Stage, "Default|"+stage, now, want, "outcome")
	}
	p := problem(t, r, problems.UnknownStages)
	if told(&p) != "Nothing in the export says what 1 stage means: deals in it count as open: Limbo." {
		t.Errorf("the message is %s", told(&p))
	}
}

func TestCustomFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(
		map[string]string{"o.csv": `Id,Name,StageName,CloseDate,CreatedDate,Score__c,Vip__c,Zip,Renewal Date,Empty__c,Kind (A/B),Seen__c,Owner__c,Owner__c
006000000000001AAA,A,Prospecting,2026-01-01,2026-01-01,"1,234.5",TRUE,01234,2026-04-05,,x,2026-01-02T03:04:05Z,one,two
006000000000002AAA,B,Prospecting,2026-01-01,2026-01-01,-7,FALSE,99999,,,y,,,
`})
	want := map[string]record.Kind{
		"score": record.Number, "vip": record.Bool, "zip": record.Text, "renewal_date": record.Day,
		"kind_a_b": record.Text,
		"seen_at":  record.Instant, "owner_custom": record.Text, "owner_c_2": record.Text,
	}
	deal, _ := w.log.Schema().Object(sales.Deal)
	for name, kind := range want {
		if f, ok := deal.Field(name); !ok || f.Kind != kind || !f.Custom {
			t.Errorf("field %s: %+v, want kind %s", name, f, kind)
		}
	}
	if _, ok := deal.Field("empty"); ok {
		t.Error("a column without values became a field")
	}
	w.want(sales.Deal, deal1, now, "1234.5|true|01234|2026-04-05|x|2026-01-02T03:04:05Z|one|two", "score", "vip",
		"zip", "renewal_date", "kind_a_b", "seen_at", "owner_custom", "owner_c_2")
	if got := len(r.Files[0].Custom); got != len(want) {
		t.Errorf("%v are reported as custom", r.Files[0].Custom)
	}
	// A later export holds what the field's type cannot: the cell is left out and reported.
	r = w.files(map[string]string{"o.csv": "Id,Name,StageName,CloseDate,CreatedDate,Score__c\n" +
		deal1 + ",A,Prospecting,2026-01-01,2026-01-01,high\n"})
	if p := problem(t, r, problems.Unreadable); p.Count != 1 || !strings.Contains(told(&p), "Score__c") {
		t.Errorf("%+v", p)
	}
	w.want(sales.Deal, deal1, now, "1234.5", "score")
}

// TestCustomFieldsAfterUndo: an import that was undone and is done again fills the same fields.
func TestCustomFieldsAfterUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	files := map[string]string{"o.csv": "Id,Name,StageName,CloseDate,CreatedDate,Score__c\n" + deal1 +
		",A,Prospecting,2026-01-01,2026-01-01,7\n"}
	r := w.files(files)
	if _, err := w.log.Undo(context.Background(), "owner", r.Seq); err != nil {
		t.Fatal(err)
	}
	w.now += 1_000_000
	w.files(files)
	deal, _ := w.log.Schema().Object(sales.Deal)
	if f, ok := deal.Field("score"); !ok || f.Retired {
		t.Errorf("the field is %+v", f)
	}
	w.want(sales.Deal, deal1, now, "7", "score")
}

// TestCurrencyOfHistory: a history that names no currency is read in the deal's.
func TestCurrencyOfHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"o.csv": "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate\n" +
			deal1 + ",A,Prospecting,100,JPY,2026-06-01,2026-01-01\n",
		"h.csv": "Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n," + deal1 +
			",Prospecting,100,2026-06-01,2026-01-01T08:00:00Z\n",
	})
	w.want(sales.Deal, deal1, endOf("2026-01-01"), "100 JPY", "amount")
	for _, p := range r.Problems {
		if p.Code == problems.ReconciledAmount {
			t.Errorf("%+v", p)
		}
	}
}

// TestReversedAndWonAgain: a deal that is won today is not a reversed win.
func TestReversedAndWonAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" + deal1 +
			",A,Closed Won,100,2026-06-01,2026-01-01,true,true\n",
		"h.csv": "Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n" +
			"008000000000001AAA," + deal1 + ",Closed Won,100,2026-06-01,2026-01-01T08:00:00Z\n" +
			"008000000000002AAA," + deal1 + ",Prospecting,100,2026-06-01,2026-02-01T08:00:00Z\n" +
			"008000000000003AAA," + deal1 + ",Closed Won,100,2026-06-01,2026-03-01T08:00:00Z\n",
	})
	for _, p := range r.Problems {
		if p.Code == problems.ReversedWins {
			t.Errorf("%+v", p)
		}
	}
}

func TestPersonalCustomFieldsAreMarked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{"c.csv": "Id,LastName,Email,AccountId,MailingStreet,Visits__c\n" + contact1 +
		",Lee,a@example.com,,Main St 1,3\n"})
	contact, _ := w.log.Schema().Object(sales.Contact)
	if f, ok := contact.Field("mailing_street"); !ok || !f.Personal {
		t.Errorf("mailing_street is %+v, want a personal field", f)
	}
	w.want(sales.Contact, contact1, now, "Lee|Main St 1|3", "name", "mailing_street", "visits")
}

func TestCurrenciesAndDuplicates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(
		map[string]string{"o.csv": `Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,LastModifiedDate
006000000000001AAA,Old,Prospecting,100,EUR,2026-01-01,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z
006000000000002AAA,Yen,Prospecting,100,jpy,2026-01-01,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z
006000000000001AAA,New,Prospecting,"€ 1.234,50",EUR,2026-01-01,2026-01-01T00:00:00Z,2026-01-03T00:00:00Z
006000000000003AAA,Big,Prospecting,1.5E7,,2026-01-01,2026-01-01T00:00:00Z,2026-01-03T00:00:00Z
`})
	w.want(sales.Deal, deal1, now, "New|1234.50 EUR", "name", "amount")
	w.want(sales.Deal, deal2, now, "100 JPY", "amount")
	w.want(sales.Deal, deal3, now, "15000000.00", "amount")
	if p := problem(t, r, problems.Duplicates); p.Count != 1 || p.Examples[0].Name != deal1 {
		t.Errorf("duplicates: %+v", p)
	}
}

func TestRecordTypesArePipelines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{"o.csv": `Id,Name,StageName,CloseDate,CreatedDate,RecordType.Name,RecordTypeId
006000000000001AAA,A,Proposal,2026-01-01,2026-01-01,New Business,012000000000001AAA
006000000000002AAA,B,Proposal,2026-01-01,2026-01-01,Renewal,012000000000002AAA
006000000000003AAA,C,Proposal,2026-01-01,2026-01-01,,
`})
	w.want(sales.Deal, deal1, now, "New Business|New Business|Proposal", "pipeline", "stage")
	w.want(sales.Deal, deal2, now, "Renewal|Renewal|Proposal", "pipeline", "stage")
	w.want(sales.Deal, deal3, now, "Default|Default|Proposal", "pipeline", "stage")
	w.want(sales.Stage, "Renewal|Proposal", now, "Proposal|Renewal", "name", "pipeline")
}

func TestRelationshipColumnsNameStubs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{"o.csv": "Id,Name,StageName,CloseDate,CreatedDate,AccountId,Account.Name\n" + deal1 +
		",A,Proposal,2026-01-01,2026-01-01," + acct1 + ",Acme\n"})
	w.want(sales.Account, acct1, now, "Acme|stub", "name")
}

func TestZones(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := sales.ChangeSettings(context.Background(), w.log, "owner",
		map[string]string{"zone": "America/New_York"}); err != nil {
		t.Fatal(err)
	}
	w.files(map[string]string{"o.csv": `Id,Name,StageName,CloseDate,CreatedDate
006000000000001AAA,A,Proposal,2026-01-01,2026-07-01 22:00
006000000000002AAA,B,Proposal,2026-01-02T03:00:00.000Z,2026-07-01T22:00:00.000+0000
006000000000003AAA,C,Proposal,2026-01-02T00:00:00.000Z,2026-07-01
`})
	w.want(sales.Deal, deal1, now, "2026-07-02T02:00:00Z|2026-01-01", "created_at", "close_date")
	// an instant, on the day it is in New York
	w.want(sales.Deal, deal2, now, "2026-07-01T22:00:00Z|2026-01-01", "created_at", "close_date")
	// midnight behind a day field means the day
	w.want(sales.Deal, deal3, now, "2026-07-01T04:00:00Z|2026-01-02", "created_at", "close_date")
}

func TestSourcesAreKeptApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := folder(t, map[string]string{"o.csv": someDeals})
	w.run(connectors.Options{Paths: []string{dir}})
	r := w.run(connectors.Options{Paths: []string{dir}, Source: "second company"})
	if count(r, sales.Deal).Created != 1 || r.Source != "second company" {
		t.Errorf("%+v", r.Objects)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := folder(t, map[string]string{"o.csv": someDeals, "h.csv": someHistory})
	rejects := filepath.Join(t.TempDir(), "rejects")
	dry := w.run(connectors.Options{Paths: []string{dir}, DryRun: true, RejectDir: rejects})
	if w.log.Head() != 0 || dry.Batch != "" {
		t.Error("a dry run wrote something")
	}
	wet := w.run(connectors.Options{Paths: []string{dir}})
	if fmt.Sprint(dry.Objects, dry.Changes) != fmt.Sprint(wet.Objects, wet.Changes) ||
		len(dry.Problems) != len(wet.Problems) {
		t.Errorf("the dry run says\n%+v %d, the import\n%+v %d", dry.Objects, dry.Changes, wet.Objects, wet.Changes)
	}
}

// TestInterrupted: an import that is stopped at any point leaves a consistent log, and
// importing again ends where an undisturbed import ends.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeCompany(t, dir, 2200)
	calm := newWorld(t)
	// Beside the chunk that is told as written, another may be on its way when it stops; one of 4,000
	// changes must be behind that, or there is nothing left to stop.
	const chunk = 4000
	all := calm.run(connectors.Options{Paths: []string{dir}}).Changes
	if all <= 4*chunk {
		t.Fatalf("%d changes are too few to be stopped in the middle", all)
	}
	want := calm.content()
	for _, stop := range []int64{1, chunk + 1} {
		w := newWorld(t)
		ctx, cancel := context.WithCancel(context.Background())
		o := connectors.Options{Paths: []string{dir}, Progress: func(p connectors.Progress) {
			if p.Phase == connectors.Writing && p.Done >= stop {
				cancel()
			}
		}}
		r, err := w.tryIn(ctx, o)
		cancel()
		if !errors.Is(err, context.Canceled) || r == nil || !r.Stopped {
			t.Fatalf("stopped after %d: %v, %+v", stop, err, r)
		}
		if v, err := w.log.Verify(context.Background(), func(_, _ record.Seq) {}); err != nil || !v.OK() {
			t.Fatalf("after the interruption: %v %+v", err, v)
		}
		o.Progress = nil
		if rest := w.run(o); r.Changes+rest.Changes != all {
			t.Errorf("stopped after %d: the reports speak of %d changes and then of %d, undisturbed of %d", stop,
				r.Changes, rest.Changes, all)
		}
		sameDays(t, calm, w, "2021-06-30", "2023-01-01", "2026-11-23")
		head := w.log.Head()
		w.run(o)
		if n := w.wrote(head); n != 0 {
			t.Errorf("stopped after %d: the third import wrote %d changes", stop, n)
		}
		if got := len(w.content()); got != len(want) {
			t.Errorf("stopped after %d: the log ends with %d changes, undisturbed with %d", stop, got, len(want))
		}
	}
}

// TestStoppedBeforeItsFirstWrite: the counts of an import that was stopped are those of what was written, also when
// that is nothing.
func TestStoppedBeforeItsFirstWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeCompany(t, dir, 5000)
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sorted := int64(0)
	r, err := w.tryIn(ctx, connectors.Options{Paths: []string{dir}, Progress: func(p connectors.Progress) {
		if p.Phase == connectors.Sorting && 2*p.Done > p.Total { // some records are planned
			sorted = p.Done
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || r == nil || !r.Stopped || sorted == 0 {
		t.Fatalf("stopped while it sorts: %v, %+v", err, r)
	}
	if r.Batch != "" || r.Changes != 0 || w.log.Head() != 0 {
		t.Fatalf("batch %q, %d changes, log at %d", r.Batch, r.Changes, w.log.Head())
	}
	for _, n := range r.Objects {
		if n.Created+n.Updated+n.Stubbed+n.Deleted > 0 {
			t.Errorf("nothing was written, and the report says %+v", n)
		}
	}
}

func sameDays(t *testing.T, x, y *world, days ...string) {
	t.Helper()
	for _, day := range days {
		a, b := x.records(sales.Deal, endOf(day)), y.records(sales.Deal, endOf(day))
		if len(a) != len(b) {
			t.Errorf("%s: %d and %d deals", day, len(a), len(b))
		}
		for id, d := range a {
			for name, v := range d.Fields {
				if x.text(v) != y.text(b[id].Fields[name]) {
					t.Fatalf("%s, %s: %s is %s and %s", day, id, name, x.text(v), y.text(b[id].Fields[name]))
				}
			}
		}
	}
}
