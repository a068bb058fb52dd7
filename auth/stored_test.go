package auth

import (
	"strings"
	"testing"
)

// TestStoredHashes: only what String writes is read, with costs that the machine can bear and a whole key. A shorter
// key would be easier to meet.
func TestStoredHashes(t *testing.T) {
	t.Parallel()
	whole := stored{Params: Params{Memory: 1024, Time: 2, Lanes: 1}, salt: make([]byte, saltBytes),
		key: make([]byte, keyBytes)}
	text := whole.String()
	back, ok := parseStored(text)
	if !ok || back.Params != whole.Params || string(back.salt) != string(whole.salt) ||
		string(back.key) != string(whole.key) {
		t.Fatalf("%s reads as %+v, %v", text, back, ok)
	}
	sized := func(salt, key int) string {
		s := whole
		s.salt, s.key = make([]byte, salt), make([]byte, key)
		return s.String()
	}
	with := func(was, now string) string {
		if strings.Count(text, was) != 1 {
			t.Fatalf("%s stands %d times in %s", was, strings.Count(text, was), text)
		}
		return strings.Replace(text, was, now, 1)
	}
	for _, good := range []string{sized(8, keyBytes), sized(64, keyBytes),
		with("m=1024", "m=1048576"), with("t=2", "t=20"),
		with("p=1", "p=16"), with("m=1024,t=2,p=1", "m=1,t=1,p=1")} {
		if _, ok := parseStored(good); !ok {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{"", "$", text[1:], "x" + text, text + "$", text + "=", text[:len(text)-1],
		sized(7, keyBytes), sized(65, keyBytes), sized(0, keyBytes), sized(saltBytes, keyBytes-1),
		sized(saltBytes, keyBytes+1), sized(saltBytes, 0), with("argon2id", "argon2i"), with("v=19", "v=18"),
		with("v=19", "19"), with("m=1024", "m=0"), with("m=1024", "m=1048577"), with("m=1024", "m=01024"),
		with("m=1024", "m=+1024"), with("m=1024", "1024"), with("t=2", "t=0"), with("t=2", "t=21"), with("p=1", "p=0"),
		with("p=1", "p=17"), with("p=1", "p=257"), with("p=1", "p=1,x=1"), with(",p=1", ""),
		with("m=1024,t=2", "t=2,m=1024")} {
		if s, ok := parseStored(bad); ok {
			t.Errorf("%s is taken for %+v", bad, s)
		}
	}
}
