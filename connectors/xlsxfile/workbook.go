package xlsxfile

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"salesops/connectors/table"
	"salesops/connectors/unpack"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// book is a workbook that is open.
type book struct {
	file   *os.File
	parts  map[string]*zip.File
	size   int64
	epoch  int // 1900 or 1904
	sheets []sheet
	texts  []string // shared by all sheets
	styles []style  // of cells, by number
}

type sheet struct{ name, part, state string }

// IsWorkbook says whether a zip archive is a workbook, by the names of its members.
func IsWorkbook(names []string) bool {
	types, inside := false, false
	for _, n := range names {
		types = types || n == "[Content_Types].xml"
		inside = inside || strings.HasPrefix(n, "xl/")
	}
	return types && inside
}

// Tables finds the sheets of a workbook. A sheet that cannot be read is a table with a reason;
// so is the only table of a workbook that cannot.
func Tables(file string) ([]*table.Table, error) {
	b, err := open(file)
	if err != nil {
		if fault.KindOf(err) == fault.Invalid {
			return []*table.Table{{Reason: reason.From(err)}}, nil
		}
		return nil, err
	}
	defer func() { _ = b.file.Close() }()
	var tables []*table.Table
	seen := map[int64]bool{} // where the cells of a sheet stand
	for i := range b.sheets {
		if b.seenBefore(i, seen) {
			tables = append(tables, &table.Table{Name: b.sheets[i].name, Unit: "row", Numbers: table.Mixed,
				Reason: reason.Of("excel_no_part")})
			continue
		}
		t, err := b.table(file, i)
		if err != nil {
			return nil, err
		}
		if t != nil {
			tables = append(tables, t)
		}
	}
	if len(tables) == 0 {
		return []*table.Table{{Reason: reason.Of("excel_no_table")}}, nil
	}
	return tables, nil
}

// seenBefore reports whether the cells of a sheet are those of an earlier one. Hundreds of sheets of one large part
// would be read each on its own.
func (b *book) seenBefore(number int, seen map[int64]bool) bool {
	s := b.sheets[number]
	part := b.parts[s.part]
	if part == nil || s.state != "" {
		return false
	}
	at, err := part.DataOffset()
	if err != nil {
		return false // said when it is read
	}
	again := seen[at]
	seen[at] = true
	return again
}

// table looks at the first rows of a sheet. An empty sheet is nil.
func (b *book) table(file string, number int) (*table.Table, error) {
	s := b.sheets[number]
	t := &table.Table{Name: s.name, Unit: "row", Numbers: table.Mixed}
	part := b.parts[s.part]
	switch {
	case s.state != "":
		t.Reason = reason.Of("excel_hidden")
		return t, nil
	case part == nil:
		t.Reason = reason.Of("excel_no_part")
		return t, nil
	}
	r, err := b.read(part, nil)
	var merges []merge
	if err == nil {
		merges, err = b.mergesOf(part)
	}
	if err == nil {
		r.fills.merges = merges
		defer func() { _ = r.Close() }()
		err = r.findHeader()
	}
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		if fault.KindOf(err) == fault.Invalid {
			t.Reason = reason.From(err)
			return t, nil
		}
		return nil, err
	}
	t.Since1904 = b.epoch == 1904
	t.Header, t.Size = r.header, int64(min(part.UncompressedSize64, 1<<62))
	t.Open = func(context.Context) (table.Rows, error) {
		again, err := open(file)
		if err != nil {
			return nil, err
		}
		part := again.parts[s.part]
		if part == nil {
			_ = again.file.Close()
			return nil, fault.Because(fault.Invalid, reason.Of("file_changed"))
		}
		r, err := again.read(part, again.file)
		if err == nil {
			r.fills.merges = merges
			err = r.findHeader()
			if err != nil {
				_ = r.Close()
			}
		} else {
			_ = again.file.Close()
		}
		if err != nil {
			return nil, err
		}
		return table.TrimReport(r, "row", t.Header), nil
	}
	return t, nil
}

// open reads everything of a workbook but its sheets.
func open(file string) (*book, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	b := &book{file: in, epoch: 1900, parts: map[string]*zip.File{}}
	if err := b.load(); err != nil {
		_ = in.Close()
		return nil, err
	}
	return b, nil
}

func (b *book) load() error {
	info, err := b.file.Stat()
	if err != nil {
		return err
	}
	b.size = info.Size()
	archive, err := zip.NewReader(b.file, b.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return damaged("the workbook")
	}
	for _, f := range archive.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if b.parts[name] == nil {
			b.parts[name] = f
		}
	}
	if b.parts["xl/workbook.bin"] != nil {
		return fault.Because(fault.Invalid, reason.Of("excel_binary"))
	}
	main := "xl/workbook.xml"
	if root, err := b.relations(""); err == nil {
		for _, r := range root {
			if strings.HasSuffix(r.Type, "/officeDocument") {
				main = r.Target
			}
		}
	}
	related, err := b.relations(main)
	if err != nil {
		return err
	}
	targets := map[string]string{}
	texts, styles := "", ""
	for _, r := range related {
		targets[r.ID] = r.Target
		switch {
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			texts = r.Target
		case strings.HasSuffix(r.Type, "/styles"):
			styles = r.Target
		}
	}
	if err := b.readWorkbook(main, targets); err != nil {
		return err
	}
	if err := b.readStyles(styles); err != nil {
		return err
	}
	return b.readTexts(texts)
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations are the parts that a part refers to, by their names in the archive.
func (b *book) relations(of string) ([]relation, error) {
	var all struct {
		Relation []relation `xml:"Relationship"`
	}
	dir, base := path.Split(of)
	if err := b.decode(dir+"_rels/"+base+".rels", &all); err != nil {
		return nil, err
	}
	for i, r := range all.Relation {
		if strings.HasPrefix(r.Target, "/") {
			all.Relation[i].Target = strings.TrimPrefix(path.Clean(r.Target), "/")
		} else {
			all.Relation[i].Target = path.Join(dir, r.Target)
		}
	}
	return all.Relation, nil
}

// readWorkbook reads the list of sheets.
func (b *book) readWorkbook(part string, targets map[string]string) error {
	var w struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(part, &w); err != nil {
		return err
	}
	if on := w.Properties.Date1904; on == "1" || on == "true" {
		b.epoch = 1904
	}
	for _, s := range w.Sheets {
		found := sheet{name: s.Name}
		if s.State == "hidden" || s.State == "veryHidden" {
			found.state = s.State
		}
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				found.part = targets[a.Value]
			}
		}
		if strings.Contains(found.part, "chartsheets/") {
			continue
		}
		b.sheets = append(b.sheets, found)
	}
	return nil
}

const mostSmall = 64 << 20 // bytes of a part that is read as a whole

// decode reads a small part.
func (b *book) decode(part string, into any) error {
	f := b.parts[part]
	if f == nil {
		return damaged("the workbook")
	}
	in, err := f.Open()
	if err != nil {
		return damaged("the workbook")
	}
	defer func() { _ = in.Close() }()
	limited := &io.LimitedReader{R: b.limited(in, f), N: mostSmall}
	if err := xml.NewDecoder(limited).Decode(into); err != nil {
		if limited.N == 0 {
			return fault.Because(fault.Invalid, reason.Of("excel_too_large", "part", part))
		}
		return damaged("the workbook")
	}
	return nil
}

func (b *book) limited(in io.Reader, f *zip.File) io.Reader {
	return &stretches{in: unpack.DefaultLimits.Reader(in, int64(min(f.CompressedSize64, uint64(b.size))))}
}

func damaged(what string) error {
	return fault.Because(fault.Invalid, reason.Of("excel_damaged", "what", what))
}

// inPart says what is wrong with a part that was read in pieces.
func inPart(err error, what string) error {
	if err == nil || errors.Is(err, io.EOF) || fault.KindOf(err) == fault.Invalid {
		return err
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("read %s: %w", what, err)
	}
	return damaged(what)
}
