package jsonfile

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

// plainly flattens a value that the library has read.
func plainly(path string, depth int, v any, into map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		if path != "" && depth > mostDepth {
			into[path] = "JSON"
			return
		}
		for key, inner := range v {
			plainly(strings.TrimPrefix(path+"."+key, "."), depth+1, inner, into)
		}
	case []any:
		var all []string
		for _, inner := range v {
			switch inner.(type) {
			case map[string]any, []any:
				into[path] = "JSON"
				return
			}
			all = append(all, scalar(inner))
		}
		into[path] = strings.Join(all, ";")
	default:
		into[path] = scalar(v)
	}
}

func scalar(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// made is a random value in JSON, with space between its parts.
func made(random *rand.Rand, depth int) string {
	space := []string{"", " ", "\n\t", "\r\n"}[random.IntN(4)]
	texts := []string{`"a"`, `"b c"`, `"é世"`, `"q\"{}[],:\\"`, `"\u0041\n"`, `""`, `"\\"`, `"a;b"`}
	switch n := random.IntN(10); {
	case n < 2 && depth > 0:
		var parts []string
		for range random.IntN(4) {
			parts = append(parts, space+made(random, depth-1)+space)
		}
		return "[" + strings.Join(parts, ",") + space + "]"
	case n < 5 && depth > 0:
		var parts []string
		for i := range random.IntN(4) {
			parts = append(parts, fmt.Sprintf("%s\"k%d\"%s:%s%s", space, i, space, space, made(random, depth-1)))
		}
		return "{" + strings.Join(parts, space+",") + space + "}"
	case n < 7:
		return []string{"12", "-0.5", "1e3", "true", "false", "null"}[random.IntN(6)]
	}
	return texts[random.IntN(len(texts))]
}

// TestFlattenedAsTheLibraryReads: the paths and values of an object are those that encoding/json finds; what has more
// than plain values in a list, or lies too deep, stays as it is written.
func TestFlattenedAsTheLibraryReads(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 9))
	objects := 0
	check := func(text string) {
		t.Helper()
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var v map[string]any
		if err := d.Decode(&v); err != nil {
			return
		}
		want, got := map[string]string{}, map[string]string{}
		plainly("", 0, v, want)
		flatten([]byte(text), func(key, value string) { got[key] = value })
		for key, value := range want {
			if value == "JSON" && json.Valid([]byte(got[key])) && strings.ContainsAny(got[key][:1], "[{") {
				want[key] = got[key]
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%s\nis %q\nwant %q", text, got, want)
		}
		objects++
	}
	for range 4000 {
		check(" {\"a\": " + made(random, 3) + ", \"b\":" + made(random, 2) + "}")
	}
	for depth := mostDepth - 2; depth < mostDepth+3; depth++ {
		check(strings.Repeat(`{"a":`, depth) + `{"b":1}` + strings.Repeat("}", depth))
	}
	if objects < 4000 {
		t.Errorf("only %d objects were read", objects)
	}
}
