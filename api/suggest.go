package api

import (
	"context"
	"errors"
	"os"

	"salesops/connectors"
	"salesops/connectors/mapping"
)

// MappingSuggestion is a first mapping for some files.
type MappingSuggestion struct {
	Mapping string `json:"mapping" doc:"YAML with a comment on every guess; send it back as the part mapping of an import"`
}

// suggestMapping reads uploaded files and writes a mapping for them. The files are gone
// again when it answers.
func (a *API) suggestMapping(ctx context.Context, in *upload) (*done[MappingSuggestion], error) {
	form, err := a.receive(ctx, in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	text, err := a.suggestion(ctx, form)
	if err = errors.Join(err, os.RemoveAll(form.dir)); err != nil {
		return nil, a.problem(ctx, withoutDir(err, form.dir))
	}
	return &done[MappingSuggestion]{MappingSuggestion{text}}, nil
}

func (a *API) suggestion(ctx context.Context, form importForm) (string, error) {
	samples, err := connectors.Look(connectors.Options{Paths: []string{form.dir}, Tools: a.Tools, SpillDir: form.dir})
	if err != nil {
		return "", err
	}
	source := form.source
	if source == "" {
		source = mapping.SourceOf(samples.List, "upload")
	}
	text, err := mapping.Suggest(ctx, samples.List, source)
	return text, errors.Join(err, samples.Close())
}
