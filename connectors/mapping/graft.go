package mapping

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"salesops/connectors/tool"
	"salesops/internal/fault"
)

// Reads says that an item of a mapping is about a file, or looks its rows up.
func (m *Mapping) Reads(file tool.Head) bool {
	return slices.ContainsFunc(m.entries, func(e *entry) bool {
		return e.matches(file) || slices.ContainsFunc(e.joins, func(j join) bool { return j.matches(file) })
	})
}

// Graft puts what another mapping says of a file in place of what this one says of it. Settings
// and the stages that stand here already stay.
func Graft(text, other string, file tool.Head) (string, error) {
	of, err := Parse("mapping", []byte(other))
	if err != nil {
		return "", err
	}
	var from yaml.Node
	if err := yaml.Unmarshal([]byte(other), &from); err != nil {
		return "", fault.Invalidf("the mapping is not YAML: %w", err)
	}
	name := nameOf(file)
	var items []*yaml.Node
	if files := valueOf(from.Content[0], "files"); files != nil {
		for _, n := range files.Content {
			n = follow(n)
			about := slices.ContainsFunc(of.entries, func(e *entry) bool { return e.line == n.Line && e.matches(file) })
			if !about {
				continue
			}
			remove(n, "header")
			remove(n, "optional")
			remove(n, "file")
			n.Content = append([]*yaml.Node{scalar("file"), scalar(name)}, n.Content...)
			items = append(items, n)
		}
	}
	return rewritten(text, func(d document) error {
		files := valueOf(d.top, "files")
		if files == nil || files.Kind != yaml.SequenceNode {
			return fault.Invalidf("the mapping has no files")
		}
		at := slices.IndexFunc(files.Content, func(n *yaml.Node) bool { return isAbout(follow(n), name) })
		d.dropFile(name)
		if at < 0 || at > len(files.Content) {
			at = len(files.Content)
		}
		files.Content, files.Style = slices.Insert(files.Content, at, items...), 0
		if len(files.Content) == 0 {
			files.Style = yaml.FlowStyle
		}
		d.addStages(of.stages)
		return nil
	})
}

func (d document) addStages(more []tool.Stage) {
	var list []StageLine
	if have := valueOf(d.top, "stages"); have != nil {
		for i := 0; i+1 < len(have.Content); i += 2 {
			list = append(list, StageLine{have.Content[i].Value, have.Content[i+1].Value})
		}
	}
	before := len(list)
	for _, s := range more {
		if !slices.ContainsFunc(list, func(l StageLine) bool { return l.Name == s.Name }) {
			list = append(list, StageLine{s.Name, s.Outcome})
		}
	}
	if len(list) > before {
		d.stages(list)
	}
}

func isAbout(item *yaml.Node, name string) bool {
	f := valueOf(item, "file")
	return f != nil && f.Kind == yaml.ScalarNode && f.Value == name
}

// Lasting is a mapping that finds its files by their columns, whatever they are called: the next
// export has another name.
func Lasting(text string) (string, error) {
	m, err := Parse("mapping", []byte(text))
	if err != nil {
		return "", err
	}
	return rewritten(text, func(d document) error {
		files := valueOf(d.top, "files")
		if files == nil {
			return nil
		}
		for _, n := range files.Content {
			n = follow(n)
			var header []string
			for _, e := range m.entries {
				if e.line != n.Line {
					continue
				}
				columns := e.columns()
				for _, j := range e.joins {
					for _, on := range j.on {
						columns = append(columns, on.own)
					}
				}
				for _, c := range columns {
					if e.joinOf(c.name) != nil {
						continue
					}
					if !slices.ContainsFunc(header, func(h string) bool { return sameColumn(h, c.name) }) {
						header = append(header, c.name)
					}
				}
			}
			for _, e := range m.entries {
				if e.line == n.Line {
					lastingJoins(n, e)
				}
			}
			if valueOf(n, "header") != nil || len(header) == 0 {
				continue
			}
			list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, h := range header {
				list.Content = append(list.Content, scalar(h))
			}
			remove(n, "file")
			n.Content = append([]*yaml.Node{scalar("header"), list}, n.Content...)
		}
		return nil
	})
}

// lastingJoins finds the joined tables of an item by their columns, too.
func lastingJoins(item *yaml.Node, e *entry) {
	joins := valueOf(item, "join")
	for i := range e.joins {
		j := &e.joins[i]
		n := valueOf(joins, j.name)
		if n == nil || valueOf(n, "header") != nil {
			continue
		}
		list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, h := range j.columnsOf(e) {
			list.Content = append(list.Content, scalar(h))
		}
		remove(n, "file")
		n.Content = append([]*yaml.Node{scalar("header"), list}, n.Content...)
	}
}
