package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// shape is one form in which data comes in.
type shape struct {
	name    string
	bar     int64 // rows a second written to the log
	mapping string
	write   func(dir string) error
}

const (
	csvBar  = 30_000
	xlsxBar = 10_000
	memory  = 500_000_000 // bytes resident while an import runs
)

var shapes = []shape{
	{name: "company", bar: csvBar, write: func(dir string) error { return generate(dir, sizeFor(60_000)) }},
	{name: "plain", bar: csvBar,
		write: func(dir string) error { return writeCSV(dir, plainHeader, plainRow, 100_000) }},
	{name: "mapped", bar: csvBar, mapping: wideMapping,
		write: func(dir string) error { return writeCSV(dir, wideHeader(), wideRow, 50_000) }},
	{name: "json", bar: xlsxBar, write: func(dir string) error { return writeJSON(dir, 50_000) }},
	{name: "xlsx", bar: xlsxBar, write: func(dir string) error { return writeWorkbook(dir, 50_000) }},
	{name: "undo", bar: csvBar, write: func(dir string) error { return writeCSV(dir, plainHeader, plainRow, 78_000) }},
}

var plainHeader = []string{
	"Id", "AccountId", "Name", "StageName", "Amount", "Probability", "CloseDate", "LeadSource", "Type",
	"OwnerId", "IsClosed", "IsWon",
	"CreatedDate", "LastModifiedDate", "Region__c", "Score__c", "Renewal__c",
}

// plainRow is a deal of an export that has no history. What looks random follows from n.
func plainRow(n int) []string {
	stage, closed, won := stages[n%len(stages)], "false", "false"
	switch {
	case n%5 == 0:
		stage, closed, won = "Closed Won", "true", "true"
	case n%3 == 0:
		stage, closed = "Closed Lost", "true"
	}
	made := time.Date(2023, 1, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(n*7919%1_000_000) * time.Minute)
	return []string{
		id("006", n), id("001", n*31%20_000), fmt.Sprintf("Deal %d", n), stage, fmt.Sprint(1000 + n*37%90_000),
		fmt.Sprint(n * 13 % 100),
		made.AddDate(0, 0, 90).Format(time.DateOnly), []string{"Web", "Partner", "Event", ""}[n%4], "New Business",
		id("005", n*17%300), closed, won,
		made.Format(layout), made.AddDate(0, 1, 0).Format(layout), []string{"North", "South", "East"}[n%3],
		fmt.Sprint(n % 101), made.AddDate(1, 0, 0).Format(time.DateOnly),
	}
}

// wideMapping names eight of the sixty columns; the others become fields of their own.
const wideMapping = `source: ledger
stages:
  Talking: open
  Signed: won
  Gone: lost
files:
  - file: "*.csv"
    object: deal
    id: Number
    fields:
      name: Title
      amount: Value
      stage: Step
      close_date: Due
      created: Opened
      account: {column: Customer, by: name, create: true}
      owner: {column: Seller, by: name, create: true}
      source: Channel
`

func wideHeader() []string {
	header := []string{"Number", "Title", "Value", "Step", "Due", "Opened", "Customer", "Seller", "Channel"}
	for i := range 51 {
		header = append(header, fmt.Sprintf("%s %d", []string{"Note", "Count", "Rate", "Day", "Flag"}[i%5], i))
	}
	return header
}

func wideRow(n int) []string {
	made := time.Date(2023, 1, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n*7919%900)
	row := []string{
		fmt.Sprintf("L-%06d", n), fmt.Sprintf("Order %d", n), fmt.Sprintf("%d.%02d", 1000+n*37%90_000, n%100),
		[]string{"Talking", "Signed", "Gone"}[n%3],
		made.AddDate(0, 0, 60).Format(time.DateOnly), made.Format(time.DateOnly), fmt.Sprintf("Customer %d", n*31%5000),
		fmt.Sprintf("Seller %d", n*17%200),
		[]string{"Web", "Fair"}[n%2],
	}
	for i := range 51 {
		cell := ""
		if (n+i)%4 != 0 { // a quarter is empty
			switch i % 5 {
			case 0:
				cell = fmt.Sprintf("text %d", n*i%1000)
			case 1:
				cell = fmt.Sprint(n * (i + 3) % 5000)
			case 2:
				cell = fmt.Sprintf("%d.%d", n%90, i%10)
			case 3:
				cell = made.AddDate(0, 0, i).Format(time.DateOnly)
			default:
				cell = []string{"true", "false"}[(n+i)%2]
			}
		}
		row = append(row, cell)
	}
	return row
}

func writeCSV(dir string, header []string, row func(n int) []string, rows int) error {
	g := &generator{dir: dir}
	return g.table("Opportunity.csv", header, func(write func(...string)) {
		for n := range rows {
			write(row(n)...)
		}
	})
}

func writeJSON(dir string, rows int) error {
	file, err := os.Create(filepath.Join(dir,
		"Opportunity.jsonl")) //nolint:gosec // a file of the benchmark's own folder
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	each := json.NewEncoder(out)
	for n := range rows {
		object := map[string]string{}
		for i, cell := range plainRow(n) {
			object[plainHeader[i]] = cell
		}
		if err := each.Encode(object); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeWorkbook(dir string, rows int) error {
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	numeric := map[string]bool{"Amount": true, "Probability": true, "Score__c": true}
	for n := range rows + 1 {
		cells := plainHeader
		if n > 0 {
			cells = plainRow(n - 1)
		}
		values := make([]any, len(cells))
		for i, cell := range cells {
			values[i] = cell
			if n > 0 && numeric[plainHeader[i]] {
				number := 0
				if _, err := fmt.Sscan(strings.TrimSpace(cell), &number); err != nil {
					return err
				}
				values[i] = number
			}
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", n+1), values); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.SaveAs(filepath.Join(dir, "Opportunity.xlsx"))
}
