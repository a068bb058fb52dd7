package tool

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/record"
)

func words(s string) string { return strings.Join(HeaderWords(s), "|") }

// TestWordsOfAHeader: capitals behind small letters, spaces and signs divide; a separator is a word of its own.
func TestWordsOfAHeader(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{"": "", " ": "", "Name": "name", "OwnerId": "owner|id",
		"owner_id": "owner|_|id", "Deal - Owner": "deal|-|owner", "a.b": "a|.|b", "CRMId": "crmid", "aBC": "a|bc",
		"ABc": "abc", "a1B2": "a1b2", "Close Date": "close|date", "(x)": "x", "a/b": "a|b", "年收入": "年收入",
		"Änderung": "änderung", "A B": "a|b", "__c": "_|_|c", "x9": "x9", "9x": "9x",
		"fooBar.baz-Qux": "foo|bar|.|baz|-|qux"} {
		if got := words(header); got != want {
			t.Errorf("%q has the words %s, want %s", header, got, want)
		}
	}
}

// TestAHeaderInTheStyleOfOthers: the candidate in their language, with their prefixes and their way to part words.
func TestAHeaderInTheStyleOfOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, candidates, want string }{
		{"Id|Name", "Amount|金额", "Amount"}, {"编号|名称", "Amount|金额", "金额"}, {"Id|名称", "Amount|金额", "金额"},
		{"Deal - Title|Deal - Owner", "Value|Deal - Value", "Deal - Value"},
		{"Title|Owner", "Deal - Value|Value", "Value"},
		{"Deal|Owner", "Deal - Value|Value", "Value"}, {"Deal ID|Deal Name", "Amount|Deal Amount", "Deal Amount"},
		{"Id|Name", "First|Second", "First"}, {"Id|Name", "First of all|Second", "Second"}, {"Id", "Only", "Only"},
		{"a_b|c_d", "e.f|e_f|ef", "e_f"}, {"", "B|A", "B"}, {"Id", "", ""},
		{"Deal", "Deal - Deal - Value|One Two Three Four Five Six Seven", "One Two Three Four Five Six Seven"},
		{"Close|Date|Day", "Close Date Day|Close", "Close Date Day"},
	} {
		var header []string
		if c.header != "" {
			header = strings.Split(c.header, "|")
		}
		if got := InStyle(header, strings.Split(c.candidates, "|")); got != c.want {
			t.Errorf("beside %s, of %s: %s, want %s", c.header, c.candidates, got, c.want)
		}
	}
}

// TestNamesAreCompared as their words in small letters, whatever the short way finds.
func TestNamesAreCompared(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2, 8))
	letters := []string{"a", "b", "Z", " ", " ", "\t", "\n", "\r", "é", "É", "世", "\u00a0", "1", "."}
	for range 20_000 {
		var name string
		for range random.IntN(6) {
			name += letters[random.IntN(len(letters))]
		}
		if got, want := NameKey(name), strings.ToLower(strings.Join(strings.Fields(name), " ")); got != want {
			t.Fatalf("%q is compared as %q, want %q", name, got, want)
		}
	}
}

// TestIDsOfNames: a name is an id, a person's or a long one a fingerprint of it and its object.
func TestIDsOfNames(t *testing.T) {
	t.Parallel()
	account := &record.Object{Name: "account",
		Fields: []record.Field{{Name: "industry", Personal: true}, {Name: "name"}}}
	person := &record.Object{Name: "person", Fields: []record.Field{{Name: "name", Personal: true}}}
	lead := &record.Object{Name: "lead", Fields: []record.Field{{Name: "name", Personal: true}}}
	long := strings.Repeat("a", 200)
	for name, want := range map[string]string{"": "", " ": "", "Acme  Inc": "name:acme inc", "ACME": "name:acme",
		long: "name:" + long} {
		if got := NameID(account, name); got != want {
			t.Errorf("%q has the id %q, want %q", name, got, want)
		}
	}
	if PersonalName(account) || !PersonalName(person) || PersonalName(&record.Object{}) {
		t.Error("whose name is personal")
	}
	print := func(o *record.Object, name string) string {
		id := NameID(o, name)
		hex, ok := strings.CutPrefix(id, "name:")
		if !ok || len(hex) != 24 || strings.Trim(hex, "0123456789abcdef") != "" {
			t.Errorf("the fingerprint of %q is %q", name, id)
		}
		return id
	}
	if a := print(person, "Ann Lee"); a != print(person, " ANN  lee") || a == print(person, "Ann Li") ||
		a == print(lead, "Ann Lee") || NameID(person, " ") != "" {
		t.Error("fingerprints of the same or other names")
	}
	if print(account, long+"a") == print(account, long+"b") {
		t.Error("two long names have one fingerprint")
	}
	for id, want := range map[string]bool{"name:acme inc": true, "name:": true, "acme": false, "name:a\nb": false,
		"name:a\x00": false, "Name:acme": false, "name:" + strings.Repeat("a", 250): true,
		"name:" + strings.Repeat("a", 251): false} {
		if IsMadeID(id) != want {
			t.Errorf("%q is made of a name: %v", id, !want)
		}
	}
	for text, want := range map[string][3]string{ // as an id that is a word, that is a line
		"12": {"12", "y", "y"}, " 12\t": {"12", "y", "y"}, "a b": {"a b", "n", "y"}, "name:a b": {"name:a b", "y", "y"},
		"a\tb": {"a\tb", "n", "y"}, "a\nb": {"a\nb", "n", "n"}, "a\rb": {"a\rb", "n", "n"},
		"a\x00b": {"a\x00b", "n", "n"},
		"":       {"", "n", "n"}, " ": {"", "n", "n"}, strings.Repeat("a", 255): {strings.Repeat("a", 255), "y", "y"},
		strings.Repeat("a", 256): {strings.Repeat("a", 256), "n", "n"},
	} {
		word, isWord := WordID(text)
		line, isLine := LineID(text)
		if word != want[0] || line != want[0] || isWord != (want[1] == "y") || isLine != (want[2] == "y") {
			t.Errorf("%q as a word: %q %v, as a line: %q %v", text, word, isWord, line, isLine)
		}
	}
}

// TestWhatRowsAreFoundBy: words that are none are refused, each by itself.
func TestWhatRowsAreFoundBy(t *testing.T) {
	t.Parallel()
	for _, match := range []string{"", "external", "id", "email", "name", "Email", "phone"} {
		for _, only := range []string{"", "create", "update", "delete", "Create"} {
			good := slices.Contains([]string{"", "external", "id", "email", "name"}, match) &&
				slices.Contains([]string{"", "create", "update"}, only)
			if err := ParseMatch(match, only); (err == nil) != good || err != nil &&
				fault.KindOf(err) != fault.Invalid {
				t.Errorf("match %q, only %q: %v", match, only, err)
			}
		}
	}
}
