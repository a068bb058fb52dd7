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
)

// ErrUnreachable means that nobody answers on the socket, because the process that holds the folder
// is starting or ending.
var ErrUnreachable = errors.New("nobody answers on the control socket")

// Run sends a request to the process that listens at path and copies its output to stdout and
// stderr. When ctx ends, the other process is told to stop.
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
	transport := &http.Transport{DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", at.path)
		}}
	defer transport.CloseIdleConnections()
	// the host name is not resolved: every connection goes to the socket
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://holder"+runPath, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("make request: %w", err)
	}
	res, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return 0, errors.Join(ErrUnreachable, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
		return 0, fmt.Errorf("the process that holds the data folder refused the command: %s", bytes.TrimSpace(text))
	}
	return copyFrames(ctx, res.Body, stdout, stderr)
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
