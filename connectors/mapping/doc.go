// Package mapping reads any table through a file in which a person has written what its
// columns mean (docs/howto/mapping.md), and writes a first such file from the tables.
//
// A mapping is a tool.Tool whose layouts are made at run time: dates, stages, history,
// rejects, the report and undo are those of every import. What is special to it is the Frame
// that makes a layout's cells out of a file's: constants, value maps, ids of several columns,
// expressions, and one row that is several records.
//
// It is not for the exports of known systems (connectors/all), and it reads no file itself.
// Read first: Parse, Mapping and Suggest.
package mapping
