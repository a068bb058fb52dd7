package auth

import (
	"encoding/base32"
	"math"
	"strings"

	"salesops/internal/period"
	"salesops/record"
)

// Recovery codes let a user in who has lost the other factors, each once. A code has 120 random bits, so that, as
// with other secrets, its hash needs neither salt nor slowness.
const (
	recoveryCodes = 10
	recoveryBytes = 15
	recoveryGroup = 6 // characters between two hyphens
	never         = period.Instant(math.MaxInt64)
)

// recoveryDigits are digits and letters that nobody takes for one another (Crockford's base 32).
var recoveryDigits = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// recoveryLength is that of a code without hyphens.
var recoveryLength = recoveryDigits.EncodedLen(recoveryBytes)

// newRecovery replaces the recovery codes of a user. They are seen only here.
func (a *Auth) newRecovery(w Writer, user record.ID) (codes []string, err error) {
	if err := w.DropLinksOf(user, RecoveryLink); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		plain := recoveryDigits.EncodeToString(randomBytes(recoveryBytes))
		if err := w.PutLink(Link{Hash: HashOf(plain), Kind: RecoveryLink, User: user, CreatedAt: a.Clock(),
			ExpiresAt: never}); err != nil {
			return nil, err
		}
		var code strings.Builder
		for i := 0; i < len(plain); i += recoveryGroup {
			if i > 0 {
				code.WriteByte('-')
			}
			code.WriteString(plain[i:min(i+recoveryGroup, len(plain))])
		}
		codes = append(codes, code.String())
	}
	return codes, nil
}

// likeDigits are letters that people type for digits of a code, and what they type between.
var likeDigits = strings.NewReplacer(" ", "", "-", "", "\t", "", "O", "0", "I", "1", "L", "1")

// plainCode is a code as it was typed, in the form that is compared.
func plainCode(typed string) string {
	return likeDigits.Replace(strings.ToUpper(cut(typed, mostNameText)))
}
