package main

import (
	"os"
	"strings"
	"testing"

	"salesops/sales"
)

// TestTheBrowserHasTheWordsOfTheSchema also fails when a field has two labels.
func TestTheBrowserHasTheWordsOfTheSchema(t *testing.T) {
	t.Parallel()
	want, err := words()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../web/src/words/schema.ts")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("web/src/words/schema.ts is not what the schema says; run: make generate")
	}
}

// TestTheAuditTrailHasItsWords: every object and field whose changes stand in the trail has words, also those that the
// schema's words leave aside. An event is told in words of its own.
func TestTheAuditTrailHasItsWords(t *testing.T) {
	t.Parallel()
	var all string
	for _, name := range []string{"schema.ts", "objects.ts"} {
		text, err := os.ReadFile("../../web/src/words/" + name)
		if err != nil {
			t.Fatal(err)
		}
		all += string(text)
	}
	for _, o := range sales.Objects() {
		if !o.Audited || o.Name == sales.AuditEvent {
			continue
		}
		if !strings.Contains(all, "\n  "+o.Name+": { one: ") {
			t.Errorf("the browser has no words for the object %s", o.Name)
		}
		for _, f := range o.Fields {
			if !strings.Contains(all, "\n  "+f.Name+": msg`") {
				t.Errorf("the browser has no words for the field %s of %s", f.Name, o.Name)
			}
		}
	}
}
