package labels

import (
	"salesops/connectors/tool"
)

// TermMonths are the labels that companies give to a deal's term where they say that it is in
// months. None of the systems ships such a field, and a label without the unit tells no term.
var TermMonths = []string{
	"Term (months)", "Term in months", "Term months", "Contract term (months)", "Contract term in months",
	"Contract term months", "Contract length (months)", "Contract duration (months)",
	"Contract months", "Subscription term (months)", "Subscription term in months", "Subscription length (months)",
	"Prazo (meses)", "Prazo em meses", "Prazo do contrato (meses)", "Prazo do contrato em meses", "Vigência (meses)",
	"Vigência do contrato (meses)", "Duração do contrato (meses)",
	"合同期限（月）", "合同期限(月)", "合同期限 (月)", "合同月数", "合同期（月）", "期限（月）", "订阅期限（月）", "订阅月数",
}

// Term is the column of a deal's term. What is no whole number of months is none.
func Term(names []string) Field {
	return Field{Labels: names, Column: tool.Column{Field: "term_months", Kind: tool.Whole, Lax: true}}
}
