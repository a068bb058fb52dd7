// Package csvfile reads one CSV file as rows, whatever program wrote it: it finds out
// encoding and separator, takes every line end, keeps line numbers, and says of every row
// it cannot take why. It streams: at most one row and one buffer are in memory.
//
// It does not know what a column means. Read Sniff, Reader and Row first.
package csvfile
