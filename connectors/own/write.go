package own

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"salesops/internal/fault"
	"salesops/record"
)

// The formats of an export.
const (
	CSV     = "csv"
	Parquet = "parquet"
)

// Written says what an export holds.
type Written struct {
	Files   int
	Changes int64
	Head    record.Seq
}

// sheet is one file that is written.
type sheet interface {
	add(cells []string) error
	close() error
}

// unfinished ends the name of a file until all files are whole and on disk: half an export must
// never pass for one.
const unfinished = ".part"

// Write puts every change of the log that the scope shows into files of dir, which is made and must be
// empty. What is written to the log meanwhile is left out. Where one file cannot be finished, none is left.
func Write(
	ctx context.Context, log record.Reader, scope record.Scope, dir, format string, progress func(done, total int64),
) (_ Written, err error) {
	if err := emptyFolder(dir); err != nil {
		return Written{}, err
	}
	head := log.Head()
	w := &writer{dir: dir, format: format, schema: log.Schema(), sheets: map[string]sheet{},
		columns: map[string][]column{}}
	defer func() {
		if closed := w.close(); err == nil {
			err = closed
		}
		if err == nil {
			err = w.finish()
		}
		if err != nil {
			w.remove()
		}
	}()
	var n int64
	err = log.Tail(ctx, scope, 1, func(changes []record.Change) error {
		for i := range changes {
			if changes[i].Seq > head {
				return nil
			}
			if o, ok := w.schema.Object(changes[i].Object); ok && o.Reserved {
				continue // the program's own: it goes with a backup, and no import may bring it
			}
			if err := w.write(&changes[i]); err != nil {
				return err
			}
			n++
		}
		if progress != nil {
			progress(n, int64(head))
		}
		return ctx.Err()
	})
	return Written{len(w.sheets), n, head}, err
}

func emptyFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Invalidf("%s cannot be made: %w", dir, plain(err))
	}
	there, err := os.ReadDir(dir)
	if err != nil {
		return fault.Invalidf("%s cannot be read: %w", dir, plain(err))
	}
	for _, entry := range there {
		if name, left := strings.CutSuffix(entry.Name(), unfinished); left &&
			(strings.HasSuffix(name, "."+CSV) || strings.HasSuffix(name, "."+Parquet)) {
			if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil {
				return fault.Invalidf("%s cannot be emptied: %w", dir, plain(err))
			}
			continue // an export that was killed left it
		}
		return fault.Conflictf("%s is not empty: name a new folder, so that nothing in it is lost", dir)
	}
	return nil
}

func plain(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

type writer struct {
	dir, format string
	schema      *record.Schema
	sheets      map[string]sheet
	columns     map[string][]column
	made        []string
}

func (w *writer) write(c *record.Change) error {
	s := w.sheets[c.Object]
	if s == nil {
		o, ok := w.schema.Object(c.Object)
		if !ok {
			return fmt.Errorf("the log holds a change of an unknown object %s", c.Object)
		}
		w.columns[c.Object] = columnsOf(o)
		path := filepath.Join(w.dir, c.Object+"."+w.format)
		w.made = append(w.made, path)
		var err error
		if w.format == Parquet {
			s, err = newParquet(path+unfinished, w.columns[c.Object])
		} else {
			s, err = newCSV(path+unfinished, w.columns[c.Object])
		}
		if err != nil {
			return err
		}
		w.sheets[c.Object] = s
	}
	return s.add(cells(c, w.columns[c.Object]))
}

func (w *writer) close() error {
	var errs []error
	for _, s := range w.sheets {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

// finish gives the files their names, durably.
func (w *writer) finish() error {
	for _, path := range w.made {
		if err := os.Rename(path+unfinished, path); err != nil {
			return fmt.Errorf("finish the export: %w", err)
		}
	}
	folder, err := os.Open(w.dir)
	if err != nil {
		return fmt.Errorf("finish the export: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// remove takes away what was made. Something is wrong already: the first failure is the one to tell.
func (w *writer) remove() {
	for _, path := range w.made {
		_, _ = os.Remove(path), os.Remove(path+unfinished)
	}
}

type csvSheet struct {
	file *os.File
	buf  *bufio.Writer
	out  *csv.Writer
}

func newCSV(path string, columns []column) (sheet, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write the export: %w", err)
	}
	buf := bufio.NewWriterSize(file, 1<<18)
	s := &csvSheet{file, buf, csv.NewWriter(buf)}
	return s, errors.Join(s.out.Write(header(columns)))
}

func (s *csvSheet) add(cells []string) error {
	for i, c := range cells {
		cells[i] = defuse(c)
	}
	return s.out.Write(cells)
}

func (s *csvSheet) close() error {
	s.out.Flush()
	return errors.Join(s.out.Error(), s.buf.Flush(), s.file.Sync(), s.file.Close())
}

// defuse keeps a spreadsheet from taking a text for a formula: an apostrophe in front makes
// it a text. Texts that begin with an apostrophe get a second, so that reading takes one off
// whatever it was.
func defuse(s string) string {
	if s == "" {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\r\r\n") // readers of CSV take one \r before a line's end away
	rest := strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) ||
			r == '\ufeff' || r == '\u200b'
	})
	if s[0] == '\'' || len(rest) != len(s) || strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, "+") ||
		strings.HasPrefix(rest, "-") && !numeric(s) ||
		strings.HasPrefix(rest, "@") || strings.HasPrefix(rest, "＝") || strings.HasPrefix(rest, "＋") ||
		strings.HasPrefix(rest, "－") || strings.HasPrefix(rest, "＠") || strings.HasPrefix(rest, "−") {
		return "'" + s
	}
	return s
}

func fuse(s string) string { return strings.TrimPrefix(s, "'") }

// numeric says that a cell is a plain negative number, which spreadsheets may take for one.
func numeric(s string) bool {
	return len(s) > 1 && strings.Trim(s[1:], "0123456789.") == ""
}
