package main

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"salesops/api"
)

// grid is a table for people: columns as wide as their widest cell, numbers right-aligned.
type grid struct {
	head  []string
	right map[int]bool // columns of numbers
	rows  [][]string
}

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

func (g *grid) print(w io.Writer) error {
	widths := make([]int, len(g.head))
	for _, row := range append([][]string{g.head}, g.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(visible(cell)))
		}
	}
	var out strings.Builder
	line := func(row []string) {
		var b strings.Builder
		for i, cell := range row {
			cell = visible(cell)
			pad := strings.Repeat(" ", widths[i]-columns(cell))
			if g.right[i] {
				cell, pad = pad, cell
			}
			b.WriteString(cell + pad + "  ")
		}
		out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	}
	line(g.head)
	rule := make([]string, len(widths))
	for i, n := range widths {
		rule[i] = strings.Repeat("-", n)
	}
	line(rule)
	for _, row := range g.rows {
		line(row)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// csv writes the grid as CSV.
func (g *grid) csv(w io.Writer) error {
	return api.WriteCSV(w, api.Table{Columns: g.head, Rows: func(yield func([]api.Cell, error) bool) {
		for _, row := range g.rows {
			cells := make([]api.Cell, len(row))
			for i, text := range row {
				cells[i] = api.Cell{Text: text, Number: g.right[i]}
			}
			if !yield(cells, nil) {
				return
			}
		}
	}})
}

// visible replaces control characters, so that a name from a source cannot control the terminal.
func visible(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || !unicode.IsGraphic(c) || c == utf8.RuneError {
			return ' '
		}
		return c
	}, s)
}

// columns returns the width of a text in a terminal, where Chinese characters take two columns.
func columns(s string) int {
	n := 0
	for _, c := range s {
		switch width.LookupRune(c).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			if !unicode.Is(unicode.Mn, c) {
				n++
			}
		}
	}
	return n
}
