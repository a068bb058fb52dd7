package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/internal/disk"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// upload passes the request itself to the handler, so that files are written to disk as they arrive.
type upload struct {
	request *http.Request
	writer  http.ResponseWriter
}

// Resolve is huma's hook; it reads nothing yet.
func (u *upload) Resolve(ctx huma.Context) []error {
	u.request, u.writer = humago.Unwrap(ctx)
	return nil
}

// importForm is the form that a person sent: files in a folder of their own, and options.
type importForm struct {
	folder string // of the form
	dir    string // in it, of the files
	names  []string
	connectors.Request
	// mapping is the form's mapping, and text its source; nil without one.
	mapping *mapping.Mapping
	text    string
	as      asked
}

const (
	maxFiles   = 500
	maxValue   = 200     // of a form's text
	maxMapping = 1 << 20 // of a form's mapping
	maxUnread  = 1 << 30 // of a refused form, read so that its sender gets to read the answer
)

// filesName is the folder of the files, in the folder of a form.
const filesName = "files"

// mostBytes is how long the body of a request may be: files are longer than what people type.
func (a *API) mostBytes(r *http.Request) int64 {
	path := a.huma.OpenAPI().Paths[r.URL.Path]
	if r.Method != http.MethodPost || path == nil || path.Post == nil || path.Post.RequestBody == nil ||
		path.Post.RequestBody.Content["multipart/form-data"] == nil {
		return maxBody
	}
	return a.maxUpload
}

// receive reads the form. Files are in a new folder under DIR/uploads until their job ends; on an error the
// folder is removed.
func (a *API) receive(ctx context.Context, in *upload) (form importForm, err error) {
	defer func() {
		if err != nil { // a connection that is closed on a sender who still writes looks broken to a browser
			_, _ = io.Copy(io.Discard, io.LimitReader(in.request.Body, maxUnread))
		}
	}()
	if err := os.MkdirAll(a.uploads(), 0o700); err != nil {
		return form, fmt.Errorf("make upload folder: %w", err)
	}
	parts, err := in.request.MultipartReader()
	if err != nil {
		return form, fault.Invalidf("send the files as a form (multipart/form-data) with a part named files")
	}
	if size := in.request.ContentLength; size > 0 {
		if err := disk.Fits(a.uploads(), size, disk.ForFiles, nil); err != nil {
			return form, fmt.Errorf("keep uploaded files: %w", err)
		}
	}
	if form.folder, err = os.MkdirTemp(a.uploads(), "import-"); err != nil {
		return form, fmt.Errorf("make upload folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(form.folder))
		}
	}()
	form.dir = filepath.Join(form.folder, filesName)
	if err := os.Mkdir(form.dir, 0o700); err != nil {
		return form, fmt.Errorf("make upload folder: %w", err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return form, partFault(err)
		}
		if err := ctx.Err(); err != nil {
			return form, err
		}
		if err := form.take(part); err != nil {
			return form, err
		}
	}
	if len(form.names) == 0 {
		return form, fault.Because(fault.Invalid, reason.Of("upload_empty"))
	}
	return form, nil
}

func (f *importForm) take(part *multipart.Part) error {
	if part.FormName() == "files" {
		return f.keep(part)
	}
	most := maxValue
	if part.FormName() == "mapping" {
		most = maxMapping
	}
	b, err := io.ReadAll(io.LimitReader(part, int64(most)+1))
	if err != nil {
		return uploadFault(err)
	}
	value := string(b)
	if len(value) > most {
		return fault.Invalidf("the value of %q is too long", part.FormName())
	}
	switch part.FormName() {
	case "mapping":
		if strings.TrimSpace(value) != "" {
			f.text = value
			f.mapping, err = mapping.Parse("mapping", b)
		}
		return err
	case "as":
		return f.setAs(value)
	}
	if !slices.Contains(connectors.RequestNames(), part.FormName()) {
		return fault.Invalidf("a part named %q is not known: use files, mapping, as, %s", part.FormName(),
			strings.Join(connectors.RequestNames(), ", "))
	}
	return f.Set(part.FormName(), value)
}

// keep writes one file into the form's folder. Folders, leading dots and unusual characters are removed from
// the name that the browser sent, so that it cannot point outside the folder.
func (f *importForm) keep(part *multipart.Part) error {
	if len(f.names) == maxFiles {
		return fault.Because(fault.Invalid, reason.Of("upload_too_many", "most", maxFiles))
	}
	name := safeName(part.FileName())
	for n := 2; slices.Contains(f.names, name); n++ {
		ext := filepath.Ext(name)
		name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext)
	}
	file, err := os.OpenFile(filepath.Join(f.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keep uploaded file: %w", err)
	}
	_, err = io.Copy(&disk.Writer{To: file, Dir: f.dir, Keep: disk.ForFiles}, part)
	if err == nil { // the job that imports it must find it after a crash
		err = file.Sync()
	}
	if closed := file.Close(); err == nil && closed != nil {
		err = fmt.Errorf("keep uploaded file: %w", closed)
	}
	if err != nil {
		return uploadFault(err)
	}
	f.names = append(f.names, name)
	return nil
}

func safeName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" ._-()@+", c) {
			return c
		}
		return '_'
	}, strings.ToValidUTF8(name, "_"))
	name = strings.TrimLeft(strings.TrimSpace(name), ".")
	if runes := []rune(name); len(runes) > 60 {
		name = string(runes[len(runes)-60:]) // the end, because it has the extension
	}
	if name == "" {
		return "file.csv"
	}
	return name
}

// partFault is what an error at the head of a part means. The reader of forms gives plain errors: what is not a
// request that ended too early is a malformed head, such as one with a control character in a name.
func partFault(err error) error {
	if known := uploadFault(err); !errors.Is(known, err) {
		return known
	}
	return fault.Invalidf(
		"the form cannot be read: the head of a part is malformed, such as a name with a control character")
}

func uploadFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return newProblem(http.StatusRequestEntityTooLarge,
			fmt.Sprintf("one import takes at most %d bytes through the browser: use `salesops import PATH`",
				large.Limit))
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return because(http.StatusRequestTimeout, reason.Of("upload_broken"))
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return fault.Because(fault.Invalid, reason.Of("upload_broken"))
	}
	return err
}
