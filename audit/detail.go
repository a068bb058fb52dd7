package audit

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// events are what may happen, each with the details that it may have. Nothing else is written, and the web has words
// for all of them.
var events = map[string][]string{
	"sign_in":          {"method"},
	"sign_out":         {"session"},
	"session_end":      {"session"},
	"password_set":     {"link"},
	"password_change":  {"tokens_kept"},
	"password_confirm": {},
	"password_forgot":  {},
	"mail_test":        {},
	"factor_add":       {"factor"},
	"factor_remove":    {"factor"},
	"recovery_codes":   {},
	"user_create":      {},
	"user_invite":      {"link"},
	"user_role":        {"role"},
	"user_login":       {},
	"user_activate":    {},
	"user_deactivate":  {},
	"token_create":     {"scopes"},
	"token_end":        {},
	"token_use":        {"request"},
	"export":           {"everything", "file"},
	"backup":           {"changes", "recovered"},
	"backup_verify":    {"checked"},
	"restore":          {"changes"},
	"mapping_keep":     {"mapping"},
	"mapping_forget":   {"mapping"},
	"undo":             {"change"},
	"many_refusals":    {},
}

// details are additions to events by their codes: an English text with {parts}, as the log keeps it.
var details = map[string]string{
	"method":      "{method}",
	"session":     "{session}",
	"link":        "{link}",
	"tokens_kept": "tokens kept",
	"factor":      "{factor}",
	"role":        "{from} to {to}",
	"scopes":      "{token}: {scopes}",
	"request":     "{token}: {request}",
	"everything":  "everything",
	"file":        "{file}",
	"changes":     "{changes} changes",
	"checked":     "{changes}",
	"recovered":   "before a restart",
	"mapping":     "{name}",
	"change":      "change {change}",
}

// reasons are why something was refused or failed: codes of internal/reason, told without their parts.
var reasons = []string{"cancelled", "code_used", "code_wrong", "disk_full", "no_room", "password_wrong",
	"signin_wait", "signin_wrong",
	"token_wrong", "took_too_long", "user_unknown", "went_wrong"}

// Events returns the names of all events with the codes of their details.
func Events() map[string][]string { return events }

// Details returns the codes of all details with their texts.
func Details() map[string]string { return details }

// Reasons returns the codes of all reasons.
func Reasons() []string { return reasons }

// KnownReason returns a code that an event may have: this one, or that something went wrong.
func KnownReason(code string) string {
	if slices.Contains(reasons, code) {
		return code
	}
	return "went_wrong"
}

// Detail is a short addition to an event, such as the name of an exported metric. Say makes one.
type Detail string

// Say returns the detail with a code; pairs are the names and values of its parts.
func Say(code string, pairs ...any) Detail {
	var replace []string
	for i := 0; i+1 < len(pairs); i += 2 {
		replace = append(replace, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return Detail(strings.NewReplacer(replace...).Replace(details[code]))
}

var part = regexp.MustCompile(`\\\{(\w+)\\\}`)

// forms find the parts of a detail in its text again.
var forms = func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for code, text := range details {
		all[code] = regexp.MustCompile(`(?s)^` + part.ReplaceAllString(regexp.QuoteMeta(text), `(?P<$1>.+)`) + `$`)
	}
	return all
}()

// Said returns the code and the parts of an event's detail; "" where it has none, or its text was cut off.
func (e *Event) Said() (code string, parts map[string]string) {
	for _, code := range events[e.What] {
		form := forms[code]
		found := form.FindStringSubmatch(string(e.Detail))
		if found == nil {
			continue
		}
		parts := map[string]string{}
		for i, name := range form.SubexpNames()[1:] {
			parts[name] = found[i+1]
		}
		return code, parts
	}
	return "", nil
}
