package auth

import (
	"crypto/subtle"
	"encoding/base32"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// What authenticator apps can do without being told: RFC 6238 with SHA-1, six digits, 30 seconds.
const (
	totpSeconds = 30
	totpDigits  = 6
	totpSecret  = 20 // bytes
	// totpDrift is how many steps the clock of a phone may be ahead or behind.
	totpDrift = 1
)

// TOTP is an app that shows codes, as a user's second factor.
type TOTP struct {
	User   record.ID
	Secret []byte // encrypted: see seal
	// Step is that of the last code that was accepted. It and those before it are accepted no more (RFC 6238, 5.2).
	Step        int64
	CreatedAt   period.Instant
	ConfirmedAt period.Instant // 0 until the user has shown a first code; it is no factor before
	UsedAt      period.Instant // 0 for never
}

// totpText is a secret as people type it into an app.
func totpText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// TOTPStep is the time step of an instant.
func TOTPStep(at period.Instant) int64 { return at.Time().Unix() / totpSeconds }

// TOTPCode is the code of a step. The secret is in base32, as an app takes it.
func TOTPCode(secret string, step int64) (string, error) {
	return hotp.GenerateCodeCustom(secret, uint64(step), //nolint:gosec // no clock is before 1970
		hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

// take accepts a code of a step near now and after the last one that was accepted, whose step becomes the last one.
// The same codes are computed whichever is right.
func (f *TOTP) take(secret []byte, code string, now period.Instant) error {
	text, found := totpText(secret), int64(0)
	for step := TOTPStep(now) - totpDrift; step <= TOTPStep(now)+totpDrift; step++ {
		want, err := TOTPCode(text, step)
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = max(found, step)
		}
	}
	switch {
	case found == 0:
		return fault.Because(fault.Invalid, reason.Of("code_wrong"))
	case found <= f.Step:
		return fault.Because(fault.Invalid, reason.Of("code_used"))
	}
	f.Step = found
	return nil
}
