package api_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/audit"
	"salesops/record"
	"salesops/sales"
)

// deals creates n deals in one batch and returns the change that caused it.
func (w *world) deals(n int) record.Seq {
	w.t.Helper()
	done, err := w.log.Apply(w.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{
		Kind: record.Create, Object: sales.Import,
		Fields: []record.FieldValue{{Name: "summary", Value: record.TextValue("test")}},
	}}})
	w.must(err)
	cause := done[0].First
	for first := 0; first < n; first += 2000 {
		var drafts []record.Draft
		for i := first; i < min(n, first+2000); i++ {
			drafts = append(drafts, record.Draft{Kind: record.Create, Object: sales.Deal, Flags: record.Import,
				Fields: []record.FieldValue{
					{Name: "name",
						Value: record.TextValue(
							fmt.Sprintf("Deal %d with a name that is long enough to fill a file: %s",
								i, strings.Repeat("x", 400)))},
				}})
		}
		_, err := w.log.Apply(w.t.Context(),
			record.Command{Actor: "owner", Cause: cause, Source: "test", Drafts: drafts})
		w.must(err)
	}
	w.must(w.cols.Await(w.t.Context(), w.log.Head()))
	return cause
}

// left counts the deals there are.
func (w *world) left() int64 {
	w.t.Helper()
	w.must(w.cols.Await(w.t.Context(), w.log.Head()))
	return get[api.RecordList](w, "/records/deal").Total
}

// TestAnswerOutlivesTheLimitOfItsBody: the limit on a body ends with the body. It must not break
// the connection while the answer to it is worked on.
func TestAnswerOutlivesTheLimitOfItsBody(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t, api.Patience{Body: 20 * time.Millisecond}, nil)
	cause := w.deals(8000)
	begun := time.Now()
	r := w.ask(http.MethodPost, fmt.Sprintf("/changes/%d/undo", cause), api.UndoRequest{})
	if took := time.Since(begun); took < 40*time.Millisecond {
		t.Fatalf("the undo took %s: too short to show anything", took)
	}
	if r.status != http.StatusOK || w.left() != 0 {
		t.Errorf("%d %s, and %d deals are left", r.status, r.body, w.left())
	}
}

// TestUndoIsWholeWhenItsAskerLeaves: a request that changes something happens whole.
func TestUndoIsWholeWhenItsAskerLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cause := w.deals(8000)
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost,
		w.server.URL+fmt.Sprintf("/api/v1/changes/%d/undo", cause), strings.NewReader("{}"))
	w.must(err)
	req.Header.Set("Content-Type", "application/json")
	before := w.log.Head()
	go func() {
		for w.log.Head() == before {
			time.Sleep(time.Millisecond)
		}
		leave()
	}()
	res, err := w.client.Do(req)
	if err == nil {
		w.must(res.Body.Close())
		t.Fatal("it was over before its asker could leave")
	}
	for range 600 {
		if w.left() == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%d deals are left", w.left())
}

// dial opens a connection with small buffers, so that a reader's pace is felt at once.
func (w *world) dial() *net.TCPConn {
	w.t.Helper()
	dialer := net.Dialer{}
	c, err := dialer.DialContext(w.t.Context(), "tcp", w.server.Listener.Addr().String())
	w.must(err)
	w.t.Cleanup(func() { _ = c.Close() })
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		w.t.Fatal("no TCP")
	}
	w.must(tcp.SetReadBuffer(4 << 10))
	return tcp
}

func (w *world) head(method, path, more string) string {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL, nil)
	w.must(err)
	for _, c := range w.client.Jar.Cookies(req.URL) {
		more += "Cookie: " + c.String() + "\r\n"
	}
	return fmt.Sprintf("%s /api/v1%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", method, path, more)
}

// TestSlowReaderGetsTheWholeFile: no limit ends an answer that flows.
func TestSlowReaderGetsTheWholeFile(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t, api.Patience{Body: 300 * time.Millisecond, Reader: 2 * time.Second, Answer: 2 * time.Second,
		Export: 2 * time.Second}, nil)
	const n = 16000 // 8 MB: more than the system's buffers take
	w.deals(n)
	c := w.dial()
	w.must(c.SetReadBuffer(128 << 10))
	_, err := io.WriteString(c, w.head(http.MethodGet, "/records/deal?format=csv", ""))
	w.must(err)
	begun := time.Now()
	in := bufio.NewReaderSize(c, 64<<10)
	res, err := http.ReadResponse(in, nil)
	w.must(err)
	defer res.Body.Close()
	var all bytes.Buffer
	piece := make([]byte, 128<<10)
	for {
		got, err := io.ReadFull(res.Body, piece)
		all.Write(piece[:got])
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatal(err)
			}
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	lines := bytes.Count(all.Bytes(), []byte("Deal ")) // at the end: a piece can cut a word in two
	if took := time.Since(begun); lines != n || took < 4*time.Second {
		t.Errorf("%d of %d deals arrived in %s", lines, n, took)
	}
}

// TestBrokenExportLooksBroken: who stops reading is let go, sees no clean end, and the audit trail
// says that the export was not sent.
func TestBrokenExportLooksBroken(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t, api.Patience{Reader: 300 * time.Millisecond}, nil)
	w.deals(16000)
	c := w.dial()
	_, err := io.WriteString(c, w.head(http.MethodGet, "/records/deal?format=csv", ""))
	w.must(err)
	failed := func() (out []audit.Entry) {
		w.must(audit.Read(t.Context(), w.log, 0, audit.Filter{What: "export", Outcome: audit.Failed},
			func(e audit.Entry) bool {
				out = append(out, e)
				return true
			}))
		return out
	}
	for range 400 {
		if len(failed()) > 0 {
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	if f := failed(); len(f) != 1 || f[0].Detail != "deal.csv" || f[0].Reason != "cancelled" {
		t.Errorf("the audit trail has %+v", f)
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	w.must(err)
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err == nil {
		t.Error("half a file ends like a whole one")
	}
}

// TestStalledBodyEnds: a body that does not come, or hardly, is not waited for; one that comes in
// small pieces is.
func TestStalledBodyEnds(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t, api.Patience{Body: 250 * time.Millisecond}, nil)
	const text = `{"fields":{"name":"A deal that arrives bit by bit"}}`
	head := w.head(http.MethodPost, "/records/deal",
		fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(text)))
	stalled := w.dial()
	_, err := io.WriteString(stalled, head+text[:10])
	w.must(err)
	begun := time.Now()
	res, err := http.ReadResponse(bufio.NewReader(stalled), nil)
	w.must(err)
	w.must(res.Body.Close())
	if res.StatusCode != http.StatusRequestTimeout || time.Since(begun) > 5*time.Second {
		t.Errorf("a stalled body: %d after %s", res.StatusCode, time.Since(begun))
	}
	slow := w.dial()
	_, err = io.WriteString(slow, head)
	w.must(err)
	for piece := range bytesOf(text, 20) {
		_, err = io.WriteString(slow, piece)
		w.must(err)
		time.Sleep(30 * time.Millisecond)
	}
	res, err = http.ReadResponse(bufio.NewReader(slow), nil)
	w.must(err)
	w.must(res.Body.Close())
	if res.StatusCode >= 400 {
		t.Errorf("a slow body: %d", res.StatusCode)
	}
}

func bytesOf(text string, n int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(text) > 0 {
			k := min(n, len(text))
			if !yield(text[:k]) {
				return
			}
			text = text[k:]
		}
	}
}

// TestUploadStallsAreTold: an upload that breaks off is refused, and leaves no job.
func TestUploadStallsAreTold(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t, api.Patience{Body: 200 * time.Millisecond}, nil)
	c := w.dial()
	_, err := io.WriteString(c, w.head(http.MethodPost, "/imports",
		"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n")+
		"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\nId,Name\r\n")
	w.must(err)
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	w.must(err)
	w.must(res.Body.Close())
	if res.StatusCode != http.StatusRequestTimeout {
		t.Errorf("%d", res.StatusCode)
	}
	if jobs := get[api.ImportList](w, "/imports"); len(jobs.Imports) != 0 {
		t.Errorf("%+v", jobs.Imports)
	}
}

// TestManyAskers: a hundred and fifty at once are all answered.
func TestManyAskers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	status := make(chan string, 150)
	for range 150 {
		go func() {
			res, err := w.client.Get(w.server.URL + "/api/v1/metrics/win_rate?by=owner")
			if err != nil {
				status <- err.Error()
				return
			}
			status <- res.Status
			_ = res.Body.Close()
		}()
	}
	for range 150 {
		if s := <-status; s != "200 OK" {
			t.Errorf("answered %s", s)
		}
	}
}
