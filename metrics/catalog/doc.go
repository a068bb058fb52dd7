// Package catalog embeds the metrics that come with the product, one YAML file each.
//
// A file holds the question, the formula, the unit, the dimensions and worked
// examples, which are its tests. docs/howto/add-a-metric.md shows how to add one.
package catalog

import "embed"

// Files are the metric files.
//
//go:embed *.yaml
var Files embed.FS

// Words say in other languages what the metrics mean: one file for each language, a
// description by the name and version of its metric.
//
//go:embed words/*.yaml
var Words embed.FS
