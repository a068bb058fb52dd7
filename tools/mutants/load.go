package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// source is one file with its types.
type source struct {
	name string // from the root
	text []byte
	set  *token.FileSet
	file *ast.File
	info *types.Info

	whenTrue map[*ast.FuncDecl]bool // of the package; see readWhenTrue
}

func (s source) offset(p token.Pos) int { return s.set.Position(p).Offset }

func (s source) of(n ast.Node) string { return string(s.text[s.offset(n.Pos()):s.offset(n.End())]) }

// listed is what go list says of a package.
type listed struct {
	Dir, ImportPath, Export string
	GoFiles                 []string
	DepOnly                 bool
}

// load reads the files of a room that are neither tests nor generated, in the order of their names.
func load(ctx context.Context, r room) ([]source, error) {
	args := []string{"list", "-export", "-deps", "-json=Dir,ImportPath,Export,GoFiles,DepOnly"}
	for _, folder := range r.sources {
		args = append(args, "./"+folder)
	}
	out, err := exec.CommandContext(ctx, "go", args...).Output() // #nosec G204 -- the folders of a room
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := map[string]string{}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			packages = append(packages, p)
		}
	}
	set := token.NewFileSet()
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	from := importer.ForCompiler(set, "gc", lookup)
	var all []source
	for _, p := range packages {
		of, err := check(set, from, p)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	slices.SortFunc(all, func(a, b source) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

func check(set *token.FileSet, from types.Importer, p listed) ([]source, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	var all []source
	var files []*ast.File
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}}
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		text, err := os.ReadFile(path) // #nosec G304 -- a file of the project
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		if ast.IsGenerated(file) {
			continue
		}
		if name, err = filepath.Rel(root, path); err != nil {
			return nil, err
		}
		all = append(all, source{name: name, text: text, set: set, file: file, info: info})
	}
	config := types.Config{Importer: from}
	if _, err := config.Check(p.ImportPath, set, files, info); err != nil {
		return nil, fmt.Errorf("types of %s: %w", p.ImportPath, err)
	}
	whenTrue := readWhenTrue(files, info)
	for i := range all {
		all[i].whenTrue = whenTrue
	}
	return all, nil
}
