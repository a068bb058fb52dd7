package main

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// large FILE MEGABYTES: writes an export of won deals of that size, each with a long text; a
// name that ends in .gz or .zip is packed. Exports of this size do not fit into memory by design:
// they go through the folder for temporary files.
func large(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: large FILE MEGABYTES")
	}
	megabytes, err := strconv.Atoi(args[1])
	ts.Check(err)
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	switch path.Ext(args[0]) {
	case ".gz":
		w := gzip.NewWriter(file)
		ts.Check(manyDeals(w, megabytes<<20))
		ts.Check(w.Close())
	case ".zip":
		w := zip.NewWriter(file)
		member, err := w.Create("folder/deals.csv")
		ts.Check(err)
		ts.Check(manyDeals(member, megabytes<<20))
		ts.Check(w.Close())
	default:
		ts.Check(manyDeals(file, megabytes<<20))
	}
	ts.Check(file.Close())
}

func manyDeals(to io.Writer, size int) error {
	out := bufio.NewWriter(to)
	note := strings.Repeat("The customer asks for a longer trial. ", 500)
	n, err := fmt.Fprintln(out, "Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,Description")
	for i, written := 0, n; written < size && err == nil; i++ {
		n, err = fmt.Fprintf(out,
			"006%012dAAA,Deal %d,Closed Won,100,2026-03-01,TRUE,TRUE,2026-01-01T10:00:00Z,%d %s\n", i, i, i, note)
		written += n
	}
	if err != nil {
		return err
	}
	return out.Flush()
}
