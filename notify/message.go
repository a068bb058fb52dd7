package notify

import (
	"fmt"
	"net/url"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
)

// Message is a mail in plain text. It loads nothing and does not track readers.
type Message struct{ Subject, Text string }

// Language is one of the three languages of the product. Any other value means English.
type Language string

const (
	English    Language = "en"
	Portuguese Language = "pt-BR"
	Chinese    Language = "zh-Hans"
)

// Letter holds what all messages contain besides their words.
type Letter struct {
	Language Language
	Company  string         // "" means the name of the product
	Link     string         // http or https; it contains a secret for the reader
	Until    period.Instant // when the link expires, shown in UTC
}

const maxName = 80

// Invitation asks a person to choose a password. by is the name of the person who invites.
func Invitation(l Letter, by string) (Message, error) {
	return l.write(invitations, map[string]string{"by": oneLine(by, maxName)})
}

// Reset is the reply to a forgotten password.
func Reset(l Letter) (Message, error) { return l.write(resets, nil) }

// What names the change of a way to sign in.
type What string

const (
	PasswordChanged What = "password"
	FactorAdded     What = "factor_added"
	FactorRemoved   What = "factor_removed"
	RecoveryUsed    What = "recovery_used"
)

// Changed informs a person that a way to sign in has changed, in case they did not do it
// themselves. It contains no link, because an attacker who made the change could have chosen the
// link.
func Changed(l Letter, what What) (Message, error) {
	text, ok := changes[what]
	if !ok {
		return Message{}, fmt.Errorf("no words for the change %q", string(what))
	}
	return l.words(changed, map[string]string{"what": text.in(l.Language)}), nil
}

// Test is a message that shows that the settings work.
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
	// a single pass, so that braces in a person's name are not replaced
	r := strings.NewReplacer(pairs...)
	return Message{Subject: r.Replace(t.subject.in(l.Language)), Text: r.Replace(t.text.in(l.Language)) + "\n"}
}
