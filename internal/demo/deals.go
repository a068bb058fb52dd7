package demo

import (
	"math"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// deal is an open deal.
type deal struct {
	id       record.ID
	customer *customer
	contact  record.ID
	owner    *seller
	name     string
	line     int // its pipeline
	stage    int
	created  period.Instant
	promised period.Day
	currency string
	amount   int64
	boost    float64 // factor on the odds of the middle stages
	source   string
	over     bool
	asleep   bool // nobody works on it any more, and nobody closes it
	nameless bool // planted: it never gets an amount
	orphan   bool // planted: the log knows no owner
	late     bool // planted: entered after it was won
	shared   bool // planted: others have a part in the credit
}

func (s *sim) newDeal(c *customer, contact record.ID, owner *seller, source string, segment int) *deal {
	d := &deal{
		customer: c, contact: contact, owner: owner, name: c.name + " – " + s.products[0].name, created: s.now,
		currency: owner.team.currency, source: source, boost: 1,
	}
	guess := s.around(segments[segment].median*math.Pow(1.04, s.year(s.today())), .45)
	d.amount = int64(math.Round(guess/100)) * 100_00
	s.open(d)
	if s.chance(.3) { // the practice: who gets one is drawn by lot
		d.boost = 1.8
		s.at(s.office(3+10*s.Float64()), func() {
			if !d.over {
				s.activity(touch{owner: d.owner, deal: d, kind: "meeting", subject: workshop, outcome: "held"})
			}
		})
	}
	return d
}

const workshop = "Discovery workshop"

// open writes the deal's creation and starts it on its way.
func (s *sim) open(d *deal) {
	s.truths.Deals++
	n := s.truths.Deals
	d.nameless, d.late = s.planted(n, 173), s.planted(n, 263)
	days := 75.0
	switch d.owner.team.habit {
	case overcalls:
		days = 32
	case sandbags:
		days = 150
	case plain, forgets:
	}
	d.promised = workday(s.today() + period.Day(s.around(days, .3)))
	line := s.pipelines[d.line]
	first := line.stages[0]
	fields := []record.FieldValue{
		text("name", d.name), ref("account", d.customer.id), ref("owner", d.owner.id), ref("contact", d.contact),
		ref("pipeline", line.id),
		ref("stage", first.id), text("outcome", sales.Open), on("close_date", d.promised), when("created_at", s.now),
		number("probability", first.probability), text("forecast_category", s.category(d)), text("source", d.source),
		text("segment", segments[d.customer.segment].name), text("region", d.owner.team.region),
		ref("product", s.products[0].id),
		text("type", [...]string{"New business", "Existing business"}[d.line]),
	}
	if !d.nameless {
		fields = append(fields, amount("amount", d.amount, d.currency))
	}
	switch {
	case s.planted(n, 197):
		s.truths.DealsWithoutOwner++
		d.orphan = true
		fields[2] = ref("owner", 0)
	case s.planted(n, 227):
		s.truths.DealsWithoutAccount++
		fields[1] = ref("account", 0)
	}
	d.id = s.out.create(sales.Deal, s.now, fields...)
	d.owner.open = append(d.owner.open, d)
	s.at(s.office(.5),
		func() { s.activity(touch{owner: d.owner, deal: d, kind: s.channel(), subject: "Introduction"}) })
	s.keepTouch(d)
	s.watch(d)
	s.dwell(d)
}

// category is the forecast category a seller gives: what the stage says, unless the manager has other habits.
func (s *sim) category(d *deal) string {
	stages := s.pipelines[d.line].stages
	switch {
	case d.owner.team.habit == sandbags:
		return "Pipeline"
	case d.owner.team.habit == overcalls && d.stage >= min(2, len(stages)-1):
		return "Commit"
	}
	return stages[d.stage].category
}

// dwell lets a deal wait in its stage, then go on or be lost.
func (s *sim) dwell(d *deal) {
	st := s.pipelines[d.line].stages[d.stage]
	s.at(s.office(s.around(st.median, .6)), func() {
		if d.over || d.asleep {
			return
		}
		if d.customer.gone {
			s.lose(d)
			return
		}
		pass := odds(st.pass, d.owner.skill)
		if d.line == 0 && d.stage >= 1 && d.stage <= 3 {
			pass = odds(pass, d.boost)
		}
		if !s.chance(pass) {
			s.lose(d)
			return
		}
		s.advance(d)
	})
}

func (s *sim) advance(d *deal) {
	stages := s.pipelines[d.line].stages
	if d.stage == len(stages)-1 {
		s.win(d)
		return
	}
	d.stage++
	fields := []record.FieldValue{
		ref("stage", stages[d.stage].id), text("outcome", sales.Open),
		number("probability", stages[d.stage].probability), text("forecast_category", s.category(d)),
	}
	if d.stage == min(2, len(stages)-1) && !d.nameless {
		fields = append(fields, s.quote(d))
	}
	s.out.set(sales.Deal, d.id, s.now, fields...)
	s.dwell(d)
}

// mix is what is sold together, as weights of the products: 0 for those that are not.
func (s *sim) mix() []float64 {
	weights, year := make([]float64, len(s.products)), s.year(s.today())
	weights[0] = 1
	for i, p := range s.products[1:] {
		if s.chance(p.often + p.oftener*year) {
			weights[i+1] = p.weight + p.heavier*year
		}
	}
	return weights
}

// quote writes the deal's lines; they add up to its new amount.
func (s *sim) quote(d *deal) record.FieldValue {
	discount := min(.4, s.around(.09, .7))
	rate := map[string]float64{"USD": 1, "EUR": .92, "GBP": .79}[d.currency]
	weights := s.mix()
	all, total := 0.0, int64(0)
	for _, w := range weights {
		all += w
	}
	for i, p := range s.products {
		if weights[i] == 0 {
			continue
		}
		list := int64(math.Round(float64(p.price) * rate))
		unit := int64(math.Round(float64(list) * (1 - discount)))
		share := int64(float64(d.amount) * 1.2 * weights[i] / all)
		quantity := max(1, share/unit)
		sum := quantity * unit
		total += sum
		s.out.create(sales.DealLine, s.now, text("name", p.name), ref("deal", d.id), ref("product", p.id),
			number("quantity", float64(quantity)),
			amount("unit_price", unit, d.currency), amount("list_price", list, d.currency),
			amount("total", sum, d.currency), when("created_at", s.now))
	}
	d.amount = total
	return amount("amount", total, d.currency)
}

// watch moves the promised day when it has come and the deal is still open: a slip. Some forget
// to, and the deal is overdue from then on; a fifth of these are forgotten altogether.
func (s *sim) watch(d *deal) {
	s.at(s.clock(d.promised+1, 10), func() {
		if d.over {
			return
		}
		days, forget := 40.0, .08
		switch d.owner.team.habit {
		case overcalls:
			days, forget = 20, .02
		case forgets:
			forget = .7
		case plain, sandbags:
		}
		if s.chance(forget) {
			d.asleep = s.chance(.2)
			return
		}
		d.promised = workday(s.today() + period.Day(max(5, s.around(days, .4))))
		s.out.set(sales.Deal, d.id, s.now, on("close_date", d.promised))
		s.watch(d)
	})
}

func (s *sim) close(d *deal) {
	d.over = true
	open := d.owner.open
	for i := range open {
		if open[i] == d {
			d.owner.open = append(open[:i], open[i+1:]...)
			break
		}
	}
}

var lostReasons = []string{"No decision", "Price", "Competitor", "Missing feature", "No budget"}
var competitors = []string{"Nordwind Systems", "Helix One", "Papertrail"}

func (s *sim) lose(d *deal) {
	s.close(d)
	s.truths.Lost++
	reason := lostReasons[s.weighted(.3, .2, .25, .1, .15)]
	fields := []record.FieldValue{
		ref("stage", s.pipelines[d.line].lost), text("outcome", sales.Lost), number("probability", 0),
		text("forecast_category", "Omitted"),
		on("close_date", s.today()), text("lost_reason", reason),
	}
	if reason == "Competitor" || s.chance(.15) {
		fields = append(fields, text("competitor", pick(s, competitors)))
	}
	s.out.set(sales.Deal, d.id, s.now, fields...)
	if s.chance(.02) {
		s.at(s.office(s.around(35, .4)), func() { s.reopen(d) })
	}
}

// reopen takes a lost deal up again where it was lost.
func (s *sim) reopen(d *deal) {
	d.over = false
	s.truths.Lost--
	if !d.owner.works(s.today()) {
		s.hand(d, s.colleague(d.owner.team))
	}
	d.owner.open = append(d.owner.open, d)
	st := s.pipelines[d.line].stages[d.stage]
	d.promised = workday(s.today() + 45)
	s.out.set(sales.Deal, d.id, s.now, ref("stage", st.id), text("outcome", sales.Open),
		number("probability", st.probability),
		text("forecast_category", s.category(d)), on("close_date", d.promised),
		text("lost_reason", ""), text("competitor", ""))
	s.watch(d)
	s.dwell(d)
}

func (s *sim) win(d *deal) {
	s.close(d)
	s.truths.Won++
	if d.nameless {
		s.truths.WinsWithoutAmount++
	}
	fields := []record.FieldValue{
		ref("stage", s.pipelines[d.line].won), text("outcome", sales.Won), number("probability", 1),
		text("forecast_category", "Closed"),
		on("close_date", s.today()),
	}
	if d.late { // somebody typed in when the record was made, not when the deal began
		s.truths.ClosedBeforeCreated++
		fields = append(fields, when("created_at", s.now+3*day))
	}
	if s.chance(.25) {
		fields = append(fields, text("competitor", pick(s, competitors)))
	}
	s.out.set(sales.Deal, d.id, s.now, fields...)
	s.share(d)
	if s.planted(s.truths.Won, 211) {
		s.at(s.office(20), func() { s.reverse(d) })
		return
	}
	if !d.nameless && s.planted(s.truths.Won, 89) {
		s.at(s.office(s.around(45, .4)), func() { s.credit(d) })
	}
	s.at(s.office(3), func() { s.buys(d) })
}

// reverse takes a win back.
func (s *sim) reverse(d *deal) {
	t := &s.truths
	t.ReversedWins++
	t.Won--
	t.Lost++
	for counted, was := range map[*int]bool{&t.SharedWins: d.shared, &t.WinsWithoutAmount: d.nameless,
		&t.ClosedBeforeCreated: d.late} {
		if was {
			*counted--
		}
	}
	s.out.set(sales.Deal, d.id, s.now, ref("stage", s.pipelines[d.line].lost), text("outcome", sales.Lost),
		number("probability", 0),
		text("forecast_category", "Omitted"), text("lost_reason", "Cancelled before start"))
}
