package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// A secret that has to be known again, to compute codes from it, cannot be kept as a hash. It is encrypted with
// AES-256-GCM under a key that lies outside the database: see docs/adr/0020-what-must-be-known-again-is-encrypted.md.

func (a *Auth) sealing() (cipher.AEAD, error) {
	if a.Key == nil {
		return nil, errors.New("secrets are encrypted, and there is no key")
	}
	key, err := a.Key()
	if err != nil {
		return nil, fmt.Errorf("key of secrets: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// boundTo binds a secret to its user and purpose, so that it cannot be put in the place of another one.
func boundTo(user record.ID, purpose string) []byte {
	return fmt.Appendf(nil, "salesops %s 1 %d", purpose, user)
}

// seal encrypts a secret of a user.
func (a *Auth) seal(user record.ID, purpose string, secret []byte) ([]byte, error) {
	box, err := a.sealing()
	if err != nil {
		return nil, err
	}
	return box.Seal(nil, nil, secret, boundTo(user, purpose)), nil //nolint:gosec // it puts a random nonce in front
}

// open decrypts what seal encrypted. After a restore elsewhere the key may be another one: that is a Conflict, and
// a recovery code still works.
func (a *Auth) open(user record.ID, purpose string, sealed []byte) ([]byte, error) {
	box, err := a.sealing()
	if err != nil {
		return nil, err
	}
	secret, err := box.Open(nil, nil, sealed, boundTo(user, purpose))
	if err != nil {
		return nil, fault.Because(fault.Conflict, reason.Of("factor_unreadable"))
	}
	return secret, nil
}
