package mapping

import (
	"testing"

	"salesops/record"
)

// KnowObjects puts another schema in the place of the product's for a test, which cannot be parallel.
func KnowObjects(t *testing.T, objects []record.Object) {
	t.Helper()
	before, guessed := schema, hints
	schema = func() []record.Object { return objects }
	hints = withOwnNames(byHand)
	t.Cleanup(func() { schema, hints = before, guessed })
}
