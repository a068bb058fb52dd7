package table

import (
	"context"

	"salesops/internal/problems"
	"salesops/internal/reason"
)

// Table is one table of a file, found but not read.
type Table struct {
	// Name tells the tables of one file apart: a sheet, the member of an archive. "" is the
	// only table of a file.
	Name string
	// Header names the columns: trimmed, never empty, never twice (see Names).
	Header []string
	// Reason says why this table cannot be read, in a sentence for the person who chose the
	// file; none when it can. Such a table has no rows.
	Reason reason.Reason
	// Encoding and Separator are how a text file is written; "" for other formats.
	Encoding, Separator string
	// Unit is what Row.Line counts: "row"; "" where it is lines.
	Unit string
	// Numbers says how sure it is how its numbers are written.
	Numbers Numbers
	// Inner is how the headers of the row's own columns begin, where the others tell of the
	// message that brought it; "" where all are the row's.
	Inner string
	// Whole says that the table holds every record there is of its kind: what it lacks is gone.
	Whole bool
	// Since1904 says that plain numbers which stand for days count from the first of 1904.
	Since1904 bool
	// Size is about how many units Offset counts to: bytes, or rows. For progress only.
	Size int64
	// Open begins to read the rows. It may be called again when the rows before are closed.
	Open func(ctx context.Context) (Rows, error)
}

// Numbers is how a format keeps numbers.
type Numbers uint8

const (
	AsText Numbers = iota // as a program or a person wrote them: 4.750 may be four thousand
	Mixed                 // as numbers, without zeros at the end, beside numbers that are text
	Stored                // as numbers, or as programs write them: with a point
)

// Rows are the rows of a table, in order.
type Rows interface {
	// Next is the next row; io.EOF at the end. Its cells are appended to into[:0], as many as
	// the header has names. Reading goes on behind a row that has a Problem. Every other error
	// ends the table: a fault of kind Invalid when the file is to blame.
	Next(into []string) (Row, error)
	// Offset is how much has been read, in the unit of the table's Size.
	Offset() int64
	// Notes are what was odd and read all the same; complete at the end.
	Notes() []Note
	Close() error
}

// Row is one row.
type Row struct {
	// Line is where the row begins: the line of a text file, else the number of the row as the
	// program that wrote it shows it.
	Line int
	// Cells are text without space around it. They stay valid.
	Cells []string
	// Raw is the row as it stands in the file, for the reject file, in UTF-8. Valid until the next row.
	Raw []byte
	// Problem says why the row cannot be taken; nil when it can. Otherwise there may be any
	// number of cells.
	Problem *Problem
}

// Problem is the reason why a row was not taken.
type Problem struct {
	Line   int
	Column int // from 1; 0 when it is about the whole row
	Reason reason.Reason
	// Rest says that nothing behind the row can be read either.
	Rest bool
}

// Note is something odd about a table that was mended or passed over.
type Note struct {
	Code  problems.Code
	Count int64
	Where string // the first place: "line 3"; "" when it is about the whole table
}
