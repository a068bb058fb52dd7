package expr

import (
	"fmt"
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"salesops/internal/period"
	"salesops/internal/reason"
)

// Moment is what a day of the question means: as_of itself, and the calendar
// by which start_of cuts time.
type Moment struct {
	AsOf     period.Day
	Calendar period.Calendar // of the company; the zero one is January, Monday
}

// startOf is start_of("quarter", -1): the first day of a period of the
// calendar, counted from the one that holds as_of. It is one day for the whole
// question, so both evaluations take it as a written value.
type startOf struct {
	grain period.Grain
	steps int
}

// farthestPeriod bounds the steps, because each is walked.
const farthestPeriod = 1_000

func startForm() reason.Reason {
	return writeOr(`start_of("month"), start_of("quarter", -1)`, `start_of("year", 1)`)
}

func (s startOf) day(at Moment) period.Day {
	p := at.Calendar.PeriodOf(at.AsOf, s.grain)
	for n := s.steps; n > 0 && p.To < period.MaxDay; n-- {
		p = at.Calendar.PeriodOf(p.To, s.grain)
	}
	for n := s.steps; n < 0 && p.From > period.MinDay; n++ {
		p = at.Calendar.PeriodOf(p.From-1, s.grain)
	}
	return p.From
}

// name is the day as the evaluator asks for it; no field is called so.
func (s startOf) name() string { return fmt.Sprintf("@%s %s %d", fnStartOf, s.grain, s.steps) }

func startNamed(name string) (s startOf, ok bool) {
	n, err := fmt.Sscanf(name, "@"+fnStartOf+" %s %d", &s.grain, &s.steps)
	return s, err == nil && n == 2
}

// startOf reads start_of("quarter") and start_of("quarter", -1).
func (c *check) startOf(e ast.Expr) error {
	args := e.AsCall().Args()
	written := func(i int) any {
		if i >= len(args) || args[i].Kind() != ast.LiteralKind {
			return nil
		}
		return args[i].AsLiteral()
	}
	name, ok := written(0).(types.String)
	if !ok || len(args) > 2 {
		return c.at(e, reason.Of("expr_start_takes", "name", fnStartOf), startForm())
	}
	grain, err := period.ParseGrain(string(name))
	if err != nil || grain == period.Whole {
		return c.at(args[0], reason.Of("expr_period", "text", quote(string(name))),
			reason.Of("hint_use", "names", "day, week, month, quarter", "last", "year"))
	}
	steps := types.Int(0)
	if len(args) == 2 {
		if steps, ok = written(1).(types.Int); !ok {
			return c.at(args[1], reason.Of("expr_start_steps"), startForm())
		}
	}
	if math.Abs(float64(steps)) > farthestPeriod {
		return c.at(args[1], reason.Of("expr_start_far", "name", fnStartOf, "most", farthestPeriod),
			reason.Of("hint_a_day"))
	}
	c.nodes += len(args)
	c.starts[e.ID()] = startOf{grain, int(steps)}
	return nil
}
