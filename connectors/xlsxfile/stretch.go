package xlsxfile

import (
	"bytes"
	"io"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// mostStretch is how many bytes may stand between two tags. XML is read a tag or a text at a time, and each
// must fit into the memory.
const mostStretch = 16 << 20

// stretches ends the reading of XML whose next tag does not come.
type stretches struct {
	in    io.Reader
	since int // bytes since a tag began
}

func (s *stretches) Read(b []byte) (int, error) {
	n, err := s.in.Read(b)
	if at := bytes.LastIndexByte(b[:n], '<'); at >= 0 {
		s.since = n - at
	} else if s.since += n; s.since > mostStretch {
		return 0, fault.Because(fault.Invalid, reason.Of("excel_cell_long"))
	}
	return n, err
}
