package xlsxfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/xlsxfile"
	"salesops/internal/fault"
)

// says is what a workbook gives: of each table its name with its header, and the last row, or why it is none.
func says(t *testing.T, parts [][2]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(file, packed(t, parts), 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := xlsxfile.Tables(file)
	if err != nil {
		why, _ := fault.ReasonOf(err)
		return "error " + why.Code
	}
	var out []string
	for _, found := range tables {
		if !found.Reason.None() {
			out = append(out, strings.TrimSpace(found.Name+" "+found.Reason.Code+" "+found.Reason.Parts["what"]))
			continue
		}
		text := found.Name + " " + strings.Join(found.Header, "|")
		if found.Since1904 {
			text += " since 1904"
		}
		rows, err := found.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		last := ""
		for {
			row, err := rows.Next(nil)
			if err != nil {
				if !errors.Is(err, io.EOF) {
					why, _ := fault.ReasonOf(err)
					last += " then " + why.Code + " " + why.Parts["what"]
				}
				break
			}
			last = " " + strings.Join(row.Cells, "|")
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		out = append(out, text+last)
	}
	return strings.Join(out, "; ")
}

// sheetOne is a sheet of a header and one row.
func sheetOne(name string) string { return sheetOf([]string{name + "|Town", "Ada|Kiel"}) }

// TestWorkbooksAsTheyArePacked: parts lie where the relations say, however the archive names them; sheets that cannot
// be read say why.
func TestWorkbooksAsTheyArePacked(t *testing.T) {
	t.Parallel()
	const root = `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="%s"/></Relationships>`
	const relations = `<Relationships><Relationship Id="b" Type="/worksheet" Target="%s"/>` +
		`<Relationship Id="c" Type="/worksheet" Target="%s"/></Relationships>`
	book := func(properties string, sheets ...string) string {
		return `<workbook>` + properties + `<sheets>` + strings.Join(sheets, "") + `</sheets></workbook>`
	}
	sheet := func(name, id, more string) string {
		return fmt.Sprintf(`<sheet name="%s" id="%s" %s/>`, name, id, more)
	}
	two := book("", sheet("One", "b", ""), sheet("Two", "c", ""))
	usual := func(main, related string, more ...[2]string) [][2]string {
		return append([][2]string{{"_rels/.rels", fmt.Sprintf(root, "xl/workbook.xml")}, {"xl/workbook.xml", main},
			{"xl/_rels/workbook.xml.rels", related}}, more...)
	}
	inXl := fmt.Sprintf(relations, "s.xml", "u.xml")
	s, u := [2]string{"xl/s.xml", sheetOne("A")}, [2]string{"xl/u.xml", sheetOne("B")}
	for what, c := range map[string]struct {
		parts [][2]string
		want  string
	}{
		"two sheets": {usual(two, inXl, s, u), "One A|Town Ada|Kiel; Two B|Town Ada|Kiel"},
		"targets from the root": {usual(two, fmt.Sprintf(relations, "/xl/s.xml", "/xl/../xl/u.xml"), s, u),
			"One A|Town Ada|Kiel; Two B|Town Ada|Kiel"},
		"names with backslashes": {usual(two, inXl, [2]string{`xl\s.xml`, s[1]}, [2]string{`/xl/u.xml`, u[1]}),
			"One A|Town Ada|Kiel; Two B|Town Ada|Kiel"},
		"a book of another name": {[][2]string{{"_rels/.rels", fmt.Sprintf(root, "/office/book.xml")},
			{"office/book.xml", two}, {"office/_rels/book.xml.rels", inXl}, {"office/s.xml", s[1]},
			{"office/u.xml", u[1]}},
			"One A|Town Ada|Kiel; Two B|Town Ada|Kiel"},
		"no relations of the root": {usual(two, inXl, s, u)[1:], "One A|Town Ada|Kiel; Two B|Town Ada|Kiel"},
		"hidden sheets": {usual(book("", sheet("One", "b", `state="hidden"`), sheet("Two", "c", `state="veryHidden"`)),
			inXl, s, u), "One excel_hidden; Two excel_hidden"},
		"a visible sheet": {usual(book("", sheet("One", "b", `state="visible"`)), inXl, s, u),
			"One A|Town Ada|Kiel"},
		"a sheet that is not there": {usual(two, inXl, s), "One A|Town Ada|Kiel; Two excel_no_part"},
		"one part twice": {usual(two, fmt.Sprintf(relations, "s.xml", "s.xml"), s),
			"One A|Town Ada|Kiel; Two excel_no_part"},
		"a chart": {usual(two, fmt.Sprintf(relations, "s.xml", "chartsheets/u.xml"), s,
			[2]string{"xl/chartsheets/u.xml", u[1]}), "One A|Town Ada|Kiel"},
		"nothing in it": {usual(two, inXl, [2]string{"xl/s.xml", sheetOf(nil)},
			[2]string{"xl/u.xml", "<worksheet/>"}), "excel_no_table"},
		"no sheets": {usual(book(""), inXl), "excel_no_table"},
		"since 1904": {usual(book(`<workbookPr date1904="1"/>`, sheet("One", "b", "")), inXl, s),
			"One A|Town since 1904 Ada|Kiel"},
		"also since 1904": {usual(book(`<workbookPr date1904="true"/>`, sheet("One", "b", "")), inXl, s),
			"One A|Town since 1904 Ada|Kiel"},
		"since 1900": {usual(book(`<workbookPr date1904="0"/>`, sheet("One", "b", "")), inXl, s),
			"One A|Town Ada|Kiel"},
		"a binary workbook": {usual(two, inXl, s, u, [2]string{"xl/workbook.bin", "x"}), "excel_binary"},
		"no workbook":       {[][2]string{{"a.xml", "<a/>"}}, "excel_damaged the workbook"},
		"a torn workbook":   {usual("<workbook><sheets>", inXl, s, u), "excel_damaged the workbook"},
		"a torn sheet": {usual(two, inXl, [2]string{"xl/s.xml", s[1][:len(s[1])-150]}, u),
			"One excel_damaged the sheet; Two B|Town Ada|Kiel"},
		"a sheet torn in a cell": {usual(two, inXl, [2]string{"xl/s.xml",
			`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>A</t>`},
			u), "One excel_damaged the sheet; Two B|Town Ada|Kiel"},
	} {
		if got := says(t, c.parts); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", what, got, c.want)
		}
	}
}

// TestWhatStandsInACell: of all that lies within one, in whatever order and with whatever space between.
func TestWhatStandsInACell(t *testing.T) {
	t.Parallel()
	const texts = `<sst><si><t>zero</t></si><si><t xml:space="preserve"> one </t></si>` +
		`<si><r><rPr><b/></rPr><t>t</t></r><r><t>wo</t></r></si></sst>`
	for cell, want := range map[string]string{
		`<c><v>1</v></c>`: "1", `<c t="n"><v> 1 </v></c>`: "1", `<c><v/></c>`: "", `<c/>`: "",
		`<c t="s"><v>0</v></c>`:   "zero",
		`<c t="s"><v> 1 </v></c>`: "one", `<c t="s"><v>2</v></c>`: "two", `<c t="s"/>`: "", `<c t="s"><v></v></c>`: "",
		"<c t='inlineStr'>\n <is>\n  <t>a</t>\n </is>\n</c>":                                    "a",
		`<c t="inlineStr"><is><r><rPr><sz val="9"/></rPr><t>a</t></r><r> <t>b</t></r></is></c>`: "ab",
		`<c t="inlineStr"><is><t>a</t><phoneticPr fontId="1"/>x</is></c>`:                       "a",
		`<c t="inlineStr"><is><rPh sb="0" eb="1"><t>x</t></rPh><t>a</t></is></c>`:               "a",
		`<c t="str"><f>A1</f><v>a</v></c>`:                                                      "a",
		`<c t="str"><v> a_x0041_ </v></c>`:                                                      "aA",
		`<c t="b"><v>1</v></c>`:                                                                 "true",
		`<c t="b"><v>0</v></c>`:                                                                 "false",
		`<c t="b"><v>true</v></c>`:                                                              "true",
		`<c t="b"><v>false</v></c>`:                                                             "false",
		`<c t="b"><v>2</v></c>`:                                                                 "",
		`<c t="e"><v>#N/A</v></c>`:                                                              "",
		`<c t="d"><v> 2026-01-02 </v></c>`:                                                      "2026-01-02",
		`<c><f>1+1</f><v>2</v></c>`:                                                             "2",
		`<c><f>1+1</f></c>`:                                                                     "",
		`<c><f>1+1</f><v></v></c>`:                                                              "",
		`<c t="str"><f>""</f><v></v></c>`:                                                       "",
		`<c><v>1</v><extLst><ext>9</ext></extLst></c>`:                                          "1",
		`<c><v>1</v>9</c>`:                                                                      "1",
		`<c>9<v>1</v></c>`:                                                                      "1",
		`<c t="x"><v>1</v></c>`:                                                                 "1",
		`<c t="inlineStr"><is><t>a&amp;b</t></is></c>`:                                          "a&b",
	} {
		sheet := `<worksheet><sheetData><row><c t="inlineStr"><is><t>A</t></is></c><c t="inlineStr"><is><t>B</t></is></c></row>` +
			`<row>` + cell + `<c t="inlineStr"><is><t>end</t></is></c></row></sheetData></worksheet>`
		if got := says(t, parts(sheet, texts, seedStyles)); got != "S A|B "+want+"|end" {
			t.Errorf("%s holds %s, want %s", cell, got, want)
		}
	}
	for _, cell := range []string{`<c t="s"><v>3</v></c>`, `<c t="s"><v>-1</v></c>`, `<c t="s"><v>x</v></c>`} {
		sheet := `<worksheet><sheetData><row><c t="inlineStr"><is><t>A</t></is></c></row><row>` +
			cell + `</row></sheetData></worksheet>`
		if got := says(t, parts(sheet, texts, seedStyles)); !strings.Contains(got, "excel_damaged the sheet") {
			t.Errorf("%s: %s", cell, got)
		}
	}
}
