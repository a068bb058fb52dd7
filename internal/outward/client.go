package outward

import (
	"crypto/tls"
	"io"
	"net/http"
	"time"

	"salesops/internal/fault"
)

const (
	// answerTime is the most one request to another server may take.
	answerTime = 20 * time.Second
	// maxAnswer is the most that is read of an answer, in bytes.
	maxAnswer = 1 << 20
)

// Client asks other servers over HTTP: through the guard, without a proxy, without following
// to where an answer points, and reading no more than 1 MiB.
func (g *Guard) Client() *http.Client {
	return &http.Client{
		Timeout: answerTime,
		Transport: limited{&http.Transport{
			DialContext:         g.Dialer().DialContext,
			TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: dialTime, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: 64 << 10,
		}},
		CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			return fault.Deniedf("the server points elsewhere, to %s: use the address itself", r.URL.Host)
		},
	}
}

// limited reads answers up to maxAnswer.
type limited struct{ next *http.Transport }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = &shortBody{body: res.Body, left: maxAnswer}
	return res, nil
}

// CloseIdleConnections is what http.Client.CloseIdleConnections looks for.
func (l limited) CloseIdleConnections() { l.next.CloseIdleConnections() }

type shortBody struct {
	body io.ReadCloser
	left int64
}

func (s *shortBody) Read(b []byte) (int, error) {
	if s.left <= 0 {
		return 0, fault.Invalidf("the server answers with more than %d bytes", maxAnswer)
	}
	if int64(len(b)) > s.left {
		b = b[:s.left]
	}
	n, err := s.body.Read(b)
	s.left -= int64(n)
	return n, err
}

func (s *shortBody) Close() error { return s.body.Close() }
