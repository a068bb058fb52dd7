package acceptance

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"salesops/record"
	"salesops/sales"
)

// TestFileByFile: every file of an export as an import of its own, in any order, tells of
// every record on every day what all of them at once tell; and nothing is written when all
// of them come again.
func TestFileByFile(t *testing.T) {
	first, n, _ := worlds()
	for i := range max(4, n/4) {
		for order := range max(2, n/16) {
			seed := first + 3000 + uint64(i)
			t.Run(fmt.Sprintf("%d/%d", seed, order), func(t *testing.T) {
				t.Parallel()
				fileByFile(t, seed, uint64(order))
			})
		}
	}
}

func fileByFile(t *testing.T, seed, order uint64) {
	w := newWorld(seed, 40)
	p := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
	files, dates := export(t, w, t.TempDir(), 0)
	if dates == "" {
		dates = []string{"ymd", "ymd", "ymd", "mdy", "mdy", "dmy"}[seed%uint64(len(styles))]
	}
	shuffle := rand.New(rand.NewPCG(seed, order))
	shuffle.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	for _, file := range files {
		p.now += 1_000_000
		p.run([]string{file}, dates)
	}
	t.Logf("%+v", w.cfg)
	for _, f := range files {
		t.Log(filepath.Base(f))
	}
	whole := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
	whole.run(files, dates)
	compareBiographies(t, biographies(t, whole.log), biographies(t, p.log), w.cfg.imported, w.cfg.zone)
	head := p.log.Head()
	for _, file := range files {
		p.now += 1_000_000
		p.run([]string{file}, dates)
	}
	// Each import keeps its own record, which says what it states; nothing else is written.
	p.must(p.log.Tail(t.Context(), record.Everything(), head+1, func(changes []record.Change) error {
		for _, c := range changes {
			if c.Object != sales.Import {
				t.Errorf("importing again wrote %s", line(c))
			}
		}
		return nil
	}))
}
