package demo_test

import (
	"cmp"
	"slices"
	"time"

	"salesops/internal/demo"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// world is the company as a naive reading of its log has it.
type world struct {
	changes []record.Change
	now     map[record.ID]map[string]record.Value
	object  map[record.ID]string
	wasWon  map[record.ID]bool
}

func replay(changes []record.Change) *world {
	w := &world{changes, map[record.ID]map[string]record.Value{}, map[record.ID]string{}, map[record.ID]bool{}}
	for _, c := range changes {
		w.put(c)
	}
	return w
}

func (w *world) put(c record.Change) {
	if w.now[c.ID] == nil {
		w.now[c.ID], w.object[c.ID] = map[string]record.Value{}, c.Object
	}
	for _, f := range c.Fields {
		w.now[c.ID][f.Name] = f.Value
	}
	if w.now[c.ID]["outcome"].Text() == sales.Won && c.Object == sales.Deal {
		w.wasWon[c.ID] = true
	}
}

func (w *world) each(object string, fn func(record.ID, map[string]record.Value)) {
	for id, fields := range w.now {
		if w.object[id] == object {
			fn(id, fields)
		}
	}
}

func (w *world) name(id record.ID) string { return w.now[id]["name"].Text() }

// team is where a person is now.
func (w *world) team(person record.ID) string { return w.name(w.now[person]["team"].Ref()) }

func compare(a, b float64) int { return cmp.Compare(a, b) }

const microday = 86_400_000_000

// medianDaysInStage is over the stages of new business that were left again.
func (w *world) medianDaysInStage() map[string]float64 {
	in, since := map[record.ID]record.ID{}, map[record.ID]period.Instant{}
	waits := map[string][]float64{}
	for _, c := range w.changes {
		if c.Object != sales.Deal {
			continue
		}
		for _, f := range c.Fields {
			if f.Name != "stage" {
				continue
			}
			if before := w.name(in[c.ID]); before != "" && w.name(w.now[c.ID]["pipeline"].Ref()) == "New business" {
				if open := w.now[in[c.ID]]["outcome"].Text() == sales.Open; open {
					waits[before] = append(waits[before], float64(c.EffectiveAt-since[c.ID])/microday)
				}
			}
			in[c.ID], since[c.ID] = f.Value.Ref(), c.EffectiveAt
		}
	}
	medians := map[string]float64{}
	for stage, days := range waits {
		slices.Sort(days)
		medians[stage] = days[len(days)/2]
	}
	return medians
}

func (w *world) conversionBySource() map[string]float64 {
	all, converted := map[string]float64{}, map[string]float64{}
	w.each(sales.Lead, func(_ record.ID, f map[string]record.Value) {
		source := f["source"].Text()
		all[source]++
		if f["status"].Text() == "Converted" {
			converted[source]++
		}
	})
	for source := range all {
		all[source] = converted[source] / all[source]
	}
	return all
}

// slipsByTeam is how often a promised day was moved back while a deal was open, per deal.
func (w *world) slipsByTeam() map[string]float64 {
	deals, slips := map[string]float64{}, map[string]float64{}
	for _, c := range w.changes {
		if c.Object != sales.Deal {
			continue
		}
		team := w.team(w.now[c.ID]["owner"].Ref())
		if team == "" {
			continue
		}
		if c.Kind == record.Create {
			deals[team]++
		} else if len(c.Fields) == 1 && c.Fields[0].Name == "close_date" {
			slips[team]++
		}
	}
	for team := range deals {
		deals[team] = slips[team] / deals[team]
	}
	return deals
}

func (w *world) winRateByWorkshop() (with, without float64) {
	held := map[record.ID]bool{}
	w.each(sales.Activity, func(_ record.ID, f map[string]record.Value) {
		if f["subject"].Text() == "Discovery workshop" {
			held[f["deal"].Ref()] = true
		}
	})
	// of deals that outlived the fourteen days in which one is held: otherwise those lost at
	// once count against the practice
	var won, closed [2]float64
	for id, days := range w.lives() {
		f := w.now[id]
		if days < 15 || w.name(f["pipeline"].Ref()) != "New business" {
			continue
		}
		i := 0
		if held[id] {
			i = 1
		}
		closed[i]++
		if f["outcome"].Text() == sales.Won {
			won[i]++
		}
	}
	return won[1] / closed[1], won[0] / closed[0]
}

// lives is how many days each closed deal was open.
func (w *world) lives() map[record.ID]float64 {
	begun, days := map[record.ID]period.Instant{}, map[record.ID]float64{}
	for _, c := range w.changes {
		if c.Object != sales.Deal {
			continue
		}
		if c.Kind == record.Create {
			begun[c.ID] = c.EffectiveAt
		}
		if w.now[c.ID]["outcome"].Text() != sales.Open {
			days[c.ID] = float64(c.EffectiveAt-begun[c.ID]) / microday
		}
	}
	return days
}

func (w *world) missingIntegrationShare(today period.Day) (first, last float64) {
	var missing, all [2]float64
	w.each(sales.Contract, func(_ record.ID, f map[string]record.Value) {
		if !f["end_on"].IsSet() {
			return
		}
		i := -1
		switch end := f["end_on"].Day(); {
		case end < today-550:
			i = 0
		case end >= today-365:
			i = 1
		}
		if i < 0 {
			return
		}
		all[i]++
		if f["end_reason"].Text() == "Missing integration" {
			missing[i]++
		}
	})
	return missing[0] / all[0], missing[1] / all[1]
}

func (w *world) eventsByTeam() map[string]int {
	n := map[string]int{}
	w.each(sales.Event, func(_ record.ID, f map[string]record.Value) { n[w.team(f["owner"].Ref())]++ })
	return n
}

// dirt counts again what Truths says.
func (w *world) dirt() demo.Truths {
	var d demo.Truths
	accounts := map[string]int{}
	for id, f := range w.now {
		switch w.object[id] {
		case sales.Lead:
			d.Leads++
			if f["status"].Text() == "Converted" && !f["converted"].Bool() {
				d.ConflictingLeads++
			}
		case sales.Account:
			accounts[f["name"].Text()]++
		case sales.Contract:
			d.Contracts++
		case sales.Event:
			d.Events++
		case sales.Activity:
			d.Activities++
		case sales.Split:
			if f["overlay"].Bool() && w.now[f["deal"].Ref()]["outcome"].Text() == sales.Won {
				d.SharedWins++
			}
		case sales.Deal:
			if amount := f["amount"]; amount.IsSet() && amount.Money().Minor < 0 {
				d.CreditNotes++
				continue
			}
			d.Deals++
			won := f["outcome"].Text() == sales.Won
			if won {
				d.Won++
			}
			if f["outcome"].Text() == sales.Lost {
				d.Lost++
				if w.wasWon[id] {
					d.ReversedWins++
				}
			}
			if f["outcome"].Text() == sales.Open && f["close_date"].Day() < today {
				d.Overdue++
			}
			if won && !f["amount"].IsSet() {
				d.WinsWithoutAmount++
			}
			if won && f["close_date"].Day() < f["created_at"].Instant().Day(time.UTC) {
				d.ClosedBeforeCreated++
			}
			if !f["account"].IsSet() {
				d.DealsWithoutAccount++
			}
			if !f["owner"].IsSet() {
				d.DealsWithoutOwner++
			}
		}
	}
	for _, n := range accounts {
		d.DoubleAccounts += n - 1
	}
	for _, c := range w.changes {
		if c.Object == sales.Person && c.Kind == record.Set &&
			slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == "team" }) {
			d.Movers++
		}
	}
	return d
}
