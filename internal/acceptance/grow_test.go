package acceptance

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"salesops/internal/period"
)

// grower makes a world from a seed: legal, and as messy as real ones.
type grower struct {
	*rand.Rand
	w    *world
	next map[string]int
}

func newWorld(seed uint64, deals int) *world {
	g := &grower{Rand: rand.New(rand.NewPCG(seed, 77)), w: &world{}, next: map[string]int{}}
	g.configure(seed)
	g.people()
	g.customers()
	for range deals {
		g.deal()
	}
	g.leads(deals)
	g.activities(deals)
	g.strays()
	return g.w
}

func (g *grower) p(share float64) bool { return g.Float64() < share }

func one[T any](g *grower, of ...T) T { return of[g.IntN(len(of))] }

func (g *grower) configure(seed uint64) {
	zone, err := time.LoadLocation(one(g, "UTC", "America/New_York", "Asia/Shanghai"))
	if err != nil {
		panic(err)
	}
	c := config{
		seed: seed, zone: zone, firstMonth: one(g, time.January, time.February), minorUnit: 100,
		currency: one(g, "", "", "EUR", "JPY"), history: g.p(.75), fieldHistory: g.p(.4), closedFlags: g.p(.75),
		users: g.p(.85), activities: g.p(.8), accountDates: g.p(.7), leadDates: g.p(.8),
		wonStage: "Closed Won", lostStage: "Closed Lost", modifiedByDay: g.p(.2), competitors: g.p(.5),
		createdByDay: g.p(.2), lateHistory: g.p(.3),
		imported: period.InstantOf(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)),
	}
	c.roles = c.users && g.p(.8)
	if c.currency == "JPY" {
		c.minorUnit = 1
	}
	if c.closedFlags && g.p(.4) {
		c.wonStage, c.lostStage = "Gewonnen", "Verloren (spät)"
	}
	g.w.cfg = c
}

// id makes the next 18-character id with a prefix. Some differ from others only in the
// case of a letter, as real ones do.
func (g *grower) id(prefix string) string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	g.next[prefix]++
	n := 36*7 + g.next[prefix]*13 // the step reaches capitals and small letters alike
	tail := ""
	for range 4 {
		tail = string(letters[n%62]) + tail
		n /= 62
	}
	return long(prefix + "bm00000a" + tail)
}

// long appends the three characters that make an id safe to compare without case.
func long(id15 string) string {
	suffix := ""
	for block := range 3 {
		bits := 0
		for i := range 5 {
			if c := id15[block*5+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		suffix += string("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits])
	}
	return id15 + suffix
}

// instant is a moment in a range of days, at a whole minute that every zone used here
// writes without doubt (no hour in which clocks change).
func (g *grower) instant(from, to period.Day) period.Instant {
	d := from + period.Day(g.IntN(int(to-from)+1))
	hour := one(g, 0, 1, 2, 3, 8, 9, 11, 13, 14, 15, 16, 17, 18, 20, 21, 23)
	return period.InstantOf(d.Time().Add(time.Duration(hour)*time.Hour + time.Duration(g.IntN(60))*time.Minute))
}

// after is a moment on one of the next days.
func (g *grower) after(at period.Instant, days int) period.Instant {
	on := at.Day(time.UTC)
	return g.instant(on+1, on+period.Day(days))
}

func (g *grower) people() {
	w := g.w
	top := role{id: g.id("00E"), name: "Head of Sales"}
	w.roles = append(w.roles, top)
	for _, region := range []string{"North", "South"} {
		mid := role{g.id("00E"), region, top.id}
		w.roles = append(w.roles, mid)
		for i := range 2 {
			w.roles = append(w.roles, role{g.id("00E"), fmt.Sprintf("%s team %d", region, i+1), mid.id})
		}
	}
	for i := range 7 {
		u := user{id: g.id("005"), name: fmt.Sprintf("Renée Seller %d", i),
			created: g.instant(period.DayOf(2019, 1, 1), period.DayOf(2019, 12, 1))}
		if !g.p(.15) {
			u.role = one(g, w.roles...).id
		}
		w.users = append(w.users, u)
	}
}

func (g *grower) owner() string {
	if g.p(.06) {
		return ""
	}
	if g.p(.04) {
		return long("005bm00000zzMIS") // somebody who left before the export
	}
	return one(g, g.w.users...).id
}

func (g *grower) customers() {
	w := g.w
	for i := range 18 {
		a := account{id: g.id("001"), name: fmt.Sprintf("Müller, \"%d\" & Co", i),
			industry: one(g, "Energy", "Banking", "Apparel", ""), owner: g.owner()}
		if w.cfg.accountDates {
			a.created = g.instant(period.DayOf(2023, 1, 1), period.DayOf(2025, 6, 1))
		}
		w.accounts = append(w.accounts, a)
		for range g.IntN(3) {
			w.contacts = append(w.contacts, contact{g.id("003"), "Ana Contact " + strconv.Itoa(i), a.id})
		}
	}
}

func (g *grower) amount() *int64 {
	switch {
	case g.p(.08):
		return nil
	case g.p(.02):
		zero := int64(0)
		return &zero
	}
	v := int64(1+g.IntN(400_000)) * 25
	if g.w.cfg.minorUnit == 1 {
		v /= 10
	}
	if g.p(.02) {
		v = -v
	}
	return &v
}

// deal grows one deal with its history.
func (g *grower) deal() {
	w := g.w
	created := g.instant(period.DayOf(2024, 1, 1), period.DayOf(2026, 10, 1))
	d := deal{
		id: g.id("006"), created: created, owner: g.owner(),
		source: one(g, "Web", "Partner", "Trade Show", ""), kind: one(g, "New Customer", "Existing Customer"),
		tier:  one(g, "A", "B", ""),
		stage: one(g, openStages...), amount: g.amount(),
	}
	d.name = "Deal, " + strconv.Itoa(len(w.deals))
	if !g.p(.08) {
		d.account = one(g, w.accounts...).id
		if g.p(.4) {
			for _, c := range w.contacts {
				if c.account == d.account {
					d.contact = c.id
				}
			}
		}
	}
	if !g.p(.03) {
		on := w.day(created) + period.Day(30+g.IntN(90))
		d.closeDate = &on
	}
	first := d
	states := []deal{d}
	times := []period.Instant{created}
	last := period.DayOf(2026, 11, 1)
	step := func(change func()) bool {
		at := g.after(times[len(times)-1], 40)
		if g.p(.06) {
			at = times[len(times)-1] // two changes in the same minute
		}
		if w.day(at) > last {
			return false
		}
		change()
		states, times = append(states, d), append(times, at)
		return true
	}
	for range g.IntN(4) {
		step(func() {
			d.stage = one(g, openStages...)
			if g.p(.3) {
				d.amount = g.amount()
			}
			if g.p(.4) && d.closeDate != nil {
				on := *d.closeDate + period.Day(10+g.IntN(40))
				d.closeDate = &on
			}
			if g.p(.1) {
				d.owner = g.owner()
			}
		})
	}
	end := func(stage string) func() {
		return func() {
			d.stage = stage
		}
	}
	if g.p(.72) {
		stage := one(g, w.cfg.wonStage, w.cfg.lostStage)
		if w.cfg.history && g.p(.1) {
			stage = signed
		}
		if step(end(stage)) {
			g.closeOn(&d, times[len(times)-1])
			states[len(states)-1] = d
			if w.outcome(stage) == "lost" && g.p(.5) {
				d.opponent = one(g, "Globex", "Initech")
			}
			if g.p(.1) || stage == signed {
				step(end(one(g, w.cfg.lostStage, w.cfg.wonStage, "Negotiation/Review")))
			}
		}
	}
	d.modified = times[len(times)-1]
	if g.p(.2) {
		g.drift(&d)
	}
	if g.p(.04) {
		d.deleted = true
		d.modified = g.after(d.modified, max(2, int(last-w.day(d.modified))))
	}
	if w.outcome(d.stage) == "open" || d.stage == signed {
		d.opponent = ""
	}
	if d.stage == signed { // it has gone from the current rows
		d.stage = w.cfg.wonStage
		if d.modified == times[len(times)-1] {
			d.modified = g.after(d.modified, 3)
		}
	}
	g.record(d, first, states, times)
}

// closeOn sets the close date as people do: mostly that day, sometimes not.
func (g *grower) closeOn(d *deal, at period.Instant) {
	on := g.w.day(at)
	switch {
	case g.p(.15):
		on -= period.Day(g.IntN(20))
	case g.p(.1):
		on += period.Day(g.IntN(20))
	case g.p(.06):
		on -= 700
	}
	d.closeDate = &on
}

// drift changes the current row after the last history row.
func (g *grower) drift(d *deal) {
	switch g.IntN(3) {
	case 0:
		d.amount = g.amount()
	case 1:
		if d.closeDate != nil {
			on := *d.closeDate + period.Day(g.IntN(9)-4)
			d.closeDate = &on
		}
	default:
		if g.w.outcome(d.stage) == "won" {
			d.stage = g.w.cfg.lostStage
		}
	}
	d.modified = g.after(d.modified, 12)
}

// record keeps the deal and the history that the export has of it.
func (g *grower) record(d, first deal, states []deal, times []period.Instant) {
	w := g.w
	hasHistory := w.cfg.history && !g.p(.1)
	hasDiffs := w.cfg.fieldHistory && g.p(.6)
	if !w.cfg.history && !hasDiffs && d.closeDate == nil && w.outcome(d.stage) != "open" ||
		!hasHistory && d.closeDate == nil {
		on := w.day(d.modified)
		d.closeDate = &on
	}
	w.deals = append(w.deals, d)
	if hasHistory {
		for i, s := range states {
			at := times[i]
			if i == 0 && len(states) == 1 && w.cfg.lateHistory && g.p(.3) {
				at = g.after(at, 9)
				w.deals[len(w.deals)-1].modified = max(d.modified, at)
			}
			w.history = append(w.history, snapshot{id: g.id("008"), deal: d.id, at: at, stage: s.stage,
				amount: s.amount, closeDate: s.closeDate})
		}
		if g.p(.05) && !d.deleted {
			w.history = append(w.history,
				snapshot{id: g.id("008"), deal: d.id, at: d.created, stage: "Closed Won", stray: true})
		}
	}
	if !hasDiffs {
		return
	}
	add := func(at period.Instant, field, old, new string) {
		w.diffs = append(w.diffs, diff{g.id("017"), d.id, at, field, old, new})
	}
	add(d.created, "created", "", "")
	before := first
	for i, s := range states {
		if s.owner != before.owner {
			add(times[i], "Owner", w.person(before.owner), w.person(s.owner)) // names first, then ids
			add(times[i], "Owner", before.owner, s.owner)
		}
		if s.stage != before.stage {
			add(times[i], "StageName", before.stage, s.stage)
		}
		before = s
	}
	if !hasHistory && before.stage != d.stage { // a stage that was tracked is tracked to its end
		add(d.modified, "StageName", before.stage, d.stage)
	}
}

func (w *world) person(id string) string {
	for _, u := range w.users {
		if u.id == id {
			return u.name
		}
	}
	return ""
}

func (g *grower) leads(n int) {
	w := g.w
	for i := range n {
		l := lead{id: g.id("00Q"), name: "Lead " + strconv.Itoa(i), source: one(g, "Web", "Partner", ""),
			status:   one(g, "Open - Not Contacted", "Working - Contacted"),
			industry: one(g, "Energy", ""), owner: g.owner()}
		l.created = g.instant(period.DayOf(2024, 1, 1), period.DayOf(2026, 10, 20))
		l.modified = l.created
		if g.p(.5) {
			g.convert(&l)
		}
		if g.p(.04) {
			l.deleted = true
			l.modified = g.after(l.modified, 20)
		}
		if !w.cfg.leadDates {
			l.created = 0
		}
		w.leads = append(w.leads, l)
	}
}

// convert gives a lead a deal that was created after it and not closed before it.
func (g *grower) convert(l *lead) {
	w := g.w
	if g.p(.08) { // into an account only, or into a deal that is not in the export
		l.converted, l.convertedOn, l.status = true, w.day(l.created)+period.Day(g.IntN(40)), "Closed - Converted"
		if g.p(.5) {
			l.deal = long("006bm00000zz" + strings.ToUpper(strconv.FormatInt(int64(100+g.IntN(800)), 10)))
		}
		l.modified = g.instant(max(l.convertedOn, w.day(l.created))+1, max(l.convertedOn, w.day(l.created))+2)
		return
	}
	for range 40 {
		d := one(g, w.deals...)
		gap := w.day(d.created) - w.day(l.created)
		if gap < 0 || gap > 150 || d.closeDate == nil || *d.closeDate < w.day(d.created) {
			continue
		}
		l.converted, l.convertedOn, l.status = true, w.day(d.created), "Closed - Converted"
		l.deal, l.account, l.contact = d.id, d.account, d.contact
		l.modified = max(d.created, l.created)
		return
	}
}

func (g *grower) activities(n int) {
	w := g.w
	if !w.cfg.activities {
		return
	}
	for i := range n {
		a := activity{owner: g.owner(), subject: "Call " + strconv.Itoa(i), event: g.p(.4)}
		a.created = g.instant(period.DayOf(2023, 10, 1), period.DayOf(2026, 10, 20))
		a.modified = a.created
		a.on = w.day(a.created) + period.Day(g.IntN(3))
		switch d := one(g, w.deals...); g.IntN(3) {
		case 0:
			a.what, a.account = d.id, d.account
		case 1:
			c := one(g, w.contacts...)
			a.who, a.account = c.id, c.account
		default:
			a.account = one(g, w.accounts...).id
			a.what = a.account
		}
		a.id = g.id(map[bool]string{true: "00U", false: "00T"}[a.event])
		if g.p(.04) {
			a.deleted = true
			a.modified = g.after(a.created, 9)
		}
		w.tasks = append(w.tasks, a)
	}
}

// strays makes sure that the learnt stages are learnable and takes some rows away.
func (g *grower) strays() {
	w := g.w
	for i, stage := range []string{w.cfg.wonStage, w.cfg.lostStage} {
		d := g.plain(stage, i)
		w.deals = append(w.deals, d)
		if w.cfg.history {
			w.history = append(w.history, snapshot{id: g.id("008"), deal: d.id, at: d.created, stage: d.stage,
				amount: d.amount, closeDate: d.closeDate})
		}
	}
	if w.cfg.history { // the stage that only the history has, with its forecast category
		d := g.plain(w.cfg.wonStage, 2)
		d.modified = g.after(d.created, 5)
		w.deals = append(w.deals, d)
		w.history = append(w.history, snapshot{id: g.id("008"), deal: d.id, at: d.created, stage: signed,
			amount: d.amount, closeDate: d.closeDate})
	}
	w.accounts = w.accounts[1:] // its deals point to an account that is not there
}

func (g *grower) plain(stage string, i int) deal {
	created := g.instant(period.DayOf(2025, 3, 1), period.DayOf(2025, 4, 1))
	on := g.w.day(created)
	v := int64(5_000 * (i + 1))
	return deal{id: g.id("006"), name: "Plain " + stage, owner: g.w.users[0].id, stage: stage, amount: &v,
		closeDate: &on, created: created, modified: created, tier: "A"}
}
