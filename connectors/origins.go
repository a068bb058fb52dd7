package connectors

// origin stands for the rows that told of a record, of which file each: records that came of equal
// rows share one. 0 is none.
type origin uint32

// originBook has every origin that occurs, each as the one before and the file of one row more.
type originBook struct {
	all  []originStep
	next map[originStep]origin
}

type originStep struct {
	before origin
	file   int
}

func newOrigins() *originBook {
	return &originBook{all: make([]originStep, 1), next: map[originStep]origin{}}
}

// with is the origin that a row of a file makes of another.
func (b *originBook) with(before origin, file int) origin {
	step := originStep{before, file}
	o, ok := b.next[step]
	if !ok {
		o = origin(len(b.all)) //nolint:gosec // no more than rows, which ord counts
		b.all, b.next[step] = append(b.all, step), o
	}
	return o
}

// each calls fn with the file of every row.
func (b *originBook) each(o origin, fn func(file int)) {
	for ; o != 0; o = b.all[o].before {
		fn(b.all[o].file)
	}
}
