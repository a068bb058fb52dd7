package csvfile

import (
	"context"
	"fmt"
	"os"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

var separatorNames = map[byte]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "pipe"}

// Table finds out how a file is written; asked is as in Sniff. A file that is no text is a table with a reason.
func Table(path string, asked Encoding) (*table.Table, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	t := &table.Table{Size: info.Size()}
	f, err := Sniff(in, asked)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		t.Reason = reason.From(err)
		return t, nil
	}
	t.Header, t.Encoding, t.Separator = f.Header, string(f.Encoding), separatorNames[f.Separator]
	t.Open = func(context.Context) (table.Rows, error) {
		in, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		r, err := NewReader(in, f)
		if err != nil {
			_ = in.Close()
			return nil, fmt.Errorf("read from the start: %w", err)
		}
		return table.TrimReport(&rows{Reader: r, file: in}, "line", t.Header), nil
	}
	return t, nil
}

// rows is a Reader as the importer takes it.
type rows struct {
	*Reader
	file *os.File
}

func (r *rows) Next(into []string) (table.Row, error) {
	row, err := r.Reader.Next()
	if err != nil {
		return table.Row{}, err
	}
	return table.Row{Line: row.Line, Cells: row.Texts(into), Raw: row.Raw, Problem: row.Problem}, nil
}

func (r *rows) Close() error { return r.file.Close() }
