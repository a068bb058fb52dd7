package connectors

import (
	"context"
	"strings"
	"time"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// Options say what to import and how.
type Options struct {
	// Paths are files and folders; of a folder, every file below it whose name is that of a table
	// (see extensions), packed or not.
	Paths []string
	// Called are what paths are called where they are told to people; a path without stands for itself.
	Called map[string]string
	// Tools are the systems whose files are known; connectors/all has the built-in ones.
	Tools []tool.Tool
	// FieldOf is the field of an object that a header's words name, "" for none: columns that a layout
	// does not know and that sound like a field are reported. nil reports none.
	FieldOf func(object, header string) string
	// Source keeps the ids of two companies apart. "" is the tool's own name.
	Source string
	// Zone is where times without an offset were written. nil is the company's zone.
	Zone *time.Location
	// Dates is the order of day, month and year where a column does not show it: dmy, mdy,
	// ymd, or "" to find out.
	Dates string
	// Numbers is how numbers are written where a column does not show it: comma, point, or "" to
	// find out.
	Numbers string
	// Encoding is how text files are written that do not show it, such as shift_jis (see
	// csvfile.ParseEncoding); "" is to find out.
	Encoding string
	// DryRun reports what an import would do and writes nothing.
	DryRun bool
	// Accept takes the nearest name for one that no record has.
	Accept bool
	// Full takes the files for complete: records of the same source and kind that are not in
	// them are deleted. With DryRun the report says how many that would be.
	Full bool
	// Match is what rows are found by (MatchEmail …), in the files that have it; "" is their ids.
	Match string
	// Only is OnlyCreate or OnlyUpdate; "" is both.
	Only string
	// Actor is who imports; "" is "import".
	Actor record.Actor
	// Progress is called now and then, from one goroutine. nil is allowed.
	Progress func(Progress)
	// RejectDir is where the rows that cannot be taken are written, as one CSV file that only
	// its owner may read. "" writes none.
	RejectDir string
	// SpillDir holds temporary files while an import runs; it is made when it is first
	// needed. "" is the system's.
	SpillDir string
	// Entry is the id of the import's own record; 0 takes a new one. With the entry of an import that broke off
	// the import goes on: what that one has written of the same files is recognised and counts as its own.
	Entry record.ID
	// Notes is a file in which an import that may have to go on keeps what it cannot find a second time; "" keeps
	// nothing.
	Notes string
	// Jobs goes with every command that the import writes (record.Command.Jobs); nil is allowed.
	Jobs func(*record.JobBook) error
	// Close writes the import's last command, which says in its record what came of it; err is why the import
	// ended, nil when it is done. nil writes the command as it is.
	Close func(ctx context.Context, last record.Command, r *Report, err error) error
	// Clock is the time now. Required.
	Clock func() period.Instant
}

// check refuses what a person can have written wrongly.
func (o Options) check() error {
	if _, err := cell.ParseOrder(o.Dates); err != nil {
		return err
	}
	if _, err := cell.ParseDecimals(o.Numbers); err != nil {
		return err
	}
	if strings.ContainsAny(o.Source, "\x00\n\r") || len(o.Source) > 100 {
		return fault.Invalidf("the source's name must be one line of at most 100 characters")
	}
	if err := ParseEncoding(o.Encoding); err != nil {
		return err
	}
	return tool.ParseMatch(o.Match, o.Only)
}

// Phase is a part of an import, in the order they follow each other.
type Phase string

const (
	Looking Phase = "look"  // reading the files to find out how they are written; units are bytes
	Reading Phase = "read"  // rows become facts; units are bytes
	Sorting Phase = "sort"  // facts become changes; units are rows
	Writing Phase = "write" // changes go into the log; units are changes
)

// Progress is how far an import is.
type Progress struct {
	Phase Phase `json:"phase"`
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
}
