package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/sales"
)

// node is one command, for completion and the manual. It is read from the declarations of the parser.
type node struct {
	path    []string // "salesops", "backup", "create"
	summary string
	detail  string
	usage   string
	flags   []word // its own and those of the commands above it
	args    []word

	children []node
}

// word is a flag or an argument.
type word struct {
	name, help, placeholder string
	boolean                 bool

	// The tag "complete" declares its values: values separated by commas, "files", or the name of a list in
	// lists.
	files  bool
	values []string
}

// lists are the values that a tag "complete" can name.
func lists() (map[string][]string, error) {
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		return nil, err
	}
	known := map[string][]string{"@metrics": {"list", "new"}}
	for _, m := range catalog.List() {
		known["@metrics"] = append(known["@metrics"], m.Name)
	}
	for _, o := range sales.Objects() {
		known["@objects"] = append(known["@objects"], o.Name)
	}
	slices.Sort(known["@objects"])
	return known, nil
}

// tree returns the whole command line.
func tree() (node, error) {
	app, err := newParser(&commandLine{}, io.Discard, io.Discard)
	if err != nil {
		return node{}, err
	}
	known, err := lists()
	if err != nil {
		return node{}, err
	}
	return describe(app.Model.Node, nil, known), nil
}

func describe(n *kong.Node, under []string, known map[string][]string) node {
	out := node{path: append(slices.Clone(under), n.Name), summary: n.Help, detail: n.Detail}
	usage := slices.Clone(out.path)
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			out.flags = append(out.flags, describeWord(f.Value, f.PlaceHolder, known))
		}
	}
	for _, p := range n.Positional {
		out.args = append(out.args, describeWord(p, "", known))
		usage = append(usage, p.Summary())
	}
	for _, c := range n.Children {
		if !c.Hidden {
			out.children = append(out.children, describe(c, out.path, known))
		}
	}
	if len(out.children) > 0 {
		usage = append(usage, "COMMAND")
	}
	out.usage = strings.Join(append(usage, "[FLAGS]"), " ")
	return out
}

func describeWord(v *kong.Value, placeholder string, known map[string][]string) word {
	w := word{name: v.Name, help: v.Help, placeholder: placeholder, boolean: v.IsBool()}
	switch complete := v.Tag.Get("complete"); {
	case complete == "files":
		w.files = true
	case known[complete] != nil:
		w.values = known[complete]
	case complete != "":
		w.values = strings.Split(complete, ",")
	}
	return w
}

// name is the word that selects the command.
func (n node) name() string { return n.path[len(n.path)-1] }

// all lists a command and those below it, in the order they are declared.
func (n node) all() []node {
	out := []node{n}
	for _, c := range n.children {
		out = append(out, c.all()...)
	}
	return out
}

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

func (*helpCommand) Help() string {
	return `Examples:

  salesops help import
  salesops help backup create`
}

func (*helpCommand) use() (folderUse, error) { return noFolder, nil }

// run is never called: parse turns the words after help into that command's --help.
func (*helpCommand) run(context.Context, *session) error { return nil }
