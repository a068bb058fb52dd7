package csvfile_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"salesops/connectors/csvfile"
	"salesops/internal/fault"
)

// TestEncodings: what the bytes show is read without a question, what they do not show is asked,
// and read right once it was said. None is taken for Western text.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const asked = ""
	for _, c := range []struct{ encoding, text, want string }{
		{"utf-8", "Müller, 北京, Łódź", "UTF-8"},
		{"windows-1252", "Müller & Söhne, 5 € – “São Paulo” l’été, Curaçao, Tromsø, AÇÃO, Peña", "Windows-1252"},
		{"windows-1252", "Änderung", "Windows-1252"},
		{"gb18030", "北京销售有限公司, 上海分公司的客户, 广州", "GB18030"},
		{"gb18030", "客户㐀㐁㐂㐃㐄, 㐅㐆", asked},
		{"shift_jis", "株式会社ソニー, 東京の営業部, カタカナ", asked},
		{"shift_jis", "ひらがな, アイウ", asked},
		{"euc-kr", "삼성전자 서울 영업부", asked},
		{"euc-jp", "ひらがな, アイウエオ, 東京の営業部", asked},
		{"big5", "台灣積體電路, 業務部門, 臺北的客戶", asked},
		{"windows-1251", "Газпром, Москва, отдел продаж", asked},
		{"koi8-r", "Газпром, Москва, отдел продаж", asked},
		{"windows-1250", "Wałęsa, Łódź, źdźbło, Gdańsk, część", asked},
		{"iso-8859-7", "Αθήνα, πωλήσεις", asked},
		{"windows-1255", "תל אביב, מכירות", asked},
	} {
		e, err := htmlindex.Get(c.encoding)
		if err != nil {
			t.Fatal(err)
		}
		file, err := e.NewEncoder().String("Name;Town\n" + c.text + ";x\nPlain;y\n")
		if err != nil {
			t.Fatal(c.encoding, err)
		}
		f, err := csvfile.Sniff(strings.NewReader(file), "")
		switch {
		case c.want == asked && fault.KindOf(err) != fault.Invalid:
			t.Errorf("%s in %s is read as %s, not asked", c.text, c.encoding, f.Encoding)
		case c.want != asked && (err != nil || string(f.Encoding) != c.want):
			t.Errorf("%s in %s is read as %s, %v", c.text, c.encoding, f.Encoding, err)
		}
		name, err := csvfile.ParseEncoding(c.encoding)
		if err != nil {
			t.Fatal(err)
		}
		if f, err = csvfile.Sniff(strings.NewReader(file), name); err != nil {
			t.Fatal(c.encoding, err)
		}
		r, err := csvfile.NewReader(strings.NewReader(file), f)
		if err != nil {
			t.Fatal(err)
		}
		row, err := r.Next()
		if err != nil || string(row.Fields[0]) != c.text {
			t.Errorf("%s, said to be so: %q, %v", c.encoding, row.Fields, err)
		}
	}
	for _, name := range []string{"klingon", "replacement", "iso-2022-kr"} {
		if _, err := csvfile.ParseEncoding(name); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if f, err := csvfile.Sniff(strings.NewReader("Name\nMüller\n"), "shift_jis"); err != nil ||
		f.Encoding != csvfile.UTF8 {
		t.Errorf("a file that shows it is UTF-8 is read as %s, %v", f.Encoding, err)
	}
}

// TestFilesThatAreNoText: what a file is instead is said; half of such a beginning is none.
func TestFilesThatAreNoText(t *testing.T) {
	t.Parallel()
	for begin, code := range map[string]string{"PK\x03\x04": "file_excel", "\x1f\x8b": "file_gzip",
		"\xd0\xcf\x11\xe0": "file_excel_old",
		"%PDF":             "file_pdf", "\xff\xfe\x00\x00": "file_utf32", "\x00\x00\xfe\xff": "file_utf32",
		"PK\x03": "", "PK,\x04": "", "%PD": "", "%": "", "\x1f": ""} {
		_, err := csvfile.Sniff(strings.NewReader(begin+"\nName,Town\nAda,Kiel\n"), "")
		if why, _ := fault.ReasonOf(err); why.Code != code && (code != "" || strings.HasPrefix(why.Code, "file_")) {
			t.Errorf("%q begins a file that is %q, want %q", begin, why.Code, code)
		}
	}
}

// TestTwoBytesEach: text of two bytes a character is told by its mark, or by where its zeros are.
func TestTwoBytesEach(t *testing.T) {
	t.Parallel()
	wide := func(text string, high int) string {
		var b strings.Builder
		for _, r := range text {
			two := []byte{byte(r >> 8), byte(r)}
			b.Write([]byte{two[high], two[1-high]})
		}
		return b.String()
	}
	const little, big = 1, 0
	plain := "Name,Town\nAda,Kiel\nBo,Łódź\n"
	for what, c := range map[string]struct {
		file string
		want csvfile.Encoding
	}{
		"little": {wide(plain, little), csvfile.UTF16LE}, "big": {wide(plain, big), csvfile.UTF16BE},
		"little with its mark": {"\xff\xfe" + wide(plain, little), csvfile.UTF16LE},
		"big with its mark":    {"\xfe\xff" + wide(plain, big), csvfile.UTF16BE},
		"marked UTF-8":         {"\xef\xbb\xbf" + plain, csvfile.UTF8}, "UTF-8": {plain, csvfile.UTF8},

		"an odd byte more": {wide(plain, big) + "\x00", csvfile.UTF16BE},
		"some zeros":       {"a,b\n\x001,2\n3,4\n5,6\n7,8\n", csvfile.UTF8},
	} {
		f, err := csvfile.Sniff(strings.NewReader(c.file), "")
		if err != nil || f.Encoding != c.want {
			t.Errorf("%s is read as %s, %v; want %s", what, f.Encoding, err, c.want)
		}
	}
}

// TestSeparatorsThatAreSaid: the line that Excel writes is no row, and none that only looks like it.
func TestSeparatorsThatAreSaid(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{"sep=;\nName;Town\na,b;c\n": "a,b|c",
		"SEP=,\r\nName,Town\na;b,c\n":  "a;b|c",
		"sep=\t\nName\tTown\na,b\tc\n": "a,b|c", "sep=; \nName;Town\na,b;c\n": "a,b|c",

		"sep=;x\nName;Town\nb;c\n": "b|c"} {
		f, err := csvfile.Sniff(strings.NewReader(file), "")
		if err != nil {
			t.Errorf("%q: %v", file, err)
			continue
		}
		r, err := csvfile.NewReader(strings.NewReader(file), f)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for {
			row, err := r.Next()
			if err != nil {
				break
			}
			got = ""
			for _, field := range row.Fields {
				got += "|" + string(field)
			}
		}
		if got = strings.TrimPrefix(got, "|"); got != want {
			t.Errorf("the last row of %q is %s, want %s", file, got, want)
		}
	}
}
