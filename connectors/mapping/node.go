package mapping

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"salesops/internal/fault"
	"salesops/internal/spelling"
)

// reader decodes YAML nodes and names the line of every mistake. It stops at the first.
type reader struct {
	name string
	err  error
}

func (r *reader) fail(line int, format string, args ...any) {
	if r.err == nil {
		r.err = wrong(r.name, line, format, args...)
	}
}

// wrong is a mistake in a mapping file.
func wrong(name string, line int, format string, args ...any) error {
	return fault.Invalidf("%s:%d: %s", name, line, fmt.Sprintf(format, args...))
}

// pair is a key of a YAML mapping with its value.
type pair struct {
	key   string
	line  int
	value *yaml.Node
}

// pairs are the keys of a mapping, in order; known are those allowed, nil allows all.
func (r *reader) pairs(n *yaml.Node, what string, known ...string) []pair {
	n = follow(n)
	if n.Kind != yaml.MappingNode {
		r.fail(n.Line, "%s must be keys with values, such as %s", what, example(known))
		return nil
	}
	var out []pair
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content) && r.err == nil; i += 2 {
		k := n.Content[i]
		if k.Kind != yaml.ScalarNode {
			r.fail(k.Line, "a key must be plain text")
			return nil
		}
		if len(known) > 0 && !slices.Contains(known, k.Value) {
			r.fail(k.Line, "there is no key %s in %s%s: write one of %s", k.Value, what, meant(k.Value, known),
				strings.Join(known, ", "))
			return nil
		}
		if seen[k.Value] {
			r.fail(k.Line, "%s stands twice: keep one of them", k.Value)
			return nil
		}
		seen[k.Value] = true
		out = append(out, pair{k.Value, k.Line, follow(n.Content[i+1])})
	}
	return out
}

// follow goes through an alias to what it stands for.
func follow(n *yaml.Node) *yaml.Node {
	for range 8 {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

func example(known []string) string {
	if len(known) == 0 {
		return "name: value"
	}
	return known[0] + ": …"
}

// text is a scalar as it is written.
func (r *reader) text(n *yaml.Node, what string) string {
	n = follow(n)
	if n.Kind != yaml.ScalarNode {
		r.fail(n.Line, "%s must be one text", what)
		return ""
	}
	r.quoted(n)
	return n.Value
}

// quoted refuses what begins with ! outside of quotes: YAML takes it for the name of a type, and a filter
// such as !done would be none at all.
func (r *reader) quoted(n *yaml.Node) {
	if n.Style&yaml.TaggedStyle != 0 {
		r.fail(n.Line, "what begins with ! must stand in quotes: '%s'", strings.TrimSpace(n.Tag+" "+n.Value))
	}
}

// yes reads true or false.
func (r *reader) yes(n *yaml.Node, what string) bool {
	switch s := r.text(n, what); s {
	case "true", "yes":
		return true
	case "false", "no":
		return false
	default:
		r.fail(n.Line, "%s must be true or false, not %s", what, s)
		return false
	}
}

// list reads one text or several.
func (r *reader) list(n *yaml.Node, what string) []named {
	n = follow(n)
	if n.Kind == yaml.ScalarNode {
		r.quoted(n)
		return []named{{n.Value, n.Line}}
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n.Line, "%s must be a name or a list of names", what)
		return nil
	}
	var out []named
	for _, item := range n.Content {
		out = append(out, named{r.text(item, what), item.Line})
	}
	return out
}

// meant is "; did you mean X?" for the word nearest to one that does not exist.
func meant(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// nearest is the word that differs in the fewest letters, at most a third of them; capitals,
// spaces and signs do not count.
func nearest(word string, known []string) string {
	best, most := "", max(1, (len([]rune(bare(word)))+2)/3)
	for _, k := range known {
		if d := spelling.Distance(bare(word), bare(k), most); d <= most {
			best, most = k, d-1
		}
	}
	return best
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-.()[]/", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
