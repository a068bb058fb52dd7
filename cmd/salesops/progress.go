package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// progress shows how far something is: one line that is rewritten on a terminal, otherwise one plain line per
// phase.
type progress struct {
	s     *session
	mu    sync.Mutex
	phase string
	drawn time.Time
}

func newProgress(s *session) *progress { return &progress{s: s} }

// show draws at most ten times a second.
func (p *progress) show(phase string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.s.terminal {
		if phase != p.phase {
			p.phase = phase
			_, _ = fmt.Fprintln(p.s.stderr, phase) // progress is worth no failure
		}
		return
	}
	if phase == p.phase && done < total && time.Since(p.drawn) < 100*time.Millisecond {
		return
	}
	p.phase, p.drawn = phase, time.Now()
	line := phase
	if total > 0 {
		const cells = 24
		full := int(min(done, total) * cells / total)
		line = fmt.Sprintf("%-10s [%s%s] %3d %%", phase, strings.Repeat("=", full), strings.Repeat(" ", cells-full),
			min(done, total)*100/total)
	}
	if p.s.width > 1 && len(line) >= p.s.width {
		line = line[:p.s.width-1]
	}
	_, _ = fmt.Fprintf(p.s.stderr, "\r\x1b[K%s", line) // progress is worth no failure
}

// end removes the line.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.s.terminal && p.phase != "" {
		_, _ = fmt.Fprint(p.s.stderr, "\r\x1b[K") // progress is worth no failure
	}
	p.phase = ""
}
