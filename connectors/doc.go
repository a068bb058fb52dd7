// Package connectors turns what other systems export into changes of the log.
//
// A Tool (one folder per system, one line in connectors/all) describes the files of its
// system: how to recognise them by their header, what each column means, what its ids look
// like. Everything else is done here, the same for all: reading files of any encoding,
// finding out how dates are written, learning stages, turning history into dated changes,
// closing the gap to the current row, writing record by record in small pieces, keeping
// rows that cannot be taken, and the report.
//
// Memory is bounded: rows stream through two sorts that spill into a temporary file, and
// only the ids of the import are held.
//
// Read Options, Report, connectors/tool and run.go (the stages) first, then assemble.go for the rules by which rows
// become facts.
package connectors
