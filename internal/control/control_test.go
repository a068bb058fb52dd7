package control_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/internal/control"
)

func listen(t *testing.T, path string, h control.Handler) *control.Server {
	t.Helper()
	s, err := control.Listen(t.Context(), path, h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, stop := context.WithTimeout(context.Background(), time.Minute)
		defer stop()
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestRunCopiesOutputAndExitCode(t *testing.T) {
	t.Parallel()
	for _, long := range []bool{false, true} {
		t.Run(fmt.Sprintf("long=%v", long), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if long {
				dir = filepath.Join(dir, strings.Repeat("a-long-name-", 12))
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			path := filepath.Join(dir, "control.sock")
			listen(t, path, func(_ context.Context, r control.Request, stdout, stderr io.Writer) int {
				fmt.Fprintf(stdout, "%s|%v|%d\n", strings.Join(r.Args, "|"), r.Terminal, r.Width)
				fmt.Fprint(stderr, "a warning \xff\n") // output is bytes, not text
				return 7
			})
			var stdout, stderr bytes.Buffer
			code, err := control.Run(t.Context(), path,
				control.Request{Args: []string{"one", "two\nlines"}, Terminal: true, Width: 80}, &stdout, &stderr)
			if err != nil || code != 7 {
				t.Fatalf("exit %d, %v", code, err)
			}
			if got := stdout.String(); got != "one|two\nlines|true|80\n" {
				t.Errorf("standard output %q", got)
			}
			if got := stderr.String(); got != "a warning \xff\n" {
				t.Errorf("standard error %q", got)
			}
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("socket mode %v, %v", info.Mode(), err)
			}
		})
	}
}

func TestRunWithoutAHolder(t *testing.T) {
	t.Parallel()
	_, err := control.Run(t.Context(), filepath.Join(t.TempDir(), "control.sock"),
		control.Request{}, io.Discard, io.Discard)
	if !errors.Is(err, control.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
}

func TestListenReplacesALeftOverSocket(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.sock")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	listen(t, path, func(context.Context, control.Request, io.Writer, io.Writer) int { return 0 })
	if _, err := control.Run(t.Context(), path, control.Request{}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
}

func TestAskerGoesAway(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.sock")
	started, stopped := make(chan struct{}), make(chan struct{})
	listen(t, path, func(ctx context.Context, _ control.Request, _, _ io.Writer) int {
		close(started)
		<-ctx.Done()
		close(stopped)
		return 1
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	if _, err := control.Run(ctx, path, control.Request{}, io.Discard, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-stopped
}

func TestCloseWaitsForWhatRuns(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.sock")
	started, release := make(chan struct{}), make(chan struct{})
	s, err := control.Listen(t.Context(), path, func(_ context.Context, _ control.Request, stdout, _ io.Writer) int {
		close(started)
		<-release
		fmt.Fprint(stdout, "done")
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	ran := make(chan error, 1)
	go func() {
		_, err := control.Run(t.Context(), path, control.Request{}, &stdout, io.Discard)
		ran <- err
	}()
	<-started
	closed := make(chan error, 1)
	go func() { closed <- s.Close(context.Background()) }()
	close(release)
	if err := errors.Join(<-ran, <-closed); err != nil || stdout.String() != "done" {
		t.Errorf("%q, %v", stdout.String(), err)
	}
}

// A process that is stopped keeps its socket: the kernel takes connections for it.
func TestSilentHolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.sock")
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, err = control.Run(t.Context(), path, control.Request{Args: []string{"the-command"}}, io.Discard, io.Discard)
	if !errors.Is(err, control.ErrSilent) {
		t.Fatalf("got %v", err)
	}
	connection, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if got, err := io.ReadAll(connection); err != nil || strings.Contains(string(got), "the-command") {
		t.Errorf("the command was left for a later moment: %q, %v", got, err)
	}
}
