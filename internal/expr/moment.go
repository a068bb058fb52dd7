package expr

import (
	"fmt"
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"salesops/internal/period"
	"salesops/internal/reason"
)

// Moment fixes the time of a question: the value of as_of, and the calendar that start_of uses.
type Moment struct {
	AsOf period.Day
	// the company's calendar; the zero value has fiscal years from January and weeks from Monday
	Calendar period.Calendar
}

// startOf is a call such as start_of("quarter", -1): the first day of a calendar period, counted
// from the period that contains as_of. It is the same day for the whole question, so both
// evaluations treat it as a literal.
type startOf struct {
	grain period.Grain
	steps int
}

// farthestPeriod limits the number of steps, because each of them is computed.
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

// name returns the name under which the evaluator asks for the day. No field can have this name.
func (s startOf) name() string { return fmt.Sprintf("@%s %s %d", fnStartOf, s.grain, s.steps) }

func startNamed(name string) (s startOf, ok bool) {
	n, err := fmt.Sscanf(name, "@"+fnStartOf+" %s %d", &s.grain, &s.steps)
	return s, err == nil && n == 2
}

// startOf checks calls such as start_of("quarter") and start_of("quarter", -1).
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
