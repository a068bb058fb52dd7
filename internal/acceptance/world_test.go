package acceptance

import (
	"time"

	"salesops/internal/period"
)

// A world is a company as its own system knows it: typed rows, before they are
// spelled as text. Ids are in their 18-character form; 0 is "no time", nil "no value".
type world struct {
	cfg      config
	roles    []role
	users    []user
	accounts []account
	contacts []contact
	leads    []lead
	deals    []deal
	history  []snapshot
	diffs    []diff
	tasks    []activity
}

// config says what this company's export has and how it was set up.
type config struct {
	seed       uint64
	zone       *time.Location
	firstMonth time.Month
	currency   string // of the CurrencyIsoCode column; "" when there is none
	minorUnit  int64  // minor units in a major one

	history, fieldHistory    bool
	closedFlags              bool // the deals' rows have IsClosed and IsWon
	users, roles, activities bool
	accountDates, leadDates  bool
	wonStage, lostStage      string
	modifiedByDay            bool // LastModifiedDate of deals is a day
	createdByDay             bool // and so is their CreatedDate
	lateHistory              bool // some histories begin after their deal
	competitors              bool
	imported                 period.Instant
}

type role struct{ id, name, parent string }

type user struct {
	id, name, role string
	created        period.Instant
}

type account struct {
	id, name, industry, owner string
	created                   period.Instant // 0 in an export without dates
}

type contact struct{ id, name, account string }

type lead struct {
	id, name, source, status, industry, owner string
	created, modified                         period.Instant
	deleted, converted                        bool
	convertedOn                               period.Day
	account, contact, deal                    string
}

type deal struct {
	id, name, account, owner, contact   string
	stage, source, kind, tier, opponent string
	amount                              *int64
	closeDate                           *period.Day
	created, modified                   period.Instant
	deleted                             bool
}

// snapshot is a row of OpportunityHistory: what the deal was from then on.
type snapshot struct {
	id, deal  string
	at        period.Instant
	stage     string
	amount    *int64
	closeDate *period.Day
	stray     bool // deleted, though its deal is not: it says nothing
}

// diff is a row of OpportunityFieldHistory.
type diff struct {
	id, deal        string
	at              period.Instant
	field, old, new string
}

type activity struct {
	id, who, what, account, owner, subject string
	event, deleted                         bool
	on                                     period.Day
	created, modified                      period.Instant
}

// gone says that a deal is deleted in the source; its history is deleted with it.
func (w *world) gone(id string) bool {
	for i := range w.deals {
		if w.deals[i].id == id {
			return w.deals[i].deleted
		}
	}
	return false
}

// outcome is what a stage means, as the export lets a reader know.
func (w *world) outcome(stage string) string {
	switch stage {
	case w.cfg.wonStage, "Closed Won", signed:
		return "won"
	case w.cfg.lostStage, "Closed Lost":
		return "lost"
	}
	return "open"
}

// signed is a stage that stands only in the history; its forecast category says it is won.
const signed = "Signed"

var openStages = []string{
	"Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
	"Perception Analysis", "Proposal/Price Quote", "Negotiation/Review",
}

func (w *world) day(at period.Instant) period.Day { return at.Day(w.cfg.zone) }

func (w *world) calendar() period.Calendar {
	c, err := period.NewCalendar(w.cfg.zone, w.cfg.firstMonth, time.Monday)
	if err != nil {
		panic(err)
	}
	return c
}
