package backup

import (
	"os"
	"strings"

	"filippo.io/age"

	"salesops/internal/fault"
)

// Keys say how a backup is encrypted and decrypted. At most one kind may be given.
type Keys struct {
	Recipients     []string // age public keys (age1…)
	PassphraseFile string   // a file whose first line is the passphrase
	IdentityFile   string   // a file with age secret keys, to decrypt
}

// Lock returns the recipients to encrypt to; none for a backup without encryption.
func (k Keys) Lock() ([]age.Recipient, error) {
	if len(k.Recipients) > 0 && k.PassphraseFile != "" {
		return nil, fault.Invalidf("a backup is locked to recipients or with a passphrase, not both")
	}
	if k.PassphraseFile != "" {
		phrase, err := passphrase(k.PassphraseFile)
		if err != nil {
			return nil, err
		}
		r, err := age.NewScryptRecipient(phrase)
		if err != nil {
			return nil, fault.Invalidf("the passphrase cannot be used: %w", err)
		}
		return []age.Recipient{r}, nil
	}
	var found []age.Recipient
	for _, text := range k.Recipients {
		r, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil || len(r) != 1 {
			return nil, fault.Invalidf(
				"%.12s… is not an age recipient: it begins with age1 and age-keygen prints it as the public key", text)
		}
		found = append(found, r...)
	}
	return found, nil
}

// Open returns the identities to decrypt with; none for a backup without encryption.
func (k Keys) Open() ([]age.Identity, error) {
	var found []age.Identity
	if k.PassphraseFile != "" {
		phrase, err := passphrase(k.PassphraseFile)
		if err != nil {
			return nil, err
		}
		i, err := age.NewScryptIdentity(phrase)
		if err != nil {
			return nil, fault.Invalidf("the passphrase cannot be used: %w", err)
		}
		found = append(found, i)
	}
	if k.IdentityFile != "" {
		file, err := os.Open(k.IdentityFile)
		if err != nil {
			return nil, fault.Invalidf("%s cannot be read: %w", k.IdentityFile, plain(err))
		}
		defer file.Close() //nolint:errcheck // only read
		ids, err := age.ParseIdentities(file)
		if err != nil {
			return nil, fault.Invalidf(
				"%s holds no age identity: it begins with AGE-SECRET-KEY-1 and age-keygen writes it", k.IdentityFile)
		}
		found = append(found, ids...)
	}
	return found, nil
}

// shortest is the minimum length of a passphrase in characters, because an attacker can try
// passphrases offline without limit.
const shortest = 12

func passphrase(path string) (string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the owner of the folder names it
	if err != nil {
		return "", fault.Invalidf("%s cannot be read: %w", path, plain(err))
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if line = strings.TrimRight(line, "\r"); len(line) < shortest {
		return "", fault.Invalidf("the passphrase in %s is shorter than %d characters", path, shortest)
	}
	return line, nil
}
