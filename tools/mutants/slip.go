package main

import (
	"fmt"
	"strings"
)

// slip is one change of one file: the bytes from Start to End become New.
type slip struct {
	Room     string `json:"room"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Operator string `json:"operator"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	New      string `json:"new"`
	Sum      string `json:"sum"` // of the file; another file is another slip
	Was      string `json:"was"` // the lines it touches
	Now      string `json:"now"` // the same, after
}

func (s slip) in(text []byte) []byte {
	return []byte(string(text[:s.Start]) + s.New + string(text[s.End:]))
}

func (s slip) key() string {
	return fmt.Sprintf("%s %s %d %d %s %s", s.Sum, s.File, s.Start, s.End, s.Operator, s.New)
}

// String is the place and the change, as a diff has it.
func (s slip) String() string {
	text := fmt.Sprintf("%s:%d (%s)", s.File, s.Line, s.Operator)
	for _, line := range strings.Split(s.Was, "\n") {
		text += "\n  - " + line
	}
	for _, line := range strings.Split(s.Now, "\n") {
		text += "\n  + " + line
	}
	return text
}

// lines fills in the lines that the change touches, before and after.
func (s *slip) lines(text []byte) {
	from := strings.LastIndexByte(string(text[:s.Start]), '\n') + 1
	to := len(text)
	if n := strings.IndexByte(string(text[s.End:]), '\n'); n >= 0 {
		to = s.End + n
	}
	s.Was = string(text[from:to])
	s.Now = string(text[from:s.Start]) + s.New + string(text[s.End:to])
}
