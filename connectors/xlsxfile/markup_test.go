package xlsxfile

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"salesops/internal/fault"
)

// told is all that a text of XML says, by the library's decoder or by ours.
func told(text string, ours bool) (said []string, whole bool) {
	if ours {
		m := newMarkup(iotest.OneByteReader(strings.NewReader(text)))
		for {
			t, err := m.next()
			if err != nil {
				return said, err.Error() == "EOF"
			}
			switch t {
			case opens:
				said = append(said, "<"+string(m.name))
				for {
					name, value, err := m.attribute()
					if err != nil {
						return said, false
					}
					if name == nil {
						break
					}
					said = append(said, string(name)+"="+string(value))
				}
			case closes:
				said = append(said, ">"+string(m.name))
			case words:
				said = append(said, "'"+string(m.text))
			}
		}
	}
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.RawToken()
		if err != nil {
			return said, err.Error() == "EOF"
		}
		switch t := token.(type) {
		case xml.StartElement:
			said = append(said, "<"+t.Name.Local)
			for _, a := range t.Attr {
				said = append(said, a.Name.Local+"="+a.Value)
			}
		case xml.EndElement:
			said = append(said, ">"+t.Name.Local)
		case xml.CharData:
			said = append(said, "'"+string(t))
		}
	}
}

var markups = []string{
	`<row r="1"><c r='A1' t="s"><v>0</v></c><c/></row >`, "a &lt;&amp;&#65;&#x42;&gt; b\r\nc\rd",
	`<x:c y:r="a&quot;b" z = '>'/>`,
	`<?xml version="1.0" encoding="UTF-8"?><a><!-- <b> --><![CDATA[<&]]>]]</a>`,
	`<!DOCTYPE a [<!ENTITY b "c>">]><a>é世</a>`, `<a b=c>`, `<a b>`, `<a`, `</`, `<a>&nope;</a>`,
	"<a>\x01</a>", "<a>\xff</a>", `<a>]]></a>`, `<?xml version="1.0" encoding="latin1"?><a/>`, `<>`, `</ a>`,
	// declarations: comments, quotes and brackets inside one another
	`<!DOCTYPE a [<!-- > ' <b> -->]><a>x</a>`, `<!DOCTYPE a [<!---->]>x`,
	`<!DOCTYPE a [<!-- b -->`, `<!DOCTYPE a [<!-- b`,
	`<!DOCTYPE a [<!ELEMENT b "x>y"><c '"'>]><a/>y`, `<!a <!-- " -->>x`, `<!a <!-- " -- > -->>x`,
	`<!a <!- > >x`, `<!a <!-->x`,
	`<!a <b <c> > >x`, `<!a ">" '>'>x`, `<!a "'>x`, `<!>x`, `<!a>x`, `<!-- a -- b -->x`, `<!-->x`, `<!--->x`,
	`<!---->x`, `<![CDATA[]]>x`,
	`<![CDATA[a]]]]>x`, `<![CDATA[a`, `<![CDATA a]]>x`, `<!-`, `<!`, `<!a <!-`, `<??>x`, `<?a`, `<?a ?b?>x`,
	`<?xml encoding='utf-8'?>x`,
	`<?xml version="1.0" encoding=""?>x`, `<?xmlx encoding="latin1"?>x`, `<?xml encoding=xaxb?>y`,
	// entities, characters that XML may hold, and encodings that are none of ours
	"&#9;&#10;&#13;&#32;", "&#31;", "&#0;", "&#8;", "&#xD7FF;&#xE000;&#xFFFD;&#x10000;&#x10FFFF;",
	"&#xFFFE;", "&#x110000;",
	"&#+65;", "&#x+41;", "&#;", "&#x;", "&#99999999999;", "&amp;amp;", "a&lt;", "&gt",
	"&", "\ud7ff\ue000\ufffd\U00010000",
	"\uffff", "a\r", "\r\r\n\n", "<![CDATA[\r\n&amp;]]>", "a\x1fb", "a\tb", "a\x7fb",
	`<a b="\x01"/>`, "<a b='&lt;\r\n'/>",
	`<?xml version="1.0" encoding='latin1'?>x`, `<?xml encoding="utf-16"?>x`,
	`<?xml encoding="UTF-8'?>x`, `<?xml encoding="?>x`,
	"<?xml\tencoding='ascii'?>x", `<?xml encoding=utf-8?>x`, `<?xml version="1.0"?>x`, `<?xml encoding=""?>x`,
	"<a><!--b--></a>", "<a><!-b-></a>x", "x<!--<a>-->y", "<a>]]</a>", "<", "<a", "</a", "</a b>x",
	"</a >x", "<a/b>", "<a b=''c=''/>",
	`< a>`, `<a b="<">`, ``, ` `, `<a  />`, `<a / >`, `&#xD800;`, `<a b="1"c="2">`,
}

// TestMarkupIsXML: what ours reads, the library reads too, and the same.
func TestMarkupIsXML(t *testing.T) {
	t.Parallel()
	for _, text := range markups {
		alike(t, text)
	}
}

// alike holds ours to the library: wherever that one reads all of a text, ours says the same.
func alike(t *testing.T, text string) {
	t.Helper()
	theirs, whole := told(text, false)
	said, ended := told(text, true)
	if whole && (!ended || strings.Join(said, "\x00") != strings.Join(theirs, "\x00")) {
		t.Errorf("%q: ours says %q (whole %t), encoding/xml %q", text, said, ended, theirs)
	}
}

func FuzzMarkup(f *testing.F) {
	for _, text := range markups {
		f.Add(text)
	}
	f.Fuzz(alike)
}

// TestStretches: XML without an end of its text is given up before it fills the memory, whoever reads it.
func TestStretches(t *testing.T) {
	t.Parallel()
	endless := func() io.Reader {
		return &stretches{in: io.MultiReader(strings.NewReader("<si><t>"), &repeated{left: 1 << 30})}
	}
	m := newMarkup(endless())
	var err error
	for err == nil {
		_, err = m.next()
	}
	if fault.KindOf(err) != fault.Invalid || m.read > 2*mostStretch {
		t.Errorf("%d bytes read, then %v", m.read, err)
	}
	d := xml.NewDecoder(endless())
	for err = nil; err == nil; {
		_, err = d.RawToken()
	}
	if fault.KindOf(err) != fault.Invalid || d.InputOffset() > 2*mostStretch {
		t.Errorf("%d bytes read, then %v", d.InputOffset(), err)
	}
	short := strings.Repeat("<t>"+strings.Repeat("a", 1<<20)+"</t>", 40)
	if n, err := io.Copy(io.Discard, &stretches{in: strings.NewReader(short)}); n != int64(len(short)) || err != nil {
		t.Errorf("%d of %d bytes read, %v", n, len(short), err)
	}
}

// repeated is a text of one letter.
type repeated struct{ left int }

func (r *repeated) Read(b []byte) (int, error) {
	n := min(len(b), r.left)
	for i := range n {
		b[i] = 'a'
	}
	if r.left -= n; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
