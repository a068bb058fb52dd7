package problems

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Code names a problem. Codes are stable: programs that use the API know them.
type Code string

// Problem is something in the data that moves numbers or rests on a guess.
type Problem struct {
	Code Code `json:"code"`
	// Message is what Said says, in English.
	Message string `json:"message"`
	// Said names the sentences that say it, in order: most often the one of its code.
	Said []string `json:"said"`
	// Parts are values of the sentences beside count and of, by name: a day as 2026-03-07, a share as 0.25.
	Parts   map[string]string `json:"parts,omitempty"`
	Count   int64             `json:"count"`
	Of      int64             `json:"of"`      // Count of how many; 0 when there is no such number
	Metrics []string          `json:"metrics"` // the metrics that it moves
}

// New returns the problem of a code, said by the sentence of the code.
func New(code Code, count, of int64) Problem {
	return Told(code, count, of, string(code))
}

// Told returns the problem of a code, said by another sentence. parts are name and value of each part
// of it, as in reason.Of.
func Told(code Code, count, of int64, sentence string, parts ...any) Problem {
	p := Problem{Code: code, Count: count, Of: of, Metrics: slices.Clone(effects[code].metrics)}
	if p.Metrics == nil {
		p.Metrics = []string{}
	}
	p.Also(sentence, parts...)
	return p
}

// Also adds a sentence.
func (p *Problem) Also(sentence string, parts ...any) {
	p.Said = append(p.Said, sentence)
	for i := 0; i+1 < len(parts); i += 2 {
		if p.Parts == nil {
			p.Parts = map[string]string{}
		}
		p.Parts[fmt.Sprint(parts[i])] = fmt.Sprint(parts[i+1])
	}
	p.Message = strings.TrimSpace(p.Message + " " + english(sentence, p))
}

// Rank is a problem's place among others, lower is worse: one that touches few of many stands behind
// the others of its kind.
func (p *Problem) Rank() int {
	rank := effects[p.Code].rank * 10
	if p.Of > 0 && p.Count*10 < p.Of {
		rank += 55
	}
	return rank
}

// Compare puts the worse of two problems first.
func Compare(a, b *Problem) int {
	return cmp.Or(cmp.Compare(a.Rank(), b.Rank()), cmp.Compare(a.Code, b.Code))
}
