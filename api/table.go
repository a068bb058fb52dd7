package api

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"salesops/internal/fault"
)

// Cell is one cell of an export. Number keeps a decimal number as a number; everything else is a text and
// cannot become a formula.
type Cell struct {
	Text   string
	Number bool
}

// Table is an export: a description of the question, the column names, and the rows as they are read.
type Table struct {
	Name string
	// Head describes the question: filters, as-of day, zone. It is empty for a plain table.
	Head    [][2]string
	Columns []string
	Rows    iter.Seq2[[]Cell, error]
}

func (c Cell) csv() string {
	if c.Number && number(c.Text) {
		return c.Text
	}
	return defuse(c.Text)
}

// WriteCSV streams a table as RFC 4180 with line feeds. Errors of Rows end it.
func WriteCSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	for _, line := range t.Head {
		_ = out.Write([]string{defuse(line[0]), defuse(line[1])}) // kept until Flush
	}
	if len(t.Head) > 0 {
		_ = out.Write([]string{""})
	}
	line := make([]string, len(t.Columns))
	for i, name := range t.Columns {
		line[i] = defuse(name)
	}
	_ = out.Write(line)
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		line = line[:0]
		for _, cell := range row {
			line = append(line, cell.csv())
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write row: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// maxSheetRows is the greatest number of rows of a sheet.
const maxSheetRows = 1 << 20

// WriteXLSX writes a table as a workbook. Rows are kept in a temporary file in tempDir, which is made when it
// is missing; nothing is written to w before the last row was read.
func WriteXLSX(w io.Writer, t Table, tempDir string) (err error) {
	if tempDir != "" { // the folder may be missing; a small workbook does not need it
		if err := os.MkdirAll(tempDir, 0o700); err != nil {
			return fmt.Errorf("make a folder for the workbook's rows: %w", err)
		}
	}
	book := excelize.NewFile(excelize.Options{TmpDir: tempDir})
	defer func() {
		if closed := book.Close(); err == nil && closed != nil {
			err = fmt.Errorf("close workbook: %w", closed)
		}
	}()
	const sheet = "salesops"
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("name sheet: %w", err)
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("begin sheet: %w", err)
	}
	n := 0
	add := func(cells []any) error {
		n++
		if n > maxSheetRows {
			return fault.Invalidf("a sheet holds at most %d rows: export as CSV, or narrow the question", maxSheetRows)
		}
		return out.SetRow("A"+strconv.Itoa(n), cells)
	}
	for _, line := range t.Head {
		if err := add([]any{line[0], defuse(line[1])}); err != nil {
			return err
		}
	}
	if len(t.Head) > 0 {
		n++
	}
	names := make([]any, len(t.Columns))
	for i, name := range t.Columns {
		names[i] = defuse(name)
	}
	if err := add(names); err != nil {
		return err
	}
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = cell.xlsx()
		}
		if err := add(cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("end sheet: %w", err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// exactDigits is the number of significant digits that a spreadsheet keeps of a number.
const exactDigits = 15

func (c Cell) xlsx() any {
	if c.Number && number(c.Text) && len(strings.Trim(strings.ReplaceAll(c.Text, ".", ""), "-0")) <= exactDigits {
		if f, err := strconv.ParseFloat(c.Text, 64); err == nil {
			return f
		}
	}
	text := defuse(c.Text)
	if runes := []rune(text); len(runes) > excelize.TotalCellChars {
		return string(runes[:excelize.TotalCellChars-1]) + "…" // longer texts are cut, with a sign
	}
	return text
}
