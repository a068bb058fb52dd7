package metrics

import "time"

// Goldens gives tests the worked examples inside the catalogue's files.
func Goldens(c *Catalog) map[string]map[string]*example {
	out := map[string]map[string]*example{}
	for name, m := range c.current {
		out[name] = map[string]*example{"example": m.Example, "empty": m.Empty, "edge": m.Edge}
	}
	return out
}

// Described says why the descriptions in other languages cannot be read.
func Described() error {
	_, err := described()
	return err
}

// SetPatience says how long a question of a slow calculator waits for its first answer.
func (e *Engine) SetPatience(d time.Duration) { e.slow.patience = d }
