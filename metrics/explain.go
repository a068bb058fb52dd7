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
	StepNewData     = "new_data"         // records and events that the first does not know
	StepCorrections = "late_corrections" // what was said later about what the first had counted
	StepDefinition  = "definition"       // the metric's definition and the company's settings
	StepTeams       = "teams"            // who belongs to which team, and teams then or today
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
	// Changes is how many changes of the log lie behind each step, in their order.
	Changes [len(stepCodes)]int64
	Rows    []ExplainedRow
}

// Explained is one of the two: what it asks, by which definition, and with which answer.
type Explained struct {
	Query      Query
	Definition Definition
	Answer     *Answer
}

// ExplainedRow is one number of both answers. The amounts of its steps add up to Difference.
type ExplainedRow struct {
	By            map[string]Key
	Period        *string
	First, Second Result
	// Difference is second − first, in the metric's unit; nil where one of them has no value.
	Difference *Figure
	Steps      []Step
}

// Step is one step from the first number to the second. Value is the number after it; where it
// has none, Amount is nil, and the next step that has one counts both.
type Step struct {
	Code   string
	Amount *Figure
	Result
}

// Explain asks again, step by step, from the first receipt to the second: with the data of the
// second, then its corrections, its definition, its teams, its rates. Receipts of different
// questions are refused (fault.Invalid) with what they differ in.
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

// row is one number through all states.
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

// amount writes a difference of two numbers as they are shown, so that what is shown adds up.
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

// stateAnswer is one state's answer, by row.
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
			continue // it stands for an answer without rows
		}
		key := rowKey(row)
		s.rows[key] = row
		s.keys = append(s.keys, key)
	}
	return s
}

// result is the state's number of a row; of one that its answer does not have, what it says of nothing.
func (s *stateAnswer) result(key string, like Row) Result {
	if row, ok := s.rows[key]; ok {
		return row.Result
	}
	return s.sh.figure(sideNow, like.at).shown(s.sh.m)
}

// rowKey names a row among those of the same question.
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

// keysOf are the rows of all states: those of the last in its order, then what only others have.
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
