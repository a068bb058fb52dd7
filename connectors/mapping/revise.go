package mapping

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"salesops/internal/fault"
)

// Change is one choice in a form, to be written into a mapping's text.
type Change struct {
	What  What
	Entry int    // which item of files; from 0
	Name  string // what is changed: a setting, a column, a field
	Value string
	// Stages replace those that the mapping has, in this order.
	Stages []StageLine
}

// What is the kind of a change.
type What string

// The kinds of changes.
const (
	SetSetting What = "setting" // Name is source, zone, currency, dates, numbers or encoding; Value "" takes it away
	SetStages  What = "stages"
	GiveColumn What = "field"     // column Name becomes field Value, and nothing else
	MakeID     What = "id"        // column Name tells the rows apart
	KeepColumn What = "own"       // column Name is kept as a field of its own
	DropColumn What = "ignore"    // column Name is left out
	SetFormat  What = "format"    // of field Name; "" is as it is written
	SetLookup  What = "lookup"    // of reference Name: id, name or create
	SetMatch   What = "match"     // "" is by the ids
	SetOnly    What = "only"      // "" is both
	Settle     What = "decided"   // the sentence Value was decided
	SetTaken   What = "taken"     // the table was taken on day Value
	SetMonths  What = "months"    // a row holds so many months
	SetFixed   What = "constant"  // field Name is Value in every row
	DropFile   What = "leave_out" // file Name is not imported
)

// Revise writes changes into a mapping and keeps its comments. What comes out is read and
// found whole; else it is an error.
func Revise(text string, changes ...Change) (string, error) {
	return rewritten(text, func(d document) error {
		for _, c := range changes {
			if err := d.change(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// rewritten is a mapping after fn changed its nodes.
func rewritten(text string, fn func(document) error) (string, error) {
	if _, err := Parse("mapping", []byte(text)); err != nil {
		return "", err
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return "", fault.Invalidf("the mapping is not YAML: %w", err)
	}
	if err := fn(document{root.Content[0]}); err != nil {
		return "", err
	}
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(&root); err != nil {
		return "", fault.Invalidf("the mapping cannot be written: %w", err)
	}
	if _, err := Parse("mapping", out.Bytes()); err != nil {
		return "", err
	}
	return out.String(), nil
}

// document is a mapping as nodes.
type document struct{ top *yaml.Node }

func (d document) change(c Change) error {
	switch c.What {
	case SetSetting:
		if !slices.Contains([]string{"source", "zone", "currency", "dates", "numbers", "encoding"}, c.Name) {
			return fault.Invalidf("%q is no setting of a mapping", c.Name)
		}
		setText(d.top, c.Name, c.Value)
		return nil
	case SetStages:
		d.stages(c.Stages)
		return nil
	case DropFile:
		d.dropFile(c.Name)
		return nil
	}
	files := valueOf(d.top, "files")
	if files == nil || c.Entry < 0 || c.Entry >= len(files.Content) {
		return fault.Invalidf("the mapping has no item %d", c.Entry)
	}
	item := item{follow(files.Content[c.Entry])}
	if slices.Contains([]What{GiveColumn, MakeID, KeepColumn, DropColumn}, c.What) {
		uncomment(files, "# not used: "+oneLine(c.Name)+" (")
	}
	switch c.What {
	case GiveColumn:
		item.free(c.Name)
		item.give(c.Name, c.Value)
	case MakeID:
		item.free(c.Name)
		set(item.node, "id", scalar(c.Name))
	case KeepColumn:
		item.free(c.Name)
	case DropColumn:
		item.free(c.Name)
		item.ignore(c.Name)
	case SetFormat:
		setText(item.field(c.Name), "format", c.Value)
	case SetLookup:
		f := item.field(c.Name)
		setText(f, "by", map[string]string{"name": "name", "create": "name"}[c.Value])
		setText(f, "create", map[string]string{"create": "true"}[c.Value])
	case SetMatch, SetOnly:
		setText(item.node, string(c.What), c.Value)
	case Settle:
		item.settle(c.Value)
	case SetTaken:
		swap(valueOf(item.node, "fields"), taken, c.Value)
	case SetMonths:
		setText(item.field("to_on"), "plus_months", c.Value)
	case SetFixed:
		remove(item.fields(), c.Name)
		setText(item.field(c.Name), "constant", c.Value)
	default:
		return fault.Invalidf("%q is no change of a mapping", c.What)
	}
	return nil
}

func (d document) stages(list []StageLine) {
	if len(list) == 0 {
		remove(d.top, "stages")
		return
	}
	stages := &yaml.Node{Kind: yaml.MappingNode}
	for _, s := range list {
		stages.Content = append(stages.Content, scalar(s.Name), scalar(s.Outcome))
	}
	if files := valueOf(d.top, "files"); files != nil && valueOf(d.top, "stages") == nil {
		for i, n := range d.top.Content {
			if n.Value == "files" {
				d.top.Content = slices.Insert(d.top.Content, i, scalar("stages"), stages)
				return
			}
		}
	}
	set(d.top, "stages", stages)
}

func (d document) dropFile(name string) {
	files := valueOf(d.top, "files")
	if files == nil {
		return
	}
	files.Content = slices.DeleteFunc(files.Content, func(n *yaml.Node) bool { return isAbout(follow(n), name) })
	if len(files.Content) == 0 {
		files.Style = yaml.FlowStyle
	}
}

// item is one item of files.
type item struct{ node *yaml.Node }

// fields is the node of the item's fields, made where there is none.
func (i item) fields() *yaml.Node {
	if f := valueOf(i.node, "fields"); f != nil {
		return f
	}
	f := &yaml.Node{Kind: yaml.MappingNode}
	set(i.node, "fields", f)
	return f
}

// field is the node of a field's keys; a field that is only a column gets keys.
func (i item) field(name string) *yaml.Node {
	fields := i.fields()
	f := valueOf(fields, name)
	switch {
	case f == nil:
		f = &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
		set(fields, name, f)
	case f.Kind != yaml.MappingNode:
		key := "column"
		if f.Kind == yaml.SequenceNode {
			key = "columns"
		}
		keys := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle, LineComment: f.LineComment}
		value := *f
		value.LineComment = ""
		keys.Content = []*yaml.Node{scalar(key), &value}
		set(fields, name, keys)
		f = keys
	}
	return f
}

// give makes a column a field's value. What the field was made of before goes; how it was
// written and looked up stays.
func (i item) give(column, field string) {
	fields := i.fields()
	f := valueOf(fields, field)
	if f == nil || f.Kind != yaml.MappingNode {
		set(fields, field, scalar(column))
		return
	}
	for _, key := range []string{"columns", "constant", "cel", "values", "plus_days", "minus_days", "plus_months",
		"minus_months", "plus_quarters", "minus_quarters"} {
		remove(f, key)
	}
	setText(f, "column", column)
}

// free takes a column out of every field, out of ignore, and out of the id where other columns
// are left.
func (i item) free(column string) {
	same := func(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && sameColumn(n.Value, column) }
	if fields := valueOf(i.node, "fields"); fields != nil {
		for at := 0; at+1 < len(fields.Content); {
			if !without(fields.Content[at+1], same) {
				at += 2
				continue
			}
			fields.Content = slices.Delete(fields.Content, at, at+2)
		}
		if len(fields.Content) == 0 {
			remove(i.node, "fields")
		}
	}
	for _, key := range []string{"ignore", "id"} {
		n := valueOf(i.node, key)
		if n == nil {
			continue
		}
		empty := same(n)
		if n.Kind == yaml.SequenceNode {
			n.Content = slices.DeleteFunc(n.Content, same)
			empty = len(n.Content) == 0
		}
		switch {
		case empty && key == "id":
			set(i.node, key, scalar("none"))
		case empty:
			remove(i.node, key)
		}
	}
}

// without takes a column out of what a field is made of; it says whether nothing is left.
func without(f *yaml.Node, same func(*yaml.Node) bool) (empty bool) {
	f = follow(f)
	switch f.Kind {
	case yaml.ScalarNode:
		return same(f)
	case yaml.SequenceNode:
		f.Content = slices.DeleteFunc(f.Content, same)
		return len(f.Content) == 0
	case yaml.MappingNode:
		for _, key := range []string{"column", "columns"} {
			if n := valueOf(f, key); n != nil {
				return without(n, same)
			}
		}
	}
	return false
}

func (i item) ignore(column string) {
	n := valueOf(i.node, "ignore")
	switch {
	case n == nil:
		set(i.node, "ignore", &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle,
			Content: []*yaml.Node{scalar(column)}})
	case n.Kind == yaml.SequenceNode:
		n.Content = append(n.Content, scalar(column))
	case n.Value != "*":
		set(i.node, "ignore", &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle,
			Content: []*yaml.Node{scalar(n.Value), scalar(column)}})
	}
}

func (i item) settle(text string) {
	n := valueOf(i.node, "decide")
	if n == nil {
		return
	}
	if n.Kind == yaml.SequenceNode {
		n.Content = slices.DeleteFunc(n.Content, func(d *yaml.Node) bool { return d.Value == text })
	}
	if n.Kind == yaml.ScalarNode && n.Value == text || n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		remove(i.node, "decide")
	}
}

// uncomment takes comment lines with a beginning away, which a change makes untrue.
func uncomment(n *yaml.Node, beginning string) {
	for _, c := range []*string{&n.HeadComment, &n.LineComment, &n.FootComment} {
		lines := slices.DeleteFunc(strings.Split(*c, "\n"),
			func(l string) bool { return strings.HasPrefix(l, beginning) })
		*c = strings.Join(lines, "\n")
	}
	for _, c := range n.Content {
		uncomment(c, beginning)
	}
}

// swap writes a day in place of another in every text below a node.
func swap(n *yaml.Node, old, day string) {
	if n == nil {
		return
	}
	n.Value = strings.ReplaceAll(n.Value, old, day)
	for _, c := range n.Content {
		swap(c, old, day)
	}
}

func sameColumn(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return follow(n.Content[i+1])
		}
	}
	return nil
}

func set(n *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
			return
		}
	}
	n.Content = append(n.Content, scalar(key), value)
}

// setText sets a text; "" takes the key away.
func setText(n *yaml.Node, key, value string) {
	if value == "" {
		remove(n, key)
		return
	}
	set(n, key, scalar(value))
}

func remove(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}

// scalar is a text as YAML writes it; a whole number stays one.
func scalar(text string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(text)
	if strings.Contains(text, "\n") {
		n.Style = yaml.DoubleQuotedStyle
	}
	if _, err := strconv.Atoi(text); err == nil && !strings.HasPrefix(text, "0") {
		n.Tag = "!!int"
	}
	return n
}
