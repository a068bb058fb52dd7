package rowsets

import "salesops/metrics"

// All are the row sets that metrics may count.
func All() metrics.RowSets {
	return metrics.RowSets{
		metrics.Buyers(),
		metrics.Customers(),
		metrics.Due(),
		metrics.Quotas(),
		metrics.Sellers(),
		metrics.Time(),
		metrics.Touches(),
		metrics.Visits(),
	}
}
