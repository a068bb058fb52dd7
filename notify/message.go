package notify

import (
	"fmt"
	"net/url"
	"strings"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
)

// Message is a mail, as text and the same as a page. It loads nothing and does not track readers.
type Message struct{ Subject, Text, HTML string }

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

// Invitation asks a person to choose a password. by is the name of the person who invites; "" when it has none.
func Invitation(l Letter, by string) (Message, error) {
	if by = oneLine(by, maxName); by == "" {
		by = administrator.in(l.Language)
	}
	return l.write(invitations, map[string]string{"by": by})
}

// Reset is the reply to a forgotten password.
func Reset(l Letter) (Message, error) { return l.write(resets, nil) }

// Changed informs a person that a way to sign in has changed, in case they did not do it
// themselves. It contains no link, because an attacker who made the change could have chosen the
// link.
func Changed(l Letter, what auth.Change) (Message, error) {
	text, ok := changes[what]
	if !ok {
		return Message{}, fmt.Errorf("no words for the change %q", string(what))
	}
	return l.words(changed, map[string]string{"what": text.in(l.Language)})
}

// Test is a message that shows that the settings work.
func Test(l Letter) (Message, error) { return l.words(tests, nil) }

func (l Letter) write(t template, parts map[string]string) (Message, error) {
	at, err := url.Parse(l.Link)
	if err != nil || at.Host == "" || (at.Scheme != "https" && at.Scheme != "http") ||
		strings.ContainsFunc(l.Link, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return Message{}, fault.Invalidf("the link of a message must be a whole http or https address")
	}
	return l.words(t, parts)
}

func (l Letter) words(t template, parts map[string]string) (Message, error) {
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
	m := Message{Subject: r.Replace(t.subject.in(l.Language)), Text: r.Replace(t.text.in(l.Language)) + "\n"}
	var err error
	if m.HTML, err = l.htmlOf(m); err != nil {
		return Message{}, fmt.Errorf("write a message as a page: %w", err)
	}
	return m, nil
}
