package api

import (
	"time"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// limits are how many requests an asker may send. The holder of the folder has no limit.
type limits struct {
	user, token, stranger auth.Limiter
}

func newLimits() *limits {
	return &limits{
		user:     auth.Limiter{Burst: 300, Every: 20 * time.Millisecond},
		token:    auth.Limiter{Burst: 100, Every: 50 * time.Millisecond},
		stranger: auth.Limiter{Burst: 200, Every: 100 * time.Millisecond},
	}
}

// takeRequest counts a request. Addresses are limited only before sign-in, because a whole office may share
// one.
func (a *API) takeRequest(who auth.Identity, address string) error {
	var wait time.Duration
	switch who.Via {
	case auth.Owner:
		return nil
	case auth.Session:
		wait = a.limits.user.Take(who.User, a.Elapsed())
	case auth.Token:
		wait = a.limits.token.Take(who.TokenID, a.Elapsed())
	default:
		wait = a.limits.stranger.Take(address, a.Elapsed())
	}
	if wait == 0 {
		return nil
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	return auth.Throttled{After: seconds, Why: fault.Because(fault.Busy, reason.Of("too_fast", "seconds", seconds))}
}
