package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
)

// measured is what one import took.
type measured struct {
	Rows, Rejected, Changes int64
	Written, CPU            float64 // seconds until everything was in the log
	Queryable, Columns      float64 // seconds until the columns had it too; of them processor time for the columns
	Peak, PeakAll           int64   // bytes resident, until written and at all
	Undo, UndoCPU           float64 // seconds; 0: not undone
}

// measureImports imports each shape in a process of its own, as the command line does: so the
// memory and the processor time are the import's alone.
func measureImports(ctx context.Context, root string, out *report) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, s := range shapes {
		cmd := exec.CommandContext(ctx, self, "-dir", root, "-shape", s.name) //nolint:gosec // this very program
		cmd.Stderr = os.Stderr
		text, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("import %s: %w", s.name, err)
		}
		var m measured
		if err := json.Unmarshal(text[bytes.LastIndexByte(text, '{'):], &m); err != nil {
			return fmt.Errorf("import %s: %w", s.name, err)
		}
		s.tell(m, out)
	}
	return nil
}

func (s *shape) tell(m measured, out *report) {
	if m.Undo > 0 {
		out.add(fmt.Sprintf("undo of an import of %d rows", m.Rows),
			fmt.Sprintf("%.1f s (%.1f s CPU)", m.Undo, m.UndoCPU), "<= 5 s", m.Undo <= 5)
		return
	}
	speed := float64(m.Rows) / m.Written
	out.add("import "+s.name+": written",
		fmt.Sprintf("%.0f rows/s (%d rows, %d changes, %.1f s, %.1f s CPU; queryable after %.1f s, %.1f s CPU more)",
			speed, m.Rows, m.Changes, m.Written, m.CPU, m.Queryable, m.Columns),
		fmt.Sprintf(">= %d rows/s", s.bar), speed >= float64(s.bar))
	out.add("import "+s.name+": rejected rows", fmt.Sprint(m.Rejected), "0", m.Rejected == 0)
	out.add("import "+s.name+": resident memory", fmt.Sprintf("%.0f MB, with the columns %.0f MB", float64(m.Peak)/1e6,
		float64(m.PeakAll)/1e6), "<= 500 MB", m.Peak <= memory)
}

// importShape imports one shape into a new folder and prints what it took as one line of JSON.
func importShape(ctx context.Context, root, name string, profile profiles) error {
	for i := range shapes {
		if shapes[i].name == name {
			m, err := shapes[i].run(ctx, filepath.Join(root, "shapes", name), profile)
			if err != nil {
				return err
			}
			return json.NewEncoder(os.Stdout).Encode(m)
		}
	}
	return fmt.Errorf("there is no shape %q", name)
}

func (s *shape) run(ctx context.Context, root string, profile profiles) (m measured, err error) {
	files, data := filepath.Join(root, "files"), filepath.Join(root, "data")
	if err := s.prepare(files); err != nil {
		return m, err
	}
	if err := os.RemoveAll(data); err != nil {
		return m, err
	}
	c, err := open(ctx, data)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	options := connectors.Options{Paths: []string{files}, Tools: all.Tools(), RejectDir: data,
		SpillDir: data, Clock: now}
	if s.mapping != "" {
		read, err := mapping.Parse("wide.yaml", []byte(s.mapping))
		if err == nil {
			err = read.Complete(&options)
		}
		if err != nil {
			return m, err
		}
	}
	var got *connectors.Report
	before := c.log.Head()
	err = profile.of(func() (err error) {
		start, cpu := time.Now(), processor()
		got, err = connectors.Run(ctx, c.log, options)
		m.Written, m.CPU = time.Since(start).Seconds(), (processor() - cpu).Seconds()
		return err
	})
	if err != nil {
		return m, err
	}
	m.Changes = int64(c.log.Head() - before)
	m.Peak, _ = resident()
	for _, file := range got.Files {
		m.Rows += file.Taken
		m.Rejected += file.Rejected
	}
	start, cpu := time.Now(), processor()
	if _, err := c.columns.CatchUp(ctx); err != nil {
		return m, err
	}
	m.Queryable, m.Columns = m.Written+time.Since(start).Seconds(), (processor() - cpu).Seconds()
	if s.name == "undo" {
		start, cpu = time.Now(), processor()
		if _, err := c.log.Undo(ctx, "bench", got.Seq); err != nil {
			return m, err
		}
		m.Undo, m.UndoCPU = time.Since(start).Seconds(), (processor() - cpu).Seconds()
	}
	m.PeakAll, _ = resident()
	return m, nil
}

// prepare writes the shape's files, once. The memory it takes is not the import's: so it is
// done by a process of its own.
func (s *shape) prepare(dir string) error {
	mark := dir + ".complete"
	if _, err := os.Stat(mark); err == nil {
		return nil
	}
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return err
	}
	if err := s.write(dir); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "complete")), os.WriteFile(mark, nil, 0o600)); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(self, os.Args, os.Environ()) //nolint:gosec // this very program
}

// processor is the processor time that this process has used.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
