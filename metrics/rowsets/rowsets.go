package rowsets

import (
	"salesops/metrics"
	"salesops/planning"
	"salesops/timeuse"
)

// All are the row sets that metrics may count.
func All() metrics.RowSets {
	return metrics.RowSets{
		metrics.Buyers(),
		metrics.Customers(),
		metrics.Due(),
		planning.Quotas(),
		metrics.Sellers(),
		timeuse.SellerTime(),
		timeuse.Touches(),
		metrics.Visits(),
	}
}
