package metrics

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/fault"
	"salesops/record"
)

// LeftOut is a metric file that is not used, and why.
type LeftOut struct {
	File string // "metrics/my.yaml"
	Line int    // 0 when the mistake has no line
	Why  string // what is wrong and what to write
}

func (l *LeftOut) Error() string {
	if l.Line == 0 {
		return l.File + ": " + l.Why
	}
	return fmt.Sprintf("%s:%d: %s", l.File, l.Line, l.Why)
}

// badFile is what is wrong with a metric file; line 0 is none.
func badFile(source string, line int, format string, args ...any) error {
	return fault.New(fault.Invalid, "%w", &LeftOut{File: source, Line: line, Why: fmt.Errorf(format, args...).Error()})
}

// leaveOut notes why the file of a metric is not used.
func (c *Catalog) leaveOut(name string, why error) {
	c.leftOut = append(c.leftOut, why)
	if _, known := c.bad[name]; !known {
		c.bad[name] = why
	}
}

// LeftOut are the files that are not used.
func (c *Catalog) LeftOut() []LeftOut {
	out := make([]LeftOut, 0, len(c.leftOut))
	for _, why := range c.leftOut {
		var one *LeftOut
		if !errors.As(why, &one) {
			one = &LeftOut{File: "metrics", Why: why.Error()}
		}
		out = append(out, *one)
	}
	return out
}

// CheckSound checks like Check, but leaves out a company's own file that does not fit the schema, so that the
// other metrics can be used.
func (c *Catalog) CheckSound(schema *record.Schema) error {
	var p programs
	for _, name := range c.names() {
		m := c.current[name]
		if m.builtIn {
			continue
		}
		if err := c.checkOne(&p, schema, m); err != nil {
			c.takeOut(m, err)
		}
	}
	return c.linkSound()
}

// takeOut removes a metric; the built-in metric that it replaced is used again.
func (c *Catalog) takeOut(m *metric, why error) {
	c.leaveOut(m.Name, why)
	delete(c.current, m.Name)
	if before, ok := c.shipped[m.Name]; ok {
		c.current[m.Name] = before
	}
}

// linkSound removes metrics until the rest is consistent, because a removed metric may be a part of others.
func (c *Catalog) linkSound() error {
	for {
		m, err := c.unlinked()
		if err == nil {
			return nil
		}
		if m.builtIn { // only a replaced part can have broken it: the part goes
			part := c.breaks(m)
			if part == nil {
				return err
			}
			err = badFile(part.source, 0,
				"it replaces %s, with which %s does not work any more (%w): give it another name", part.Name,
				m.Name, err)
			m = part
		}
		c.takeOut(m, err)
	}
}

// breaks returns the replacement with which a built-in metric does not work; nil when there is none.
func (c *Catalog) breaks(broken *metric) *metric {
	var any *metric
	for _, name := range slices.Sorted(maps.Keys(c.shipped)) {
		m := c.current[name]
		if m == c.shipped[name] {
			continue
		}
		c.current[name] = c.shipped[name]
		err := c.linkOne(broken)
		c.current[name] = m
		if err == nil {
			return m
		}
		any = m
	}
	return any // several at once: remove one and look again
}

// Mark returns a text that changes when an answer of the catalogue may change.
func (c *Catalog) Mark() string {
	h := sha256.New()
	for _, name := range c.names() {
		_, _ = fmt.Fprintln(h, name, c.current[name].text)
	}
	for _, why := range c.leftOut {
		_, _ = fmt.Fprintln(h, why)
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}
