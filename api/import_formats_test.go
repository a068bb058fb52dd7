package api_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"salesops/api"
	"salesops/connectors/all"
)

// TestUploadEveryFormat: a browser may send the same table in any format, and a row that cannot
// be taken is named by its number as the program shows it.
func TestUploadEveryFormat(t *testing.T) {
	t.Parallel()
	header := []string{"Id", "Name", "StageName", "Amount", "CloseDate"}
	deals := [][]string{
		{"006000000000001AAA", "Alpha", "Prospecting", "1000.50", "2026-03-01"},
		{"006000000000002AAA", "Beta", "Prospecting", "50%", "2026-03-05"},
	}
	for name, content := range map[string]string{
		"deals.xlsx":    workbookOf(t, header, deals),
		"deals.json":    jsonOf(header, deals),
		"deals.parquet": parquetOf(t, deals),
		"deals.zip":     zipOf(t, "inside.xlsx", workbookOf(t, header, deals)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, all.Tools()...)
			job := w.over(w.upload([][2]string{{name, content}}))
			if job.State != "done" || job.Report == nil || len(job.Report.Files) != 1 {
				t.Fatalf("%+v %+v", job, job.Problem)
			}
			f := job.Report.Files[0]
			if !strings.HasPrefix(f.Name, name) || f.Taken != 1 || f.Rejected != 1 || len(f.Rejects) != 1 {
				t.Fatalf("%+v", f)
			}
			where := 3 // as Excel counts, with the header
			if name == "deals.json" || name == "deals.parquet" {
				where = 2
			}
			if no := f.Rejects[0]; no.Line != where || no.Column != "Amount" || no.ReasonCode != "amount_percent" {
				t.Errorf("%+v", no)
			}
			if list := get[api.RecordList](w, "/records/deal"); list.Total != 1 {
				t.Errorf("%d deals", list.Total)
			}
			unit := "row 3"
			switch name {
			case "deals.json":
				unit = "line 2"
			case "deals.parquet":
				unit = "row 2"
			}
			said := false
			for _, p := range job.Report.Problems {
				said = said || p.Code == "rejected_rows" && toldWith(p, unit+", column Amount")
			}
			if !said {
				t.Errorf("no problem says %q: %+v", unit, job.Report.Problems)
			}
		})
	}
}

func workbookOf(t *testing.T, header []string, rows [][]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, row := range append([][]string{header}, rows...) {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func jsonOf(header []string, rows [][]string) string {
	var all []string
	for _, row := range rows {
		var pairs []string
		for i, key := range header {
			pairs = append(pairs, `"`+key+`":"`+row[i]+`"`)
		}
		all = append(all, "{"+strings.Join(pairs, ",")+"}")
	}
	return "[" + strings.Join(all, ",\n") + "]"
}

func parquetOf(t *testing.T, rows [][]string) string {
	t.Helper()
	type deal struct {
		ID     string `parquet:"Id"`
		Name   string `parquet:"Name"`
		Stage  string `parquet:"StageName"`
		Amount string `parquet:"Amount"`
		Close  string `parquet:"CloseDate"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[deal](&b)
	for _, r := range rows {
		if _, err := w.Write([]deal{{r[0], r[1], r[2], r[3], r[4]}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipOf(t *testing.T, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	m, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
