package tool

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"salesops/record"
)

// NameKey is a name as it is compared with others.
func NameKey(name string) string {
	lower, spaced := true, true // spaced: its words stand as they are compared
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			lower = false
		case c >= 0x80, c < ' ', c == ' ' && (i == 0 || i == len(name)-1 || name[i-1] == ' '):
			lower, spaced = false, false
		}
	}
	switch {
	case lower:
		return name
	case spaced:
		return strings.ToLower(name)
	}
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// NameID is the external id of a record that has a name and no id. The names of people
// become fingerprints: ids are not forgotten with the person.
func NameID(o *record.Object, name string) string {
	key := NameKey(name)
	if key == "" {
		return ""
	}
	if PersonalName(o) || len(key) > 200 {
		sum := sha256.Sum256([]byte(o.Name + "|" + key))
		return MadePrefix + hex.EncodeToString(sum[:12])
	}
	return MadePrefix + key
}

// MadePrefix begins the ids that are made of names.
const MadePrefix = "name:"

// IsMadeID says that an id is one of NameID, which may hold spaces.
func IsMadeID(id string) bool {
	return strings.HasPrefix(id, MadePrefix) && isID(id, "\r\n\x00")
}

// WordID takes a text for an id where a system makes ids of any word: most are numbers, and none but
// those of NameID have spaces.
func WordID(text string) (string, bool) {
	text = strings.TrimSpace(text)
	return text, IsMadeID(text) || isID(text, " \t\r\n\x00")
}

// LineID takes any line of text for an id.
func LineID(text string) (string, bool) {
	text = strings.TrimSpace(text)
	return text, isID(text, "\r\n\x00")
}

// isID says that a text has the length of an id and none of some characters.
func isID(text, none string) bool {
	return text != "" && len(text) <= MaxID && !strings.ContainsAny(text, none)
}

// MaxID is what the tools take for an id of a source.
const MaxID = 255

// PersonalName says that a record's name is a person's: it is not put into reports.
func PersonalName(o *record.Object) bool {
	for i := range o.Fields { // also of an object that is in no schema yet, which has no index
		if o.Fields[i].Name == "name" {
			return o.Fields[i].Personal
		}
	}
	return false
}
