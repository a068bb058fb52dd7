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

// The exit codes. The program never exits with exitElsewhere: it is the answer of a holder that does not serve
// to a command that wants to serve.
const (
	exitAnswered  = 0
	exitFailed    = 1
	exitWrongUse  = 2
	exitElsewhere = 75
)

// session is one command line that is carried out, for this process or for another one that sent it over the
// control socket.
type session struct {
	stdin          io.Reader // of this process; nil for another one
	stdout, stderr io.Writer
	dir            string // the working folder, for relative paths
	data           string // --data as it was typed
	terminal       bool   // stderr is a terminal
	width          int
	now            func() period.Instant
	shop           *workspace // open while a command runs that needs it
	remote         bool       // for another process
}

// folderUse says how a command uses the data folder.
type folderUse int

const (
	noFolder     folderUse = iota
	needsFolder            // fails without one
	makesFolder            // creates it
	serverFolder           // creates it and keeps it open
	looksFolder            // reads it if it exists, and does not create it
)

// command is one of the program's commands, with its flags filled in.
type command interface {
	// use returns how the command uses the folder; an error is wrong usage.
	use() (folderUse, error)
	run(ctx context.Context, s *session) error
}

// wrongUse is an error in the command line itself.
type wrongUse struct{ text string }

func (w *wrongUse) Error() string { return w.text }

func wrongUsef(format string, args ...any) error { return &wrongUse{fmt.Sprintf(format, args...)} }

// errSaid ends a command that has printed its error already.
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

// perform carries out a parsed command.
func perform(ctx context.Context, use folderUse, s *session, cmd command, args []string, data string) int {
	if use == noFolder || s.shop != nil {
		return s.fail(ctx, carryOut(ctx, s, cmd))
	}
	folder := s.path(data)
	if use == looksFolder && !exists(filepath.Join(folder, truthName)) {
		// a dry run on a new company uses a temporary folder
		if err := onlyOurs(folder, makesFolder); err != nil && exists(folder) {
			return s.fail(ctx, err)
		}
		var err error
		if folder, err = os.MkdirTemp("", "salesops-dry-run-"); err != nil {
			return s.fail(ctx, fmt.Errorf("make a folder for the dry run: %w", err))
		}
		defer func() { _ = os.RemoveAll(folder) }() // the system cleans its temporary folder
	}
	code, err := withFolder(ctx, folder, use, s, cmd, args)
	if err != nil {
		return s.fail(ctx, err)
	}
	return code
}

// withFolder carries out a command on the folder: in this process if nobody holds the folder, otherwise in its
// holder.
func withFolder(ctx context.Context, dir string, use folderUse, s *session, cmd command, args []string) (int, error) {
	held, err := hold(ctx, dir, use, func() (bool, int, error) {
		// SALESOPS_DATA of that process is not ours
		args := append([]string{"--data", s.data}, args...)
		code, err := control.Run(ctx, socketOf(dir),
			control.Request{Args: args, Dir: s.dir, Terminal: s.terminal, Width: s.width}, s.stdout, s.stderr)
		if errors.Is(err, control.ErrUnreachable) || (err == nil && code == exitElsewhere) {
			return false, 0, nil
		}
		if errors.Is(err, control.ErrSilent) {
			err = silent(dir)
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
	reading := !writable(dir)
	if reading && !onlyReads(cmd) {
		return 0, readOnly(dir)
	}
	shop, err := openWorkspace(ctx, dir, s, reading)
	if err != nil {
		return 0, err
	}
	s.shop = shop
	err = errors.Join(carryOut(ctx, s, cmd), shop.close())
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

// sentences returns the sentences of an error without repetitions. Parts of a program that end together often
// end for the same reason, such as a full disk.
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

// parts returns the errors that errors.Join put together.
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
	_, _ = fmt.Fprintf(s.stderr, "salesops: %s\n", text) // the error cannot be printed
}

// noting notes that its output could not be written. The parser reports such an error as a wrong command line,
// or drops it.
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

// helped ends the parsing after help was printed.
type helped struct{}

// parse parses a command line. It returns a nil command when help was printed.
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

// newParser makes a parser for cli. Printing help or the version ends it with a panic of helped, because kong
// expects to exit the program there.
func newParser(cli *commandLine, stdout, stderr io.Writer) (*kong.Kong, error) {
	return kong.New(cli,
		kong.Name("salesops"), kong.Description(programHelp),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { panic(helped{}) }),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 96, NoExpandSubcommands: true}),
	)
}

func isFlag(word string) bool { return strings.HasPrefix(word, "-") }

// commandOf returns the command that a wrong line names, with a blank, for a hint to its help.
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
