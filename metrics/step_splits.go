package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/sales"
)

// Several people may share the credit for a deal. When a metric that adds up amounts is asked about owners,
// such a deal has one row per person with a share, and the shares add up to its amount to the minor unit. See
// docs/methods.md, Credit splits.

// stepSplits decides whether deals are divided by credit splits.
func (b *Statement) stepSplits(ctx context.Context) error {
	if !b.m.Splits || !b.asksOwner() {
		return nil
	}
	any, err := b.s.facts.hasSplits(ctx, b.s)
	b.split = any && err == nil
	return err
}

// asksOwner reports whether the question is about the owners of deals. When it is also by product, deals stay
// with their owner: a share of a product's share is not defined.
func (b *Statement) asksOwner() bool {
	asks := b.r.q.Whose != ""
	for _, name := range b.r.q.By {
		path := strings.TrimPrefix(strings.TrimSpace(name), b.m.Over+".")
		if ref, _, _ := strings.Cut(path, "."); ref == sales.Product {
			return false
		}
		_, team := teamLevel(path)
		asks = asks || team || path == "owner" || strings.HasPrefix(path, "owner.") ||
			slices.Contains(ownersWords, path)
	}
	return asks || slices.ContainsFunc(b.r.q.Where,
		func(src string) bool { return strings.Contains(src, "owner") || strings.Contains(src, "team") })
}

// hasSplits reports whether any deal ever had a split.
func (f *facts) hasSplits(ctx context.Context, s *session) (bool, error) {
	if err := s.cols.Note(sales.Split, "deal"); err != nil {
		return false, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.splits != nil {
		return *f.splits, nil
	}
	found := false
	rows, err := s.cols.Anything(sales.Split, []string{"deal"})
	if err != nil {
		return false, err
	}
	err = s.each(ctx, "SELECT 1 FROM ("+rows+") WHERE deal IS NOT NULL LIMIT 1", nil,
		func(*analytics.Batch, int) error {
			found = true
			return errEnough
		})
	if err != nil {
		return false, err
	}
	f.splits = &found
	return found, nil
}

// splitRows returns the SELECT of deals, with one row per person for deals with splits.
func (b *Statement) splitRows(columns []string, at analytics.When) (string, error) {
	need := map[string]bool{"id": true, "owner": true, "amount": true, "amount_currency": true}
	for _, c := range columns {
		if c != "split_below" {
			need[c] = true
		}
	}
	deals, err := b.s.cols.Rows(sales.Deal, slices.Sorted(maps.Keys(need)), at, b.args.Add)
	if err != nil {
		return "", err
	}
	ctes, err := b.creditShares("now")
	if err != nil {
		return "", err
	}
	list := make([]string, len(columns))
	for i, c := range columns {
		switch c {
		case "owner":
			list[i] = "CASE WHEN x.deal IS NULL THEN n.owner ELSE x.person END AS owner"
		case "amount":
			list[i] = "CASE WHEN x.deal IS NULL THEN n.amount ELSE x.upto - x.below END AS amount"
		case "split_below":
			list[i] = "coalesce(x.below, 0) AS split_below"
		default:
			list[i] = "n." + quote(c)
		}
	}
	return `WITH "now" AS (` + deals + "), " + strings.Join(ctes, ", ") + " SELECT " + strings.Join(list, ", ") +
		` FROM "now" n LEFT JOIN "credit_shares" x ON x.deal = n.id`, nil
}

// creditShares returns the relations that divide the amounts of deals, which are given in a relation with id,
// owner, amount and amount_currency. The last one, credit_shares, has deal, person and the running totals below
// and upto. The difference of the two is the person's share. They are converted before they are subtracted, so
// shares add up in every currency.
func (b *Statement) creditShares(deals string) ([]string, error) {
	splits, err := b.s.cols.Rows(sales.Split, []string{"id", "deal", "person", "share", "amount", "amount_currency",
		"overlay", "kind", "split_type"}, b.r.when, b.args.Add)
	if err != nil {
		return nil, err
	}
	at := b.r.when
	at.Stubs = true
	types, err := b.s.cols.Rows(sales.SplitType, []string{"id", "totals"}, at, b.args.Add)
	if err != nil {
		return nil, err
	}
	const parts = `(PARTITION BY deal ORDER BY person NULLS LAST ROWS UNBOUNDED PRECEDING)`
	return []string{
		`"split_sold" AS (SELECT DISTINCT id, owner, amount::HUGEINT AS amount, amount_currency FROM ` +
			quote(deals) + ` WHERE amount <> 0)`,
		// Overlay credit is in no total.
		`"split_claims" AS (SELECT d.id AS deal, d.owner, s.person, s.split_type, coalesce(t.totals, false) AS sure,
			s.share, d.amount AS whole, ` +
			`CASE WHEN s.share IS NOT NULL THEN round(s.share * 1000000)::HUGEINT * d.amount
				WHEN s.amount_currency IS NOT DISTINCT FROM d.amount_currency
				THEN coalesce(s.amount, 0)::HUGEINT * 1000000 ELSE 0 END AS claim ` +
			`FROM (` + splits + `) s JOIN "split_sold" d ON d.id = s.deal LEFT JOIN (` +
			types + `) t ON t.id = s.split_type ` +
			`WHERE s.person IS NOT NULL AND NOT coalesce(s.overlay, false) AND coalesce(t.totals, true)
				AND NOT contains(lower(coalesce(s.kind, '')), 'overlay'))`,
		// One type of split divides a deal: the one that is known to add up to it, else the one in which its
		// owner has a share, else the one nearest to the whole.
		`"split_chosen" AS (SELECT deal, split_type FROM "split_claims" GROUP BY deal, split_type
			QUALIFY row_number() OVER (PARTITION BY deal ORDER BY ` +
			`bool_or(sure) DESC, bool_or(person IS NOT DISTINCT FROM owner) DESC,
				abs(sum(claim) - any_value(whole) * 1000000), split_type NULLS FIRST) = 1)`,
		`"split_taken" AS (SELECT c.* FROM "split_claims" c
			JOIN "split_chosen" k ON k.deal = c.deal AND k.split_type IS NOT DISTINCT FROM c.split_type)`,
		// The part that nobody claims is the owner's.
		`"split_parts" AS (SELECT deal, person, claim, whole FROM "split_taken"
			UNION ALL SELECT deal, any_value(owner), any_value(whole) * 1000000 - sum(claim), any_value(whole)
			FROM "split_taken" GROUP BY deal ` +
			`HAVING abs(sum(claim)) < abs(any_value(whole)) * 1000000)`,
		`"split_each" AS (SELECT deal, person, sum(claim)::HUGEINT AS claim, any_value(whole) AS whole
			FROM "split_parts" GROUP BY deal, person)`,
		`"split_run" AS (SELECT deal, person, whole, (sum(claim) OVER ` +
			parts +
			`)::HUGEINT AS claimed, (sum(claim) OVER (PARTITION BY deal))::HUGEINT AS all_claimed FROM "split_each"
				WHERE claim <> 0)`,
		`"split_upto" AS (SELECT deal, person, ` + HalfEven("claimed * whole", "all_claimed") + `::BIGINT AS upto
			FROM "split_run" WHERE sign(all_claimed) = sign(whole))`,
		`"credit_shares" AS (SELECT deal, person, upto,
			coalesce(lag(upto) OVER (PARTITION BY deal ORDER BY person NULLS LAST), 0) AS below
			FROM "split_upto")`,
	}, nil
}

// shareOf returns the SQL of a person's share of an amount in the result's currency.
func (b *Statement) shareOf(amount, in string) string {
	if !b.split || !b.money.converted {
		return in
	}
	b.base["split_below"] = true
	const below = `"r".split_below`
	return "(" + b.money.in("("+amount+" + "+below+")") + " - " + b.money.in(below) + ")"
}
