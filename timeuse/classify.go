package timeuse

import (
	"strings"

	"salesops/internal/period"
)

// Class is what an event is to selling. Of two classes at the same time the greater counts.
type Class uint8

const (
	Unknown     Class = iota
	Private           // counts as not selling, and as classified
	Internal          // with colleagues
	Preparation       // alone, for a buyer
	Prospecting       // alone, looking for buyers
	Buyer             // with somebody outside who may buy
	classes
)

var classNames = [...]string{"unknown", "private", "internal", "preparation", "prospecting", "buyer"}

// String is the class as it is written in the field class of a calendar event.
func (c Class) String() string { return classNames[min(int(c), len(classNames)-1)] }

// ParseClass reads what String wrote; false for another text. Unknown is no correction.
func ParseClass(s string) (Class, bool) {
	for c := Private; c < classes; c++ {
		if classNames[c] == strings.ToLower(strings.TrimSpace(s)) {
			return c, true
		}
	}
	return Unknown, false
}

// Selling says whether the class counts as selling in the strict sense: with buyers.
func (c Class) Selling() bool { return c == Buyer }

// Broad says whether it counts in the broad sense: with buyers, or working towards them.
func (c Class) Broad() bool { return c >= Preparation }

// Reason is why an event has its class, or why it does not count at all.
type Reason string

const (
	Corrected    Reason = "corrected"     // a person said so
	KnownBuyer   Reason = "known_buyer"   // somebody attends whose address or domain is a contact's or an account's
	Linked       Reason = "linked"        // it hangs on a deal, an account or a contact, and somebody outside attends
	OwnPeople    Reason = "own_people"    // everybody attending works here
	TitleWord    Reason = "title"         // a word of its title says so
	CalendarType Reason = "calendar_type" // the calendar itself says so
	NoRule       Reason = "no_rule"       // nothing says what it is
	Declined     Reason = "declined"      // the owner does not go
	Cancelled    Reason = "cancelled"     //
	AllDay       Reason = "all_day"       // a note, not a meeting
	Free         Reason = "free"          // the calendar shows the time as free
	OutOfOffice  Reason = "out_of_office" // leaves the working time
	NoLength     Reason = "no_length"     // it ends before it begins, or never
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
	Type       string   // as the calendar says: out_of_office, focus …
	Attendees  []string // mail addresses, with or without the owner's
	Linked     bool     // refers to a deal, an account or a contact
	Correction Class    // what a person said it is; Unknown while nobody did
}

// Verdict is what an event counts as.
type Verdict struct {
	Class  Class
	Reason Reason
	// Counts is false for events that are no use of time: declined, cancelled, all day, free.
	Counts bool
	// Away takes the event's time out of the working time.
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

// DefaultWords are title words in the product's three languages. The first class that has
// one decides, in the order away, prospecting, preparation, internal, private.
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

// Classify says what an event counts as, and why.
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
		return Verdict{Reason: OutOfOffice, Away: true} // also all day: whoever is away does not work
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

// hasWord finds a word that stands by itself, so that "prep" is not found in "preparing":
// Chinese is written without spaces, there a part is enough.
func hasWord(title string, words []string) bool {
	for _, w := range words {
		if w[0] >= 0x80 {
			if strings.Contains(title, w) {
				return true
			}
			continue
		}
		for rest := title; ; {
			i := strings.Index(rest, w)
			if i < 0 {
				break
			}
			if !letter(rest[i-1]) && !letter(rest[i+len(w)]) {
				return true
			}
			rest = rest[i+len(w)-1:]
		}
	}
	return false
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }

// freeMail are providers where anybody has an address: there only a contact's own address
// makes a buyer.
var freeMail = map[string]bool{
	"gmail.com": true, "googlemail.com": true, "outlook.com": true, "hotmail.com": true, "live.com": true,
	"yahoo.com": true, "icloud.com": true, "me.com": true,
	"aol.com": true, "gmx.de": true, "gmx.net": true, "web.de": true, "mail.ru": true, "yandex.ru": true,
	"proton.me": true, "protonmail.com": true,
	"qq.com": true, "163.com": true, "126.com": true, "sina.com": true, "foxmail.com": true, "uol.com.br": true,
	"bol.com.br": true, "terra.com.br": true,
}
