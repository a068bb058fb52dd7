package main

import (
	"go/ast"
	"regexp"
)

// statement is a text in which the words of SQL are meant as such.
var statement = regexp.MustCompile(`\b(SELECT|FROM|WHERE|JOIN|ORDER BY|GROUP BY|CASE WHEN|COALESCE|AND|OR|NULL)\b`)

// turns are slips in SQL.
var turns = []struct {
	find *regexp.Regexp
	with string
}{
	{regexp.MustCompile(` < `), " <= "},
	{regexp.MustCompile(` <= `), " < "},
	{regexp.MustCompile(` > `), " >= "},
	{regexp.MustCompile(` >= `), " > "},
	{regexp.MustCompile(` = `), " <> "},
	{regexp.MustCompile(` <> `), " = "},
	{regexp.MustCompile(`\bAND\b`), "OR"},
	{regexp.MustCompile(`\bOR\b`), "AND"},
	{regexp.MustCompile(`(?i)\bmin\(`), "max("},
	{regexp.MustCompile(`(?i)\bmax\(`), "min("},
	{regexp.MustCompile(`(?i)\bsum\(`), "max("},
	{regexp.MustCompile(` DESC\b`), ""},
	{regexp.MustCompile(`\bLEFT JOIN\b`), "JOIN"},
	{regexp.MustCompile(`\bIS NOT NULL\b`), "IS NULL"},
	{regexp.MustCompile(`\bIS NULL\b`), "IS NOT NULL"},
	{regexp.MustCompile(`\bNOT EXISTS\b`), "EXISTS"},
	{regexp.MustCompile(`\bUNION ALL\b`), "UNION"},
	{regexp.MustCompile(`\bDISTINCT `), ""},
	{regexp.MustCompile(` \+ 1\b`), " + 2"},
	{regexp.MustCompile(` - 1\b`), " - 0"},
}

func (f *finder) sql(n *ast.BasicLit) {
	if !statement.MatchString(n.Value) {
		return
	}
	start := f.offset(n.Pos())
	for _, t := range turns {
		for _, at := range t.find.FindAllStringIndex(n.Value, -1) {
			f.change("sql", start+at[0], start+at[1], t.with)
		}
	}
}
