package all_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// rowsOf are a hundred deals as the rows of a file.
func rowsOf(row func(id, name string) string) []string {
	rows := make([]string, 100)
	for i := range rows {
		rows[i] = row(fmt.Sprintf("006%012dAAA", i+1), fmt.Sprintf("Deal %d", i+1))
	}
	return rows
}

// TestFileThatBreaksOff: of a file that was not written to its end, the rows before are taken, the
// report says where it ends, and no record is deleted because the rest is missing.
func TestFileThatBreaksOff(t *testing.T) {
	t.Parallel()
	const header = "Id,Name,StageName,CloseDate\n"
	plain := header +
		strings.Join(rowsOf(func(id, name string) string { return id + "," + name + ",Prospecting,2026-12-01" }), "\n")
	quoted := header + strings.Join(rowsOf(func(id, name string) string {
		return id + `,"` + name +
			`",Prospecting,2026-12-01`
	}), "\n")
	objects := rowsOf(func(id, name string) string {
		return `{"Id":"` + id + `","Name":"` + name + `","StageName":"Prospecting","CloseDate":"2026-12-01"}`
	})
	list := "[" + strings.Join(objects, ",\n") + "]"
	half := func(text string) string { return text[:strings.Index(text, "Deal 51")+4] }
	packed := gzipped(t, quoted)
	cases := []struct {
		name, file, text string
		said             string // BYTES is the size of the file
		line             string
		taken            int64 // -1: some
	}{
		{"a row", "o.csv", half(plain), "the file breaks off at byte BYTES: it was not written or copied to its end",
			"line 52", 50},
		{"a field in quotes", "o.csv", half(quoted),
			"the file breaks off at byte BYTES: it was not written or copied to its end", "line 52", 50},
		{"a list", "o.json", half(list), "the file breaks off at byte BYTES: it was not written or copied to its end",
			"line 51", 50},
		{"a list between its rows", "o.json", strings.Join(strings.SplitAfter(list, "\n")[:50], ""),
			"the file breaks off at byte BYTES: it was not written or copied to its end", "line 51", 50},
		{"a list in an answer", "o.json", `{"data":` + half(list),
			"the file breaks off at byte BYTES: it was not written or copied to its end", "line 51", 50},
		{"one object after the other", "o.json", strings.ReplaceAll(half(strings.Join(objects, "\n")), `,"Name"`,
			",\n\"Name\""), "the file breaks off at byte BYTES: it was not written or copied to its end", "line 101",
			50},
		{"a line of JSON", "o.jsonl", half(strings.Join(objects, "\n")),
			"the file breaks off at byte BYTES: it was not written or copied to its end", "line 51", 50},
		{"gzip", "o.csv.gz", packed[:len(packed)*2/3], "the gzip file breaks off at byte BYTES", "", -1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			dir := folder(t, map[string]string{c.file: c.text})
			r := w.run(connectors.Options{Paths: []string{dir}})
			f := r.Files[0]
			if c.taken >= 0 && f.Taken != c.taken || f.Taken == 0 || f.Rows != f.Taken+f.Rejected || f.Rejected != 1 {
				t.Errorf("the file's counts are %+v, want %d taken", f, c.taken)
			}
			p := problem(t, r, problems.BrokenOff)
			said := strings.ReplaceAll(c.said, "BYTES", fmt.Sprint(len(c.text)))
			if c.name == "gzip" {
				said = "breaks off at byte" // of what was packed, or of what came out of it
			}
			if p.Count != 1 || !strings.Contains(told(&p), said) || !strings.Contains(told(&p), c.line) {
				t.Errorf("the message is %q, want %q with %q", told(&p), said, c.line)
			}
			_, err := w.try(connectors.Options{Paths: []string{dir}, Full: true})
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), said) {
				t.Errorf("as a complete export it is %v", err)
			}
		})
	}
}

// TestFileThatIsCutApart: a format that needs its end is refused with the reason.
func TestFileThatIsCutApart(t *testing.T) {
	t.Parallel()
	book := workbook(t, map[string][][]any{"Deals": {{"Id", "Name", "StageName", "CloseDate"},
		{deal1, "A", "Prospecting", "2026-12-01"}}}, nil)
	for name, want := range map[string]string{
		"o.xlsx":    "the workbook is damaged or was not written to its end: export or copy it again",
		"o.zip":     "the zip archive is damaged or was not written to its end: pack or export it again",
		"o.parquet": "the Parquet file is damaged or was not written to its end: write it again",
	} {
		text := book[:len(book)/2]
		if name == "o.parquet" {
			text = "PAR1" + text
		}
		r := newWorld(t).run(connectors.Options{Paths: []string{folder(t, map[string]string{name: text})}})
		if f := r.Files[0]; !r.Nothing || f.Reason != want {
			t.Errorf("%s: %q, want %q", name, f.Reason, want)
		}
	}
}

// TestLostCharacters: bytes that are no characters in the encoding of their file are counted with
// the first line, and what stands around them is kept.
func TestLostCharacters(t *testing.T) {
	t.Parallel()
	text := "Id,Name,StageName,CloseDate\n" + deal1 + ",株式会社,Prospecting,2026-12-01\n" +
		deal2 + ",株式会社,Prospecting,2026-12-01\n" + deal3 + ",カタカナ,Prospecting,2026-12-01\n"
	shift, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	object := func(id, name string) string {
		return `{"Id":"` + id + `","Name":"` + name + `","StageName":"Prospecting","CloseDate":"2026-12-01"}`
	}
	good := "Id,Name,StageName,CloseDate\n" + deal1 + ",Müller é ü,Prospecting,2026-12-01\n" + deal2 +
		",M\xFCller,Prospecting,2026-12-01\n" + deal3 + ",A\xE9B,Prospecting,2026-12-01\n"
	cases := []struct {
		name, file, text, encoding, message, kept string
	}{
		{"bytes of Latin-1 in UTF-8", "o.csv", good, "",
			"2 rows have characters that cannot be read in the encoding of the file and stand as �: FILE, line 3.",
			"M�ller"},
		{"an encoding that was named", "o.csv", strings.Replace(shift, deal2+",", deal2+",\xFF\xFD", 1), "shift_jis",
			"1 row has characters that cannot be read in the encoding of the file and stand as �: FILE, line 3.",
			"��株式会社"},
		{"in the header too", "o.csv", "Id,Name,StageName,CloseDate,Gr�e\n" + deal1 + ",A,Prospecting,2026-12-01,\n" +
			deal2 + ",M�ller,Prospecting,2026-12-01,\n", "",
			"2 rows have characters that cannot be read in the encoding of the file and stand as �: FILE, the header.",
			"M�ller"},
		{"in the header alone", "o.csv", "Id,Name,StageName,CloseDate,Gr�e\n" + deal2 +
			",Acme,Prospecting,2026-12-01,\n", "",
			"1 row has characters that cannot be read in the encoding of the file and stand as �: FILE, the header.",
			"Acme"},
		{"in the header of a file that nobody knows", "o.csv", "Gr�e,Gewicht\n1,2\n", "",
			"1 row has characters that cannot be read in the encoding of the file and stand as �: FILE, the header.",
			""},
		{"JSON", "o.json", "[" + object(deal1, "Müller") + ",\n" + object(deal2, "M\xFCller") + "]",
			"", "1 row has characters that cannot be read in the encoding of the file and stand as �: FILE, line 2.",
			"M�ller"},
		{"JSON lines", "o.jsonl", object(deal1, "Müller") + "\n" + object(deal2, "M\xFCller") + "\n",
			"", "1 row has characters that cannot be read in the encoding of the file and stand as �: FILE, line 2.",
			"M�ller"},
		{"half a pair of JSON", "o.json", "[" + object(deal1, "Müller") + ",\n" + object(deal2, `M\ud83cller`) + "]",
			"", "1 row has characters that cannot be read in the encoding of the file and stand as �: FILE, line 2.",
			"M�ller"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			dir := folder(t, map[string]string{c.file: c.text})
			r := w.run(connectors.Options{Paths: []string{dir}, Encoding: c.encoding})
			want := strings.ReplaceAll(c.message, "FILE", filepath.ToSlash(filepath.Join(dir, c.file)))
			rows, where, _ := strings.Cut(want, ": ")
			if p := problem(t, r, problems.Lost); !strings.HasPrefix(told(&p), rows) ||
				!strings.HasSuffix(told(&p), where) {
				t.Errorf("the message is\n%s, want\n%s", told(&p), want)
			}
			if c.kept == "" {
				return
			}
			if name := w.records(sales.Deal, record.At{})[deal2].Fields["name"].Text(); name != c.kept {
				t.Errorf("the name is %q, want %q", name, c.kept)
			}
		})
	}
}

// TestRowsBesideWhatCannotBeRead: rows of JSON behind a line that is too long, or in a list behind a list,
// are taken, and what is no list there is told.
func TestRowsBesideWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	object := func(id string) string {
		return `{"Id":"` + id + `","Name":"A","StageName":"Prospecting","CloseDate":"2026-12-01"}`
	}
	message := func(id string) string { return `{"type":"RECORD","stream":"Opportunity","record":` + object(id) + "}" }
	long := `{"Name":"` + strings.Repeat("x", 17<<20) + `"}`
	for _, c := range []struct {
		name, file, text string
		taken            int64
		problem          string
	}{
		{"a long line", "o.jsonl", object(deal1) + "\n" + long + "\n" + object(deal2) + "\n",
			2, "line 2: one line is longer than 16 MB"},
		{"a long last line", "o.jsonl", object(deal1) + "\n" + object(deal2) + "\n" + long,
			2, "line 3: one line is longer than 16 MB"},
		{"a long message", "o.singer", message(deal1) + "\n" + long + "\n" + message(deal2) + "\n",
			2, "line 2: one line is longer than 16 MB"},
		{"lists behind each other", "o.json", "[" + object(deal1) + "]\n[]\n[" + object(deal2) + "," +
			object(deal3) + "]\n", 3, ""},
		{"a word behind a list", "o.json", "[" + object(deal1) + "]\nend [" + object(deal2) + "]\n",
			1, "line 2: this is not JSON: behind the list stands what is no list"},
		{"an object behind a list", "o.json", "[" + object(deal1) + "]\n" + object(deal2) + "\n",
			1, "line 2: this is not JSON: behind the list stands what is no list"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newWorld(t).run(
				connectors.Options{Paths: []string{folder(t, map[string]string{c.file: c.text})}}).Files[0]
			if f.Taken != c.taken || (f.Rejected > 0) != (c.problem != "") {
				t.Errorf("%d taken, %d rejected: %+v", f.Taken, f.Rejected, f)
			}
			if c.problem != "" && (len(f.Rejects) != 1 || f.Rejects[0].Reason != c.problem) {
				t.Errorf("%+v, want %q", f.Rejects, c.problem)
			}
		})
	}
}
