package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// readWhenTrue are functions of a package that end in a bool and of which every caller reads the other results only
// where that is true: what they return beside false is seen by nobody. They are not exported, so that all callers are
// here, and none is called through an interface or handed on.
func readWhenTrue(files []*ast.File, info *types.Info) map[*ast.FuncDecl]bool {
	found := map[types.Object]*ast.FuncDecl{}
	guarded := map[*ast.Ident]bool{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if endsInBool(n, info) && !n.Name.IsExported() {
					found[info.Defs[n.Name]] = n
				}
			case *ast.IfStmt:
				guardedIn(n, guarded)
			case *ast.BlockStmt:
				guardedBehind(n.List, guarded)
			case *ast.CaseClause:
				guardedBehind(n.Body, guarded)
			}
			return true
		})
	}
	through := map[string]bool{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if i, ok := n.(*ast.InterfaceType); ok {
				for _, m := range i.Methods.List {
					for _, name := range m.Names {
						through[name.Name] = true
					}
				}
			}
			return true
		})
	}
	for name, of := range info.Uses {
		if !guarded[name] || through[name.Name] {
			delete(found, of)
		}
	}
	decls := map[*ast.FuncDecl]bool{}
	for _, decl := range found {
		decls[decl] = true
	}
	return decls
}

func endsInBool(n *ast.FuncDecl, info *types.Info) bool {
	of, ok := info.Defs[n.Name].(*types.Func)
	if !ok || n.Body == nil {
		return false
	}
	results := of.Signature().Results()
	return results.Len() > 1 && types.Identical(results.At(results.Len()-1).Type(), types.Typ[types.Bool]) &&
		of.Signature().TypeParams() == nil
}

// guardedIn takes in the call of: if x, ok := f(); ok && … { … } without an else.
func guardedIn(n *ast.IfStmt, guarded map[*ast.Ident]bool) {
	call, ok, _ := called(n.Init)
	if call != nil && n.Else == nil && isName(leftmost(n.Cond, token.LAND), ok) {
		guarded[call] = true
	}
}

// guardedBehind takes in the calls of: x, ok := f(); if !ok || … { return … }, where x is not among what is returned.
func guardedBehind(list []ast.Stmt, guarded map[*ast.Ident]bool) {
	for i := 0; i+1 < len(list); i++ {
		call, ok, others := called(list[i])
		check, isIf := list[i+1].(*ast.IfStmt)
		if call == nil || !isIf || check.Init != nil || check.Else != nil {
			continue
		}
		not, isNot := leftmost(check.Cond, token.LOR).(*ast.UnaryExpr)
		if !isNot || not.Op != token.NOT || !isName(not.X, ok) || len(check.Body.List) != 1 {
			continue
		}
		switch end := check.Body.List[0].(type) {
		case *ast.ReturnStmt:
			guarded[call] = end.Results != nil && !names(end, others)
		case *ast.BranchStmt:
			guarded[call] = end.Tok == token.CONTINUE && end.Label == nil
		}
	}
}

// called is the name of the function in x, ok := f(), with the names of ok and of the others; nil for other statements.
func called(s ast.Stmt) (call *ast.Ident, ok string, others map[string]bool) {
	assign, isAssign := s.(*ast.AssignStmt)
	if !isAssign || assign.Tok != token.DEFINE || len(assign.Rhs) != 1 || len(assign.Lhs) < 2 {
		return nil, "", nil
	}
	of, isCall := assign.Rhs[0].(*ast.CallExpr)
	if !isCall {
		return nil, "", nil
	}
	others = map[string]bool{}
	for _, to := range assign.Lhs {
		name, isIdent := to.(*ast.Ident)
		if !isIdent {
			return nil, "", nil
		}
		ok = name.Name
		others[ok] = true
	}
	if delete(others, ok); ok == "_" {
		return nil, "", nil
	}
	switch fun := of.Fun.(type) {
	case *ast.Ident:
		return fun, ok, others
	case *ast.SelectorExpr:
		return fun.Sel, ok, others
	}
	return nil, "", nil
}

func leftmost(e ast.Expr, op token.Token) ast.Expr {
	for {
		b, ok := e.(*ast.BinaryExpr)
		if !ok || b.Op != op {
			return e
		}
		e = b.X
	}
}

func isName(e ast.Expr, name string) bool {
	i, ok := e.(*ast.Ident)
	return ok && i.Name == name
}

func names(n ast.Node, any map[string]bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if i, ok := n.(*ast.Ident); ok && any[i.Name] {
			found = true
		}
		return true
	})
	return found
}

// besideFalse marks what such a function returns beside false.
func (f *finder) besideFalse(n *ast.FuncDecl) {
	if !f.whenTrue[n] {
		return
	}
	ast.Inspect(n.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			last := len(n.Results) - 1
			if last < 1 {
				return true
			}
			if i, ok := n.Results[last].(*ast.Ident); ok && f.info.Uses[i] == types.Universe.Lookup("false") {
				for _, beside := range n.Results[:last] {
					f.blind = append(f.blind, beside)
				}
			}
		}
		return true
	})
}
