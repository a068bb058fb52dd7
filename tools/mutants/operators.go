package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// operatorNames are the kinds of slips, in the order in which they take turns.
var operatorNames = []string{
	"comparison", "off by one", "condition", "arguments", "statement", "bool", "constant", "sql",
}

// finder collects the slips of one file.
type finder struct {
	source
	found []slip
	bound map[ast.Node]bool // literals that stand where one counts: beside + and -, in a slice
	post  map[ast.Node]bool // the step of a loop: without it there is no end
	alike map[ast.Node]bool // comparisons of a maximum or minimum: it is the same with and without "or equal"
	blind []ast.Node        // where no slip can change a result
}

// find lists all slips that could be planted in one file.
func find(s source) []slip {
	f := &finder{source: s, bound: map[ast.Node]bool{}, post: map[ast.Node]bool{}, alike: map[ast.Node]bool{}}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if slices.Contains(f.blind, n) {
			return false
		}
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.FuncDecl:
			f.textOf(n)
			f.besideFalse(n)
		case *ast.ReturnStmt:
			f.besideError(n)
		case *ast.BinaryExpr:
			f.binary(n)
		case *ast.SliceExpr:
			f.slice(n)
		case *ast.IfStmt:
			f.besideError(n)
			f.extreme(n)
			if !aboutError(n.Cond) {
				f.add("condition", n.Cond, "false && ("+f.of(n.Cond)+")")
			}
		case *ast.ForStmt:
			f.post[n.Post] = true
		case *ast.CallExpr:
			f.sizes(n)
			f.arguments(n)
		case *ast.Ident:
			if use := f.info.Uses[n]; use == types.Universe.Lookup("true") {
				f.add("bool", n, "false")
			} else if use == types.Universe.Lookup("false") {
				f.add("bool", n, "true")
			}
		case *ast.BasicLit:
			f.literal(n)
		case *ast.BlockStmt:
			f.statements(n.List)
		case *ast.CaseClause:
			f.statements(n.Body)
		}
		return true
	})
	return f.found
}

func (f *finder) add(operator string, at ast.Node, text string) {
	f.change(operator, f.offset(at.Pos()), f.offset(at.End()), text)
}

func (f *finder) change(operator string, start, end int, text string) {
	s := slip{File: f.name, Operator: operator, Start: start, End: end, New: text}
	s.Line = 1 + strings.Count(string(f.text[:start]), "\n")
	s.lines(f.text)
	f.found = append(f.found, s)
}

// aboutError reports a condition on an error: nobody slips there, and all such slips would die.
func aboutError(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	if !ok {
		return false
	}
	x, isName := b.X.(*ast.Ident)
	y, isNil := b.Y.(*ast.Ident)
	return isName && isNil && y.Name == "nil" && strings.Contains(strings.ToLower(x.Name), "err")
}

var opposite = map[token.Token]string{
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.EQL: "!=", token.NEQ: "==",
}

func (f *finder) binary(n *ast.BinaryExpr) {
	at := f.offset(n.OpPos)
	switch n.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		if !aboutError(n) && !f.alike[n] {
			f.change("comparison", at, at+len(n.Op.String()), opposite[n.Op])
		}
	case token.LAND, token.LOR:
		f.add("condition", n, f.of(n.X))
		f.add("condition", n, f.of(n.Y))
	case token.ADD, token.SUB:
		for _, side := range []ast.Expr{n.X, n.Y} {
			if lit, ok := side.(*ast.BasicLit); ok && lit.Kind == token.INT {
				f.bound[lit] = true
				f.add("off by one", lit, plusOne(lit.Value))
			}
		}
	}
}

func (f *finder) slice(n *ast.SliceExpr) {
	for _, bound := range []ast.Expr{n.Low, n.High} {
		if bound == nil {
			continue
		}
		f.bound[bound] = true
		f.add("off by one", bound, f.of(bound)+"+1")
		f.add("off by one", bound, f.of(bound)+"-1")
	}
}

// plusOne is the next whole number, written as the one before was not: "" when it is none.
func plusOne(text string) string {
	v, err := strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 0, 64)
	if err != nil {
		return text + "0"
	}
	return strconv.FormatInt(v+1, 10)
}

// spoken are packages whose arguments are for people to read.
var spoken = []string{"fmt", "log/slog", "errors", "salesops/internal/fault"}

// arguments swaps two neighbours of the same type.
func (f *finder) arguments(n *ast.CallExpr) {
	if len(n.Args) < 2 || f.info.Types[n.Fun].IsType() || f.says(n) || symmetric(n) {
		return
	}
	for i, first := range n.Args[1:] {
		before := n.Args[i]
		a, b := f.info.Types[before], f.info.Types[first]
		if a.Type == nil || b.Type == nil || !types.Identical(a.Type, b.Type) || f.of(before) == f.of(first) ||
			slices.Contains(unordered, a.Type.String()) || f.alternatives(n, i) {
			continue
		}
		between := string(f.text[f.offset(before.End()):f.offset(first.Pos())])
		f.change("arguments", f.offset(before.Pos()), f.offset(first.End()), f.of(first)+between+f.of(before))
	}
}

// says reports a call whose arguments nobody computes with.
func (f *finder) says(n *ast.CallExpr) bool {
	if fun, ok := n.Fun.(*ast.SelectorExpr); ok {
		of, ok := f.info.Uses[fun.Sel].(*types.Func)
		return ok && of.Pkg() != nil && slices.Contains(spoken, of.Pkg().Path())
	}
	return false
}

// unseen are calls whose absence no test of results can see: locks, closing, memory taken ahead.
var unseen = []string{"Lock", "Unlock", "RLock", "RUnlock", "Close", "Helper", "Grow"}

func (f *finder) statements(list []ast.Stmt) {
	for _, s := range list {
		if f.post[s] {
			continue
		}
		switch s := s.(type) {
		case *ast.ExprStmt:
			call, ok := s.X.(*ast.CallExpr)
			if !ok || f.says(call) {
				continue
			}
			if of, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains(unseen, of.Sel.Name) {
				continue
			}
			f.add("statement", s, "")
		case *ast.AssignStmt:
			f.assignment(s)
		case *ast.IncDecStmt:
			f.add("statement", s, "_ = "+f.of(s.X))
		case *ast.BranchStmt:
			if s.Label == nil && s.Tok != token.FALLTHROUGH {
				f.add("statement", s, "")
			}
		}
	}
}

// assignment computes what was to be kept and forgets it.
func (f *finder) assignment(s *ast.AssignStmt) {
	if s.Tok == token.DEFINE || len(s.Lhs) != len(s.Rhs) {
		return
	}
	if x, ok := s.Lhs[0].(*ast.Ident); ok && x.Name == "_" {
		return
	}
	blank := strings.TrimSuffix(strings.Repeat("_, ", len(s.Lhs)), ", ")
	from, to := s.Rhs[0].Pos(), s.Rhs[len(s.Rhs)-1].End()
	f.add("statement", s, blank+" = "+string(f.text[f.offset(from):f.offset(to)]))
}

func (f *finder) literal(n *ast.BasicLit) {
	switch {
	case f.bound[n]:
	case n.Kind == token.INT:
		f.add("constant", n, plusOne(n.Value))
	case n.Kind == token.FLOAT:
		f.add("constant", n, n.Value+"1")
	case n.Kind == token.STRING:
		f.sql(n)
	}
}
