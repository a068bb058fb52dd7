package metrics

import (
	"context"
	"slices"

	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// Log is what Sync needs of the change log; *record.Log has it.
type Log interface {
	record.Reader
	Apply(ctx context.Context, cmds ...record.Command) ([]record.Done, error)
}

// Sync reads the definitions kept in the log, so that old versions stay
// answerable, and writes those that are new or changed into it.
func (c *Catalog) Sync(ctx context.Context, log Log) error {
	kept := map[string]bool{} // name@version#hash
	err := log.Tail(ctx, 1, func(changes []record.Change) error {
		for _, ch := range changes {
			if ch.Object == sales.Metric && ch.Kind == record.Create {
				c.remember(ch, kept)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var drafts []record.Draft
	for _, name := range c.names() {
		m := c.current[name]
		if kept[m.Name+m.hash] {
			continue
		}
		drafts = append(drafts, record.Draft{Kind: record.Create, Object: sales.Metric, Fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue(m.Name)},
			{Name: "version", Value: record.IntValue(int64(m.Version))},
			{Name: "hash", Value: record.TextValue(m.hash)},
			{Name: "text", Value: record.TextValue(m.text)},
		}})
	}
	if len(drafts) == 0 {
		return nil
	}
	if _, err := log.Apply(ctx, record.Command{Actor: "owner", Drafts: drafts}); err != nil {
		return fault.New(fault.KindOf(err), "keep the metric definitions: %w", err)
	}
	return nil
}

// remember keeps a definition of the log. One that this version of the product
// cannot read any more is kept out: asking for it says it is not known.
func (c *Catalog) remember(ch record.Change, kept map[string]bool) {
	var name, text string
	for _, f := range ch.Fields {
		switch f.Name {
		case "name":
			name = f.Value.Text()
		case "text":
			text = f.Value.Text()
		}
	}
	m, err := parse("log/"+name, []byte(text))
	if err != nil || m.Name != name {
		return
	}
	kept[m.Name+m.hash] = true
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.ContainsFunc(c.old[name], func(o *metric) bool { return o.hash == m.hash }) {
		c.old[name] = append(c.old[name], m)
	}
}
