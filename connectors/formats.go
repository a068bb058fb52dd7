package connectors

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/csvfile"
	"salesops/connectors/icsfile"
	"salesops/connectors/jsonfile"
	"salesops/connectors/parquetfile"
	"salesops/connectors/table"
	"salesops/connectors/unpack"
	"salesops/connectors/xlsxfile"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// extensions are the files that an import looks at in a folder or an archive, by their names.
// What a file is, its content says.
var extensions = map[string]bool{
	".csv": true, ".tsv": true, ".tab": true, ".txt": true, ".xlsx": true, ".xlsm": true,
	".json": true, ".jsonl": true, ".ndjson": true, ".singer": true, ".parquet": true, ".ics": true, ".ical": true,
}

// hiddenName says that a file is none of a person's: the system's, or Excel's lock beside an open
// workbook.
func hiddenName(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.EqualFold(name, "Thumbs.db") ||
		strings.EqualFold(name, "desktop.ini")
}

// unread is why a file is not looked at: what its name ends in.
func unread(name string) reason.Reason {
	if ext := filepath.Ext(name); ext != "" {
		return reason.Of("file_kind", "kind", ext)
	}
	return reason.Of("file_kind_unknown")
}

// tabular says whether a file in a folder is one that an import looks at, by its name.
func tabular(name string) bool {
	name = strings.ToLower(name)
	ext := filepath.Ext(name)
	if ext == ".gz" {
		ext = filepath.Ext(strings.TrimSuffix(name, ext))
		return extensions[ext] || ext == ""
	}
	return ext == ".zip" || extensions[ext]
}

// ParseEncoding checks the name of an encoding; "" is none.
func ParseEncoding(name string) error {
	_, err := csvfile.ParseEncoding(name)
	return err
}

// shelf opens files of every format. It is the only place that knows which there are.
type shelf struct {
	spool    unpack.Spool
	calendar icsfile.Settings // what calendars do not say themselves
	encoding csvfile.Encoding // of text files that do not show their own; "" is to find out
}

func (s *shelf) close() error { return s.spool.Close() }

// tables finds the tables of a file. What cannot be read is a table with a reason.
func (s *shelf) tables(file string) ([]*table.Table, error) {
	kind, err := kindOf(file)
	if err != nil {
		return nil, err
	}
	switch kind {
	case archive:
		return s.archive(file)
	case packed:
		m, err := s.spool.Gzip(file)
		if err != nil {
			return reasoned(err)
		}
		return s.member(m, false)
	default:
		return s.open(kind, file, filepath.ToSlash(file))
	}
}

// open opens a file that is called name, whatever its path is.
func (s *shelf) open(k kind, file, name string) ([]*table.Table, error) {
	if k == text && isCalendarName(name) {
		k = calendar // also one that is broken: it says so
	}
	if k == calendar {
		settings := s.calendar
		settings.Name = name
		return one(icsfile.Table(file, settings))
	}
	if k == text {
		return one(csvfile.Table(file, s.encoding))
	}
	return k.tables(file)
}

func isCalendarName(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ics", ".ical":
		return true
	}
	return false
}

// kind is a file's format.
type kind uint8

const (
	text kind = iota
	workbook
	objects
	parquet
	calendar
	archive
	packed
)

// tables opens a file of a format that holds tables itself.
func (k kind) tables(file string) ([]*table.Table, error) {
	switch k {
	case workbook:
		return xlsxfile.Tables(file)
	case objects:
		return jsonfile.Tables(file)
	case parquet:
		return one(parquetfile.Table(file))
	case archive, packed:
		return []*table.Table{{Reason: unpack.Nested()}}, nil
	case text, calendar:
	}
	return one(csvfile.Table(file, ""))
}

func one(t *table.Table, err error) ([]*table.Table, error) {
	if err != nil {
		return nil, err
	}
	return []*table.Table{t}, nil
}

// reasoned makes a table that cannot be read of a fault of the file.
func reasoned(err error) ([]*table.Table, error) {
	if fault.KindOf(err) == fault.Invalid {
		return []*table.Table{{Reason: reason.From(err)}}, nil
	}
	return nil, err
}

// kindOf tells a file's format by how it begins.
func kindOf(file string) (kind, error) {
	if strings.EqualFold(filepath.Ext(file), ".singer") {
		return objects, nil // whatever its first line is
	}
	in, err := os.Open(file)
	if err != nil {
		return text, err
	}
	defer func() { _ = in.Close() }()
	head := make([]byte, 512)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return text, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		info, err := in.Stat()
		if err != nil {
			return text, err
		}
		z, err := zip.NewReader(in, info.Size())
		if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			return archive, nil // which says that it is damaged
		}
		names := make([]string, len(z.File))
		for i, f := range z.File {
			names[i] = f.Name
		}
		if xlsxfile.IsWorkbook(names) {
			return workbook, nil
		}
		return archive, nil
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		return packed, nil
	case bytes.HasPrefix(head, []byte("PAR1")), bytes.HasPrefix(head, []byte("PARE")):
		return parquet, nil
	case looksLikeJSON(head):
		return objects, nil
	case icsfile.Looks(head):
		return calendar, nil
	case greeted(file):
		return objects, nil
	}
	return text, nil
}

// greeted says that a file of lines of JSON begins with what the program that wrote it said first, and that
// messages follow.
func greeted(file string) bool {
	if ext := strings.ToLower(filepath.Ext(file)); ext != ".jsonl" && ext != ".ndjson" {
		return false
	}
	in, err := os.Open(file)
	if err != nil {
		return false
	}
	defer func() { _ = in.Close() }()
	r := bufio.NewReader(io.LimitReader(in, mostGreeting))
	for {
		line, err := r.ReadBytes('\n')
		line = bytes.TrimSpace(line)
		if message, _ := jsonfile.IsMessage(line); message {
			return true
		}
		if err != nil || !jsonfile.IsBanner(line) {
			return false
		}
	}
}

// mostGreeting is how far into a file its first message is looked for; a description of a table may be long.
const mostGreeting = 4 << 20

// looksLikeJSON says that a text begins as JSON does: no header of a CSV file has a bracket, then
// a quote or another bracket.
func looksLikeJSON(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF})
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		head = bytes.ReplaceAll(head[2:], []byte{0}, nil)
	}
	var first [2]byte
	n := 0
	for _, c := range head {
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			continue
		}
		if first[n] = c; n == 1 {
			break
		}
		n++
	}
	switch first[0] {
	case '{':
		return first[1] == '"' || first[1] == '}' || first[1] == 0
	case '[':
		return first[1] == '{' || first[1] == '[' || first[1] == ']' || first[1] == 0
	}
	return false
}

// archive opens every member of a zip archive that an import would look at in a folder.
func (s *shelf) archive(file string) ([]*table.Table, error) {
	members, err := s.spool.Zip(file, func(name string) bool { return !hiddenName(name) && tabular(name) })
	if err != nil {
		if ext := strings.ToLower(filepath.Ext(file)); ext == ".xlsx" || ext == ".xlsm" {
			return []*table.Table{{Reason: reason.Of("excel_zip")}}, nil
		}
		return reasoned(err)
	}
	var tables, others []*table.Table
	for _, m := range members {
		if m.Other {
			if !hiddenName(path.Base(m.Name)) {
				others = append(others, &table.Table{Name: m.Name, Reason: unread(m.Name)})
			}
			continue
		}
		found, err := s.member(m, true)
		if err != nil {
			return nil, err
		}
		tables = append(tables, found...)
	}
	if len(tables) == 0 {
		if slices.ContainsFunc(others, func(t *table.Table) bool { return t.Name == "content.xml" }) {
			return []*table.Table{{Reason: reason.Of("opendocument")}}, nil
		}
		return []*table.Table{{Reason: reason.Of("archive_empty")}}, nil
	}
	return append(tables, others...), nil
}

// member opens a file out of a packed one.
func (s *shelf) member(m unpack.Member, named bool) ([]*table.Table, error) {
	name := ""
	if named {
		name = m.Name
	}
	if !m.Reason.None() {
		return []*table.Table{{Name: name, Reason: m.Reason}}, nil
	}
	kind, err := kindOf(m.Path)
	if err != nil {
		return nil, err
	}
	tables, err := s.open(kind, m.Path, m.Name)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if !m.Cut.None() {
			t.Cut(m.Cut)
		}
		t.Name = strings.Trim(strings.Join([]string{name, t.Name}, " › "), " ›")
	}
	return tables, nil
}

// displayName is how a table is called in reports: "export.zip › Deals.csv".
func displayName(file, inner string) string {
	if inner == "" {
		return file
	}
	return file + " › " + inner
}
