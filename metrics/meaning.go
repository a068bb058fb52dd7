package metrics

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// wording are the keys of a metric file that no number depends on: its words, its place on the
// screen and its tests. A definition that differs in these alone is the same definition.
var wording = []string{
	"title", "question", "also", "description", "noun", "headline", "chain", "group", "place", "beside", "variants",
	"example", "empty", "edge",
	"problem.noun", "problem.say", "guards.noun", "guards.say", "positive.say",
}

// meaning is a hash of the keys on which a metric's numbers depend. It is computed from the file and not from
// the type file, so that a new key in a later version of the product does not change it.
func meaning(file *yaml.Node) string {
	h := sha256.New()
	writeMeaning(h, "", file)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func writeMeaning(h hash.Hash, key string, n *yaml.Node) {
	switch n.Kind {
	case yaml.AliasNode:
		writeMeaning(h, key, n.Alias)
	case yaml.MappingNode:
		type entry struct {
			key   string
			value *yaml.Node
		}
		var entries []entry
		for i := 0; i+1 < len(n.Content); i += 2 {
			if name := n.Content[i].Value; !slices.Contains(wording, key+name) {
				entries = append(entries, entry{name, n.Content[i+1]})
			}
		}
		slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
		_, _ = fmt.Fprintf(h, "{%d", len(entries))
		for _, e := range entries {
			_, _ = fmt.Fprintf(h, "%q:", e.key)
			writeMeaning(h, key+e.key+".", e.value)
		}
	case yaml.SequenceNode: // its items have the key of the list
		_, _ = fmt.Fprintf(h, "[%d", len(n.Content))
		for _, item := range n.Content {
			writeMeaning(h, key, item)
		}
	default:
		_, _ = fmt.Fprintf(h, "%q", n.Value)
	}
}
