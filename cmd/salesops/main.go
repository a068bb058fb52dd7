package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the program is one file: a machine without zones must not take its days away

	"salesops/internal/period"
)

func main() {
	// everything the program creates belongs to its owner alone
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

// now is the only place where the clock is read for facts and answers.
func now() period.Instant { return period.InstantOf(time.Now()) }
