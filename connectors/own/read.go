package own

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/parquetfile"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// Loaded says what was read back.
type Loaded struct {
	Files   int
	Changes int64
	// Skipped are definitions of metrics: they come with the program and from the folder metrics.
	Skipped int64
}

// pieces bounds a command, as imports do.
const pieces = 4_000

// Recognise says whether the paths are an export that Write made: files, or one folder of them.
// A folder in which one was broken off is recognised too: Load refuses it.
func Recognise(paths []string) ([]string, bool) {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, false
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		for _, format := range []string{CSV, Parquet} {
			found, err := filepath.Glob(filepath.Join(escape(path), "*."+format))
			if err != nil {
				return nil, false
			}
			left, err := filepath.Glob(filepath.Join(escape(path), "*."+format+unfinished))
			if err != nil {
				return nil, false
			}
			files = append(append(files, found...), left...)
		}
	}
	slices.Sort(files)
	files = slices.Compact(files)
	for _, file := range files {
		if !marked(file) {
			return nil, false
		}
	}
	return files, len(files) > 0
}

// escape keeps a folder's name from being read as a pattern.
func escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

func marked(file string) bool {
	if strings.HasSuffix(file, unfinished) {
		return true // it may have no header yet
	}
	if strings.HasSuffix(file, "."+Parquet) {
		t, err := parquetfile.Exact(file)
		return err == nil && slices.Contains(t.Header, mark)
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	begin := make([]byte, len(mark)+1)
	n, _ := io.ReadFull(f, begin)
	return string(begin[:n]) == mark+","
}

// rows is one file being read.
type rows interface {
	head() []string
	next() ([]string, error)
	close() error
}

type csvRows struct {
	file   *os.File
	in     *csv.Reader
	header []string
}

func openCSV(path string) (*csvRows, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &csvRows{file: file, in: csv.NewReader(bufio.NewReaderSize(file, 1<<18))}
	r.header, err = r.in.Read()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return r, nil
}

func (r *csvRows) head() []string { return r.header }

func (r *csvRows) next() ([]string, error) {
	row, err := r.in.Read()
	for i := range row {
		row[i] = fuse(row[i])
	}
	return row, err
}

func (r *csvRows) close() error { return r.file.Close() }

// part is a file with its next change.
type part struct {
	rows
	path   string
	line   int64
	cells  []string
	number int64
}

// Load applies an export to a log that holds no records. The files are read side by side in
// the order of the changes; nothing is written when a change is missing among the first, and
// reading ends at the first row that cannot be taken, with its place.
func Load(ctx context.Context, log *record.Log, files []string,
	progress func(done, total int64)) (_ Loaded, err error) {
	if err := unused(ctx, log); err != nil {
		return Loaded{}, err
	}
	for _, file := range files {
		if strings.HasSuffix(file, unfinished) {
			return Loaded{}, fault.Invalidf("%s holds an export that broke off: export again, into a new folder",
				filepath.Dir(file))
		}
	}
	causes, total, err := survey(ctx, files)
	if err != nil {
		return Loaded{}, err
	}
	l := &loader{log: log, causes: causes, moved: map[record.Seq]record.Seq{}, total: total, progress: progress}
	defer func() {
		for _, p := range l.parts {
			err = errors.Join(err, p.close())
		}
	}()
	for _, file := range files {
		p, err := openPart(ctx, file)
		if err != nil {
			return Loaded{}, err
		}
		l.parts = append(l.parts, p)
		if err := p.advance(); err != nil {
			return Loaded{}, err
		}
	}
	err = l.run(ctx)
	return Loaded{len(files), l.done, l.skipped}, err
}

// unused refuses a log with records: an export brings its own ids.
func unused(ctx context.Context, log *record.Log) error {
	used := fault.Conflictf(
		"the folder holds records already: an export of salesops is read into an empty one, give --data a new folder")
	return log.Tail(ctx, record.Everything(), 1, func(changes []record.Change) error {
		for _, c := range changes {
			if c.Object != sales.Metric {
				return used
			}
		}
		return nil
	})
}

func openPart(ctx context.Context, file string) (*part, error) {
	var r rows
	var err error
	if strings.HasSuffix(file, "."+Parquet) {
		r, err = openParquet(ctx, file)
	} else {
		r, err = openCSV(file)
	}
	if err != nil {
		return nil, fault.Invalidf("%s cannot be read: %w", file, plain(err))
	}
	h := r.head()
	if len(h) < len(fixed) || !slices.Equal(h[:len(fixed)], fixed) {
		return nil, errors.Join(fault.Invalidf("%s is no export of this version: its columns do not begin with %s",
			file, strings.Join(fixed, ", ")), r.close())
	}
	return &part{rows: r, path: file, line: 1}, nil
}

// advance reads the next row; cells are nil at the end.
func (p *part) advance() error {
	row, err := p.next()
	p.line++
	switch {
	case errors.Is(err, io.EOF):
		p.cells = nil
		return nil
	case err != nil:
		return fault.Invalidf("%s, row %d cannot be read: %w", p.path, p.line, err)
	}
	p.cells = row
	var n int64
	if _, err := fmt.Sscan(row[colSeq], &n); err != nil || n <= p.number {
		return fault.Invalidf("%s, row %d: change %q does not follow change %d", p.path, p.line, row[colSeq], p.number)
	}
	p.number = n
	return nil
}

// survey reads the files once: which changes caused others, and how many there are in all.
func survey(ctx context.Context, files []string) (map[string]bool, int64, error) {
	causes, last, count := map[string]bool{}, int64(0), int64(0)
	for _, file := range files {
		p, err := openPart(ctx, file)
		if err != nil {
			return nil, 0, err
		}
		for {
			if err = p.advance(); err != nil || p.cells == nil {
				break
			}
			count++
			if cause := p.cells[colCause]; cause != "" {
				causes[cause] = true
			}
			if count%10_000 == 0 && ctx.Err() != nil {
				err = ctx.Err()
				break
			}
		}
		last = max(last, p.number)
		if err := errors.Join(err, p.close()); err != nil {
			return nil, 0, err
		}
	}
	if count != last {
		return nil, 0, fault.Invalidf(
			"the files hold %d of %d changes: an export is read whole, give the folder it was written to", count, last)
	}
	return causes, count, nil
}

type loader struct {
	log      *record.Log
	parts    []*part
	causes   map[string]bool
	moved    map[record.Seq]record.Seq // changes that caused others: where they stand now
	cmd      record.Command
	done     int64
	skipped  int64
	total    int64
	progress func(done, total int64)
}

func (l *loader) run(ctx context.Context) error {
	for {
		var next *part
		for _, p := range l.parts {
			if p.cells != nil && (next == nil || p.number < next.number) {
				next = p
			}
		}
		if next == nil {
			return l.flush(ctx)
		}
		if err := l.take(ctx, next); err != nil {
			return err
		}
		if err := next.advance(); err != nil {
			return errors.Join(l.flush(ctx), err)
		}
	}
}

func (l *loader) take(ctx context.Context, p *part) error {
	if p.cells[colObject] == sales.Metric {
		l.skipped++
		return nil
	}
	if p.cells[colObject] == record.FieldObject {
		if err := l.flush(ctx); err != nil { // the schema grows
			return err
		}
	}
	e, err := read(p.cells, p.head()[len(fixed):], l.log.Schema())
	if err != nil {
		return fmt.Errorf("%s, row %d: %w", p.path, p.line, err)
	}
	cause := l.moved[e.cause]
	if l.cmd.Actor != e.actor || l.cmd.Source != e.source || l.cmd.Cause != cause || len(l.cmd.Drafts) >= pieces ||
		l.causes[p.cells[colSeq]] {
		if err := l.flush(ctx); err != nil {
			return err
		}
	}
	l.cmd.Actor, l.cmd.Source, l.cmd.Cause, l.cmd.Kept = e.actor, e.source, cause, true
	l.cmd.Drafts = append(l.cmd.Drafts, e.draft)
	l.done++
	if !l.causes[p.cells[colSeq]] && p.cells[colObject] != record.FieldObject {
		return nil
	}
	seq := l.log.Head() + 1
	if err := l.flush(ctx); err != nil {
		return err
	}
	l.moved[e.seq] = seq
	return nil
}

func (l *loader) flush(ctx context.Context) error {
	if len(l.cmd.Drafts) == 0 {
		return ctx.Err()
	}
	if _, err := l.log.Apply(ctx, l.cmd); err != nil {
		return fmt.Errorf("write what was read: %w", err)
	}
	l.cmd = record.Command{}
	if l.progress != nil {
		l.progress(l.done, l.total)
	}
	return ctx.Err()
}
