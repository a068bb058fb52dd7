package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"salesops/auth"
	"salesops/internal/control"
	"salesops/internal/fault"
	"salesops/internal/period"
)

// The exit codes. exitElsewhere never leaves the program: it is the answer of a holder that
// does not serve to a command that wants to.
const (
	exitAnswered  = 0
	exitFailed    = 1
	exitWrongUse  = 2
	exitElsewhere = 75
)

// session is one command line being carried out: here, or for another process that asked
// over the control socket.
type session struct {
	stdin          io.Reader // of the person's own process; nil for another
	stdout, stderr io.Writer
	dir            string // the folder the person is in: relative paths start there
	data           string // --data as it was typed
	terminal       bool   // somebody watches stderr
	width          int
	now            func() period.Instant
	shop           *workspace // open while a command runs that needs it
	remote         bool       // for another process
}

// folderUse says what a command does with the data folder.
type folderUse int

const (
	noFolder     folderUse = iota
	needsFolder            // fails without one
	makesFolder            // creates it
	serverFolder           // creates it and keeps it open
	looksFolder            // reads it where there is one, and leaves nothing where there is none
)

// command is one of the program's commands, with its flags filled in.
type command interface {
	// use says which folder the command needs; an error is wrong use.
	use() (folderUse, error)
	run(ctx context.Context, s *session) error
}

// wrongUse is an error in the command line itself.
type wrongUse struct{ text string }

func (w *wrongUse) Error() string { return w.text }

func wrongUsef(format string, args ...any) error { return &wrongUse{fmt.Sprintf(format, args...)} }

// errSaid ends a command that has printed what there is to say.
var errSaid = errors.New("failed")

// run carries out a command line and returns the exit code.
func run(ctx context.Context, args []string, s *session) int {
	ctx = auth.With(ctx, auth.OwnerIdentity()) // the system user who may open the data folder
	cli, cmd, err := parse(args, s)
	if err != nil {
		return s.fail(ctx, err)
	}
	if cmd == nil {
		return exitAnswered // help
	}
	s.data = cli.Data
	use, err := cmd.use()
	if err != nil {
		return s.fail(ctx, err)
	}
	if c, ok := cmd.(*importCommand); ok && slices.Contains(c.Path, standardInput) {
		return c.withInput(ctx, s, args, func(args []string) int { return perform(ctx, use, s, cmd, args, cli.Data) })
	}
	return perform(ctx, use, s, cmd, args, cli.Data)
}

// perform carries out a command that was read.
func perform(ctx context.Context, use folderUse, s *session, cmd command, args []string, data string) int {
	if use == noFolder || s.shop != nil {
		return s.fail(ctx, cmd.run(ctx, s))
	}
	folder := s.path(data)
	if use == looksFolder && !exists(filepath.Join(folder, truthName)) {
		// what would happen to a new company is tried on one, elsewhere
		if err := onlyOurs(folder, makesFolder); err != nil && exists(folder) {
			return s.fail(ctx, err)
		}
		var err error
		if folder, err = os.MkdirTemp("", "salesops-dry-run-"); err != nil {
			return s.fail(ctx, fmt.Errorf("make a folder for the dry run: %w", err))
		}
		defer func() { _ = os.RemoveAll(folder) }() // the system empties its temporary folder anyway
	}
	code, err := withFolder(ctx, folder, use, s, cmd, args)
	if err != nil {
		return s.fail(ctx, err)
	}
	return code
}

// withFolder carries a command out on the folder: here if nobody holds it, else there.
func withFolder(ctx context.Context, dir string, use folderUse, s *session, cmd command, args []string) (int, error) {
	held, err := hold(ctx, dir, use, func() (bool, int, error) {
		// SALESOPS_DATA of that process is not ours
		args := append([]string{"--data", s.data}, args...)
		code, err := control.Run(ctx, socketOf(dir),
			control.Request{Args: args, Dir: s.dir, Terminal: s.terminal, Width: s.width}, s.stdout, s.stderr)
		if errors.Is(err, control.ErrUnreachable) || (err == nil && code == exitElsewhere) {
			return false, 0, nil
		}
		return true, code, err
	})
	if err != nil {
		return 0, err
	}
	if held.lock == nil {
		return held.code, nil
	}
	defer held.lock.release()
	shop, err := openWorkspace(ctx, dir, s)
	if err != nil {
		return 0, err
	}
	s.shop = shop
	err = errors.Join(cmd.run(ctx, s), shop.close())
	s.shop = nil
	return s.fail(ctx, err), nil
}

// path makes a path of the command line absolute.
func (s *session) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(s.dir, p)
}

// fail prints an error in one sentence and returns the exit code; nil is success.
func (s *session) fail(ctx context.Context, err error) int {
	var usage *wrongUse
	switch {
	case err == nil:
		return exitAnswered
	case errors.Is(err, errSaid):
		return exitFailed
	case errors.Is(err, errElsewhere):
		return exitElsewhere
	case errors.As(err, &usage):
		s.say(usage.text)
		return exitWrongUse
	case ctx.Err() != nil:
		s.say("stopped")
		return exitFailed
	}
	s.say(strings.Join(sentences(err), "; "))
	if fault.KindOf(err) == fault.Invalid {
		return exitWrongUse
	}
	return exitFailed
}

// sentences are what an error says, each thing once: the parts of a program that end together
// often end for one reason, a full disk before all.
func sentences(err error) []string {
	var said []string
	told := false
	for _, part := range parts(err) {
		part = fault.Room(part)
		why, _ := fault.ReasonOf(part)
		full := why.Code == "disk_full" || why.Code == "no_room"
		if text := part.Error(); !slices.Contains(said, text) && !(full && told) {
			said = append(said, text)
		}
		told = told || full
	}
	return said
}

// parts are the errors that errors.Join put together.
func parts(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error }) //nolint:errorlint // what is wrapped by a sentence belongs to it
	if !ok {
		return []error{err}
	}
	var all []error
	text := []string{}
	for _, e := range joined.Unwrap() {
		all = append(all, parts(e)...)
		text = append(text, e.Error())
	}
	if strings.Join(text, "\n") != err.Error() { // fmt.Errorf made a sentence of them
		return []error{err}
	}
	return all
}

func (s *session) say(text string) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\n", "; "))
	_, _ = fmt.Fprintf(s.stderr, "salesops: %s\n", text) // nowhere left to complain to
}

// noting remembers that its output could not be written: the parser takes such an error for a wrong
// command line, or drops it.
type noting struct {
	w   io.Writer
	err error
}

func (n *noting) Write(p []byte) (int, error) {
	done, err := n.w.Write(p)
	if n.err == nil {
		n.err = err
	}
	return done, err
}

// helped ends parsing after help was printed.
type helped struct{}

// parse reads a command line. A nil command means that help was printed.
func parse(args []string, s *session) (cli *commandLine, cmd command, err error) {
	cli = &commandLine{}
	out := &noting{w: s.stdout}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case helped:
			cli, cmd, err = nil, nil, nil
		default:
			panic(r)
		}
		if out.err != nil {
			err = out.err
		}
	}()
	parser, err := newParser(cli, out, s.stderr)
	if err != nil {
		return nil, nil, err
	}
	if len(args) > 0 && args[0] == "help" {
		args = append(slices.DeleteFunc(slices.Clone(args[1:]), isFlag), "--help")
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	at, err := parser.Parse(args)
	if err != nil {
		return nil, nil, wrongUsef("%s: see `salesops %s--help`", strings.TrimSuffix(err.Error(), "."), commandOf(args))
	}
	target := at.Selected().Target
	selected, ok := target.Addr().Interface().(command)
	if !ok {
		return nil, nil, fmt.Errorf("%s is no command", at.Command())
	}
	return cli, selected, nil
}

// newParser reads command lines into cli. Printing help or the version ends it by a panic
// with helped, since kong means to leave the program there.
func newParser(cli *commandLine, stdout, stderr io.Writer) (*kong.Kong, error) {
	return kong.New(cli,
		kong.Name("salesops"), kong.Description(programHelp),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { panic(helped{}) }),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 96, NoExpandSubcommands: true}),
	)
}

func isFlag(word string) bool { return strings.HasPrefix(word, "-") }

// commandOf is the command a wrong line names, with a blank, to point at its help.
func commandOf(args []string) string {
	for _, a := range args {
		for _, name := range commandNames {
			if a == name {
				return name + " "
			}
		}
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
