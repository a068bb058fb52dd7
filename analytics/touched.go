package analytics

import "salesops/record"

// touches remembers which change last moved rows of each object, so that results computed from some
// objects stay valid while others change.
type touches struct {
	// the last change that may have moved rows of any object: a load, or a change of the tables'
	// shape
	all     record.Seq
	objects map[string]record.Seq
}

// everything records that a change may have moved any rows.
func (t *touches) everything(at record.Seq) { t.all, t.objects = at, nil }

func (t *touches) some(at record.Seq, objects map[string]*objectBatch) {
	if t.objects == nil {
		t.objects = map[string]record.Seq{}
	}
	for object := range objects {
		t.objects[object] = at
	}
}

// Touched returns the last change that may have moved rows of one of the objects. A result that was
// computed from them at this position or later is still valid.
func (c *Columns) Touched(objects []string) record.Seq {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.touches.all
	for _, o := range objects {
		last = max(last, c.touches.objects[o])
	}
	return last
}
