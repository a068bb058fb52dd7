package xlsxfile

import "testing"

// TestColumns: the letters of a reference are a number without a zero, in base 26.
func TestColumns(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]int{"A7": 0, "B1": 1, "Y1": 24, "Z9": 25, "AA1": 26,
		"AB7": 27, "AZ1": 51, "BA1": 52,
		"ZZ1": 701, "AAA1": 702, "XFD1048576": 16383, "A": 0, "Z": 25} {
		for _, got := range []func() (int, bool){func() (int, bool) { return columnOf(ref) },
			func() (int, bool) { return columnOf([]byte(ref)) }} {
			if at, ok := got(); !ok || at != want {
				t.Errorf("%s is column %d, %v; want %d", ref, at, ok, want)
			}
		}
	}
	for _, ref := range []string{"", "7", "a7", "@7", "[7", "ZZZZZ1", "AAAAAAAAAAAAAA1"} {
		if at, ok := columnOf(ref); ok {
			t.Errorf("%q is column %d", ref, at)
		}
	}
}
