package acceptance

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"salesops/record"
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
	if p.log.Head() != head {
		t.Errorf("importing again wrote %d changes", p.log.Head()-head)
		if err := p.log.Tail(t.Context(), record.Everything(), head, func(changes []record.Change) error {
			for _, c := range changes {
				t.Log(line(c))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}
