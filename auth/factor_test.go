package auth_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
)

// TestSecondFactor: with the right password alone there is a ticket and no session; the code of the app opens one.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	from := auth.Origin{Address: here}
	first := o.ticket(o.ann, from)
	ticket := o.ticket(o.ann, from)
	if ticket.Ticket == "" || ticket.Secret != "" || ticket.User != "" ||
		strings.Join(ticket.Needs, " ") != "totp recovery" {
		t.Errorf("a second factor is asked for by %+v", ticket)
	}
	o.says("no session")
	o.has("no session", 0, 0, 0, 0)
	code := a.next()
	for name, other := range map[string]string{"the ticket before it": first.Ticket, "none": "",
		"another": strings.Repeat("A", 43)} {
		_, err := o.SignInWithCode(t.Context(), other, code, from)
		o.refused(name, err, "ticket_old", fault.Missing)
	}
	_, _, err := o.OpenLink(t.Context(), ticket.Ticket)
	o.refused("a ticket as a link", err, "link_unknown", fault.Missing)
	_, err = o.EnrolByTicket(t.Context(), ticket.Ticket)
	o.refused("a ticket to set another app up", err, "ticket_old", fault.Missing)
	s, err := o.SignInWithCode(t.Context(), ticket.Ticket, " "+code[:3]+" "+code[3:], from)
	o.must(err)
	o.says("a session", told{actor(o.ann), audit.Event{What: "sign_in", Whom: s.User, From: here,
		Detail: "password totp"}})
	o.resumes("a session", s, true)
	_, err = o.SignInWithCode(t.Context(), ticket.Ticket, a.next(), from)
	o.refused("the ticket again", err, "ticket_old", fault.Missing)
	o.has("the ticket again", 1, 0, 0, 0)
	late := o.ticket(o.ann, from)
	o.now += micros(5*time.Minute) + 1
	_, err = o.SignInWithCode(t.Context(), late.Ticket, a.code(), from)
	o.refused("after more than five minutes", err, "ticket_old", fault.Missing)
}

// TestACodeIsGoodOnce, within a step of its own. One of an earlier step is not good after it.
func TestACodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	from := auth.Origin{Address: here}
	show := func(code string) error {
		s, err := o.SignInWithCode(t.Context(), o.ticket(o.ann, from).Ticket, code, from)
		if (err == nil) != (s.Secret != "") {
			t.Errorf("%+v, %v", s, err)
		}
		o.Right(o.ann, from)
		return err
	}
	o.refused("the code that ended the setting up", show(a.code()), "code_used", fault.Invalid)
	a.next()
	a.next()
	for steps, right := range map[int64]bool{-2: false, 2: false} {
		if err := show(a.codeAt(steps)); (err == nil) != right {
			t.Errorf("the code of step %d: %v", steps, err)
		}
	}
	o.must(show(a.codeAt(-1)))
	o.refused("the same again", show(a.codeAt(-1)), "code_used", fault.Invalid)
	o.must(show(a.codeAt(1)))
	o.refused("the same again", show(a.codeAt(1)), "code_used", fault.Invalid)
	o.refused("an earlier one", show(a.code()), "code_used", fault.Invalid)
	for _, typed := range []string{"", "12345", a.code() + "0", "١٢٣٤٥٦", a.wrong()} {
		o.refused("a wrong one", show(typed), "code_wrong", fault.Invalid)
	}
	o.says("refusals and sign-ins", refusedCodes(o, "code_used", "code_wrong", "code_wrong", "ok", "code_used", "ok",
		"code_used", "code_used", "code_wrong", "code_wrong", "code_wrong", "code_wrong", "code_wrong")...)
}

func refusedCodes(o *office, reasons ...string) (all []told) {
	for _, why := range reasons {
		if why == "ok" {
			all = append(all, told{actor(o.ann), audit.Event{What: "sign_in", Whom: auth.UserID(o.ann.ID), From: here,
				Detail: "password totp"}})
			continue
		}
		all = append(all, told{audit.Nobody, audit.Event{What: "sign_in", Outcome: audit.Refused,
			Whom: auth.UserID(o.ann.ID), From: here, Reason: why}})
	}
	return all
}

// TestACodeShownTwiceAtOnceOpensOneSession, whether it is of the app or a recovery code.
func TestACodeShownTwiceAtOnceOpensOneSession(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	for _, code := range []string{a.next(), a.codes[0]} {
		ticket := o.ticket(o.ann, auth.Origin{})
		var opened []string
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				s, err := o.SignInWithCode(t.Context(), ticket.Ticket, code, auth.Origin{})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					opened = append(opened, s.SessionID)
				}
			})
		}
		all.Wait()
		if len(opened) != 1 {
			t.Errorf("%d sessions were opened", len(opened))
		}
	}
}

// TestRecoveryCodes: ten, each good once, for their user only, however they are typed. New ones end the old ones.
func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a, b := o.enrol(o.ann), o.enrol(o.bo)
	if len(a.codes) != 10 || a.codes[0] == a.codes[1] || len(a.codes[0]) != 27 {
		t.Fatalf("the codes are %q", a.codes)
	}
	show := func(code string) (auth.Started, error) {
		return o.SignInWithCode(t.Context(), o.ticket(o.ann, auth.Origin{}).Ticket, code, auth.Origin{})
	}
	s, err := show(" " + strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(a.codes[0], "0", "o")), "-", " "))
	o.must(err)
	o.says("one", told{actor(o.ann), audit.Event{What: "sign_in", Whom: s.User, Detail: "password recovery"}})
	for what, code := range map[string]string{"the same again": a.codes[0], "one of another": b.codes[1],
		"a part": a.codes[1][:20]} {
		_, err := show(code)
		o.refused(what, err, "code_wrong", fault.Invalid)
		o.Right(o.ann, auth.Origin{})
	}
	f, err := o.Factors(t.Context(), s.User)
	if o.must(err); f.Recovery != 9 || f.TOTP == nil || f.TOTP.Secret != nil {
		t.Errorf("what is left: %+v", f)
	}
	_, err = o.NewRecovery(t.Context(), s.Identity, password, "", auth.Origin{})
	o.refused("new ones without a code", err, "code_wrong", fault.Invalid)
	_, err = o.NewRecovery(t.Context(), s.Identity, "wrong", a.next(), auth.Origin{})
	o.refused("new ones without the password", err, "password_wrong", fault.Invalid)
	o.Right(o.ann, auth.Origin{})
	o.told = nil
	fresh, err := o.NewRecovery(t.Context(), s.Identity, password, a.code(), auth.Origin{Address: here})
	o.must(err)
	o.says("new ones", told{actor(o.ann), audit.Event{What: "recovery_codes", Whom: s.User, From: here}})
	_, err = show(a.codes[1])
	o.refused("an old one", err, "code_wrong", fault.Invalid)
	o.Right(o.ann, auth.Origin{})
	for _, code := range fresh {
		_, err := show(code)
		o.must(err)
	}
	if last := o.ticket(o.ann, auth.Origin{}); strings.Join(last.Needs, " ") != "totp" {
		t.Errorf("without recovery codes it asks for %v", last.Needs)
	}
}

// TestSettingAnAppUp asks for the password, and for a first code within 15 minutes. Other sessions end.
func TestSettingAnAppUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	s, from := o.begin(o.ann, auth.Origin{}), auth.Origin{Address: here}
	o.begin(o.ann, auth.Origin{})
	o.told = nil
	for _, via := range []auth.Via{auth.Token, auth.Owner} {
		who := s.Identity
		who.Via = via
		_, err := o.EnrolTOTP(t.Context(), who, password, from)
		o.refused("by "+string(via), err, "session_needed", fault.Denied)
		_, _, err = o.ConfirmTOTP(t.Context(), who, "000000", from)
		o.refused("by "+string(via), err, "session_needed", fault.Denied)
	}
	_, err := o.EnrolTOTP(t.Context(), s.Identity, "wrong", from)
	o.refused("without the password", err, "password_wrong", fault.Invalid)
	_, _, err = o.ConfirmTOTP(t.Context(), s.Identity, "000000", from)
	o.refused("before it began", err, "factor_old", fault.Missing)
	old, err := o.EnrolTOTP(t.Context(), s.Identity, password, from)
	o.must(err)
	e, err := o.EnrolTOTP(t.Context(), s.Identity, password, from)
	o.must(err)
	a := &app{o: o, secret: e.Secret}
	if !strings.HasPrefix(e.URL, "otpauth://totp/salesops:ann@example.com?") || !strings.Contains(e.URL, e.Secret) {
		t.Errorf("the address for the app is %s", e.URL)
	}
	for _, code := range []string{a.wrong(), (&app{o: o, secret: old.Secret}).code()} {
		_, _, err = o.ConfirmTOTP(t.Context(), s.Identity, code, from)
		o.refused("a wrong code", err, "code_wrong", fault.Invalid)
	}
	if in := o.ticket(o.ann, from); in.Ticket != "" {
		t.Errorf("an app that is not set up is asked for: %+v", in)
	}
	o.now += micros(15*time.Minute) + 1
	_, _, err = o.ConfirmTOTP(t.Context(), s.Identity, a.code(), from)
	o.refused("after more than 15 minutes", err, "factor_old", fault.Missing)
	e, err = o.EnrolTOTP(t.Context(), s.Identity, password, from)
	o.must(err)
	a.secret, o.told = e.Secret, nil
	_, secret, err := o.ConfirmTOTP(t.Context(), s.Identity, a.code(), from)
	o.must(err)
	o.says("set up", told{actor(o.ann), audit.Event{What: "factor_add", Whom: s.User, From: here, Detail: "totp"}})
	o.has("set up", 1, 0, 0, 0)
	if _, ok, err := o.Resume(t.Context(), s.Secret, ""); ok || err != nil {
		t.Errorf("the secret of before: %v, %v", ok, err)
	}
	s.Secret = secret
	o.resumes("with the new secret", s, true)
	_, err = o.EnrolTOTP(t.Context(), s.Identity, password, from)
	o.refused("a second app", err, "factor_there", fault.Conflict)
}

// TestRemovingAnApp asks for the password and a code, and not when everybody needs one.
func TestRemovingAnApp(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a, s := o.enrol(o.ann), o.begin(o.ann, auth.Origin{})
	o.begin(o.ann, auth.Origin{})
	o.told = nil
	from := auth.Origin{Address: here}
	for what, given := range map[string][2]string{"password_wrong": {"wrong", a.next()},
		"code_wrong": {password, a.wrong()}} {
		_, err := o.RemoveTOTP(t.Context(), s.Identity, given[0], given[1], from)
		o.refused(what, err, what, fault.Invalid)
		o.says(what, told{actor(o.ann), audit.Event{What: "password_confirm", Outcome: audit.Refused, Whom: s.User,
			From: here, Reason: what}})
	}
	o.require("required")
	_, err := o.RemoveTOTP(t.Context(), s.Identity, password, a.code(), from)
	o.refused("when it is required", err, "factor_required", fault.Conflict)
	o.require("optional")
	secret, err := o.RemoveTOTP(t.Context(), s.Identity, password, a.code(), from)
	o.must(err)
	o.says("removed", told{actor(o.ann), audit.Event{What: "factor_remove", Whom: s.User, From: here, Detail: "totp"}})
	s.Secret = secret
	o.resumes("removed", s, true)
	o.has("removed", 1, 0, 0, 0)
	if in := o.ticket(o.ann, from); in.Ticket != "" {
		t.Errorf("a code is still asked for: %+v", in)
	}
	if f, err := o.Factors(t.Context(), s.User); err != nil || f.TOTP != nil || f.Recovery != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	_, err = o.RemoveTOTP(t.Context(), s.Identity, password, "", from)
	o.refused("again", err, "factor_none", fault.Missing)
}

// TestFactorsRemovedByAnAdministrator: the user's sessions and tickets end. Nobody does it to themselves.
func TestFactorsRemovedByAnAdministrator(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	by, id := o.session(o.bo), auth.UserID(o.ann.ID)
	o.session(o.ann)
	ticket := o.ticket(o.ann, auth.Origin{})
	o.told = nil
	o.refused("of oneself", o.RemoveFactors(t.Context(), by, by.User), "user_self", fault.Conflict)
	o.refused("of nobody", o.RemoveFactors(t.Context(), by, "user_9"), "user_unknown", fault.Missing)
	o.must(o.RemoveFactors(t.Context(), by, id))
	o.says("removed", told{actor(o.bo), audit.Event{What: "factor_remove", Whom: id, Detail: "totp"}})
	o.has("removed", 0, 0, 1, 0)
	_, err := o.SignInWithCode(t.Context(), ticket.Ticket, a.next(), auth.Origin{})
	o.refused("a ticket of before", err, "ticket_old", fault.Missing)
	o.refused("again", o.RemoveFactors(t.Context(), by, id), "factor_none", fault.Missing)
	if in := o.ticket(o.ann, auth.Origin{}); in.Ticket != "" {
		t.Errorf("a code is still asked for: %+v", in)
	}
}

// TestRequiredSecondFactor: whoever has none gets a ticket that sets one up and does nothing else.
func TestRequiredSecondFactor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	from := auth.Origin{Address: here}
	open := o.begin(o.ann, from)
	o.require("required")
	o.told = nil
	s := o.ticket(o.ann, from)
	if s.Secret != "" || s.User != "" || strings.Join(s.Needs, " ") != "enrol" {
		t.Fatalf("signing in gives %+v", s)
	}
	_, err := o.SignInWithCode(t.Context(), s.Ticket, "000000", from)
	o.refused("as if there were a factor", err, "ticket_old", fault.Missing)
	_, _, err = o.ConfirmByTicket(t.Context(), s.Ticket, "000000", from)
	o.refused("before it began", err, "factor_old", fault.Missing)
	e, err := o.EnrolByTicket(t.Context(), s.Ticket)
	o.must(err)
	a := &app{o: o, secret: e.Secret}
	_, _, err = o.ConfirmByTicket(t.Context(), s.Ticket, a.wrong(), from)
	o.refused("a wrong code", err, "code_wrong", fault.Invalid)
	o.has("until then", 1, 0, 0, 0)
	o.told = nil
	in, codes, err := o.ConfirmByTicket(t.Context(), s.Ticket, a.code(), from)
	o.must(err)
	o.says("set up", told{actor(o.ann), audit.Event{What: "factor_add", Whom: in.User, From: here, Detail: "totp"}},
		told{actor(o.ann), audit.Event{What: "sign_in", Whom: in.User, From: here, Detail: "password totp"}})
	o.resumes("set up", in, true)
	o.resumes("the session of before", open, false)
	if len(codes) != 10 {
		t.Errorf("%d recovery codes", len(codes))
	}
	_, err = o.EnrolByTicket(t.Context(), s.Ticket)
	o.refused("the ticket again", err, "ticket_old", fault.Missing)
	if next := o.ticket(o.ann, from); strings.Join(next.Needs, " ") != "totp recovery" {
		t.Errorf("then signing in gives %+v", next)
	}
}

// TestTwoSetUpAtOnce: a ticket to set an app up is worth nothing once the user has one, however it came.
func TestTwoSetUpAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.require("required")
	s := o.ticket(o.ann, auth.Origin{})
	who := o.session(o.ann) // which ends tickets, so this one is of before
	_, err := o.EnrolByTicket(t.Context(), s.Ticket)
	o.refused("after a session began", err, "ticket_old", fault.Missing)
	s = o.ticket(o.ann, auth.Origin{})
	e, err := o.EnrolTOTP(t.Context(), who, password, auth.Origin{})
	o.must(err)
	a := &app{o: o, secret: e.Secret}
	_, _, err = o.ConfirmTOTP(t.Context(), who, a.code(), auth.Origin{})
	o.must(err)
	_, err = o.EnrolByTicket(t.Context(), s.Ticket)
	o.refused("when there is one", err, "factor_there", fault.Conflict)
	_, _, err = o.ConfirmByTicket(t.Context(), s.Ticket, a.next(), auth.Origin{})
	o.refused("when there is one", err, "factor_old", fault.Missing)
}

// TestTriesOfCodesAreLimited: by the limits of passwords, and by one of their own that a right password does not clear.
func TestTriesOfCodesAreLimited(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	from := auth.Origin{Address: here}
	ticket := o.ticket(o.ann, from)
	for range 4 {
		_, err := o.SignInWithCode(t.Context(), ticket.Ticket, a.wrong(), from)
		o.refused("a wrong one", err, "code_wrong", fault.Invalid)
	}
	_, err := o.SignInWithCode(t.Context(), ticket.Ticket, a.next(), from)
	o.refused("the sixth try", err, "signin_wait", fault.Busy)
	o.now += micros(time.Minute)
	who := o.session(o.ann)
	tries := 4
	for ; tries < 30; tries++ { // whoever has stolen a session and the password has the other limits cleared
		_, err = o.Confirm(t.Context(), who, password, from)
		o.must(err)
		if _, err = o.NewRecovery(t.Context(), who, password, a.wrong(), from); fault.KindOf(err) == fault.Busy {
			break
		}
		o.refused("a wrong one", err, "code_wrong", fault.Invalid)
	}
	if tries != 10 {
		t.Errorf("%d codes were tried", tries)
	}
	o.now += micros(2 * time.Minute)
	_, err = o.NewRecovery(t.Context(), who, password, a.code(), from)
	o.must(err)
}

// TestTokensAskForACode of who has a second factor.
func TestTokensAskForACode(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	who := o.session(o.ann)
	n := auth.NewToken{Name: "a", Scopes: auth.Scopes(), Days: 1, Password: password}
	_, _, err := o.CreateToken(t.Context(), who, n, auth.Origin{})
	o.refused("without a code", err, "code_wrong", fault.Invalid)
	n.Code = a.next()
	_, _, err = o.CreateToken(t.Context(), who, n, auth.Origin{})
	o.must(err)
	_, _, err = o.CreateToken(t.Context(), who, n, auth.Origin{})
	o.refused("with the same code", err, "code_used", fault.Invalid)
	o.has("one token", 1, 1, 0, 0)
}

// TestSecretsOfAppsAreEncrypted: the store does not have them in plain, and one is worth nothing at another user or
// under another key; then a recovery code still opens a session.
func TestSecretsOfAppsAreEncrypted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.enrol(o.ann)
	o.enrol(o.bo)
	var kept auth.TOTP
	o.must(o.store.Write(t.Context(), func(w auth.Writer) (err error) {
		if kept, _, err = w.TOTPOf(o.ann.ID); err != nil {
			return err
		}
		other := kept
		other.User = o.bo.ID
		return w.PutTOTP(other)
	}))
	if len(kept.Secret) != 20+12+16 || strings.Contains(a.secret, string(kept.Secret)) {
		t.Errorf("the store has %x", kept.Secret)
	}
	_, err := o.SignInWithCode(t.Context(), o.ticket(o.bo, auth.Origin{}).Ticket, a.next(), auth.Origin{})
	o.refused("the secret of another", err, "factor_unreadable", fault.Conflict)
	o.Auth.Close()
	options := o.Options
	options.Key = func() ([]byte, error) { return make([]byte, 32), nil }
	o.Auth = auth.New(t.Context(), options)
	ticket := o.ticket(o.ann, auth.Origin{}).Ticket
	_, err = o.SignInWithCode(t.Context(), ticket, a.code(), auth.Origin{})
	o.refused("under another key", err, "factor_unreadable", fault.Conflict)
	_, err = o.SignInWithCode(t.Context(), ticket, a.codes[0], auth.Origin{})
	o.must(err)
}

// TestAlarmsOfFactors: a user is told by mail when a second factor was set up or removed, by whomever, and when a
// recovery code was used; of a code of the app and of one that was wrong the user is not told.
func TestAlarmsOfFactors(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	letters := o.withLetters(nil)
	from := auth.Origin{Address: here}
	o.begin(o.ann, from)
	told := func(what string, want ...auth.Change) {
		t.Helper()
		var got []auth.Change
		for _, l := range *letters {
			if l.User == auth.UserID(o.ann.ID) && l.Change != auth.NewDevice {
				got = append(got, l.Change)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
		*letters = nil
	}
	a := o.enrol(o.ann)
	told("set up", auth.FactorAdded)
	in, err := o.SignInWithCode(t.Context(), o.ticket(o.ann, from).Ticket, a.next(), from)
	o.must(err)
	_, err = o.NewRecovery(t.Context(), in.Identity, password, a.wrong(), from)
	o.refused("a wrong code", err, "code_wrong", fault.Invalid)
	told("codes of the app")
	_, err = o.SignInWithCode(t.Context(), o.ticket(o.ann, from).Ticket, a.codes[0], from)
	o.must(err)
	told("a recovery code", auth.RecoveryUsed)
	_, err = o.RemoveTOTP(t.Context(), in.Identity, password, a.next(), from)
	o.must(err)
	told("removed", auth.FactorRemoved)
	o.enrol(o.ann)
	told("set up again", auth.FactorAdded)
	o.must(o.RemoveFactors(t.Context(), auth.OwnerIdentity(), in.User))
	told("removed by another", auth.FactorRemoved)
}
