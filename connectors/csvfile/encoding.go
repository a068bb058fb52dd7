package csvfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Encoding is how a file writes its characters.
type Encoding string

const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1252 Encoding = "Windows-1252" // a superset of Latin-1 as programs write it
	GB18030     Encoding = "GB18030"      // a superset of GBK and GB2312: Chinese
	escaped     Encoding = "iso-2022-jp"  // Japanese that looks like ASCII
)

const sampleSize = 64 << 10

// detect reads a whole file once and says how it is written and how many bytes of
// byte order mark stand in front. The whole file, because one accent in its last row
// is enough to tell Latin-1 from UTF-8. asked is the encoding of a file that does not show its own.
func detect(r io.Reader, asked Encoding) (enc Encoding, mark int, sample []byte, err error) {
	in := bufio.NewReaderSize(r, sampleSize)
	sample, err = in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", 0, nil, err
	}
	sample = bytes.Clone(sample)
	if err := refuse(sample); err != nil {
		return "", 0, nil, err
	}
	switch {
	case bytes.HasPrefix(sample, []byte{0xEF, 0xBB, 0xBF}):
		return UTF8, 3, sample, nil
	case bytes.HasPrefix(sample, []byte{0xFF, 0xFE}):
		return UTF16LE, 2, sample, nil
	case bytes.HasPrefix(sample, []byte{0xFE, 0xFF}):
		return UTF16BE, 2, sample, nil
	}
	if enc, ok := wide(sample); ok {
		return enc, 0, sample, nil
	}
	good, bad, others, letters, err := countUTF8(in)
	if err != nil {
		return "", 0, nil, err
	}
	// A file cut off inside a character is damaged UTF-8, not Latin-1: in Latin-1 text
	// hardly any accent happens to form a UTF-8 sequence.
	switch {
	case bad > 0 && asked != "", asked == escaped:
		return asked, 0, sample, nil
	case bad == 0 || bad < good:
		return UTF8, 0, sample, nil
	case others.chinese():
		return GB18030, 0, sample, nil
	case letters.doubtful():
		return "", 0, nil, fault.Because(fault.Invalid, reason.Of("file_encoding"))
	}
	return Windows1252, 0, sample, nil
}

// refuse names files that are not text at all.
func refuse(sample []byte) error {
	switch {
	case bytes.HasPrefix(sample, []byte("PK\x03\x04")):
		return fault.Because(fault.Invalid, reason.Of("file_excel"))
	case bytes.HasPrefix(sample, []byte{0x1F, 0x8B}):
		return fault.Because(fault.Invalid, reason.Of("file_gzip"))
	case bytes.HasPrefix(sample, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return fault.Because(fault.Invalid, reason.Of("file_excel_old"))
	case bytes.HasPrefix(sample, []byte("%PDF")):
		return fault.Because(fault.Invalid, reason.Of("file_pdf"))
	case bytes.HasPrefix(sample, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(sample, []byte{0, 0, 0xFE, 0xFF}):
		return fault.Because(fault.Invalid, reason.Of("file_utf32"))
	}
	return nil
}

// wide recognises UTF-16 without a mark: every other byte of plain text is zero.
func wide(sample []byte) (Encoding, bool) {
	n := len(sample) &^ 1
	if n < 4 {
		return "", false
	}
	var zero [2]int
	for i := range n {
		if sample[i] == 0 {
			zero[i&1]++
		}
	}
	half := n / 2
	switch {
	case zero[1] > half*6/10 && zero[0] < half/10:
		return UTF16LE, true
	case zero[0] > half*6/10 && zero[1] < half/10:
		return UTF16BE, true
	}
	return "", false
}

// countUTF8 counts the well-formed sequences beyond ASCII and the bytes that belong to none, and
// once there are such bytes, how they follow each other.
func countUTF8(r io.Reader) (good, bad int, others pairs, letters western, err error) {
	buf := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		n += kept
		end := err != nil
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, 0, others, letters, err
		}
		chunk := buf[:n]
		for len(chunk) > 0 {
			if chunk[0] < utf8.RuneSelf {
				others.see(chunk[0])
				letters.see(chunk[0])
				run := ascii(chunk)
				if run > 1 {
					letters.skip(chunk[run-1])
				}
				chunk = chunk[run:]
				continue
			}
			if !end && !utf8.FullRune(chunk) {
				break
			}
			r, size := utf8.DecodeRune(chunk)
			if r == utf8.RuneError && size == 1 {
				bad++
			} else {
				good++
			}
			if bad > 0 {
				for _, c := range chunk[:size] {
					others.see(c)
					letters.see(c)
				}
			}
			chunk = chunk[size:]
		}
		kept = copy(buf, chunk)
		if end {
			return good, bad, others, letters, nil
		}
	}
}

// ascii is the length of the run of ASCII bytes at the start of b.
func ascii(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if (b[i]|b[i+1]|b[i+2]|b[i+3]|b[i+4]|b[i+5]|b[i+6]|b[i+7])&0x80 != 0 {
			break
		}
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// decoded turns a file's bytes, its mark already skipped, into UTF-8.
func decoded(r io.Reader, enc Encoding) io.Reader {
	switch enc {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Reader(r)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Reader(r)
	case GB18030:
		return simplifiedchinese.GB18030.NewDecoder().Reader(r)
	case Windows1252:
		return charmap.Windows1252.NewDecoder().Reader(r)
	case UTF8:
		return r
	}
	return named(enc).NewDecoder().Reader(r)
}
