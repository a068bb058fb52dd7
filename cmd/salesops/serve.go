package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"salesops/api"
	"salesops/internal/fault"
	"salesops/internal/period"
)

const defaultAddr = "127.0.0.1:8080"

type serveCommand struct {
	Addr string `placeholder:"HOST:PORT" help:"Where to listen: 127.0.0.1 or [::1] and a port, 0 for a free one (127.0.0.1:8080, or a free port if that is taken). Other addresses, and :PORT for all, need TLS or a proxy."`
	doorFlags
	mailFlags

	BackupDaily string `placeholder:"HH:MM" help:"Make a backup each day at this time in the company's zone (none)."`
	BackupKeep  int    `placeholder:"N" help:"Keep the newest N daily backups and remove older ones (all)."`
	MonitorAddr string `placeholder:"HOST:PORT" help:"Give figures of the program (/metrics for Prometheus, /healthz, /readyz) at this address, without sign-in (nowhere)."`
}

func (*serveCommand) Help() string {
	return `Prints an address with a one-time token, which works for 15 minutes: open it in a browser on this machine. Run the command again, also while it serves, for another address.

Only this machine can reach it, unless it is told how others reach it over https: with --tls-cert and --tls-key (PEM files, read again when they change), or behind a proxy of yours, whose address --behind-proxy gives. --host is the name that people open. docs/operate.md has an example of each.

Daily backups lie beside the data folder, in DIR-backups, and their names end in -daily.backup. One that was missed while nothing served is made at the next start. The zone is the one that is set when serving begins. --backup-keep removes daily backups only.

--mail-server sends invitations, links for another password and alarms (a new device, a new API token, a changed password) by mail. Without it, administrators hand links over. Links lead to the first --host. The password of --mail-user stands in --mail-password-file or in the environment variable SALESOPS_MAIL_PASSWORD.

--monitor-addr is for a monitoring system in your own network: what it gives is of the program, such as durations of requests, sizes of files and the age of the newest backup. It contains no sales data and no names.

Examples:

  salesops serve
  salesops serve --data ~/acme --addr 127.0.0.1:9000
  salesops serve --data ~/acme --backup-daily 02:30 --backup-keep 14
  salesops serve --addr :443 --host sales.example.com --tls-cert cert.pem --tls-key key.pem
  salesops serve --behind-proxy 127.0.0.1 --host sales.example.com
  salesops serve --behind-proxy 127.0.0.1 --host sales.example.com --mail-server smtp.example.com --mail-from sales@example.com --mail-user sales --mail-password-file mail.password`
}

func (c *serveCommand) use() (folderUse, error) {
	if _, err := c.daily(); err != nil {
		return serverFolder, err
	}
	door, err := c.door()
	if err != nil {
		return serverFolder, err
	}
	if c.Addr != "" {
		if _, _, err := door.ListenAddress(c.Addr); err != nil {
			return serverFolder, err
		}
	}
	_, err = c.mailer(c.doorFlags, nil)
	return serverFolder, err
}

// errElsewhere tells a command that wants to serve to wait for the folder.
var errElsewhere = errors.New("this process does not serve")

func (c *serveCommand) run(ctx context.Context, s *session) error {
	daily, err := c.daily()
	if err != nil {
		return err
	}
	how := serving{addr: c.Addr, door: c.doorFlags, mail: c.mailFlags, daily: daily, monitorAddr: c.MonitorAddr}
	return serve(ctx, s, how, "serves")
}

// dailyBackup is the time of day of the daily backup, from midnight, and how many backups are kept (0: all).
type dailyBackup struct {
	at   time.Duration
	keep int
}

// daily parses the flags; nil means no daily backup.
func (c *serveCommand) daily() (*dailyBackup, error) {
	switch {
	case c.BackupKeep < 0:
		return nil, fault.Invalidf("--backup-keep %d: a number from 1 on", c.BackupKeep)
	case c.BackupDaily == "" && c.BackupKeep != 0:
		return nil, fault.Invalidf("--backup-keep is for daily backups: give --backup-daily HH:MM too")
	case c.BackupDaily == "":
		return nil, nil //nolint:nilnil // none is wanted
	}
	at, err := time.Parse("15:04", c.BackupDaily)
	if err != nil {
		return nil, fault.Invalidf("--backup-daily %s: a time such as 02:30", c.BackupDaily)
	}
	return &dailyBackup{time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, c.BackupKeep}, nil
}

// server is the folder served to browsers.
type server struct {
	gate *api.Gate
	addr net.Addr
	now  func() period.Instant
}

// invitation returns an address for one browser, and what to do with it.
func (v *server) invitation() string {
	base, where := v.gate.Base, ""
	if base == "" {
		base, where = "http://"+v.addr.String(), " on this machine"
	}
	return fmt.Sprintf("  %s/?token=%s\n\nOpen the address in a browser%s; it works once, for 15 minutes.", base,
		v.gate.Token(v.now()), where)
}

// serving says how a folder is served.
type serving struct {
	addr        string // "" for the usual one
	door        doorFlags
	mail        mailFlags
	daily       *dailyBackup
	monitorAddr string // "" for no monitoring
}

func serve(ctx context.Context, s *session, how serving, verb string) (err error) {
	w, daily := s.shop, how.daily
	if s.remote {
		if (daily != nil || how.monitorAddr != "" || how.door.set() || how.mail.set()) && w.server.Load() != nil {
			return fault.Conflictf("%s is served already: end that process to serve it in another way", w.dir)
		}
		return again(s, how.addr)
	}
	door, err := how.door.door()
	if err != nil {
		return err
	}
	cert, err := how.door.certificate(w.logger)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, how.addr, door)
	if err != nil {
		return err
	}
	w.warnOfCheckpoints(ctx)
	if err := w.sendMail(how, s.now); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := w.startJobs(ctx, daily); err != nil {
		return errors.Join(err, listener.Close())
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return fmt.Errorf("read own address: %w", err)
	}
	v := &server{gate: api.NewGate(port), addr: listener.Addr(), now: s.now}
	v.gate.Door = door
	if door.Secure {
		v.gate.Base = how.door.base(listener.Addr().String(), port)
	}
	w.server.Store(v) // from now on, another serve command gets an address
	handler := w.api.Handler(v.gate)
	if how.monitorAddr != "" {
		m := newMonitor(w)
		at, err := m.listen(ctx, how.monitorAddr, w)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		_, _ = fmt.Fprintf(s.stdout, "figures for monitoring: http://%s/metrics\n", at)
		defer func() { err = errors.Join(err, m.close()) }()
		handler = m.counted(handler, w.api.RouteOf)
	}
	// no ReadTimeout and no WriteTimeout, which would end running transfers; api.Patience ends stalled ones
	web := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	ended := make(chan error, 1)
	if cert == nil {
		go func() { ended <- web.Serve(w.api.Listener(listener)) }()
	} else {
		web.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.current}
		web.ErrorLog = slog.NewLogLogger(w.logger.Handler(), slog.LevelDebug) // strangers' failed handshakes
		go func() { ended <- web.ServeTLS(w.api.Listener(listener), "", "") }()
	}
	_, _ = fmt.Fprintf(s.stdout, "salesops %s %s\n\n%s Ctrl-C ends.\n", verb, w.dir, v.invitation())
	tick, hour := time.NewTicker(2*time.Second), time.NewTicker(checkpointEvery)
	defer tick.Stop()
	defer hour.Stop()
	for serving := true; serving; {
		select {
		case <-ctx.Done():
			serving = false
		case <-tick.C:
			if err := w.freshMetrics(ctx); err != nil {
				w.logger.Warn("changed metric files were not read", "error", err)
			}
		case <-hour.C:
			w.noteCheckpoint(ctx)
		case err := <-ended:
			return fmt.Errorf("serve: %w", err)
		case err := <-w.followed:
			w.followed <- err
			return fmt.Errorf("follow the log into the columns: %w", err)
		}
	}
	w.ending.Store(true)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := web.Shutdown(stopping); err != nil {
		return web.Close() // a reader is not finished after the time limit
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
	_, _ = fmt.Fprintf(s.stdout, "salesops serves %s already\n\n%s\n", s.shop.dir, v.invitation())
	return nil
}

func listen(ctx context.Context, addr string, door api.Door) (net.Listener, error) {
	wanted := addr
	if wanted == "" {
		wanted = defaultAddr
	}
	host, port, err := door.ListenAddress(wanted)
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
