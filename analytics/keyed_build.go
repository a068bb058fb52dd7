package analytics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"salesops/internal/fault"
	"salesops/record"
)

const (
	// keyedChunk is the number of keys that are built together. It limits the memory that a Build
	// needs.
	keyedChunk = 20_000
	// keyedBulk is the number of keys from which rows are written in bulk. Appending is faster for
	// a few rows.
	keyedBulk = 200
)

// KeyedBuilder is passed to Keyed.Build. It reads the tables of objects and takes the rows of a
// keyed table, inside the transaction of the batch.
type KeyedBuilder struct {
	session *session
	shape   *shape
	table   *keyedTable
	zone    *time.Location
	writer  *writer // used for few rows
	bulk    *bulk   // used for many rows; either writer or bulk is used
	cells   []cell
}

// Query is Columns.Query inside the transaction.
func (b *KeyedBuilder) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) error {
	return b.session.query(ctx, sql, args, fn)
}

// Beliefs returns a SELECT, with its arguments, of every version, believed now or before, of an
// object's records whose column by is one of ids. by is id or a reference. The columns are those of
// View.Rows. Stubs are included.
func (b *KeyedBuilder) Beliefs(object string, columns []string, by string, ids []record.ID) (string, []any, error) {
	l, ok := b.shape.layouts[object]
	if !ok {
		return "", nil, fault.Invalidf("there is no object %q", object)
	}
	list, err := l.list(columns)
	if err != nil {
		return "", nil, err
	}
	key, err := l.list([]string{by})
	if err != nil {
		return "", nil, err
	}
	where, args := " WHERE "+key+" = $1::BIGINT", []any{}
	switch len(ids) {
	case 0:
		where = " WHERE false"
	case 1:
		args = []any{ids[0]}
	default:
		// The bounds let DuckDB skip row groups.
		where = " WHERE " + key + " BETWEEN $2::BIGINT AND $3::BIGINT AND " + key + " IN (SELECT unnest($1::BIGINT[]))"
		args = []any{ids, slices.Min(ids), slices.Max(ids)}
	}
	branches := make([]string, 0, len(l.tables()))
	for _, t := range l.tables() {
		branches = append(branches, "SELECT "+list+" FROM "+Ident(l.name(t))+where)
	}
	return strings.Join(branches, " UNION ALL "), args, nil
}

// Append adds a row.
func (b *KeyedBuilder) Append(ctx context.Context, r *KeyedRow) error {
	fields := b.table.layout.fields
	b.cells = b.cells[:0]
	if b.table.Several {
		b.cells = append(b.cells, cell{value: record.IntValue(r.Line)})
	}
	for _, v := range r.Values {
		b.cells = append(b.cells, cell{value: v})
	}
	if len(b.cells) != len(fields) {
		return fault.New(fault.Internal, "a row of %s has %d values instead of %d", b.table.Name,
			len(b.cells), len(fields))
	}
	for i := range fields {
		if v := b.cells[i].value; v.IsSet() && v.Kind() != fields[i].Kind {
			return fault.New(fault.Internal, "%s.%s was given a %s", b.table.Name, fields[i].Name, v.Kind())
		}
	}
	of := &row{
		id: r.ID, cells: b.cells, effFrom: r.EffFrom, effTo: r.EffTo, knownFrom: r.KnownFrom, knownTo: r.KnownTo,
	}
	if b.bulk != nil {
		return b.bulk.row(ctx, b.table.layout, tableRows, of)
	}
	return b.writer.row(b.table.layout, tableRows, of)
}

// build makes the rows of keys in chunks. The table must not hold rows of these keys.
func (b *KeyedBuilder) build(ctx context.Context, keys []record.ID) error {
	for chunk := range slices.Chunk(keys, keyedChunk) {
		b.writer, b.bulk = newWriter(b.session, b.zone), nil
		if len(keys) >= keyedBulk {
			b.bulk = newBulk(b.session, staged+"keyed", b.zone)
			b.bulk.prefix = ""
		}
		err := b.table.Build(ctx, b, chunk)
		if b.bulk != nil {
			if end := b.bulk.flush(ctx); err == nil {
				err = end
			}
		}
		if end := b.writer.flush(); err == nil {
			err = end
		}
		if err != nil {
			return fmt.Errorf("building the table %s: %w", b.table.Name, err)
		}
	}
	return nil
}

// builder returns a builder for a table.
func (s *session) builder(t *keyedTable, sh *shape, zone *time.Location) *KeyedBuilder {
	return &KeyedBuilder{session: s, shape: sh, table: t, zone: zone}
}

// keyedKeys holds the keys that a batch touches, by table.
type keyedKeys map[string]map[record.ID]bool

// touch adds the keys that the batch touches according to the present contents of the tables.
func (k keyedKeys) touch(ctx context.Context, b *batch) error {
	for _, name := range b.c.keyedNames {
		t := b.c.keyed[name]
		if !t.built.Load() {
			continue
		}
		changed := t.changed(b)
		if len(changed) == 0 {
			continue
		}
		keys := k[name]
		if keys == nil {
			keys = map[record.ID]bool{}
			k[name] = keys
		}
		for _, id := range changed[t.Object] {
			keys[id] = true
		}
		if t.Touched == nil {
			continue
		}
		more, err := t.Touched(ctx, b.s.builder(t, b.shape, b.state.zone), changed)
		if err != nil {
			return fmt.Errorf("finding what the table %s has to build again: %w", name, err)
		}
		for _, id := range more {
			keys[id] = true
		}
	}
	return nil
}

// changed returns the records of the batch with a change that concerns the table.
func (t *keyedTable) changed(b *batch) Changed {
	changed := Changed{}
	for object, fields := range t.Reads {
		o, ok := b.objects[object]
		if !ok {
			continue
		}
		ids := map[record.ID]bool{}
		// Any change can make a record that did not exist or was a stub. A record that was computed
		// again may exist earlier, or show the survivor of a merge in place of another record.
		maps.Copy(ids, o.again)
		maps.Copy(ids, o.unstubbed)
		for id, facts := range o.facts {
			if o.fresh[id] || slices.ContainsFunc(facts, func(f fact) bool { return o.l.concerns(&f, fields) }) {
				ids[id] = true
			}
		}
		if len(ids) > 0 {
			changed[object] = slices.Sorted(maps.Keys(ids))
		}
	}
	return changed
}

// concerns reports whether a fact sets one of the fields, or changes whether the record exists.
func (l *layout) concerns(f *fact, fields []string) bool {
	if f.kind != record.Set || f.flags&record.Stub != 0 {
		return true
	}
	return slices.ContainsFunc(f.fields, func(v slotValue) bool {
		return slices.Contains(fields, l.fields[v.slot].Name)
	})
}

// buildKeyed rebuilds what the batch touches. moved says that the company's zone has changed.
func (b *batch) buildKeyed(ctx context.Context, touched keyedKeys, moved bool) error {
	for _, name := range b.c.keyedNames {
		t := b.c.keyed[name]
		if moved && t.zoned() && t.built.Load() {
			if err := b.s.buildAll(ctx, t, b.shape, b.state.zone); err != nil {
				return err
			}
			continue
		}
		keys := slices.Sorted(maps.Keys(touched[name]))
		if len(keys) == 0 {
			continue
		}
		where, args := idCondition("id", keys)
		if err := b.s.run(ctx, "DELETE FROM "+Ident(t.physical())+where, args...); err != nil {
			return err
		}
		if err := b.s.builder(t, b.shape, b.state.zone).build(ctx, keys); err != nil {
			return err
		}
	}
	return nil
}

// buildAll rebuilds a table completely.
func (s *session) buildAll(ctx context.Context, t *keyedTable, sh *shape, zone *time.Location) error {
	l, ok := sh.layouts[t.Object]
	if !ok {
		return fault.New(fault.Internal, "the table %s names records of %q, which is no object", t.Name, t.Object)
	}
	if err := s.discard(ctx, t); err != nil {
		return err
	}
	parts := make([]string, 0, len(l.tables()))
	for _, of := range l.tables() {
		parts = append(parts, "SELECT id FROM "+Ident(l.name(of)))
	}
	var keys []record.ID
	if err := s.query(ctx, "SELECT DISTINCT id FROM ("+strings.Join(parts, " UNION ALL ")+") ORDER BY id", nil,
		func(rows *Batch) error {
			for i := range rows.Rows() {
				keys = append(keys, record.ID(rows.Int(0, i)))
			}
			return nil
		}); err != nil {
		return err
	}
	if err := s.builder(t, sh, zone).build(ctx, keys); err != nil {
		return err
	}
	return s.run(ctx, "INSERT INTO keyed VALUES ($1::VARCHAR, $2::VARCHAR)", t.Name, t.stamp())
}

// discard leaves a table without rows, as one that is not built.
func (s *session) discard(ctx context.Context, t *keyedTable) error {
	if err := s.exec(ctx, "DROP TABLE IF EXISTS "+Ident(t.physical())+"; "+
		t.layout.createTable(t.physical())); err != nil {
		return err
	}
	return s.run(ctx, "DELETE FROM keyed WHERE name = $1::VARCHAR", t.Name)
}

// keep builds a table that is not built, and returns when it is.
func (c *Columns) keep(ctx context.Context, t *keyedTable) error {
	if t.built.Load() {
		return nil
	}
	if r, ok := c.Renewal(); ok {
		return r.Refusal()
	}
	c.write.Lock()
	defer c.write.Unlock()
	return c.notice(c.keepLocked(ctx, t))
}

// keepLocked is keep for a caller that holds c.write.
func (c *Columns) keepLocked(ctx context.Context, t *keyedTable) error {
	if t.built.Load() {
		return nil
	}
	if err := withSession(c.writer, func(s *session) error {
		return s.transaction(ctx, func() error { return s.buildAll(ctx, t, c.shape.Load(), c.state.zone) })
	}); err != nil {
		return err
	}
	t.built.Store(true)
	return nil
}

// readBuilt finds out which tables are built, after a transaction of which nobody knows whether it
// was committed.
func (c *Columns) readBuilt(ctx context.Context, s *session) error {
	names, err := s.builtTables(ctx)
	for name, t := range c.keyed {
		t.built.Store(slices.Contains(names, name))
	}
	return err
}

// builtTables returns the names of the tables that are built.
func (s *session) builtTables(ctx context.Context) (names []string, err error) {
	err = s.query(ctx, "SELECT name FROM keyed", nil, func(b *Batch) error {
		for i := range b.Rows() {
			names = append(names, b.Text(0, i))
		}
		return nil
	})
	return names, err
}

// prepareKeyed makes the tables in the file match the declared ones. A table that is missing or was
// declared differently has no rows until it is built. A table that is no longer declared is dropped.
func (c *Columns) prepareKeyed(ctx context.Context, s *session) error {
	have := map[string]string{}
	if err := s.query(ctx, "SELECT name, stamp FROM keyed", nil, func(b *Batch) error {
		for i := range b.Rows() {
			have[b.Text(0, i)] = b.Text(1, i)
		}
		return nil
	}); err != nil {
		return err
	}
	var found []string
	if err := s.query(ctx, "SELECT table_name FROM duckdb_tables() ORDER BY table_name", nil, func(b *Batch) error {
		for i := range b.Rows() {
			if name, ok := strings.CutSuffix(b.Text(0, i), "_"+string(tableRows)); ok {
				found = append(found, name)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, name := range found {
		if c.keyed[name] != nil {
			continue
		}
		gone := newKeyedTable(Keyed{Name: name})
		if err := s.transaction(ctx, func() error {
			if err := s.exec(ctx, "DROP TABLE "+Ident(gone.physical())); err != nil {
				return err
			}
			return s.run(ctx, "DELETE FROM keyed WHERE name = $1::VARCHAR", name)
		}); err != nil {
			return err
		}
	}
	for _, name := range c.keyedNames {
		t := c.keyed[name]
		if have[name] == t.stamp() {
			t.built.Store(true)
			continue
		}
		if err := s.transaction(ctx, func() error { return s.discard(ctx, t) }); err != nil {
			return err
		}
	}
	return nil
}
