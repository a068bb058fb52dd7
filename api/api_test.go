package api_test

import (
	"salesops/api"
	"testing"
)

func TestDocument(t *testing.T) {
	_, err := api.Document("dev")
	if err != nil {
		t.Fatal(err)
	}
}
