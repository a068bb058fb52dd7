package metrics

import (
	"context"
	"math/big"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

// Worths converts amounts into the company's currency at the rates of a day; nil for an amount without a rate.
func (e *Engine) Worths(ctx context.Context, scope record.Scope, amounts []money.Amount,
	on period.Day) ([]*big.Rat, error) {
	out := make([]*big.Rat, len(amounts))
	return out, e.at(ctx, scope, 0, func(s *session) error {
		book, err := s.facts.ratesAt(ctx, s, period.Forever)
		if err != nil {
			return err
		}
		home := s.facts.settings.Currency
		for i, a := range amounts {
			if rate, ok := book.rate(a.Currency, home, on); ok {
				out[i] = new(big.Rat).Mul(rate, new(big.Rat).SetInt64(a.Minor))
			}
		}
		return nil
	})
}
