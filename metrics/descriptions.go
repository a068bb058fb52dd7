package metrics

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"salesops/metrics/catalog"
)

// described are the built-in descriptions in other languages, by language
// and metric@version: a new version means something else, and is in English until it is written anew.
var described = sync.OnceValues(func() (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	files, err := fs.Glob(catalog.Words, "words/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := catalog.Words.ReadFile(file)
		if err != nil {
			return nil, err
		}
		words := map[string]string{}
		if err := yaml.Unmarshal(text, &words); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out[strings.TrimSuffix(strings.TrimPrefix(file, "words/"), ".yaml")] = words
	}
	return out, nil
})

// Descriptions says what a built-in metric means in other languages, by language. A company's
// own definition, also one that takes the name of a built-in metric, has none: what was
// written about another meaning would mislead.
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
		if text := strings.TrimSpace(words[fmt.Sprintf("%s@%d", d.Name, d.Version)]); text != "" {
			out[language] = text
		}
	}
	return out
}
