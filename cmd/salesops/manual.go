package main

import (
	"cmp"
	"context"
	"io"
	"strings"
)

type manCommand struct{}

func (*manCommand) Help() string {
	return `Prints the manual page of the program, all commands in it.

Examples:

  salesops man | man -l -
  salesops man >/usr/local/share/man/man1/salesops.1`
}

func (*manCommand) use() (folderUse, error) { return noFolder, nil }

func (*manCommand) run(_ context.Context, s *session) error {
	root, err := tree()
	if err != nil {
		return err
	}
	return manual(s.stdout, root)
}

// manual writes the page in roff with the macros of man(7).
func manual(w io.Writer, root node) error {
	p := &page{w: w}
	p.linef(`.TH SALESOPS 1 "" "salesops %s" "salesops manual"`, release)
	p.linef(".SH NAME\nsalesops \\- %s", roff("the numbers a sales team is run by"))
	p.linef(".SH SYNOPSIS\n.B salesops\n.I COMMAND\n[FLAGS]")
	p.linef(".SH DESCRIPTION")
	manualText(p, root.summary)
	p.linef(".SH FLAGS OF EVERY COMMAND")
	general := map[string]bool{}
	for _, f := range root.flags {
		general[f.name] = true
		manualFlag(p, f)
	}
	p.linef(".SH COMMANDS")
	for _, n := range root.all()[1:] {
		p.linef(".SS %s", roff(n.usage))
		manualText(p, n.summary)
		for _, a := range n.args {
			p.linef(".TP\n.I %s\n%s", roff(a.name), roff(a.help))
		}
		for _, f := range n.flags {
			if !general[f.name] {
				manualFlag(p, f)
			}
		}
		if n.detail != "" {
			p.linef(".PP")
			manualText(p, n.detail)
		}
	}
	p.linef(".SH ENVIRONMENT\n.TP\n.B SALESOPS_DATA\n%s", roff("The data folder, where --data is not given."))
	return p.err
}

func manualFlag(p *page, f word) {
	value := ""
	if !f.boolean {
		value = "=" + cmp.Or(f.placeholder, strings.ToUpper(f.name))
	}
	p.linef(".TP\n.B %s\n%s", roff("--"+f.name+value), roff(f.help))
}

// manualText writes paragraphs. Indented ones are examples and keep their lines.
func manualText(p *page, text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			p.linef(".PP")
		}
		if strings.HasPrefix(paragraph, "  ") {
			p.linef(".EX\n%s\n.EE", roff(paragraph))
			continue
		}
		p.linef("%s", roff(paragraph))
	}
}

// roff escapes characters that roff would read as commands.
func roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
