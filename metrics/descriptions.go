package metrics

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"salesops/metrics/catalog"
)

// translation has the words for one built-in metric in a language.
type translation struct {
	Title    string `yaml:"title"`
	Question string `yaml:"question"`
	Version  int    `yaml:"version"` // of the meaning
	Meaning  string `yaml:"meaning"`
}

// described has the words of the built-in metrics in other languages, by language and name.
var described = sync.OnceValues(func() (map[string]map[string]translation, error) {
	out := map[string]map[string]translation{}
	files, err := fs.Glob(catalog.Words, "words/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := catalog.Words.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var words struct {
			Metrics map[string]translation `yaml:"metrics"`
		}
		if err := yaml.Unmarshal(text, &words); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out[strings.TrimSuffix(strings.TrimPrefix(file, "words/"), ".yaml")] = words.Metrics
	}
	return out, nil
})

// Descriptions returns the description of a built-in metric in other languages, by language. A company's own
// definition has none, also when it replaces a built-in metric, because the texts would describe another
// definition.
func (d Definition) Descriptions() map[string]string {
	out := map[string]string{}
	built, err := fs.ReadFile(catalog.Files, d.Name+".yaml")
	if err != nil || string(built) != d.Text {
		return out
	}
	all, err := described()
	if err != nil {
		return out
	}
	for language, words := range all {
		// a new version is another definition; it is described in English until its translation is written
		if word := words[d.Name]; word.Version == d.Version && word.Meaning != "" {
			out[language] = strings.TrimSpace(word.Meaning)
		}
	}
	return out
}
