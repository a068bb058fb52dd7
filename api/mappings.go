package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"salesops/audit"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
)

// Kept mappings are in DIR/mappings, one file each; a person may also put files there. They belong to the
// company and are part of every backup.

// KeptMappings are the mappings that were kept, by name.
type KeptMappings struct {
	Mappings []KeptMapping `json:"mappings"`
}

// KeptMapping is a mapping that is applied to later files with the same columns.
type KeptMapping struct {
	Name    string   `json:"name"`
	Objects []string `json:"objects" doc:"What its rows become"`
	Mapping string   `json:"mapping" doc:"YAML"`
	Problem string   `json:"problem" doc:"Why it cannot be used; empty when it can"`
}

// KeepMapping asks to keep a mapping.
type KeepMapping struct {
	Mapping string `json:"mapping" maxLength:"1048576" doc:"YAML; names of files in it are replaced by their columns"`
}

// KeptName is the name of a kept mapping.
type KeptName struct {
	Name string `path:"name" maxLength:"100" example:"partner list"`
}

const mappingSuffix = ".yaml"

func (a *API) registerMappings(api huma.API) {
	huma.Register(api, operation("listMappings", http.MethodGet, "/mappings", "imports", "Mappings kept for next time"),
		a.listMappings)
	huma.Register(api, operation("keepMapping", http.MethodPut, "/mappings/{name}", "imports",
		"Keep a mapping: files with its columns are read by it from now on"), a.keepMapping)
	huma.Register(api, operation("forgetMapping", http.MethodDelete, "/mappings/{name}", "imports",
		"Forget a mapping; what was imported with it stays"), a.forgetMapping)
}

func (a *API) listMappings(ctx context.Context, _ *struct{}) (*done[KeptMappings], error) {
	list, err := a.keptMappings()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[KeptMappings]{KeptMappings{list}}, nil
}

func (a *API) keptMappings() ([]KeptMapping, error) {
	files, err := filepath.Glob(filepath.Join(a.Dir, "mappings", "*"+mappingSuffix))
	if err != nil {
		return nil, fmt.Errorf("list the mappings: %w", err)
	}
	slices.Sort(files)
	out := []KeptMapping{}
	for _, path := range files {
		text, err := os.ReadFile(path) //nolint:gosec // below the data folder
		if err != nil {
			return nil, fmt.Errorf("read a mapping: %w", err)
		}
		k := KeptMapping{Name: strings.TrimSuffix(filepath.Base(path), mappingSuffix),
			Objects: []string{}, Mapping: string(text)}
		if m, err := mapping.Parse(k.Name, text); err != nil {
			k.Problem = err.Error()
		} else {
			for _, e := range m.Outline().Entries {
				if !slices.Contains(k.Objects, e.Object) {
					k.Objects = append(k.Objects, e.Object)
				}
			}
		}
		out = append(out, k)
	}
	return out, nil
}

func (a *API) keepMapping(ctx context.Context, in *struct {
	KeptName
	Body KeepMapping
}) (*done[KeptMapping], error) {
	path, err := a.mappingPath(in.Name)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	text, err := mapping.Lasting(in.Body.Mapping)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if err := writeWhole(path, text); err != nil {
		return nil, a.problem(ctx, err)
	}
	if err := audit.Write(ctx, a.Log, actor(ctx), audit.Event{What: "mapping_keep", Detail: in.Name}); err != nil {
		return nil, a.problem(ctx, err)
	}
	list, err := a.keptMappings()
	at := slices.IndexFunc(list, func(k KeptMapping) bool { return k.Name == in.Name })
	if err != nil || at < 0 {
		return nil, a.problem(ctx, errors.Join(err, fault.Missingf("no mapping is called %s", in.Name)))
	}
	return &done[KeptMapping]{list[at]}, nil
}

func (a *API) forgetMapping(ctx context.Context, in *KeptName) (*done[KeptMappings], error) {
	path, err := a.mappingPath(in.Name)
	if err == nil {
		err = os.Remove(path)
	}
	if errors.Is(err, os.ErrNotExist) {
		err = fault.Missingf("no mapping is called %s", in.Name)
	}
	if err == nil {
		err = audit.Write(ctx, a.Log, actor(ctx), audit.Event{What: "mapping_forget", Detail: in.Name})
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.listMappings(ctx, nil)
}

// mappingPath refuses names that are not plain file names.
func (a *API) mappingPath(name string) (string, error) {
	plain := func(c rune) bool {
		return unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" -_()", c)
	}
	if name == "" || len([]rune(name)) > 60 || strings.TrimSpace(name) != name ||
		strings.ContainsFunc(name, func(c rune) bool { return !plain(c) }) {
		return "", fault.Invalidf("%q is no name for a mapping: use at most 60 letters, digits, spaces and - _ ( )",
			name)
	}
	return filepath.Join(a.Dir, "mappings", name+mappingSuffix), nil
}

// writeWhole writes a file and gives it its name at the end, so that nobody reads an incomplete file.
func writeWhole(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the mapping: %w", err), os.Remove(f.Name()))
	}
	return nil
}
