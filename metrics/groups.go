package metrics

import (
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"salesops/metrics/catalog"
)

// Group is the subject of some metrics that are not among the twelve.
type Group struct {
	Code  string
	Label string // in English
}

// groupList is the groups as words/en.yaml lists them, in its order.
type groupList []Group

// UnmarshalYAML keeps the order of the keys, which a map would lose.
func (g *groupList) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		*g = append(*g, Group{n.Content[i].Value, n.Content[i+1].Value})
	}
	return nil
}

var readGroups = sync.OnceValue(func() groupList {
	var english struct {
		Groups groupList `yaml:"groups"`
	}
	text, err := catalog.Words.ReadFile("words/en.yaml")
	if err == nil {
		err = yaml.Unmarshal(text, &english)
	}
	if err != nil {
		return nil // the file is built in: TestGroups reads it
	}
	return english.Groups
})

// Groups returns the groups of the metrics that are not among the twelve, in their order on the screen.
func Groups() []Group { return readGroups() }

func groupCodes() []string {
	var out []string
	for _, g := range Groups() {
		out = append(out, g.Code)
	}
	return out
}

// humanised makes a title of a name, for a file without one: big_wins becomes Big wins.
func humanised(name string) string {
	text := strings.TrimSpace(strings.ReplaceAll(name, "_", " "))
	if text == "" {
		return name
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
