package metrics

import (
	"regexp"
	"strconv"
)

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// prune keeps only the arguments that a statement uses, and numbers them anew:
// two statements made from one build do not use the same ones.
func prune(sql string, args []any) (string, []any) {
	numbers := map[string]string{}
	var kept []any
	sql = placeholder.ReplaceAllStringFunc(sql, func(p string) string {
		if n, ok := numbers[p]; ok {
			return n
		}
		i, err := strconv.Atoi(p[1:])
		if err != nil || i < 1 || i > len(args) {
			return p // the columns refuse it
		}
		kept = append(kept, args[i-1])
		numbers[p] = "$" + strconv.Itoa(len(kept))
		return numbers[p]
	})
	return sql, kept
}
