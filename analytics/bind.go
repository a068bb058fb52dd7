package analytics

import (
	"math/big"
	"strings"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// bind converts arguments to values for the driver. It also checks that the text uses each of them,
// because DuckDB silently ignores surplus arguments.
func bind(text string, args []any) ([]any, error) {
	uses, err := parameters(text)
	if err != nil {
		return nil, err
	}
	if len(uses) != len(args) {
		return nil, fault.New(fault.Internal, "a query uses %d parameters and was given %d", len(uses), len(args))
	}
	if len(args) == 0 {
		return nil, nil
	}
	bound := make([]any, len(args))
	for i, arg := range args {
		use, ok := uses[i+1]
		if !ok {
			return nil, fault.New(fault.Internal, "a query does not use its parameter $%d", i+1)
		}
		switch v := arg.(type) {
		case nil, int64, float64, bool, string, *big.Int, []int64, []string:
			bound[i] = v
		case int:
			bound[i] = int64(v)
		case record.ID:
			bound[i] = int64(v)
		case record.Seq:
			bound[i] = int64(v)
		case period.Day:
			bound[i] = v.Time()
		case period.Instant:
			switch use {
			case asStamp:
				bound[i] = v.Time()
			case asPlain:
				bound[i] = int64(v)
			default:
				return nil, fault.New(fault.Internal,
					"a query uses the instant $%d both as TIMESTAMP and as microseconds", i+1)
			}
		case []record.ID:
			ids := make([]int64, len(v))
			for k, id := range v {
				ids[k] = int64(id)
			}
			bound[i] = ids
		case time.Time:
			return nil, fault.New(fault.Internal,
				"parameter $%d is a time.Time: bind a period.Day or period.Instant", i+1)
		default:
			return nil, fault.New(fault.Internal, "parameter $%d has a type that cannot be bound", i+1)
		}
	}
	return bound, nil
}

// use says how the text uses a parameter. Both bits may be set.
type use uint8

const (
	asPlain use = 1
	asStamp use = 2 // followed by ::TIMESTAMP
)

// parameters finds every $n outside quotes and comments.
func parameters(text string) (map[int]use, error) {
	found := map[int]use{}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\'' || c == '"':
			// a doubled quote counts as two strings next to each other
			end := strings.IndexByte(text[i+1:], c)
			if end < 0 {
				return nil, fault.New(fault.Internal, "a query has a quote that does not end")
			}
			i += end + 2
		case strings.HasPrefix(text[i:], "--"):
			end := strings.IndexByte(text[i:], '\n')
			if end < 0 {
				return found, nil
			}
			i += end + 1
		case strings.HasPrefix(text[i:], "/*"):
			end := strings.Index(text[i+2:], "*/")
			if end < 0 {
				return nil, fault.New(fault.Internal, "a query has a comment that does not end")
			}
			i += end + 4
		case c == '$':
			n, k := 0, i+1
			for ; k < len(text) && text[k] >= '0' && text[k] <= '9' && n < 1_000_000; k++ {
				n = n*10 + int(text[k]-'0')
			}
			if n == 0 {
				return nil, fault.New(fault.Internal, "a query has a $ without a number: parameters are $1, $2 …")
			}
			if rest := text[k:]; len(rest) >= 11 && strings.EqualFold(rest[:11], "::timestamp") {
				found[n] |= asStamp
			} else {
				found[n] |= asPlain
			}
			i = k
		default:
			i++
		}
	}
	return found, nil
}
