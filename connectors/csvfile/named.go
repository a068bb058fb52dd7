package csvfile

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"salesops/internal/fault"
)

// ParseEncoding reads the name of an encoding as the web knows them, such as shift_jis, gb18030 or
// windows-1251; "" is none.
func ParseEncoding(name string) (Encoding, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", nil
	}
	e, err := htmlindex.Get(name)
	if err == nil {
		name, err = htmlindex.Name(e)
	}
	if err != nil || name == "replacement" || name == "x-user-defined" {
		return "", fault.Invalidf(
			"%q is no encoding that is known here: use a name such as shift_jis, gb18030, big5, euc-kr, "+
				"windows-1250, windows-1251 or windows-1252", name)
	}
	for _, own := range []Encoding{UTF8, UTF16LE, UTF16BE, Windows1252, GB18030} {
		if strings.EqualFold(name, string(own)) {
			return own, nil
		}
	}
	return Encoding(name), nil
}

// named is an encoding that was asked for by name.
func named(name Encoding) encoding.Encoding {
	e, err := htmlindex.Get(string(name))
	if err != nil {
		return encoding.Nop // ParseEncoding let it in, so it is known
	}
	return e
}
