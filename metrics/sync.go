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
	EachExternal(ctx context.Context, source, object string, fn func(external string, id record.ID) error) error
	States(ctx context.Context, scope record.Scope, ids []record.ID) (map[record.ID]record.Record, error)
	Apply(ctx context.Context, cmds ...record.Command) ([]record.Done, error)
}

// Sync reads the definitions in the log, as Recall does, and writes new and changed ones into it.
func (c *Catalog) Sync(ctx context.Context, log Log) error {
	kept, err := c.recall(ctx, log)
	if err != nil {
		return err
	}
	var drafts []record.Draft
	for _, name := range c.names() {
		m := c.current[name]
		if kept[m.external()] {
			continue
		}
		drafts = append(drafts, record.Draft{Kind: record.Create, Object: sales.Metric, External: m.external(),
			Fields: []record.FieldValue{
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

// Recall reads the definitions in the log, so that old versions can still be used. It writes nothing.
func (c *Catalog) Recall(ctx context.Context, log Log) error {
	_, err := c.recall(ctx, log)
	return err
}

// recall returns the external ids of the definitions. They are found by these, because every command calls it and a
// log may be long.
func (c *Catalog) recall(ctx context.Context, log Log) (kept map[string]bool, err error) {
	var ids []record.ID
	kept = map[string]bool{}
	if err := log.EachExternal(ctx, "", sales.Metric, func(external string, id record.ID) error {
		ids, kept[external] = append(ids, id), true
		return nil
	}); err != nil {
		return nil, err
	}
	slices.Sort(ids) // ids ascend with time: the oldest definition first
	states, err := log.States(ctx, record.Everything(), ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		c.remember(states[id])
	}
	return kept, nil
}

// external returns the external id of a definition in the log. Each hash that a receipt may name has a record
// of its own, so receipts remain valid when the way the hash is computed changes.
func (m *metric) external() string { return m.Name + "#" + m.hash }

// remember adds a definition of the log, unless it is the current one. One that this version of the product cannot
// read is left out; asking for it says that it is unknown.
func (c *Catalog) remember(r record.Record) {
	name, text := r.Fields["name"].Text(), r.Fields["text"].Text()
	if m, ok := c.current[name]; ok && m.text == text && m.hash == r.Fields["hash"].Text() {
		return
	}
	m, err := parse("log/"+name, []byte(text))
	if err == nil {
		err = c.settle(m)
	}
	if err != nil || m.Name != name {
		return
	}
	m.as = r.Fields["hash"].Text() // once a hash of the whole text
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.ContainsFunc(c.old[name], func(o *metric) bool { return o.hash == m.hash && o.as == m.as }) {
		c.old[name] = append(c.old[name], m)
	}
}
