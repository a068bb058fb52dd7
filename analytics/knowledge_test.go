package analytics_test

import (
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
)

func TestMergedPieces(t *testing.T) {
	t.Parallel()
	type piece = analytics.Piece[string]
	of := func(line int64, from, to period.Instant, state string) piece { return piece{line, from, to, state} }
	for _, c := range []struct {
		what     string
		in, want []piece
	}{
		{"none", nil, nil},
		{"neighbours that are alike", []piece{of(1, 0, 5, "a"), of(1, 5, 7, "a"), of(1, 7, 9, "a")},
			[]piece{of(1, 0, 9, "a")}},
		{"a gap", []piece{of(1, 0, 5, "a"), of(1, 6, 7, "a")}, []piece{of(1, 0, 5, "a"), of(1, 6, 7, "a")}},
		{"another line", []piece{of(1, 0, 5, "a"), of(2, 5, 7, "a")}, []piece{of(1, 0, 5, "a"), of(2, 5, 7, "a")}},
		{"another state", []piece{of(1, 0, 5, "a"), of(1, 5, 7, "b")}, []piece{of(1, 0, 5, "a"), of(1, 5, 7, "b")}},
		{"a state that comes back", []piece{of(1, 0, 5, "a"), of(1, 5, 7, "b"), of(1, 7, 9, "a"), of(1, 9, 10, "a")},
			[]piece{of(1, 0, 5, "a"), of(1, 5, 7, "b"), of(1, 7, 10, "a")}},
	} {
		if got := analytics.Merged(slices.Clone(c.in)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}
