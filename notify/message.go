package notify

import (
	"fmt"
	"net/url"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
)

// Message is what a person reads: plain text, nothing to load, nothing that counts readers.
type Message struct{ Subject, Text string }

// Language is one of the three the product speaks; any other is English.
type Language string

const (
	English    Language = "en"
	Portuguese Language = "pt-BR"
	Chinese    Language = "zh-Hans"
)

// Letter is what all messages say besides their words.
type Letter struct {
	Language Language
	Company  string         // "" is the product
	Link     string         // http or https; the secret in it is the reader's alone
	Until    period.Instant // when the link ends, said as a UTC time
}

const maxName = 80

// Invitation asks somebody to choose a password. by is the name of the person who invites.
func Invitation(l Letter, by string) (Message, error) {
	return l.write(invitations, map[string]string{"by": oneLine(by, maxName)})
}

// Reset is the answer to a forgotten password.
func Reset(l Letter) (Message, error) { return l.write(resets, nil) }

// What of a user's ways to sign in has changed.
type What string

const (
	PasswordChanged What = "password"
	FactorAdded     What = "factor_added"
	FactorRemoved   What = "factor_removed"
	RecoveryUsed    What = "recovery_used"
)

// Changed tells somebody that a way to sign in has changed, so that they learn of it when it
// was not them. It has no link: whoever did it could have sent the reader elsewhere.
func Changed(l Letter, what What) (Message, error) {
	text, ok := changes[what]
	if !ok {
		return Message{}, fmt.Errorf("no words for the change %q", string(what))
	}
	return l.words(changed, map[string]string{"what": text.in(l.Language)}), nil
}

// Test shows that the settings work.
func Test(l Letter) Message { return l.words(tests, nil) }

func (l Letter) write(t template, parts map[string]string) (Message, error) {
	at, err := url.Parse(l.Link)
	if err != nil || at.Host == "" || (at.Scheme != "https" && at.Scheme != "http") ||
		strings.ContainsFunc(l.Link, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return Message{}, fault.Invalidf("the link of a message must be a whole http or https address")
	}
	return l.words(t, parts), nil
}

func (l Letter) words(t template, parts map[string]string) Message {
	place := oneLine(l.Company, maxName)
	if place == "" {
		place = product.in(l.Language)
	}
	pairs := []string{"{place}", place, "{link}", l.Link, "{until}", l.Until.Time().Format("2006-01-02 15:04") + " UTC"}
	for name, value := range parts {
		pairs = append(pairs, "{"+name+"}", value)
	}
	// one pass, so that braces in somebody's name stay what they are
	r := strings.NewReplacer(pairs...)
	return Message{Subject: r.Replace(t.subject.in(l.Language)), Text: r.Replace(t.text.in(l.Language)) + "\n"}
}
