package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"salesops/api"
	"salesops/internal/fault"
)

const defaultAddr = "127.0.0.1:8080"

type serveCommand struct {
	Addr string `placeholder:"HOST:PORT" help:"Where to listen: 127.0.0.1 or [::1] and a port, 0 for a free one (127.0.0.1:8080, or a free port if that is taken)."`
}

func (*serveCommand) Help() string {
	return `Prints an address with a one-time token: open it in a browser on this machine. Run the command again, also while it serves, for another address.

Only this machine can reach it: nobody signs in yet, so other addresses are refused.

Examples:

  salesops serve
  salesops serve --data ~/acme --addr 127.0.0.1:9000`
}

func (c *serveCommand) use() (folderUse, error) {
	if c.Addr == "" {
		return serverFolder, nil
	}
	_, _, err := api.LocalAddress(c.Addr)
	return serverFolder, err
}

// errElsewhere tells a command that wants to serve to wait for the folder.
var errElsewhere = errors.New("this process does not serve")

func (c *serveCommand) run(ctx context.Context, s *session) error {
	return serve(ctx, s, c.Addr, "serves")
}

// server is the folder served to browsers.
type server struct {
	gate *api.Gate
	addr net.Addr
}

// link is an address that lets one browser in.
func (v *server) link() string { return fmt.Sprintf("http://%s/?token=%s", v.addr, v.gate.Token()) }

func serve(ctx context.Context, s *session, addr, verb string) error {
	w := s.shop
	if s.remote {
		return again(s, addr)
	}
	listener, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	if err := w.startJobs(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return fmt.Errorf("read own address: %w", err)
	}
	v := &server{gate: api.NewGate(port), addr: listener.Addr()}
	w.server.Store(v) // from here on another process's serve gets an address
	// no ReadTimeout and no WriteTimeout: they would end what flows; api.Patience ends what stalls
	web := &http.Server{
		Handler: w.api.Handler(v.gate), ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(w.api.Listener(listener)) }()
	_, _ = fmt.Fprintf(s.stdout,
		"salesops %s %s\n\n  %s\n\nOpen the address in a browser on this machine; it works once. Ctrl-C ends.\n",
		verb, w.dir, v.link())
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for serving := true; serving; {
		select {
		case <-ctx.Done():
			serving = false
		case <-tick.C:
			if err := w.freshMetrics(ctx); err != nil {
				w.logger.Warn("changed metric files were not read", "error", err)
			}
		case err := <-ended:
			return fmt.Errorf("serve: %w", err)
		case err := <-w.followed:
			w.followed <- err
			return fmt.Errorf("follow the log into the columns: %w", err)
		}
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := web.Shutdown(stopping); err != nil {
		return web.Close() // somebody still reads: they had their time
	}
	return nil
}

// again answers a second serve on the same folder with a new address.
func again(s *session, addr string) error {
	v := s.shop.server.Load()
	if v == nil {
		return errElsewhere
	}
	if addr != "" && addr != v.addr.String() {
		return fault.Conflictf("%s is served at %s already: end that process to use another address", s.shop.dir,
			v.addr)
	}
	_, _ = fmt.Fprintf(s.stdout,
		"salesops serves %s already\n\n  %s\n\nOpen the address in a browser on this machine; it works once.\n",
		s.shop.dir, v.link())
	return nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	wanted := addr
	if wanted == "" {
		wanted = defaultAddr
	}
	host, port, err := api.LocalAddress(wanted)
	if err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if errors.Is(err, syscall.EADDRINUSE) && addr == "" {
		l, err = (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.Conflictf("%s is taken by another program: use another port, or 0 for a free one", wanted)
	case err != nil:
		return nil, fault.Conflictf("cannot listen on %s: %w", wanted, err)
	}
	return l, nil
}
