package pipedrive

import (
	"strings"
	"testing"
)

// TestKindsOfActivities: the words of each language that the tool writes, within other words and in capitals.
func TestKindsOfActivities(t *testing.T) {
	t.Parallel()
	for kind, words := range map[string]string{
		"call": "call chamada ligação 电话", "email": "mail email E-mail 邮件",
		"meeting": "meeting lunch demo reunião 会议", "task": "task deadline tarefa 任务",
	} {
		for _, word := range strings.Fields(words) {
			for _, text := range []string{word, "First " + word + " (sales)", strings.ToUpper(word)} {
				if got := kindOf(text); got != kind {
					t.Errorf("%s is a %s, want a %s", text, got, kind)
				}
			}
		}
	}
	if got := kindOf(""); got != "" {
		t.Errorf("an activity without a type is a %s", got)
	}
}
