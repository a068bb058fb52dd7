package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
)

// profiles are the files to which profiles are written; "" writes none.
type profiles struct{ processor, allocations string }

// of runs fn and profiles it alone.
func (p profiles) of(fn func() error) error {
	if p.processor != "" {
		stop, err := startProfile(p.processor)
		if err != nil {
			return err
		}
		defer stop()
	}
	return errors.Join(fn(), writeAllocations(p.allocations))
}

// writeAllocations writes what was allocated so far.
func writeAllocations(path string) error {
	if path == "" {
		return nil
	}
	file, err := os.Create(path) //nolint:gosec // a path of the person who runs it
	if err != nil {
		return err
	}
	return errors.Join(pprof.Lookup("allocs").WriteTo(file, 0), file.Close())
}

func startProfile(path string) (stop func(), err error) {
	file, err := os.Create(path) //nolint:gosec // a path of the person who runs it
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		if err := file.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "bench: write the profile:", err)
		}
	}, nil
}
