package salesops_test

import (
	"strings"
	"testing"

	"salesops/sales"
)

// TestFieldsHaveWords: each object and field of the product's schema has words for the browser, whose
// translations the web's own check asks for; what has none would stand there in English.
func TestFieldsHaveWords(t *testing.T) {
	t.Parallel()
	const file, settings = "web/src/words/objects.ts", "web/src/words/lists/settings.ts"
	objects, fields, ok := strings.Cut(readText(t, file), "export const fieldWords")
	if !ok {
		t.Fatalf("%s has no fieldWords", file)
	}
	fields += readText(t, settings)
	for _, o := range sales.Objects() {
		if o.Aside {
			continue
		}
		if !strings.Contains(objects, "\n  "+o.Name+": {") {
			t.Errorf("%s needs a line for the object %s", file, o.Name)
		}
		for _, f := range o.Fields {
			if strings.Contains(fields, "\n  "+f.Name+": msg") {
				continue
			}
			at := file
			if o.Name == sales.Company {
				at = settings
			}
			t.Errorf("%s needs a line for the field %s (%s)", at, f.Name, o.Name)
		}
	}
}
