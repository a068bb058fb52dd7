package analytics

import "salesops/record"

// Schema returns the schema of the columns, including custom fields.
func (c *Columns) Schema() *record.Schema { return c.shape.Load().schema }
