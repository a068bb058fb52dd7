package xlsxfile

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

const (
	mostTexts     = 8 << 20   // shared texts
	mostTextBytes = 256 << 20 // all of them together: they are held in memory
)

// readTexts reads the texts that cells share.
func (b *book) readTexts(part string) error {
	f := b.parts[part]
	if f == nil {
		return nil // numbers only
	}
	in, err := f.Open()
	if err != nil {
		return damaged("the workbook")
	}
	defer func() { _ = in.Close() }()
	d := xml.NewDecoder(b.limited(in, f))
	var text strings.Builder
	total, inItem, inText, phonetic := 0, false, false, 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return inPart(err, "the workbook")
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				inItem = true
				text.Reset()
			case "t":
				inText = inItem && phonetic == 0
			case "rPh": // how Japanese is read: not a part of the text
				phonetic++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				inItem = false
				b.texts = append(b.texts, text.String())
				total += text.Len()
				if len(b.texts) > mostTexts || total > mostTextBytes {
					return fault.Because(fault.Invalid, reason.Of("excel_text"))
				}
			case "t":
				inText = false
			case "rPh":
				phonetic--
			}
		case xml.CharData:
			if inText {
				text.Write(t)
				if text.Len() > mostRow {
					return fault.Because(fault.Invalid, reason.Of("excel_cell_long"))
				}
			}
		}
	}
}

// unescape resolves what Excel writes for characters that XML cannot hold: _x000D_.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			break
		}
		code, ok := hex4(s[i+2 : i+6])
		if !ok || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		if code != 0 {
			out.WriteRune(code)
		}
		s = s[i+7:]
	}
	out.WriteString(s)
	return out.String()
}

func hex4(s string) (rune, bool) {
	var n rune
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | rune(c-'0')
		case c >= 'A' && c <= 'F':
			n = n<<4 | rune(c-'A'+10)
		case c >= 'a' && c <= 'f':
			n = n<<4 | rune(c-'a'+10)
		default:
			return 0, false
		}
	}
	return n, true
}
