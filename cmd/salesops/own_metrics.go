package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
)

// loadCatalog reads the built-in metrics and those of the folder. A wrong file is left out, so that it does not
// affect the others. schema has the company's own fields; with nil, expressions are not checked.
func loadCatalog(dir string, schema *record.Schema) (*metrics.Catalog, error) {
	own := filepath.Join(dir, "metrics")
	if !exists(own) {
		return metrics.Load(rowsets.All())
	}
	catalog, err := metrics.LoadSound(rowsets.All(), os.DirFS(own))
	if err != nil || schema == nil {
		return catalog, err
	}
	return catalog, catalog.CheckSound(schema)
}

// sayLeftOut prints the metric files that are not used.
func (s *session) sayLeftOut(c *metrics.Catalog) {
	for _, why := range c.LeftOut() {
		s.say(why.Error() + " (the file is left out)")
	}
}

// ownMetricFiles returns a text for the state of the folder's metric files. It changes when one of them
// changes, or when the company gets a new field that one of them may name.
func ownMetricFiles(dir string, schema *record.Schema) string {
	entries, err := os.ReadDir(filepath.Join(dir, "metrics"))
	if err != nil {
		return "" // there are none
	}
	var all strings.Builder
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			_, _ = fmt.Fprintf(&all, "%s %d %d\n", e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	_, _ = fmt.Fprintf(&all, "%p\n", schema) // a changed schema is another value
	return all.String()
}

// freshMetrics reads metric files that have changed since they were read.
func (w *workspace) freshMetrics(ctx context.Context) error {
	w.metrics.Lock()
	defer w.metrics.Unlock()
	stand := ownMetricFiles(w.dir, w.log.Schema())
	if stand == w.ownFiles {
		return nil
	}
	catalog, err := loadCatalog(w.dir, w.log.Schema())
	if err != nil {
		return err
	}
	if err := w.sync(ctx, catalog); err != nil {
		return err
	}
	w.engine.Use(catalog)
	w.ownFiles = stand
	return nil
}
