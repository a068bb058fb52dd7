package main

import (
	"fmt"
	"os"
	"strings"

	"salesops/sales"
)

func main() {
	text, err := words()
	if err == nil {
		_, err = os.Stdout.WriteString(text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const head = `// Written by tools/generate from sales/schema.go and sales/settings.go.
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
`

// words is the text of web/src/words/schema.ts. A field is called alike in every object, because the browser
// also names fields without their object.
func words() (string, error) {
	var objects, fields, labels, help strings.Builder
	said := map[string]string{}
	for _, s := range sales.SettingTable() {
		fmt.Fprintf(&labels, "  %s: %s,\n", s.Name, message(s.Label))
		if s.Help != "" {
			fmt.Fprintf(&help, "  %s: %s,\n", s.Name, message(s.Help))
		}
		said[s.Name] = s.Label
	}
	for _, o := range sales.Objects() {
		if o.Aside {
			continue
		}
		fmt.Fprintf(&objects, "  %s: { one: %s, many: %s },\n", o.Name, message(o.Label), message(o.Many()))
		for _, f := range o.Fields {
			before, known := said[f.Name]
			if known && before != f.Label {
				return "", fmt.Errorf("%s of %s is called %q, and elsewhere %q: give both one label or two names",
					f.Name, o.Name, f.Label, before)
			}
			if !known {
				said[f.Name] = f.Label
				fmt.Fprintf(&fields, "  %s: %s,\n", f.Name, message(f.Label))
			}
		}
	}
	const one = "Record<string, MessageDescriptor>"
	return head + list("Objects: one, and many.", "objectWords",
		"Record<string, { one: MessageDescriptor; many: MessageDescriptor }>", objects.String()) +
		list("Settings of the company.", "settingLabels", one, labels.String()) +
		list("What to write into a setting.", "settingHelp", one, help.String()) +
		list("Fields that are no settings.", "schemaFields", one, fields.String()), nil
}

func list(what, name, of, lines string) string {
	return fmt.Sprintf("\n/** %s */\nexport const %s: %s = {\n%s};\n", what, name, of, lines)
}

// message is a text that Lingui takes into the catalogues.
func message(text string) string {
	return "msg`" + strings.NewReplacer("\\", "\\\\", "`", "\\`", "${", "\\${").Replace(text) + "`"
}
