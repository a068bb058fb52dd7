package analytics

import "salesops/record"

// touches remembers which change last moved the rows of each object, so that what was computed
// from some objects stays good while others change.
type touches struct {
	all     record.Seq // moved the rows of any object: a load, a new shape of the tables
	objects map[string]record.Seq
}

// everything says that any rows may have moved by a change.
func (t *touches) everything(at record.Seq) { t.all, t.objects = at, nil }

func (t *touches) some(at record.Seq, objects map[string]*objectBatch) {
	if t.objects == nil {
		t.objects = map[string]record.Seq{}
	}
	for object := range objects {
		t.objects[object] = at
	}
}

// Touched is the last change that may have moved rows of one of the objects. What was computed
// from them at that position or later is what would be computed now.
func (c *Columns) Touched(objects []string) record.Seq {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.touches.all
	for _, o := range objects {
		last = max(last, c.touches.objects[o])
	}
	return last
}
