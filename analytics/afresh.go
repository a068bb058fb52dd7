package analytics

import "context"

// Renew makes the columns again after an erasure. Blocks of the file that are not used any more may keep bytes until
// they are used again.
func (c *Columns) Renew(ctx context.Context) error { return c.Rebuild(ctx, nil) }
