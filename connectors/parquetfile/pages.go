package parquetfile

import (
	"errors"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"salesops/connectors/unpack"
	"salesops/internal/fault"
)

const (
	mostPage       = 256 << 20 // bytes of a page when it is unpacked
	mostPageValues = 64 << 20
	mostRepeated   = 16 << 20 // values of a list column in one row group: a row may hold all of them
	mostHeader     = 16 << 20 // bytes of what stands before a page
	firstHeader    = 4 << 10
)

var errLarge = fault.Invalidf(
	"the Parquet file unpacks to far more than an export would: write it again with smaller row groups and pages")

// pages looks at what every page says about itself, before the library makes room for it.
type pages struct {
	in    io.ReaderAt
	size  int64 // of the file
	left  int64 // bytes and values that all pages together may still unpack to
	start []byte
}

func newPages(in io.ReaderAt, size int64) *pages {
	return &pages{in: in, size: size, left: unpack.DefaultLimits.Most(size), start: make([]byte, firstHeader)}
}

// column checks the pages of one column in one row group.
func (p *pages) column(c *format.ColumnMetaData, repeated bool) error {
	at := c.DataPageOffset
	if c.DictionaryPageOffset != 0 {
		at = c.DictionaryPageOffset
	}
	if at < 4 || c.TotalCompressedSize < 0 || at > p.size || c.TotalCompressedSize > p.size-at {
		return errDamaged
	}
	if repeated && c.NumValues > mostRepeated {
		return errLarge
	}
	values := int64(0)
	for end := at + c.TotalCompressedSize; at < end; {
		header, size, err := p.header(at, end)
		if err != nil {
			return err
		}
		n := int64(max(header.DataPageHeader.V.NumValues, header.DataPageHeaderV2.V.NumValues,
			header.DictionaryPageHeader.V.NumValues))
		packed, unpacked := int64(header.CompressedPageSize), int64(header.UncompressedPageSize)
		if packed < 0 || unpacked < 0 || packed > end-at-size {
			return errDamaged
		}
		if p.left -= max(n, unpacked); unpacked > mostPage || n > mostPageValues || p.left < 0 {
			return errLarge
		}
		if header.Type != format.DictionaryPage {
			values += n
		}
		at += size + packed
	}
	if repeated && values > mostRepeated {
		return errLarge
	}
	return nil
}

// header reads what stands before a page, and how many bytes that takes.
func (p *pages) header(at, end int64) (*format.PageHeader, int64, error) {
	for most := int64(firstHeader); ; most *= 16 {
		most = min(most, end-at, mostHeader)
		if int64(len(p.start)) < most {
			p.start = make([]byte, most)
		}
		b := p.start[:most]
		if _, err := p.in.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
			return nil, 0, err
		}
		size, err := checkThrift(b)
		if errors.Is(err, errShort) && most < min(end-at, mostHeader) {
			continue
		}
		if err != nil {
			return nil, 0, errDamaged
		}
		header := new(format.PageHeader)
		if err := thrift.Unmarshal(&thrift.CompactProtocol{}, b[:size], header); err != nil {
			return nil, 0, errDamaged
		}
		return header, int64(size), nil
	}
}
