package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// workbook FILE TEXT: writes an Excel workbook. A line of the text is a row, its cells parted by
// bars: numbers, days and words. "#1904", "#sheet NAME", "#merge A2:A4" and "#hide 4" say the rest.
func workbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: workbook FILE TEXT")
	}
	f := excelize.NewFile()
	sheet, row := "Sheet1", 0
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "#1904":
			on := true
			ts.Check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &on}))
		case "#sheet":
			_, err := f.NewSheet(rest)
			ts.Check(err)
			sheet, row = rest, 0
		case "#merge":
			from, to, _ := strings.Cut(rest, ":")
			ts.Check(f.MergeCell(sheet, from, to))
		case "#hide":
			n, err := strconv.Atoi(rest)
			ts.Check(err)
			ts.Check(f.SetRowVisible(sheet, n, false))
		default:
			row++
			for i, text := range strings.Split(line, "|") {
				cell, err := excelize.CoordinatesToCellName(i+1, row)
				ts.Check(err)
				if text = strings.TrimSpace(text); text != "" {
					ts.Check(f.SetCellValue(sheet, cell, cellOf(text)))
				}
			}
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

func cellOf(text string) any {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day
	}
	return text
}
