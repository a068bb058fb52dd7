package main

import (
	"context"
	"fmt"
	"io"
	"strings"
)

type completionCommand struct {
	Shell string `arg:"" complete:"bash,zsh,fish" help:"The shell: bash, zsh or fish."`
}

func (*completionCommand) Help() string {
	return `Prints a script that completes commands, flags, their values and the names of metrics.

Examples:

  salesops completion bash >/etc/bash_completion.d/salesops
  salesops completion zsh >"${fpath[1]}/_salesops"
  salesops completion fish >~/.config/fish/completions/salesops.fish
  source <(salesops completion bash)`
}

func (c *completionCommand) use() (folderUse, error) {
	return noFolder, oneOf("the shell", c.Shell, "bash", "zsh", "fish")
}

func (c *completionCommand) run(_ context.Context, s *session) error {
	root, err := tree()
	if err != nil {
		return err
	}
	write := map[string]func(io.Writer, node) error{"bash": completeBash, "zsh": completeZsh,
		"fish": completeFish}[c.Shell]
	return write(s.stdout, root)
}

// completeBash writes a function that finds the command among the words typed so far and offers the possible
// next words.
func completeBash(w io.Writer, root node) error {
	p := &page{w: w}
	p.linef("# bash completion of salesops %s", release)
	p.linef("_salesops() {")
	p.linef("\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} at=%s i", root.name())
	p.linef("\tfor ((i = 1; i < COMP_CWORD; i++)); do")
	p.linef("\t\tcase \"$at ${COMP_WORDS[i]}\" in")
	p.linef("\t\t%s) at=\"$at ${COMP_WORDS[i]}\" ;;", shellAlternatives(root))
	p.linef("\t\tesac")
	p.linef("\tdone")
	shellCases(p, root, bashOffer)
	p.linef("}")
	p.linef("complete -o filenames -F _salesops salesops")
	return p.err
}

// completeZsh writes the same for zsh, whose words are counted from one.
func completeZsh(w io.Writer, root node) error {
	p := &page{w: w}
	p.linef("#compdef salesops")
	p.linef("# zsh completion of salesops %s", release)
	p.linef("_salesops() {")
	p.linef("\tlocal cur=${words[CURRENT]} prev=${words[CURRENT-1]} at=%s i", root.name())
	p.linef("\tfor ((i = 2; i < CURRENT; i++)); do")
	p.linef("\t\tcase \"$at ${words[i]}\" in")
	p.linef("\t\t%s) at=\"$at ${words[i]}\" ;;", shellAlternatives(root))
	p.linef("\t\tesac")
	p.linef("\tdone")
	shellCases(p, root, zshOffer)
	p.linef("}")
	p.linef("if [ \"$funcstack[1]\" = _salesops ]; then _salesops \"$@\"; else compdef _salesops salesops; fi")
	return p.err
}

// offer is how a shell is given the words or files that fit.
type offer func(words []string, files bool) string

func bashOffer(words []string, files bool) string {
	if files && len(words) == 0 {
		return `COMPREPLY=($(compgen -f -- "$cur"))`
	}
	line := `COMPREPLY=($(compgen -W ` + shellQuoted(strings.Join(words, " ")) + ` -- "$cur"))`
	if files {
		line += `; COMPREPLY+=($(compgen -f -- "$cur"))`
	}
	return line
}

func zshOffer(words []string, files bool) string {
	var lines []string
	if len(words) > 0 {
		lines = append(lines, "compadd -- "+strings.Join(words, " "))
	}
	if files {
		lines = append(lines, "_files")
	}
	return strings.Join(lines, "; ")
}

// shellAlternatives is the pattern of all lines "PATH COMMAND" that lead to a command.
func shellAlternatives(root node) string {
	var out []string
	for _, n := range root.all()[1:] {
		out = append(out, shellQuoted(strings.Join(n.path, " ")))
	}
	return strings.Join(out, " | ")
}

// shellCases offers the values of the flag before the cursor, else flags after a dash, else
// commands and arguments.
func shellCases(p *page, root node, how offer) {
	p.linef("\tcase \"$at $prev\" in")
	for _, n := range root.all() {
		for _, f := range n.flags {
			if !f.boolean && (f.files || len(f.values) > 0) {
				p.linef("\t%s) %s; return ;;",
					shellQuoted(strings.Join(n.path, " ")+" --"+f.name), how(f.values, f.files))
			}
		}
	}
	p.linef("\tesac")
	p.linef("\tcase \"$at $cur\" in")
	for _, n := range root.all() {
		var flags []string
		for _, f := range n.flags {
			flags = append(flags, "--"+f.name)
		}
		p.linef("\t%s*) %s; return ;;", shellQuoted(strings.Join(n.path, " ")+" -"), how(flags, false))
	}
	p.linef("\tesac")
	p.linef("\tcase \"$at\" in")
	for _, n := range root.all() {
		words, files := follows(n)
		if len(words) > 0 || files {
			p.linef("\t%s) %s ;;", shellQuoted(strings.Join(n.path, " ")), how(words, files))
		}
	}
	p.linef("\tesac")
}

// follows returns the subcommands, or the values of arguments.
func follows(n node) (words []string, files bool) {
	for _, c := range n.children {
		words = append(words, c.name())
	}
	for _, a := range n.args {
		words = append(words, a.values...)
		files = files || a.files
	}
	return words, files
}

// completeFish writes a line for each thing that can be completed, with its help.
func completeFish(w io.Writer, root node) error {
	p := &page{w: w}
	p.linef("# fish completion of salesops %s", release)
	p.linef("complete -c salesops -f")
	for _, n := range root.all() {
		when := "__fish_use_subcommand"
		if below := n.path[1:]; len(below) > 0 {
			when = ""
			for _, name := range below {
				when += "__fish_seen_subcommand_from " + name + "; and "
			}
			when = strings.TrimSuffix(when, "; and ")
		}
		condition := shellQuoted(when)
		for _, c := range n.children {
			apart := condition // not again when it was typed
			if len(n.path) > 1 {
				apart = shellQuoted(when + "; and not __fish_seen_subcommand_from " + c.name())
			}
			p.linef("complete -c salesops -n %s -a %s -d %s", apart, c.name(), shellQuoted(c.summary))
		}
		for _, a := range n.args {
			if a.files {
				p.linef("complete -c salesops -n %s -F", condition)
			}
			if len(a.values) > 0 {
				p.linef("complete -c salesops -n %s -a %s -d %s", condition,
					shellQuoted(strings.Join(a.values, " ")), shellQuoted(a.name))
			}
		}
		if len(n.children) > 0 && len(n.path) > 1 {
			continue // the commands below have its flags
		}
		for _, f := range n.flags {
			line := fmt.Sprintf("complete -c salesops -n %s -l %s -d %s", condition, f.name, shellQuoted(f.help))
			switch {
			case f.files:
				line += " -r -F"
			case len(f.values) > 0:
				line += " -x -a " + shellQuoted(strings.Join(f.values, " "))
			case !f.boolean:
				line += " -x"
			}
			p.linef("%s", line)
		}
	}
	return p.err
}

// shellQuoted quotes a text as one word of a shell script.
func shellQuoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
