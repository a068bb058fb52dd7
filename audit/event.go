package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// Outcome says how an action ended.
type Outcome string

// The outcomes of an event.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused"
	Failed  Outcome = "failed"
)

// Event is something that somebody did or was refused.
type Event struct {
	// What is a name of the program's own, such as sign_in or backup; see Events.
	What    string
	Outcome Outcome // "" means Done
	// Whom is the account, person or record concerned: an id, or the name that was typed.
	Whom string
	// From is the network address of the request; "" on this machine.
	From string
	// Reason is the code of why it was refused or failed; see Reasons.
	Reason string
	Detail Detail
	// Count is how often it happened when several of one minute are joined; 0 means once.
	Count int64
	// Often marks what a program does again and again, so that a Trail joins it as it joins refusals.
	Often bool
}

// mostRunes limits every text of an event, so that nobody can fill the log with one.
const mostRunes = 200

// mostActor limits an actor, in characters; the log accepts 200 bytes.
const mostActor = 50

// Write writes an event to the log. Write refusals through a Trail, which joins repeated ones. An
// event that has happened is written even when ctx has ended.
func Write(ctx context.Context, log *record.Log, actor record.Actor, e Event) error {
	_, err := write(ctx, log, actor, e)
	return err
}

func write(ctx context.Context, log *record.Log, actor record.Actor, e Event) (record.ID, error) {
	cmd, err := Command(actor, e)
	if err != nil {
		return 0, err
	}
	done, err := log.Apply(context.WithoutCancel(ctx), cmd)
	if err != nil {
		return 0, fmt.Errorf("write audit event: %w", err)
	}
	return done[0].IDs[0], nil
}

// Command is what writes an event, for whoever writes it together with something else.
func Command(actor record.Actor, e Event) (record.Command, error) {
	if e.Outcome == "" {
		e.Outcome = Done
	}
	if _, ok := events[e.What]; !ok || e.Reason != "" && !slices.Contains(reasons, e.Reason) {
		return record.Command{}, fault.Invalidf("no audit event is called %q, or has the reason %q", e.What, e.Reason)
	}
	fields := []record.FieldValue{
		{Name: "what", Value: record.TextValue(e.What)},
		{Name: "outcome", Value: record.TextValue(string(e.Outcome))},
	}
	for name, text := range map[string]string{"whom": e.Whom, "address": e.From,
		"reason": e.Reason, "detail": string(e.Detail)} {
		if text = Clean(text); text != "" {
			fields = append(fields, record.FieldValue{Name: name, Value: record.TextValue(text)})
		}
	}
	if e.Count > 1 {
		fields = append(fields, record.FieldValue{Name: "count", Value: record.IntValue(e.Count)})
	}
	if actor = record.Actor(clean(string(actor), mostActor)); actor == "" {
		actor = Nobody
	}
	return record.Command{Actor: actor, Reserved: true, Drafts: []record.Draft{
		{Kind: record.Create, Object: sales.AuditEvent, Fields: fields},
	}}, nil
}

// Nobody is the actor of events before sign-in, such as a refused sign-in.
const Nobody record.Actor = "nobody"

// Clean makes a text safe to store and to show in one line: valid UTF-8 of at most 200 characters. Characters for
// control, formatting and direction are written as signs that are seen, such as ␊ and [U+202E]: who reads the trail
// sees that somebody typed them.
func Clean(s string) string { return clean(s, mostRunes) }

func clean(s string, most int) string {
	if len(s) > 8*most {
		s = s[:8*most]
	}
	var out strings.Builder
	n := 0
	for _, c := range strings.TrimSpace(strings.ToValidUTF8(s, "")) {
		shown := string(c)
		switch {
		case c < ' ':
			shown = string('␀' + c)
		case unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			shown = fmt.Sprintf("[%U]", c)
		}
		if n += utf8.RuneCountInString(shown); n > most {
			break
		}
		out.WriteString(shown)
	}
	return strings.TrimSpace(out.String())
}
