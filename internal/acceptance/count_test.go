package acceptance

import (
	"math/big"
	"strconv"

	"salesops/internal/period"
)

func minor(v *int64) (string, bool) {
	if v == nil {
		return "", false
	}
	return strconv.FormatInt(*v, 10), true
}

func dayText(d *period.Day) (string, bool) {
	if d == nil {
		return "", false
	}
	return d.String(), true
}

// dealNow is a deal at the moment of a question.
type dealNow struct {
	id, outcome       string
	account, contact  string
	dims              map[string]string
	created, closedOn *period.Day // closedOn: only while won or lost
	due               *period.Day // the close date, whatever the deal is
	amount            *int64
	competitor        bool
}

type leadNow struct {
	id, deal           string
	dims               map[string]string
	created, converted *period.Day
	reached            bool
}

type taskNow struct {
	owner, account, who, what string
	on                        period.Day
}

// state is a company at the moment of a question.
type state struct {
	w     *world
	c     *company
	m     moment
	asOf  period.Day // the day of the question: the as-of day, else today
	deals []dealNow
	byID  map[string]*dealNow
	leads []leadNow
	tasks []taskNow
}

func day(text string, ok bool) *period.Day {
	if !ok {
		return nil
	}
	d, err := period.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return &d
}

func (c *company) state(m moment, asOf period.Day) *state {
	s := &state{w: c.w, c: c, m: m, asOf: asOf, byID: map[string]*dealNow{}}
	industry := map[string]string{}
	for _, a := range c.accounts {
		if v := a.at(m); v != nil {
			industry[a.id] = v["industry"]
		}
	}
	for _, d := range c.deals {
		v := d.at(m)
		if v == nil {
			continue
		}
		n := dealNow{id: d.id, outcome: "open", account: v["account"], contact: v["contact"],
			competitor: v["competitor"] != ""}
		if stage, ok := v["stage"]; ok {
			n.outcome = c.w.outcome(stage)
		}
		created, ok := v["created"]
		n.created = day(created, ok)
		closes, ok := v["close"]
		n.due = day(closes, ok)
		if n.outcome != "open" {
			n.closedOn = n.due
		}
		n.amount = amountIn(v)
		n.dims = map[string]string{"owner": v["owner"], "source": v["source"], "type": v["kind"], "tier": v["tier"],
			"account.industry": industry[n.account]}
		c.teams(n.dims, v["owner"])
		s.deals = append(s.deals, n)
	}
	for i := range s.deals {
		s.byID[s.deals[i].id] = &s.deals[i]
	}
	for _, l := range c.leads {
		v := l.at(m)
		if v == nil {
			continue
		}
		n := leadNow{id: l.id, deal: v["deal"], reached: v["deal"] != "",
			dims: map[string]string{"owner": v["owner"], "source": v["source"], "industry": v["industry"]}}
		created, ok := v["created"]
		n.created = day(created, ok)
		converted, ok := v["converted"]
		n.converted = day(converted, ok)
		s.leads = append(s.leads, n)
	}
	for _, a := range c.tasks {
		if v := a.at(m); v != nil {
			if on := day(v["on"], v["on"] != ""); on != nil {
				s.tasks = append(s.tasks, taskNow{v["owner"], v["account"], v["who"], v["what"], *on})
			}
		}
	}
	return s
}

func amountIn(v map[string]string) *int64 {
	a, ok := v["amount"]
	if !ok {
		return nil
	}
	x, err := strconv.ParseInt(a, 10, 64)
	if err != nil {
		panic(err)
	}
	return &x
}

// firstAt is a deal at a moment, or as it was first known where that was later.
func (c *company) firstAt(id string, m moment) map[string]string {
	for _, d := range c.deals {
		if d.id != id {
			continue
		}
		first := period.Forever
		for _, f := range d.facts {
			if f.known < m.known {
				first = min(first, f.eff)
			}
		}
		m.eff = max(m.eff, first+1)
		return d.at(m)
	}
	panic("no deal " + id)
}

// teams names the owner's place in the hierarchy, which never changes in an export:
// team is the lowest, team_1 the top.
func (c *company) teams(dims map[string]string, owner string) {
	if !c.w.cfg.users || !c.w.cfg.roles {
		return
	}
	at := ""
	for _, u := range c.w.users {
		if u.id == owner {
			at = u.role
		}
	}
	dims["team"] = at
	var path []string
	for at != "" {
		path = append([]string{at}, path...)
		for _, r := range c.w.roles {
			if r.id == at {
				at = r.parent
				break
			}
		}
	}
	for i, id := range path {
		dims["team_"+strconv.Itoa(i+1)] = id
	}
}

// figure is an expected number. value nil: not enough data.
type figure struct {
	value, numerator, denominator *big.Rat
	low, high                     float64
	interval                      bool
	n                             int
	ids                           []string // the records of the value (numerator and denominator alike)
	zeroOrNone                    bool     // nothing to count: 0 and "not enough data" are both right
}

func whole(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

func (s *state) money(minor *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(minor, big.NewInt(s.w.cfg.minorUnit))
}

// frame is the period of a question; nil sides are open.
type frame struct{ from, to *period.Day }

func (f frame) has(d *period.Day) bool {
	if f.from == nil && f.to == nil {
		return true
	}
	return d != nil && (f.from == nil || *d >= *f.from) && (f.to == nil || *d <= *f.to)
}
