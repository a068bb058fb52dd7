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

// Tables returns the keyed tables that some of these row sets count. The caller that opens the columns passes
// them on.
func Tables() []analytics.Keyed { return []analytics.Keyed{visits.Table()} }
