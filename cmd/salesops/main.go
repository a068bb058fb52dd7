package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // includes the zone data, for machines without it

	_ "golang.org/x/crypto/x509roots/fallback" // includes root certificates, for images without them

	"salesops/internal/period"
)

func main() {
	// files that the program creates are accessible to their owner only
	syscall.Umask(0o077)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	terminal, width := terminalOf(os.Stderr)
	code := run(ctx, os.Args[1:], &session{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, dir: dir, terminal: terminal, width: width, now: now,
	})
	stop()
	os.Exit(code)
}

// now is the only function that reads the clock for facts and answers.
func now() period.Instant { return period.InstantOf(time.Now()) }

var started = time.Now()

// elapsed is the clock of limits. Setting the time of the machine does not change it.
func elapsed() time.Duration { return time.Since(started) }
