package auth_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

func micros(d time.Duration) period.Instant { return period.Instant(d.Microseconds()) }

// begin opens a session and returns its secret beside who it is.
func (o *office) begin(u auth.User, from auth.Origin) auth.Started {
	o.t.Helper()
	s, err := o.Begin(o.t.Context(), u.ID, "password code", from)
	o.must(err)
	return s
}

// resumes checks whether a secret is good for a session, and whether the list of sessions agrees.
func (o *office) resumes(when string, s auth.Started, want bool) {
	o.t.Helper()
	open, err := o.Sessions(o.t.Context(), s.User)
	o.must(err)
	listed := false
	for _, one := range open {
		listed = listed || auth.SessionID(one.ID) == s.SessionID
	}
	who, ok, err := o.Resume(o.t.Context(), s.Secret, "192.0.2.9")
	if ok != want || listed != want || err != nil || ok && who.User != s.User || !ok && who.User != "" {
		o.t.Errorf("%s: the session is good %v as %q, listed %v, %v; want %v", when, ok, who.User, listed, err, want)
	}
}

// TestASessionEnds eight hours after its last use, and seven days after it began however much it is used. Both are
// good until their last moment.
func TestASessionEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	idle, used := o.begin(o.ann, auth.Origin{}), o.begin(o.ann, auth.Origin{})
	began := o.now
	o.now = began + micros(8*time.Hour)
	for _, s := range []auth.Started{idle, used} {
		o.resumes("eight hours later", s, true)
	}
	o.now += micros(8*time.Hour) + 1
	o.resumes("more than eight hours later", idle, false)
	used = o.begin(o.ann, auth.Origin{})
	began = o.now
	for range 24 {
		o.now += micros(7 * time.Hour)
		o.resumes("used every seven hours", used, true)
	}
	if o.now != began+micros(7*24*time.Hour) {
		t.Fatal("that is not seven days")
	}
	o.now++
	o.resumes("after seven days", used, false)
}

// TestASessionIsOfWhoMaySignIn: a secret that is none, of a session that is not there, and of a user who is not active,
// opens nothing.
func TestASessionIsOfWhoMaySignIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	s := o.begin(o.ann, auth.Origin{})
	for _, secret := range []string{"", s.Secret[1:], s.Secret + "x", strings.Repeat("x", len(s.Secret))} {
		if who, ok, err := o.Resume(t.Context(), secret, ""); ok || err != nil || who.User != "" {
			t.Errorf("%q is a session of %+v, %v", secret, who, err)
		}
	}
	for state, want := range map[auth.State]bool{auth.Deactivated: false, auth.Invited: false, auth.Active: true} {
		o.change(o.ann, func(u *auth.User) { u.State = state })
		if who, ok, err := o.Resume(t.Context(), s.Secret, ""); ok != want || err != nil {
			t.Errorf("%s: %+v, %v, %v", state, who, ok, err)
		}
	}
}

// TestWhoASessionIs: all that is known of it, and when and from where it was used last, to the minute.
func TestWhoASessionIs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	began := o.now
	s := o.begin(o.ann, auth.Origin{Address: "192.0.2.1", Agent: strings.Repeat("ü", 180) + "end"})
	want := auth.Identity{Person: o.ann.Person, User: auth.UserID(o.ann.ID), Name: "ann",
		Via: auth.Session, Role: "rep",
		SessionID: s.SessionID, Address: "192.0.2.1"}
	if diff := cmp.Diff(auth.Started{Identity: want, Secret: s.Secret}, s); diff != "" {
		t.Error(diff)
	}
	kept := auth.OpenSession{Hash: auth.HashOf(s.Secret), User: o.ann.ID, CreatedAt: began, SeenAt: began,
		Agent: strings.Repeat("ü", 150), Address: "192.0.2.1", Method: "password code"}
	for _, step := range []struct {
		after time.Duration
		seen  bool
	}{{time.Minute - time.Microsecond, false}, {time.Minute, true}, {2*time.Minute - time.Microsecond, false},
		{2 * time.Minute, true}} {
		o.now = began + micros(step.after)
		want.Address = "192.0.2." + step.after.String()
		who, ok, err := o.Resume(t.Context(), s.Secret, want.Address)
		if diff := cmp.Diff(want, who); diff != "" || !ok || err != nil {
			t.Errorf("after %v: %v, %v\n%s", step.after, ok, err, diff)
		}
		if step.seen {
			kept.SeenAt, kept.Address = o.now, want.Address
		}
		open, err := o.Sessions(t.Context(), want.User)
		o.must(err)
		kept.ID = open[0].ID
		if diff := cmp.Diff([]auth.OpenSession{kept}, open); diff != "" || auth.SessionID(kept.ID) != s.SessionID {
			t.Errorf("after %v: kept as %s\n%s", step.after, auth.SessionID(kept.ID), diff)
		}
	}
	if u := o.user(o.ann); u.SignedInAt != began {
		t.Errorf("signed in at %d, want %d", u.SignedInAt, began)
	}
	if open, err := o.Sessions(t.Context(), s.SessionID); len(open) != 0 || err != nil {
		t.Errorf("the sessions of what is no user: %+v, %v", open, err)
	}
}

// TestASessionIsEnded by its owner or another, and no session of someone else with it.
func TestASessionIsEnded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first, last, bo := o.begin(o.ann, auth.Origin{}), o.begin(o.ann, auth.Origin{}), o.begin(o.bo, auth.Origin{})
	o.told = nil
	by := last.Identity
	by.Address = "192.0.2.7"
	for what, ids := range map[string][2]string{
		"of another": {last.User, bo.SessionID}, "none": {last.User, "x"}, "what is no session": {last.User, bo.User},
		"of no user": {"x", first.SessionID}, "of what is no user": {first.SessionID, first.SessionID},
	} {
		o.refused(what, o.EndSession(t.Context(), by, ids[0], ids[1]), "session_unknown", fault.Missing)
	}
	o.says("what was refused")
	o.has("then", 2, 0, 1, 0)
	o.must(o.EndSession(t.Context(), by, first.User, first.SessionID))
	o.says("another session", told{actor(o.ann), audit.Event{What: "session_end", Whom: first.User, From: by.Address,
		Detail: audit.Detail(first.SessionID)}})
	o.resumes("ended", first, false)
	o.resumes("the other", last, true)
	o.must(o.EndSession(t.Context(), by, last.User, last.SessionID))
	o.says("the own session", told{actor(o.ann), audit.Event{What: "sign_out", Whom: last.User, From: by.Address,
		Detail: audit.Detail(last.SessionID)}})
	o.has("at last", 0, 0, 1, 0)
	o.refused("once more", o.EndSession(t.Context(), by, last.User, last.SessionID), "session_unknown", fault.Missing)
}

// TestASecretIsNotKeptThroughSigningIn: the session that the browser held ends, whoever it belongs to, and no other.
func TestASecretIsNotKeptThroughSigningIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	planted, bo, ann := o.begin(o.bo, auth.Origin{}), o.begin(o.bo, auth.Origin{}), o.begin(o.ann, auth.Origin{})
	o.told = nil
	s := o.begin(o.ann, auth.Origin{Secret: planted.Secret, Address: "192.0.2.1"})
	o.says("signing in", told{actor(o.ann), audit.Event{What: "sign_in", Whom: s.User, From: "192.0.2.1",
		Detail: "password code"}})
	o.resumes("the secret that was held", planted, false)
	for _, other := range []auth.Started{bo, ann, s} {
		o.resumes("another", other, true)
	}
	renewed, err := o.Renew(t.Context(), s.Identity)
	o.must(err)
	if _, ok, err := o.Resume(t.Context(), s.Secret, ""); ok || err != nil {
		t.Errorf("the secret of before renewing: %v, %v", ok, err)
	}
	s.Secret = renewed
	o.resumes("the secret of renewing", s, true)
}

// TestAUserHasFiftySessions at most: beyond that, the one that was used least recently ends. No other user loses one.
func TestAUserHasFiftySessions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	bo := o.begin(o.bo, auth.Origin{})
	var all []auth.Started
	for range 50 {
		o.now += micros(time.Second)
		all = append(all, o.begin(o.ann, auth.Origin{}))
	}
	o.has("fifty", 50, 0, 1, 0)
	o.now += micros(time.Minute)
	o.resumes("the first is used again", all[0], true)
	all = append(all, o.begin(o.ann, auth.Origin{}))
	o.has("one more", 50, 0, 1, 0)
	for i, s := range all {
		o.resumes("beyond fifty", s, i != 1)
	}
	o.resumes("of another", bo, true)
}

// TestWhatIsOldIsDeletedBySigningIn: not only is it of no use, it is no longer stored.
func TestWhatIsOldIsDeletedBySigningIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	idle := o.begin(o.bo, auth.Origin{})
	link, err := o.Invite(t.Context(), auth.Identity{}, idle.User, base)
	o.must(err)
	_, secret, err := o.CreateToken(t.Context(), idle.Identity,
		auth.NewToken{Name: "report", Scopes: auth.Scopes(), Days: 1, Password: password}, auth.Origin{})
	o.must(err)
	stored := func(when string, session, link0, token bool) {
		t.Helper()
		o.must(o.store.Read(t.Context(), func(r auth.Reader) error {
			_, s, err := r.SessionByHash(auth.HashOf(idle.Secret))
			o.must(err)
			_, l, err := r.LinkByHash(auth.HashOf(link.Secret))
			o.must(err)
			_, k, err := r.TokenByHash(auth.HashOf(secret))
			if s != session || l != link0 || k != token {
				t.Errorf("%s there are: session %v, link %v, token %v", when, s, l, k)
			}
			return err
		}))
	}
	began := o.now
	for _, step := range []struct {
		after                time.Duration
		session, link, token bool
	}{
		{30 * time.Minute, true, true, true},
		{30*time.Minute + time.Microsecond, true, false, true},
		{8 * time.Hour, true, false, true},
		{8*time.Hour + time.Microsecond, false, false, true},
		{24 * time.Hour, false, false, true},
		{24*time.Hour + time.Microsecond, false, false, false},
	} {
		o.now = began + micros(step.after)
		o.begin(o.ann, auth.Origin{})
		stored(step.after.String(), step.session, step.link, step.token)
	}
	used := o.begin(o.bo, auth.Origin{})
	idle, began = used, o.now
	for o.now < began+micros(7*24*time.Hour) {
		o.now += micros(7 * time.Hour)
		o.resumes("used", used, true)
	}
	o.begin(o.ann, auth.Origin{})
	stored("after seven days", true, false, false)
	o.now++
	o.begin(o.ann, auth.Origin{})
	stored("after more than seven days", false, false, false)
}

// TestWhoMayNotSignInBeginsNoSession: not even when all factors were right a moment ago.
func TestWhoMayNotSignInBeginsNoSession(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for what, user := range map[string]record.ID{
		"nobody": 99, "deactivated": o.ann.ID, "invited": o.add("cy", "").ID} {
		if what == "deactivated" {
			o.must(o.Deactivate(t.Context(), auth.Identity{}, auth.UserID(user)))
		}
		o.told = nil
		_, err := o.Begin(t.Context(), user, "password", auth.Origin{})
		o.refused(what, err, "signin_wrong", fault.Denied)
		o.says(what)
	}
	o.has("nobody", 0, 0, 0, 0)
}
