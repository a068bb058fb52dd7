package jsonfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

const mostRow = 16 << 20 // bytes of one object

// splitter cuts a stream into its values. It looks at brackets and quotes only; what is inside
// is checked by whoever reads it.
type splitter struct {
	in   *bufio.Reader
	line int
	at   int64
	size int64 // of the file, in its own bytes
	open bool  // the line that was read last has no end
	buf  []byte
}

func newSplitter(in *input) *splitter {
	return &splitter{in: bufio.NewReaderSize(in.text, 256<<10), line: 1, size: in.size}
}

func (s *splitter) read() (byte, error) {
	c, err := s.in.ReadByte()
	if err != nil {
		return 0, err
	}
	s.at++
	if c == '\n' {
		s.line++
	}
	return c, nil
}

// unread gives back the byte c that was read last.
func (s *splitter) unread(c byte) {
	_ = s.in.UnreadByte()
	s.at--
	if c == '\n' {
		s.line--
	}
}

// space passes over space and says what comes behind it, without taking it.
func (s *splitter) space() (byte, error) {
	for {
		c, err := s.read()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\t', '\r', '\n':
		default:
			s.unread(c)
			return c, nil
		}
	}
}

// expect takes one character behind space.
func (s *splitter) expect(want byte) error {
	c, err := s.space()
	if err == nil && c == want {
		_, err = s.read()
		return err
	}
	return s.broken(err, fmt.Sprintf("a %c is missing", want))
}

// broken says where the file is not JSON.
func (s *splitter) broken(err error, what string) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err != nil {
		return fault.Because(fault.Invalid, s.breaksOff())
	}
	return fault.Because(fault.Invalid, reason.Of("json_wrong", "line", s.line, "what", what))
}

// breaksOff says that the file ends before what was begun in it.
func (s *splitter) breaksOff() reason.Reason { return reason.Of("file_breaks_off", "byte", s.size) }

// value is the next value: an object, a list, a text, a number or a word. It is valid until the
// next call. keep false passes over it. The line is where it begins.
func (s *splitter) value(keep bool) (text []byte, line int, err error) {
	first, err := s.space()
	if err != nil {
		return nil, s.line, s.broken(err, "")
	}
	s.buf = s.buf[:0]
	line = s.line
	depth, quoted, escaped := 0, false, false
	for {
		c, err := s.read()
		if err != nil {
			if errors.Is(err, io.EOF) && depth == 0 && !quoted && first != '"' && len(s.buf) > 0 {
				return s.buf, line, nil
			}
			return nil, line, s.broken(err, "")
		}
		if depth == 0 && !quoted && first != '{' && first != '[' && first != '"' {
			switch c {
			case ',', ']', '}', ' ', '\t', '\r', '\n', ':':
				s.unread(c)
				if len(s.buf) == 0 {
					return nil, line, s.broken(nil, fmt.Sprintf("a value is missing before %c", c))
				}
				return s.buf, line, nil
			}
		}
		if keep || len(s.buf) == 0 {
			s.buf = append(s.buf, c)
		}
		if len(s.buf) > mostRow {
			return nil, line, fault.Because(fault.Invalid, reason.Of("json_object_long", "line", line))
		}
		switch {
		case escaped:
			escaped = false
			continue
		case quoted:
			escaped = c == '\\'
			if c != '"' {
				continue
			}
			quoted = false
		case c == '"':
			quoted = true
			continue
		case c == '{', c == '[':
			depth++
			continue
		case c == '}', c == ']':
			depth--
		default:
			continue
		}
		if depth <= 0 {
			return s.buf, line, nil
		}
	}
}

// another goes to the first element of the list behind one that ended, as in answers that were put
// together; io.EOF when nothing stands there.
func (s *splitter) another() error {
	c, err := s.space()
	if err != nil {
		return err
	}
	if c != '[' {
		return s.broken(nil, "behind the list stands what is no list")
	}
	_, err = s.read()
	return err
}

// lineText is the next line that is not empty, without space around it; io.EOF at the end. It is
// valid until the next call. A line that is too long is passed over with the error that says so.
func (s *splitter) lineText() (text []byte, line int, err error) {
	for {
		line = s.line
		s.buf = s.buf[:0]
		for {
			part, err := s.in.ReadSlice('\n')
			s.at += int64(len(part))
			if len(s.buf)+len(part) > mostRow {
				for errors.Is(err, bufio.ErrBufferFull) {
					part, err = s.in.ReadSlice('\n')
					s.at += int64(len(part))
				}
				if err != nil && !errors.Is(err, io.EOF) {
					return nil, line, err
				}
				s.line++
				return nil, line, fault.Because(fault.Invalid, reason.Of("json_line_long", "line", line))
			}
			s.buf = append(s.buf, part...)
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, line, err
			}
			if err != nil && len(s.buf) == 0 {
				return nil, line, io.EOF
			}
			s.open = err != nil
			break
		}
		s.line++
		if text = bytes.TrimSpace(s.buf); len(text) > 0 {
			return text, line, nil
		}
	}
}
