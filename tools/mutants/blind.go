package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Kinds of places where a slip is not planted, because no caller could see a difference:
//   - a size that only takes memory ahead: the capacity of make, of a buffer, of Grow
//   - what is returned beside an error: by Go's convention nobody reads it
//   - what is computed for the text of an error or of the log, for people to read: the arguments of what makes one, and
//     a method Error
//   - "or equal" in a maximum: if x > most { most = x }
//   - the order of arguments that does not matter, as in max and Equal
//   - the order in which a layout lists its columns, or a field its headers: whatever the order in which they are
//     looked for, a file's are found by their headers
//   - what is returned beside false, where every caller looks first whether it is: see readWhenTrue

// sized are functions whose last argument is such a size.
var sized = []string{"Grow", "NewReaderSize", "NewWriterSize"}

// commutes are functions and methods that give the same for their arguments in any order. (Those with one argument have
// no neighbours to swap.)
var commutes = []string{"min", "max", "append", "Equal", "EqualFold", "Mul", "Add"}

// unordered are types of which a call's arguments are a list that is looked up by name.
var unordered = []string{"salesops/connectors/tool.Column"}

// headed are types that a call makes of headers, of which each becomes a column of a layout.
var headed = []string{"salesops/connectors/labels.Field"}

// alternatives reports an argument of a call that is one of several headers of a field.
func (f *finder) alternatives(n *ast.CallExpr, i int) bool {
	made := f.info.Types[n].Type
	of, ok := f.info.Types[n.Fun].Type.(*types.Signature)
	return ok && made != nil && slices.Contains(headed, made.String()) && of.Variadic() && i >= of.Params().Len()-1
}

func symmetric(n *ast.CallExpr) bool {
	switch fun := n.Fun.(type) {
	case *ast.Ident:
		return slices.Contains(commutes, fun.Name)
	case *ast.SelectorExpr:
		return slices.Contains(commutes, fun.Sel.Name)
	}
	return false
}

// speaks are functions that only make a text for people. (With fault.Because a code goes along, which programs read.)
var speaks = []string{"Errorf", "New", "Invalidf", "Missingf", "Deniedf", "Conflictf", "Busyf", "Debug", "Info", "Warn",
	"Error"}

// textOf marks the body of a method that is the text of an error.
func (f *finder) textOf(n *ast.FuncDecl) {
	if n.Recv != nil && n.Name.Name == "Error" && n.Body != nil && len(n.Type.Params.List) == 0 {
		f.blind = append(f.blind, n.Body)
	}
}

// sizes marks the arguments of a call that say how much memory is taken ahead, or make a text.
func (f *finder) sizes(n *ast.CallExpr) {
	if fun, ok := n.Fun.(*ast.SelectorExpr); ok && f.says(n) && slices.Contains(speaks, fun.Sel.Name) {
		for _, arg := range n.Args {
			f.blind = append(f.blind, arg)
		}
	}
	if len(n.Args) == 0 {
		return
	}
	last := n.Args[len(n.Args)-1]
	switch fun := n.Fun.(type) {
	case *ast.Ident:
		if f.info.Uses[fun] != types.Universe.Lookup("make") {
			return
		}
		if _, slice := f.info.Types[n].Type.Underlying().(*types.Slice); len(n.Args) == 3 ||
			len(n.Args) == 2 && !slice {
			f.blind = append(f.blind, last)
		}
	case *ast.SelectorExpr:
		if slices.Contains(sized, fun.Sel.Name) {
			f.blind = append(f.blind, last)
		}
	}
}

// besideError marks the results that stand beside an error that is certainly one: it was found not to be nil just
// before, or it is made here.
func (f *finder) besideError(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		guard, ok := n.Cond.(*ast.BinaryExpr)
		if !ok || guard.Op != token.NEQ || !aboutError(guard) {
			return
		}
		if r, ok := n.Body.List[len(n.Body.List)-1].(*ast.ReturnStmt); ok {
			f.blindBeside(r)
		}
	case *ast.ReturnStmt:
		if len(n.Results) == 0 {
			return
		}
		made, ok := n.Results[len(n.Results)-1].(*ast.CallExpr)
		if ok && f.says(made) && f.of(made.Fun) != "errors.Join" {
			f.blindBeside(n)
		}
	}
}

func (f *finder) blindBeside(n *ast.ReturnStmt) {
	if len(n.Results) < 2 {
		return
	}
	last := len(n.Results) - 1
	if t := f.info.Types[n.Results[last]].Type; t == nil || t.String() != "error" {
		return
	}
	for _, beside := range n.Results[:last] {
		f.blind = append(f.blind, beside)
	}
}

// extreme marks the comparison of a statement that keeps the larger or the smaller of two.
func (f *finder) extreme(n *ast.IfStmt) {
	if n.Else != nil || len(n.Body.List) != 1 {
		return
	}
	keep, ok := n.Body.List[0].(*ast.AssignStmt)
	if !ok || keep.Tok != token.ASSIGN || len(keep.Lhs) != 1 || len(keep.Rhs) != 1 {
		return
	}
	kept, with := f.of(keep.Lhs[0]), f.of(keep.Rhs[0])
	ast.Inspect(n.Cond, func(n ast.Node) bool {
		if c, ok := n.(*ast.BinaryExpr); ok && c.Op != token.EQL && c.Op != token.NEQ {
			x, y := f.of(c.X), f.of(c.Y)
			f.alike[c] = x == kept && y == with || x == with && y == kept
		}
		return true
	})
}
