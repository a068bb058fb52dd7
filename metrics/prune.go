package metrics

import (
	"reflect"
	"regexp"
	"strconv"
)

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// prune keeps only the arguments that a statement uses and numbers them again, because two statements made from
// one build use different ones. Equal arguments get one number, so that the engine sees that two expressions
// are equal and computes them once.
func prune(sql string, args []any) (string, []any) {
	numbers := map[string]string{}
	equal := map[any]string{}
	var kept []any
	sql = placeholder.ReplaceAllStringFunc(sql, func(p string) string {
		if n, ok := numbers[p]; ok {
			return n
		}
		i, err := strconv.Atoi(p[1:])
		if err != nil || i < 1 || i > len(args) {
			return p // the columns refuse it
		}
		v := args[i-1]
		if v != nil && reflect.TypeOf(v).Comparable() {
			if n, ok := equal[v]; ok {
				numbers[p] = n
				return n
			}
		}
		kept = append(kept, v)
		numbers[p] = "$" + strconv.Itoa(len(kept))
		if v != nil && reflect.TypeOf(v).Comparable() {
			equal[v] = numbers[p]
		}
		return numbers[p]
	})
	return sql, kept
}
