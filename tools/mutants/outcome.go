package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// What becomes of a slip.
const (
	died     = "died"
	endless  = "endless" // the tests did not end: noticed as well
	lived    = "LIVED"
	notBuilt = "not built"
)

type outcome struct {
	Slip    slip   `json:"slip"`
	Result  string `json:"result"`
	By      string `json:"by,omitempty"`
	Seconds int    `json:"seconds"`
}

func readOutcomes(file string) ([]outcome, error) {
	f, err := os.Open(file) // #nosec G304 -- named by who runs this
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	var all []outcome
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var o outcome
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		// planted again: what came of it last counts
		all = slices.DeleteFunc(all, func(before outcome) bool { return before.Slip.key() == o.Slip.key() })
		all = append(all, o)
	}
	return all, lines.Err()
}

func appendOutcome(file string, o outcome) (err error) {
	line, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // #nosec G304 -- named by who runs this
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.Write(append(line, '\n'))
	return err
}

// tell prints each slip that lived, and the count of each room.
func tell(w io.Writer, chosen []room, all []outcome) error {
	var total counts
	table := ""
	for _, r := range chosen {
		var c counts
		for _, o := range all {
			if o.Slip.Room != r.name {
				continue
			}
			c.add(o)
			if o.Result == lived {
				if _, err := fmt.Fprintln(w, o.Slip); err != nil {
					return err
				}
			}
		}
		table += c.line(r.name)
		total.run, total.noticed = total.run+c.run, total.noticed+c.noticed
	}
	_, err := fmt.Fprintf(w, "\n%s%s", table, total.line("together"))
	return err
}

type counts struct{ run, noticed int }

func (c *counts) add(o outcome) {
	if o.Result == notBuilt {
		return
	}
	c.run++
	if o.Result != lived {
		c.noticed++
	}
}

func (c counts) line(name string) string {
	if c.run == 0 {
		return fmt.Sprintf("%-10s none planted\n", name)
	}
	return fmt.Sprintf("%-10s %3d planted, %3d died (%d %%)\n", name, c.run, c.noticed, 100*c.noticed/c.run)
}
