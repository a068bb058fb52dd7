package metrics

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
