package connectors

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// rejects writes the rows that could not be taken, so that they can be put right and
// imported alone. The file is made with the first of them.
type rejects struct {
	path string
	file *os.File
	out  *csv.Writer
}

const firstRejects = 10 // of a file, in the report

// unread rejects a row that is not there as a whole. Where nothing behind it can be read, an export
// that was called complete is not: what its rest holds would be deleted.
func (l *loader) unread(f *file, row *table.Row) error {
	p := row.Problem
	if p.Rest && l.o.Full {
		return fault.Invalidf("%s, %s %d: %s; --full needs files that are complete, and nothing was imported",
			f.name, f.report.Unit, p.Line, p.Reason)
	}
	if p.Rest {
		l.problems.of(problems.BrokenOff).add(noRecord, f.name,
			fmt.Sprintf("%s, %s %d: %s", f.name, f.report.Unit, p.Line, p.Reason))
	}
	return l.reject(f, row, p.Line, p.Column-1, p.Reason)
}

// reject notes a row that cannot be taken. column counts from 0; -1 is the whole row.
func (l *loader) reject(f *file, row *table.Row, number, column int, why reason.Reason) error {
	name := ""
	if column >= 0 && column < len(f.header) {
		name = f.header[column]
	} else if column >= 0 {
		name = fmt.Sprintf("column %d", column+1)
	}
	f.report.Rejected++
	if !f.layout.Aside {
		l.counts[f.object].Rejected++
	}
	if len(f.report.Rejects) < firstRejects {
		f.report.Rejects = append(f.report.Rejects, Reject{f.name, number, name, why.Text, why.Code, why.Parts})
	}
	if l.o.RejectDir == "" || l.o.DryRun {
		return nil
	}
	if l.rejects == nil {
		var err error
		if l.rejects, err = newRejects(l.o.RejectDir,
			l.source+"-"+l.setting.now.Time().Format("20060102-150405")); err != nil {
			return err
		}
		l.report.RejectFile = l.rejects.path
	}
	err := l.rejects.out.Write([]string{f.name, strconv.Itoa(number), name, why.Text, string(row.Raw)})
	if err != nil {
		return fmt.Errorf("write the reject file: %w", err)
	}
	return nil
}

func newRejects(dir, name string) (*rejects, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for rejected rows: %w", err)
	}
	for n := 1; ; n++ {
		path := filepath.Join(dir, filepath.Base(name)+".csv")
		if n > 1 {
			path = filepath.Join(dir, fmt.Sprintf("%s-%d.csv", filepath.Base(name), n))
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if os.IsExist(err) && n < 1000 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("make the reject file: %w", err)
		}
		r := &rejects{path: path, file: f, out: csv.NewWriter(f)}
		return r, r.out.Write([]string{"file", "line", "column", "reason", "row"})
	}
}

func (r *rejects) close() error {
	if r == nil {
		return nil
	}
	r.out.Flush()
	if err := r.out.Error(); err != nil {
		_ = r.file.Close()
		return fmt.Errorf("write the reject file: %w", err)
	}
	if err := r.file.Close(); err != nil {
		return fmt.Errorf("write the reject file: %w", err)
	}
	return nil
}
