package analytics

import "context"

// Renew makes the columns again in a new file, so that nothing of what the old one held remains, also not in blocks
// that it does not use any more.
func (c *Columns) Renew(ctx context.Context) error { return c.Rebuild(ctx, nil) }
