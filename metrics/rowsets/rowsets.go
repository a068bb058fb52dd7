package rowsets

import (
	"slices"

	"salesops/analytics"
	"salesops/metrics"
	"salesops/planning"
	"salesops/timeuse"
	"salesops/visits"
)

// All are the row sets that metrics may count.
func All() metrics.RowSets {
	return slices.Concat(metrics.RowSets{
		metrics.Buyers(),
		metrics.Customers(),
		metrics.Due(),
		planning.Quotas(),
		metrics.Sellers(),
		timeuse.SellerTime(),
		timeuse.Touches(),
	}, visits.RowSets())
}

// Tables are the tables that some of them count. Whoever opens the columns has them kept.
func Tables() []analytics.Keyed { return []analytics.Keyed{visits.Table()} }
