package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/audit"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
)

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

func (a *API) mappings() mapping.Store { return mapping.Store{Data: a.Dir} }

func (a *API) keptMappings() ([]KeptMapping, error) {
	list, err := a.mappings().List()
	if err != nil {
		return nil, err
	}
	out := []KeptMapping{}
	for _, kept := range list {
		k := KeptMapping{Name: kept.Name, Objects: []string{}, Mapping: kept.Text}
		if m, err := mapping.Parse(k.Name, []byte(kept.Text)); err != nil {
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
	if err := a.mappings().Keep(in.Name, in.Body.Mapping); err != nil {
		return nil, a.problem(ctx, err)
	}
	if err := audit.Write(ctx, a.Log, actor(ctx),
		audit.Event{What: "mapping_keep", Detail: audit.Say("mapping", "name", in.Name)}); err != nil {
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
	err := a.mappings().Forget(in.Name)
	if err == nil {
		err = audit.Write(ctx, a.Log, actor(ctx),
			audit.Event{What: "mapping_forget", Detail: audit.Say("mapping", "name", in.Name)})
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.listMappings(ctx, nil)
}
