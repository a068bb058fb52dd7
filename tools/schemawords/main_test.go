package main

import (
	"os"
	"testing"
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
