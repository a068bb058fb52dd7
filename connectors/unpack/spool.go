package unpack

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"salesops/internal/disk"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Spool unpacks into a temporary folder, which is made when it is first needed and goes with
// Close. The zero value is ready.
type Spool struct {
	Dir    string // where the folder is made, itself made when missing; "" is the system's place
	Limits Limits

	folder string
}

// Member is one file out of a packed one.
type Member struct {
	Name   string        // as the archive calls it, fit to be shown
	Path   string        // of the unpacked file; "" when there is a Reason
	Other  bool          // nobody wanted it: it was not unpacked
	Reason reason.Reason // why it was not unpacked, for the person who chose the file
	Cut    reason.Reason // why its end is missing, while what was unpacked is right; none when it is whole
}

// Close removes everything that was unpacked.
func (s *Spool) Close() error {
	if s.folder == "" {
		return nil
	}
	folder := s.folder
	s.folder = ""
	return os.RemoveAll(folder)
}

// Gzip unpacks a gzip file. The error is a fault of kind Invalid when the file is to blame.
func (s *Spool) Gzip(file string) (Member, error) {
	name := path.Base(filepath.ToSlash(file))
	m := Member{Name: strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".GZ")}
	in, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return m, err
	}
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		return m, fault.Because(fault.Invalid, reason.Of("gzip_damaged"))
	}
	whole := &breaking{in: unpacked}
	m.Path, m.Reason, err = s.keep(s.Limits.Reader(whole, info.Size()))
	switch cut := reason.Of("gzip_breaks_off", "byte", info.Size()); {
	case whole.off && whole.read == 0:
		m.Reason = cut
	case whole.off:
		m.Cut = cut
	}
	return m, err
}

// breaking ends where its input breaks off, and remembers that it did.
type breaking struct {
	in   io.Reader
	read int
	off  bool
}

func (b *breaking) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.read += n
	if errors.Is(err, io.ErrUnexpectedEOF) {
		b.off, err = true, io.EOF
	}
	return n, err
}

// Zip unpacks the members of a zip archive whose name wanted says yes to, and names the Others. The error is a fault
// of kind Invalid when the archive as a whole cannot be read.
func (s *Spool) Zip(file string, wanted func(name string) bool) ([]Member, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(in, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fault.Because(fault.Invalid, reason.Of("zip_damaged"))
	}
	if err := s.fits(archive, wanted); err != nil {
		return nil, err
	}
	limits := s.Limits.orDefault()
	var members []Member
	others := 0                      // of them
	left := limits.Most(info.Size()) // of all members together, whatever their headers claim
	for _, f := range archive.File {
		name := shown(f.Name)
		if f.FileInfo().IsDir() || f.Mode()&fs.ModeType != 0 || hidden(name) {
			continue
		}
		if !wanted(path.Base(name)) {
			if others < limits.Members {
				others++
				members = append(members, Member{Name: name, Other: true})
			}
			continue
		}
		if len(members)-others == limits.Members {
			return nil, fault.Because(fault.Invalid, reason.Of("archive_members", "most", limits.Members))
		}
		m := Member{Name: name}
		if f.Flags&1 != 0 {
			m.Reason = reason.Of("archive_locked")
			members = append(members, m)
			continue
		}
		packed, err := f.Open()
		if err != nil {
			m.Reason = reason.Of("archive_method")
			members = append(members, m)
			continue
		}
		one := &capped{in: packed, most: min(left, limits.Most(int64(min(f.CompressedSize64, 1<<62))))}
		m.Path, m.Reason, err = s.keep(one)
		if closed := packed.Close(); err == nil && m.Reason.None() && closed != nil {
			m.Reason = reason.Of("archive_damaged")
		}
		if err != nil {
			return nil, err
		}
		left -= min(left, one.read)
		members = append(members, m)
	}
	return members, nil
}

// fits refuses an archive whose members do not fit on the disk, by what their headers say, before any is written.
func (s *Spool) fits(archive *zip.Reader, wanted func(name string) bool) error {
	var size int64
	for _, f := range archive.File {
		if name := shown(f.Name); !f.FileInfo().IsDir() && !hidden(name) && wanted(path.Base(name)) {
			size += int64(min(f.UncompressedSize64, 1<<40))
		}
	}
	if err := disk.Fits(s.Dir, size, disk.ForFiles, nil); err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	return nil
}

// keep writes what it reads into a new file. The reason says what is wrong with the content.
func (s *Spool) keep(in io.Reader) (name string, why reason.Reason, err error) {
	if s.folder == "" {
		if s.Dir != "" {
			if err := os.MkdirAll(s.Dir, 0o700); err != nil {
				return "", none, fmt.Errorf("make a folder to unpack into: %w", err)
			}
		}
		if s.folder, err = os.MkdirTemp(s.Dir, "unpacked-"); err != nil {
			return "", none, fmt.Errorf("make a folder to unpack into: %w", err)
		}
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(in, head)
	head = head[:n]
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", damage(err), nil
	}
	if why := nested(head); !why.None() {
		return "", why, nil
	}
	out, err := os.CreateTemp(s.folder, "member-")
	if err != nil {
		return "", none, fmt.Errorf("make a file to unpack into: %w", err)
	}
	into := &failing{out: &disk.Writer{To: out, Dir: s.folder, Keep: disk.ForFiles}}
	_, err = io.Copy(into, io.MultiReader(bytes.NewReader(head), in))
	if closed := out.Close(); into.err == nil {
		into.err = closed
	}
	if into.err != nil {
		return "", none, fmt.Errorf("unpack: %w", into.err)
	}
	if err != nil {
		return "", damage(err), os.Remove(out.Name())
	}
	return out.Name(), none, nil
}

// failing remembers that it was the writing that failed and not the reading.
type failing struct {
	out io.Writer
	err error
}

func (f *failing) Write(b []byte) (int, error) {
	n, err := f.out.Write(b)
	if err != nil {
		f.err = err
	}
	return n, err
}

var none reason.Reason

func damage(err error) reason.Reason {
	if fault.KindOf(err) == fault.Invalid {
		return reason.From(err)
	}
	return reason.Of("archive_damaged")
}

// nested refuses an archive in an archive. A workbook is a zip too; what opens it tells.
func nested(head []byte) reason.Reason {
	switch {
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}), len(head) > 262 && string(head[257:262]) == "ustar",
		bytes.HasPrefix(head, []byte("7z\xBC\xAF")), bytes.HasPrefix(head, []byte("Rar!")):
		return Nested()
	}
	return none
}

// Nested is the reason why an archive inside an archive is not taken.
func Nested() reason.Reason { return reason.Of("archive_nested") }

// hidden says that a member is no file of the export but of the system that packed it.
func hidden(name string) bool {
	return strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/")
}

// shown makes a member's name fit to be shown: it may hold anything.
func shown(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Bidi_Control, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "_"))
	if r := []rune(name); len(r) > 200 {
		name = "…" + string(r[len(r)-200:])
	}
	return name
}
