package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// ErrUnreachable means that nobody answers on the socket, because the process that holds the folder
// is starting or ending.
var ErrUnreachable = errors.New("nobody answers on the control socket")

// ErrSilent means that the process that holds the folder exists and does not answer, because it is stopped or
// stuck. It has not got the command and will not carry it out.
var ErrSilent = errors.New("the process that holds the data folder does not answer")

// silence is how long Run waits for the first sign of life. A process that answers on a busy machine needs a
// fraction of it.
const silence = 8 * time.Second

// Run sends a request to the process that listens at path and copies its output to stdout and
// stderr. When ctx ends, the other process is told to stop.
//
// The command line is sent when the other process asks for it (100 Continue), which is the sign of life. A stopped
// process that continues later finds a connection that was closed without a command. From then on there is no limit,
// because a command may take hours.
func Run(ctx context.Context, path string, req Request, stdout, stderr io.Writer) (exit int, err error) {
	at, err := reach(path)
	if err != nil {
		return 0, errors.Join(ErrUnreachable, err)
	}
	defer at.close()
	body, err := json.Marshal(req)
	if err != nil {
		return 0, fmt.Errorf("write request: %w", err)
	}
	whole := ctx
	ctx, giveUp := context.WithCancelCause(whole)
	defer giveUp(nil)
	limit := time.AfterFunc(silence, func() { giveUp(ErrSilent) })
	defer limit.Stop()
	transport := &http.Transport{DisableKeepAlives: true, ExpectContinueTimeout: 2 * silence, // never reached
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", at.path)
		}}
	defer transport.CloseIdleConnections()
	// the host name is not resolved: every connection goes to the socket
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://holder"+runPath, &askedFor{
		content: bytes.NewReader(body),
		asked: sync.OnceValue(func() error {
			if !limit.Stop() {
				return ErrSilent
			}
			return nil
		}),
	})
	if err != nil {
		return 0, fmt.Errorf("make request: %w", err)
	}
	r.ContentLength = int64(len(body))
	r.Header.Set("Expect", "100-continue")
	res, err := (&http.Client{Transport: transport}).Do(r)
	switch {
	case err == nil:
	case whole.Err() != nil:
		return 0, whole.Err()
	case errors.Is(context.Cause(ctx), ErrSilent):
		return 0, ErrSilent
	default:
		return 0, errors.Join(ErrUnreachable, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
		return 0, fmt.Errorf("the process that holds the data folder refused the command: %s", bytes.TrimSpace(text))
	}
	return copyFrames(whole, res.Body, stdout, stderr)
}

// askedFor is the body of a request. It is read once the other process asks for it; an error of asked refuses it.
type askedFor struct {
	content *bytes.Reader
	asked   func() error
}

func (a *askedFor) Read(p []byte) (int, error) {
	if err := a.asked(); err != nil {
		return 0, err
	}
	return a.content.Read(p)
}

func copyFrames(ctx context.Context, body io.Reader, stdout, stderr io.Writer) (int, error) {
	for dec := json.NewDecoder(body); ; {
		var f frame
		if err := dec.Decode(&f); err != nil {
			if ctx.Err() != nil {
				return 0, ctx.Err()
			}
			return 0, errors.New("the process that holds the data folder stopped before it had finished")
		}
		if f.Exit != nil {
			return *f.Exit, nil
		}
		to := stdout
		if f.Stream == toStderr {
			to = stderr
		}
		if _, err := to.Write(f.Data); err != nil {
			return 0, fmt.Errorf("write output: %w", err)
		}
	}
}
