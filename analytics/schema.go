package analytics

import "salesops/record"

// Schema is the schema that the columns have, the company's own fields included.
func (c *Columns) Schema() *record.Schema { return c.shape.Load().schema }
