package xlsxfile

import (
	"fmt"
	"testing"
)

// TestEscapedCharacters: Excel writes what XML cannot hold by its number; what only looks like it is text.
func TestEscapedCharacters(t *testing.T) {
	t.Parallel()
	for _, digits := range []string{"%04x", "%04X"} {
		for code := rune(1); code < 0xd800; code++ {
			text := fmt.Sprintf("a_x"+digits+"_b", code)
			if got, want := unescape(text), "a"+string(code)+"b"; got != want {
				t.Fatalf("%s is %q, want %q", text, got, want)
			}
		}
	}
	for text, want := range map[string]string{
		"": "", "a": "a", "_x0041_": "A", "_x0041__x0042_": "AB", "a_x0000_b": "ab", "_x005F_x0041_": "_x0041_",
		"_x004g_": "_x004g_", "_x004G_": "_x004G_", "_x004/_": "_x004/_", "_x004:_": "_x004:_", "_x004@_": "_x004@_",
		"_x004`_": "_x004`_", "_x041_": "_x041_", "_x00041_": "_x00041_", "_x0041": "_x0041", "_X0041_": "_X0041_",
		"_x_x0041_": "_xA", "_x0041 ": "_x0041 ",
	} {
		if got := unescape(text); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}
