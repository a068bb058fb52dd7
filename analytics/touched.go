package analytics

import (
	"slices"

	"salesops/record"
)

// touches remember which rows changes have moved, so that what was computed from other rows stays valid.
type touches struct {
	// all is the last change that may have moved any rows: a load, or a change of the tables' shape.
	all record.Seq
	// many holds, by object, the last batch that moved too many of its records to remember each.
	many map[string]record.Seq
	// recent are touches of single records, in the order of the log. Those up to forgotten are not among them.
	recent    []touch
	forgotten record.Seq
}

// touch says how a batch moved the rows of one record.
type touch struct {
	at     record.Seq
	object string
	id     record.ID
	// fields are those that changed; nil when the record came, went, or may have changed in any way.
	fields []string
	// owners have or had the record; anyone says that they are not known.
	owners []record.ID
	anyone bool
}

const (
	maxTouches  = 8192 // that are remembered
	manyTouches = 512  // of an object in a batch
)

// everything records that a change may have moved any rows.
func (t *touches) everything(at record.Seq) { *t = touches{all: at, forgotten: at} }

// some records the touches of a batch.
func (t *touches) some(at record.Seq, objects map[string]*objectBatch) {
	if t.many == nil {
		t.many = map[string]record.Seq{}
	}
	for name, o := range objects {
		if o.many || len(o.touched) > manyTouches {
			t.many[name] = at // who reads the object reads it anew
			continue
		}
		for _, one := range o.touched {
			one.at, one.object = at, name
			t.recent = append(t.recent, one)
		}
	}
	if n := len(t.recent) - maxTouches; n > 0 {
		t.forgotten = t.recent[n-1].at
		t.recent = slices.Clone(t.recent[n:])
	}
}

// Changed reports whether what was computed under a scope from some fields may be different now than at a position.
func (c *Columns) Changed(reads Reads, scope record.Scope, since record.Seq) bool {
	schema := c.shape.Load().schema
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &c.touches
	if t.all > since || t.forgotten > since {
		return true
	}
	for object := range reads {
		if t.many[object] > since {
			return true
		}
	}
	for i := len(t.recent) - 1; i >= 0 && t.recent[i].at > since; i-- {
		if one := &t.recent[i]; reads.any(one.object, one.fields) && one.seenBy(scope, schema) {
			return true
		}
	}
	return false
}

// seenBy reports whether a scope may show the record, or have shown it before.
func (t *touch) seenBy(scope record.Scope, schema *record.Schema) bool {
	o, ok := schema.Object(t.object)
	if !ok {
		return true
	}
	rows := scope.Rows(o)
	switch {
	case rows.All:
		return true
	case rows.None:
		return false
	case t.anyone || len(o.Seen.Through) > 0: // another record may lead to it
		return true
	}
	if _, shared := slices.BinarySearch(rows.Records, t.id); shared {
		return true
	}
	return slices.ContainsFunc(t.owners, func(id record.ID) bool {
		_, one := slices.BinarySearch(rows.People, id)
		return one
	})
}

// advance notes how a record that goes on has changed.
func (o *objectBatch) advance(before, after *row) {
	id := after.id
	one := touch{id: id, fields: []string{}, owners: []record.ID{o.owner(before.cells), o.owner(after.cells)}}
	if o.l.backfilledFields(before.cells) != o.l.backfilledFields(after.cells) {
		one.fields = append(one.fields, ofHistory)
	}
	if before.effFrom/microsOfDay != after.effFrom/microsOfDay || before.effFrom < 0 {
		one.fields = append(one.fields, editDay)
	}
	for _, f := range o.facts[id] {
		if before.stub || f.kind != record.Set || f.flags&record.Stub != 0 {
			one.fields = nil
			break
		}
		for _, v := range f.fields {
			one.fields = append(one.fields, o.l.fields[v.slot].Name)
		}
	}
	o.touched = append(o.touched, one)
}

// begin notes a new record.
func (o *objectBatch) begin(id record.ID) {
	one := touch{id: id}
	slot, owned := o.l.slots[o.l.owner]
	for _, f := range o.facts[id] {
		for _, v := range f.fields {
			if owned && v.slot == slot {
				one.owners = append(one.owners, v.value.Ref())
			}
		}
	}
	o.touched = append(o.touched, one)
}

// redo notes a record whose rows are computed again from all its changes.
func (o *objectBatch) redo(id record.ID) { o.touched = append(o.touched, touch{id: id, anyone: true}) }

// owner returns who has a record by a version of it; 0 for nobody.
func (o *objectBatch) owner(cells []cell) record.ID {
	if slot, ok := o.l.slots[o.l.owner]; ok {
		return cells[slot].value.Ref()
	}
	return 0
}
