package mapping

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// steps are words of stages in the order of most sales. Two stages of one step have no order.
var steps = [][]string{
	{"new", "incoming", "inbound", "suspect", "prospect", "lead", "novo", "entrada", "neu", "nuev",
		"nouveau", "新建", "潜在", "初步"},
	{"contact", "engag", "outreach", "approach", "contato", "kontakt", "联系", "接触"},
	{"qualif", "screening", "资格", "合格"},
	{"discover", "needs", "analysis", "diagnos", "appointment", "meeting", "reuni", "bedarf", "analyse", "termin",
		"besoin", "necesidad", "réunion", "需求"},
	{"demo", "presentation", "evaluat", "solution", "trial", "pilot", "apresenta", "präsentation",
		"présentation", "演示", "方案"},
	{"proposal", "quote", "quotation", "offer", "proposta", "orçamento", "angebot", "proposition",
		"devis", "propuesta", "oferta", "报价"},
	{"negotiat", "bargain", "negocia", "verhandl", "négocia", "谈判", "协商"},
	{"contract", "legal", "procurement", "verbal", "commit", "contrato", "vertrag", "contrat", "合同", "签约"},
}

// inOrder sorts open stages in the order of the sale, by their numbers or their words; ok is
// false when some have none or share one, and they stay as they are.
func inOrder(stages []string) (sorted []string, ok bool) {
	for _, rank := range []func(string) int{numbered, stepOf} {
		ranks := map[string]int{}
		taken := map[int]bool{}
		whole := true
		for _, s := range stages {
			r := rank(s)
			whole = whole && r >= 0 && !taken[r]
			ranks[s], taken[r] = r, true
		}
		if whole {
			sorted = slices.Clone(stages)
			slices.SortFunc(sorted, func(x, y string) int { return ranks[x] - ranks[y] })
			return sorted, true
		}
	}
	return stages, len(stages) < 2
}

// numbered is the number that a stage begins with: "2 - Proposal", "S3 Demo"; -1 for none.
func numbered(stage string) int {
	s := strings.TrimLeft(strings.TrimSpace(stage), "(#")
	if len(s) > 1 && unicode.IsLetter(rune(s[0])) && s[1] >= '0' && s[1] <= '9' {
		s = s[1:]
	}
	end := 0
	for end < len(s) && end < 4 && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(s[:end])
	if err != nil {
		return -1
	}
	return n
}

// stepOf is the place of a stage's word among the steps of a sale; -1 for none, or several.
func stepOf(stage string) int {
	s := strings.ToLower(stage)
	found := -1
	for i, words := range steps {
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) }) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}
