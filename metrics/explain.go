package metrics

import (
	"context"
	"math/big"
	"strconv"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

// The steps from one receipt's number to another's, in the order in which they are taken.
const (
	StepNewData     = "new_data"         // records and events that the first answer does not know
	StepCorrections = "late_corrections" // later changes of what the first answer had counted
	StepDefinition  = "definition"       // the metric's definition and the company's settings
	StepTeams       = "teams"            // membership of teams, and the choice between teams then and teams today
	StepRates       = "rates"            // exchange rates
)

// stepCodes are the steps in their order.
var stepCodes = [...]string{StepNewData, StepCorrections, StepDefinition, StepTeams, StepRates}

// Steps are the codes of the steps in their order.
func Steps() []string { return stepCodes[:] }

// Explanation says why two answers to one question differ.
type Explanation struct {
	Metric     string
	Unit       string
	Dimensions []string
	First      Explained
	Second     Explained
	// Changes is the number of changes of the log behind each step, in the order of the steps.
	Changes [len(stepCodes)]int64
	Rows    []ExplainedRow
}

// Explained is one of the two answers with its question and definition.
type Explained struct {
	Query      Query
	Definition Definition
	Answer     *Answer
}

// ExplainedRow is a number in both answers. The amounts of its steps add up to Difference.
type ExplainedRow struct {
	By            map[string]Key
	Period        *string
	First, Second Result
	// Difference is second − first, in the metric's unit; nil where one of them has no value.
	Difference *Figure
	Steps      []Step
}

// Step is one step from the first number to the second. Value is the number after it. When there is no value,
// Amount is nil, and the next step with a value includes this one.
type Step struct {
	Code   string
	Amount *Figure
	Result
}

// Explain asks the first receipt's question again, step by step, until it is the second's: with the data of the
// second, then its corrections, its definition, its teams, its rates. Receipts of different questions are
// refused (fault.Invalid) with the difference.
func (e *Engine) Explain(ctx context.Context, scope record.Scope, first, second string) (*Explanation, error) {
	w, err := e.walk(ctx, scope, first, second)
	if err != nil {
		return nil, err
	}
	states := make([]*stateAnswer, len(w.states))
	var before *stateAnswer
	for i := range w.states {
		if before == nil || !w.states[i].same(&w.states[i-1]) {
			if before = w.known(i); before == nil {
				if before, err = w.ask(ctx, &w.states[i]); err != nil {
					return nil, err
				}
			}
		}
		states[i] = before
	}
	out := &Explanation{
		Metric: w.first.m.Name, Unit: string(w.second.m.Unit), Dimensions: w.second.r.q.By, Changes: w.sifted.counts(),
		First: w.first.told(), Second: w.second.told(),
	}
	for _, key := range keysOf(states[len(states)-1], states[0], states) {
		row, err := w.row(key, states)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// row follows one number through all states.
func (w *walk) row(key string, states []*stateAnswer) (ExplainedRow, error) {
	var like Row
	for _, s := range states {
		if r, ok := s.rows[key]; ok {
			like = r
		}
	}
	results := make([]Result, len(states))
	for i, s := range states {
		results[i] = s.result(key, like)
	}
	last := len(states) - 1
	out := ExplainedRow{By: like.By, Period: like.Period, First: results[0], Second: results[last]}
	if err := sameCurrency(out.First, out.Second); err != nil {
		return out, err
	}
	from, to := valueOf(out.First), valueOf(out.Second)
	whole := from != nil && to != nil
	if whole {
		out.Difference = w.amount(new(big.Rat).Sub(to, from), out.Second)
	}
	for i, code := range stepCodes {
		step := Step{Code: code, Result: results[i+1]}
		at := valueOf(step.Result)
		if at != nil && !sameCode(step.Result, out.Second) { // in between, in another currency
			at, step.Value = nil, nil
		}
		if whole && at != nil {
			step.Amount = w.amount(new(big.Rat).Sub(at, from), out.Second)
			from = at
		}
		out.Steps = append(out.Steps, step)
	}
	return out, nil
}

// amount returns the difference of two numbers as they are shown, so that the shown numbers add up.
func (w *walk) amount(v *big.Rat, like Result) *Figure {
	if w.second.m.Unit != UnitMoney {
		return &Figure{money.Decimal(v, 0, 12), false}
	}
	digits := 2
	if like.Currency != nil {
		digits = money.Digits(*like.Currency)
	}
	return &Figure{money.Decimal(v, digits, 12), true}
}

func valueOf(r Result) *big.Rat {
	if r.Value == nil {
		return nil
	}
	v, ok := new(big.Rat).SetString(r.Value.Text)
	if !ok {
		return nil
	}
	return v
}

// stateAnswer is the answer in one state, by row.
type stateAnswer struct {
	sh   *sheet
	r    *request
	rows map[string]Row
	keys []string // in the answer's order
}

func newStateAnswer(sh *sheet, r *request, rows []Row) *stateAnswer {
	s := &stateAnswer{sh: sh, r: r, rows: map[string]Row{}}
	for _, row := range rows {
		if len(row.By) != len(r.q.By) || row.Period == nil && r.ranges.grain != period.Whole {
			continue // the answer has no rows
		}
		key := rowKey(row)
		s.rows[key] = row
		s.keys = append(s.keys, key)
	}
	return s
}

// result returns the number of a row in a state; for a row that its answer does not have, the result of no
// records.
func (s *stateAnswer) result(key string, like Row) Result {
	if row, ok := s.rows[key]; ok {
		return row.Result
	}
	return s.sh.figure(sideNow, like.at).shown(s.sh.m)
}

// rowKey returns a key of a row that is the same in all answers to one question.
func rowKey(row Row) string {
	key := ""
	if row.Period != nil {
		key = *row.Period
	}
	for _, d := range row.at.dims {
		key += "\x00" + strconv.FormatBool(d.null) + strconv.FormatInt(d.num, 10) + d.text
	}
	return key
}

// keysOf returns the keys of the rows of all states: those of the last in its order, then the others.
func keysOf(last, first *stateAnswer, all []*stateAnswer) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range append([]*stateAnswer{last, first}, all...) {
		for _, key := range s.keys {
			if !seen[key] {
				seen[key] = true
				out = append(out, key)
			}
		}
	}
	return out
}
