package metrics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"salesops/metrics/catalog"
)

// metric is a metric file that was read and found correct.
type metric struct {
	file
	set    *RowSet // what it counts, where that is no object
	source string  // where it came from, for messages
	text   string
	hash   string         // of what the number depends on: words can be changed without it
	as     string         // the hash it was kept with in the log, which receipts may name
	lines  map[string]int // key → line
	// builtIn marks files that come with the product; their texts are translated.
	builtIn bool
	// itself are the needs of a formula besides those of its parts.
	itself []string
}

// Load reads the built-in metrics, which count objects and row sets, and then those of dirs, whose files may add
// metrics or replace built-in ones of the same name. An error names the file,
// the line and what to write instead.
func Load(sets RowSets, dirs ...fs.FS) (*Catalog, error) {
	c, err := LoadSound(sets, dirs...)
	if err == nil && len(c.leftOut) > 0 {
		return nil, c.leftOut[0]
	}
	return c, err
}

// LoadSound loads like Load, but leaves out a wrong file of dirs (LeftOut says why), so that all other metrics
// can be used.
func LoadSound(sets RowSets, dirs ...fs.FS) (*Catalog, error) {
	c := &Catalog{sets: sets, current: map[string]*metric{}, old: map[string][]*metric{}, bad: map[string]error{}}
	if err := c.loadDir(catalog.Files, builtIn); err != nil {
		return nil, err
	}
	if err := c.link(); err != nil {
		return nil, err
	}
	if len(c.leftOut) > 0 {
		return nil, c.leftOut[0]
	}
	c.shipped = maps.Clone(c.current)
	for _, dir := range dirs {
		if err := c.loadDir(dir, "metrics"); err != nil {
			return nil, err
		}
	}
	return c, c.linkSound()
}

// builtIn stands for the folder of the files that came with the product.
const builtIn = "built in"

func (c *Catalog) loadDir(dir fs.FS, folder string) error {
	names, err := fs.Glob(dir, "*.y*ml")
	if err != nil {
		return fmt.Errorf("list the metric files: %w", err)
	}
	slices.Sort(names)
	seen := map[string]string{}
	for _, name := range names {
		if !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml") {
			continue
		}
		m, err := read(dir, folder, name)
		if err == nil {
			err = c.settle(m)
		}
		if err != nil {
			c.leaveOut(strings.TrimSuffix(name, path.Ext(name)), err)
			if m != nil && m.Name != "" {
				c.bad[m.Name] = err
			}
			continue
		}
		m.builtIn = folder == builtIn
		if other, twice := seen[m.Name]; twice {
			c.leftOut = append(c.leftOut,
				m.wrong("name", "%s has the name %s too: give one of them another name", other, m.Name))
			continue
		}
		seen[m.Name] = m.source
		c.current[m.Name] = m
	}
	return nil
}

// read reads the metric file of a folder. The built-in files are in the program and so are always the same: each
// is parsed once, however often a catalogue is loaded.
func read(dir fs.FS, folder, name string) (*metric, error) {
	if folder == builtIn {
		parsed, err := parsedBuiltIn()
		if err != nil {
			return nil, err
		}
		m := parsed[name]
		m.Needs, m.Guards = slices.Clone(m.Needs), slices.Clone(m.Guards) // a catalogue adds to them
		return &m, nil
	}
	text, err := readText(dir, folder, name)
	if err != nil {
		return nil, err
	}
	return parse(path.Join(folder, name), text)
}

var parsedBuiltIn = sync.OnceValues(func() (map[string]metric, error) {
	names, err := fs.Glob(catalog.Files, "*.yaml")
	if err != nil {
		return nil, err
	}
	out := make(map[string]metric, len(names))
	for _, name := range names {
		text, err := catalog.Files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		m, err := parse(path.Join(builtIn, name), text)
		if err != nil {
			return nil, err
		}
		out[name] = *m
	}
	return out, nil
})

// settle checks a metric against the row sets of the catalogue.
func (c *Catalog) settle(m *metric) error {
	m.set = c.sets.of(m.Over)
	return m.check(c.sets)
}

// parse reads the text of a metric file.
func parse(source string, text []byte) (*metric, error) {
	m := &metric{source: source, text: string(text), lines: map[string]int{}}
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		return nil, yamlFault(source, err)
	}
	if len(node.Content) == 0 || node.Content[0].Kind != yaml.MappingNode {
		return nil, badFile(source, 0,
			"this is no metric: write keys such as name, question and kind, as docs/howto/add-a-metric.md shows")
	}
	if left := mostNodes; !fits(&node, &left) {
		return nil, badFile(source, 0,
			"it is too large once its aliases (*) are written out: write the values themselves")
	}
	if n := tagged(&node); n != nil {
		return nil, badFile(source, n.Line, "what begins with ! must stand in quotes: '%s'",
			strings.TrimSpace(n.Tag+" "+n.Value))
	}
	keyLines("", node.Content[0], m.lines)
	m.hash = meaning(node.Content[0])
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&m.file); err != nil {
		return nil, yamlFault(source, err)
	}
	if err := decoder.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return nil, badFile(source, 0, "one file holds one metric: move what stands behind --- into a file of its own")
	}
	return m, nil
}

// keyLines notes the line of each key, such as "where", "numerator.count" or "guards.0.rows".
func keyLines(prefix string, n *yaml.Node, lines map[string]int) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := prefix + n.Content[i].Value
			lines[key] = n.Content[i].Line
			keyLines(key+".", n.Content[i+1], lines)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			key := fmt.Sprintf("%s%d", prefix, i)
			lines[key] = item.Line
			keyLines(key+".", item, lines)
		}
	}
}

var (
	unknownKey = regexp.MustCompile(`line (\d+): field (\S+) not found in type \S+`)
	yamlLine   = regexp.MustCompile(`line (\d+): (.*)`)
)

func yamlFault(source string, err error) error {
	text := err.Error()
	if m := unknownKey.FindStringSubmatch(text); m != nil {
		return badFile(source, lineOf(m[1]), "there is no key %s%s", m[2], didYouMean(m[2], fileKeys()))
	}
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		return badFile(source, lineOf(m[1]), "%s", m[2])
	}
	return badFile(source, 0, "%s", strings.TrimPrefix(text, "yaml: "))
}

func lineOf(digits string) int {
	line, err := strconv.Atoi(digits)
	if err != nil {
		return 0 // too many digits for a line
	}
	return line
}

// wrong is what is wrong with a metric's file, at the line of a key.
func (m *metric) wrong(key, format string, args ...any) error {
	at := 0
	for k := key; k != ""; k = parentKey(k) {
		if line, ok := m.lines[k]; ok {
			at = line
			break
		}
	}
	return badFile(m.source, at, "%s: %s", key, fmt.Sprintf(format, args...))
}

func parentKey(key string) string {
	i := strings.LastIndexByte(key, '.')
	if i < 0 {
		return ""
	}
	return key[:i]
}
