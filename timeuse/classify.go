package timeuse

import (
	"strings"

	"salesops/internal/period"
)

// Class says what an event is for. When two events are at the same time, the one with the greater class counts.
type Class uint8

const (
	Unknown     Class = iota
	Private           // not selling, but classified
	Internal          // with colleagues
	Preparation       // work for a buyer, without the buyer
	Prospecting       // looking for buyers
	Buyer             // with somebody outside who may buy
	classes
)

var classNames = [...]string{"unknown", "private", "internal", "preparation", "prospecting", "buyer"}

// String returns the class as it is written in the field class of a calendar event.
func (c Class) String() string { return classNames[min(int(c), len(classNames)-1)] }

// ParseClass parses what String returns. It returns false for another text; unknown is no correction.
func ParseClass(s string) (Class, bool) {
	for c := Private; c < classes; c++ {
		if classNames[c] == strings.ToLower(strings.TrimSpace(s)) {
			return c, true
		}
	}
	return Unknown, false
}

// Selling reports whether the class is selling in the strict sense: time with buyers.
func (c Class) Selling() bool { return c == Buyer }

// Broad reports whether the class is selling in the broad sense: time with buyers, prospecting or preparation.
func (c Class) Broad() bool { return c >= Preparation }

// Reason says why an event has its class, or why it does not count.
type Reason string

const (
	Corrected    Reason = "corrected"     // a person corrected the class
	KnownBuyer   Reason = "known_buyer"   // somebody attends whose address or domain is a contact's or an account's
	Linked       Reason = "linked"        // it refers to a deal, an account or a contact, and somebody outside attends
	OwnPeople    Reason = "own_people"    // all attendees work here
	TitleWord    Reason = "title"         // by a word of its title
	CalendarType Reason = "calendar_type" // by the type that the calendar gives it
	NoRule       Reason = "no_rule"       // no rule applies
	Declined     Reason = "declined"      // the owner declined
	Cancelled    Reason = "cancelled"     //
	AllDay       Reason = "all_day"       // a note, not a meeting
	Free         Reason = "free"          // the calendar shows the time as free
	OutOfOffice  Reason = "out_of_office" // its time is subtracted from the working time
	NoLength     Reason = "no_length"     // it has no end, or ends before it begins
)

// Event is one entry of one person's calendar.
type Event struct {
	ID         int64
	Start, End period.Instant
	Title      string
	AllDay     bool
	Free       bool // the time is shown as free
	Cancelled  bool
	Declined   bool     // by the calendar's owner
	Type       string   // the calendar's type: out_of_office, focus …
	Attendees  []string // mail addresses, with or without the owner's
	Linked     bool     // refers to a deal, an account or a contact
	Correction Class    // the class that a person gave it; Unknown without a correction
}

// Verdict is the class of an event, with its reason and effect.
type Verdict struct {
	Class  Class
	Reason Reason
	// Counts is false for events that take no time: declined, cancelled, all day, free.
	Counts bool
	// Away means that the event's time is subtracted from the working time.
	Away bool
}

// Rules are what is known about the company and its buyers.
type Rules struct {
	OwnDomains []string
	// Domains are those of accounts and contacts; free mail providers never count as one.
	Domains map[string]bool
	// Addresses are those of contacts, in lower case.
	Addresses map[string]bool
	// Words are title words by class, in lower case; DefaultWords when nil.
	Words map[Class][]string
}

// DefaultWords returns title words in the product's three languages. Classes are tried in the order
// prospecting, preparation, internal, private; the first with a word in the title is used.
func DefaultWords() map[Class][]string {
	return map[Class][]string{
		Prospecting: {"prospecting", "prospect", "cold call", "outreach", "lead research", "prospecção",
			"prospeccao", "拓客", "陌拜", "开发客户"},
		Preparation: {"prep", "preparation", "proposal", "quote", "rfp", "demo build", "preparação", "preparacao",
			"proposta", "准备", "方案", "报价"},
		Internal: {"standup", "stand-up", "1:1", "1-1", "one on one", "team meeting", "all hands", "retro", "forecast",
			"pipeline review", "training",
			"internal", "reunião de equipe", "reuniao de equipe", "treinamento", "interna", "例会", "周会", "内部", "培训"},
		Private: {"dentist", "doctor", "gym", "school", "private", "personal", "lunch", "médico", "medico", "dentista",
			"almoço", "almoco", "pessoal", "午餐", "私人", "看病"},
	}
}

var awayWords = []string{"out of office", "ooo", "vacation", "holiday", "sick", "annual leave", "férias", "ferias",
	"licença", "licenca", "休假", "年假", "病假", "请假"}

// Classify returns the class of an event and its reason.
func (r Rules) Classify(e Event) Verdict {
	title := " " + strings.ToLower(e.Title) + " "
	away := e.Type == "out_of_office" || hasWord(title, awayWords)
	switch {
	case e.Cancelled:
		return Verdict{Reason: Cancelled}
	case e.Declined:
		return Verdict{Reason: Declined}
	case e.End <= e.Start:
		return Verdict{Reason: NoLength}
	case away && e.Correction == Unknown:
		return Verdict{Reason: OutOfOffice, Away: true} // also for all-day events
	case e.AllDay:
		return Verdict{Reason: AllDay}
	case e.Correction != Unknown:
		return Verdict{e.Correction, Corrected, true, false}
	case e.Free:
		return Verdict{Reason: Free}
	}
	class, reason := r.classify(e, title)
	return Verdict{class, reason, true, false}
}

func (r Rules) classify(e Event, title string) (Class, Reason) {
	outside, others := 0, 0
	for _, mail := range e.Attendees {
		mail = strings.ToLower(mail)
		_, domain, ok := strings.Cut(mail, "@")
		switch {
		case !ok:
			continue
		case r.own(domain):
			others++
			continue
		case r.Addresses[mail], r.Domains[domain] && !freeMail[domain]:
			return Buyer, KnownBuyer
		}
		outside++
	}
	if outside > 0 && e.Linked {
		return Buyer, Linked
	}
	words := r.Words
	if words == nil {
		words = DefaultWords()
	}
	for _, class := range []Class{Prospecting, Preparation, Internal, Private} {
		if hasWord(title, words[class]) {
			return class, TitleWord
		}
	}
	switch {
	case outside == 0 && others > 1:
		return Internal, OwnPeople
	case e.Type == "focus":
		return Preparation, CalendarType
	}
	return Unknown, NoRule
}

func (r Rules) own(domain string) bool {
	for _, own := range r.OwnDomains {
		if domain == own || strings.HasSuffix(domain, "."+own) {
			return true
		}
	}
	return false
}

// hasWord reports whether a title contains one of the words as a whole word: "prep" is not found in
// "preparing". Chinese has no spaces between words, so there any part of the title matches. The title begins and
// ends with a space, so that every word in it has a neighbour on both sides.
func hasWord(title string, words []string) bool {
	for _, w := range words {
		if w[0] >= 0x80 {
			if strings.Contains(title, w) {
				return true
			}
			continue
		}
		for from := 0; ; {
			i := strings.Index(title[from:], w)
			if i < 0 {
				break
			}
			begin := from + i
			if !letter(title[begin-1]) && !letter(title[begin+len(w)]) {
				return true
			}
			from = begin + 1
		}
	}
	return false
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }

// freeMail are providers that give addresses to anybody. With them, only the address of a contact makes an
// attendee a buyer.
var freeMail = map[string]bool{
	"gmail.com": true, "googlemail.com": true, "outlook.com": true, "hotmail.com": true, "live.com": true,
	"yahoo.com": true, "icloud.com": true, "me.com": true,
	"aol.com": true, "gmx.de": true, "gmx.net": true, "web.de": true, "mail.ru": true, "yandex.ru": true,
	"proton.me": true, "protonmail.com": true,
	"qq.com": true, "163.com": true, "126.com": true, "sina.com": true, "foxmail.com": true, "uol.com.br": true,
	"bol.com.br": true, "terra.com.br": true,
}
