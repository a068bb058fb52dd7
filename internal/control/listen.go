package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// Handler executes a request and returns the exit code. ctx ends when the caller disconnects.
type Handler func(ctx context.Context, r Request, stdout, stderr io.Writer) int

// Server answers requests on a socket until Close.
type Server struct {
	http     *http.Server
	listener net.Listener
	address  *address
	ended    chan error
}

// Listen starts a Server on the socket at path. It removes an existing socket: the caller holds the
// folder's lock, so the socket was left by a process that died.
func Listen(ctx context.Context, path string, handle Handler) (*Server, error) {
	at, err := reach(path)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(at.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		at.close()
		return nil, fmt.Errorf("remove old control socket: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "unix", at.path)
	if err != nil {
		at.close()
		return nil, fmt.Errorf("listen on control socket: %w", err)
	}
	if err := os.Chmod(at.path, 0o600); err != nil {
		_ = listener.Close()
		at.close()
		return nil, fmt.Errorf("protect control socket: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+runPath, func(w http.ResponseWriter, r *http.Request) { serveRun(w, r, handle) })
	s := &Server{
		http: &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second,
			BaseContext: func(net.Listener) context.Context { return ctx }},
		listener: listener, address: at, ended: make(chan error, 1),
	}
	go func() { s.ended <- s.http.Serve(listener) }()
	return s, nil
}

// Close takes no more requests, waits for the running ones until ctx ends, and removes the socket.
func (s *Server) Close(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.http.Close())
	}
	if ended := <-s.ended; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, ended)
	}
	s.address.close()
	return err
}

func serveRun(w http.ResponseWriter, r *http.Request, handle Handler) {
	var req Request
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&req); err != nil {
		http.Error(w, "the request cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := &output{enc: json.NewEncoder(w), flush: http.NewResponseController(w)}
	code := handle(r.Context(), req, writer{out, toStdout}, writer{out, toStderr})
	_ = out.send(frame{Exit: &code}) // an error means that the caller has disconnected
}

// output writes the pieces of both streams as one line each, in the order in which they were
// written.
type output struct {
	mu    sync.Mutex
	enc   *json.Encoder
	flush *http.ResponseController
}

func (o *output) send(f frame) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.enc.Encode(f); err != nil {
		return err
	}
	return o.flush.Flush()
}

type writer struct {
	out    *output
	stream int
}

func (w writer) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := w.out.send(frame{Stream: w.stream, Data: p}); err != nil {
		return 0, err
	}
	return len(p), nil
}
