package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/jsonfile"
	"salesops/internal/disk"
	"salesops/internal/fault"
)

// standardInput is the path of standard input among the paths of an import.
const standardInput = "-"

// longestState is the greatest length of a line with a STATE message.
const longestState = 16 << 20

// byteOrderMark may be before the first message.
var byteOrderMark = []byte("\xEF\xBB\xBF")

// The file with the input, in a folder whose name begins so.
const inputFolder, inputFile = "salesops-input-", "standard-input"

// called are the names of paths in a report; the path of the file with standard input means nothing to people.
func called(paths []string) map[string]string {
	names := map[string]string{}
	for _, path := range paths {
		if strings.HasPrefix(filepath.Base(path), inputFile) &&
			strings.HasPrefix(filepath.Base(filepath.Dir(path)), inputFolder) {
			names[path] = "standard input"
		}
	}
	return names
}

// input is standard input on disk. An import reads its files more than once, and the process that holds the
// data folder may be another one.
type input struct {
	dir, path string
	state     json.RawMessage // of the last STATE message before the line that was lost; nil without one
	// the first line that is no message, 0 without one: a state after it would skip the lost message for good
	lost   int
	banner string // the line before the first message that is none, "" without one
	idle   bool   // only messages without records: the source has nothing new
}

// withInput writes standard input to a file and imports it. Texts for people then go to standard error.
// Standard output gets the state from which the source continues, when everything before it is written.
func (c *importCommand) withInput(ctx context.Context, s *session, args []string, perform func(args []string) int) int {
	in, err := keepInput(ctx, s.stdin)
	if err != nil {
		return s.fail(ctx, err)
	}
	defer func() { _ = os.RemoveAll(in.dir) }() // the system cleans its temporary folder
	place := func(words []string) []string {
		words = slices.Clone(words)
		for i := range words {
			if words[i] == standardInput {
				words[i] = in.path
			}
		}
		return words
	}
	c.Path = place(c.Path)
	stdout := s.stdout
	if !c.Suggest {
		s.stdout = s.stderr
		defer func() { s.stdout = stdout }()
	}
	code := exitAnswered
	if in.idle && !c.Suggest {
		if in.banner != "" {
			s.say(in.banner)
		}
		s.say("the source has nothing new")
	} else {
		code = perform(place(args))
	}
	if code != exitAnswered || c.DryRun || c.Suggest {
		return code
	}
	if in.state != nil {
		if _, err := fmt.Fprintf(stdout, "%s\n", in.state); err != nil {
			return s.fail(ctx, fmt.Errorf("write the state: %w", err))
		}
	}
	if in.lost > 0 {
		s.say(in.loss())
		return exitFailed
	}
	return code
}

// loss says from where the source continues.
func (in *input) loss() string {
	what := fmt.Sprintf("line %d of standard input is no message that can be read", in.lost)
	if in.state == nil {
		return what +
			": no state is given, for any would pass over what was lost; run the source again from where it began"
	}
	return what +
		": the state is the last one before it, so that the source sends again what was lost; run it again from there"
}

// keepInput copies standard input into a file, line by line.
func keepInput(ctx context.Context, from io.Reader) (*input, error) {
	if from == nil {
		return nil, fault.Invalidf("there is no standard input to read")
	}
	dir, err := os.MkdirTemp("", inputFolder)
	if err != nil {
		return nil, fmt.Errorf("make a folder for standard input: %w", err)
	}
	in := &input{dir: dir}
	copied := make(chan error, 1)
	go func() { copied <- in.copy(from) }()
	select {
	case err = <-copied:
	case <-ctx.Done(): // a read from a terminal or a pipe cannot be cancelled; the process ends
		err = ctx.Err()
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return in, nil
}

func (in *input) copy(from io.Reader) (err error) {
	path := filepath.Join(in.dir, inputFile)
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("keep standard input: %w", err)
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
	}()
	r := bufio.NewReaderSize(from, 256<<10)
	w := bufio.NewWriterSize(&disk.Writer{To: out, Dir: in.dir, Keep: disk.ForFiles}, 256<<10)
	messages, lines, all, long := false, 0, true, false
	var line []byte
	for {
		part, read := r.ReadSlice('\n')
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("keep standard input: %w", err)
		}
		if !long && len(line)+len(part) <= longestState {
			line = append(line, part...)
		} else {
			line, long = line[:0], true
		}
		if errors.Is(read, bufio.ErrBufferFull) {
			continue
		}
		if read != nil && !errors.Is(read, io.EOF) {
			return fmt.Errorf("read standard input: %w", read)
		}
		if lines++; lines == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if lines <= 50 || messages {
			message, state := jsonfile.IsMessage(bytes.TrimSpace(line))
			blank := len(bytes.TrimSpace(line)) == 0 && !long
			banner := !messages && !message && !blank && !long && jsonfile.IsBanner(bytes.TrimSpace(line))
			if banner && in.banner == "" {
				in.banner = fmt.Sprintf("line %d of standard input is no message and was passed over: %s", lines,
					jsonfile.Beginning(line))
			}
			messages = messages || message
			all = all && (message && !bytes.Contains(line, []byte(`"RECORD"`)) || blank || banner)
			if !message && !blank && !banner && in.lost == 0 {
				in.lost = lines
			}
			if state && in.lost == 0 {
				in.note(line)
			}
		}
		line, long = line[:0], false
		if read != nil {
			break
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("keep standard input: %w", err)
	}
	if info, err := out.Stat(); err == nil && info.Size() == 0 {
		return fault.Invalidf("standard input is empty: pipe the messages of a tap, or a file, into the import")
	}
	in.idle = messages && all && lines <= 50
	if !messages {
		in.lost = 0
	}
	if in.path = path; messages { // what is wrong on its first line is told as that of a message
		in.path += ".singer"
		return os.Rename(path, in.path)
	}
	return nil
}

// note keeps the state of a message, in one line.
func (in *input) note(line []byte) {
	var m struct {
		Value json.RawMessage `json:"value"`
	}
	var b bytes.Buffer
	if json.Unmarshal(line, &m) == nil && len(m.Value) > 0 && json.Compact(&b, m.Value) == nil {
		in.state = slices.Clone(b.Bytes())
	}
}
