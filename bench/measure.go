package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// median runs fn warm times after one cold run and gives the median and the 99th percentile.
func median(runs int, fn func() error) (mid, p99 time.Duration, err error) {
	if err := fn(); err != nil {
		return 0, 0, err
	}
	took := make([]time.Duration, runs)
	for i := range took {
		start := time.Now()
		if err := fn(); err != nil {
			return 0, 0, err
		}
		took[i] = time.Since(start)
	}
	mid, p99 = quantiles(took)
	return mid, p99, nil
}

// compared times two ways in turn, so that both see the same machine, and gives their medians.
func compared(runs int, one, other func() error) (first, second time.Duration, err error) {
	took := [2][]time.Duration{}
	for i := range runs + 1 {
		for side, fn := range []func() error{one, other} {
			start := time.Now()
			if err := fn(); err != nil {
				return 0, 0, err
			}
			if i > 0 { // the first is the cold one
				took[side] = append(took[side], time.Since(start))
			}
		}
	}
	first, _ = quantiles(took[0])
	second, _ = quantiles(took[1])
	return first, second, nil
}

func quantiles(took []time.Duration) (mid, p99 time.Duration) {
	if len(took) == 0 {
		return 0, 0
	}
	slices.Sort(took)
	return took[len(took)/2], took[min(len(took)-1, len(took)*99/100)]
}

// resident is the most memory this process has held so far, in bytes (VmHWM), and what it holds now (VmRSS).
func resident() (peak, now int64) {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, rest, _ := strings.Cut(lines.Text(), ":")
		kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		if err != nil {
			continue
		}
		switch name {
		case "VmHWM":
			peak = kb << 10
		case "VmRSS":
			now = kb << 10
		}
	}
	return peak, now
}

// load is the machine's load average over the last minute: figures taken above the
// number of cores are not to be trusted.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// report collects what was measured, by the parts of the run.
type report struct{ sections []*section }

// section is a part of the run. Its lines: what, measured, bar, whether it holds.
type section struct {
	name, day, load string
	lines           [][4]string
}

// begin opens the section that the following lines belong to.
func (r *report) begin(name string) {
	r.sections = append(r.sections, &section{name: name, day: now().Day(time.UTC).String(), load: load()})
}

// dropLast forgets the section of a part that failed.
func (r *report) dropLast() { r.sections = r.sections[:max(0, len(r.sections)-1)] }

func (r *report) add(what, measured, bar string, holds bool) {
	verdict := "ok"
	if !holds {
		verdict = "MISSED"
	}
	if bar == "" {
		verdict = ""
	}
	last := r.sections[len(r.sections)-1]
	last.lines = append(last.lines, [4]string{what, measured, bar, verdict})
	fmt.Printf("%-58s %-34s %-22s %s\n", what, measured, bar, verdict)
}

func (r *report) print() {
	out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintf(out, "\nwhat\tmeasured\tbar\t\n")
	for _, s := range r.sections {
		for _, l := range s.lines {
			fmt.Fprintln(out, strings.Join(l[:], "\t"))
		}
	}
	_ = out.Flush() // the terminal
	fmt.Printf("load average at the end: %s\n", load())
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }
