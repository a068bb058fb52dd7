package fair

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// TestAskersTakeTurns: askers are served in turn, whoever has asked for more; each asker's questions keep their order.
func TestAskersTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := New(1)
		if !f.Take(t.Context(), nil) {
			t.Fatal("a free place was not given")
		}
		var mu sync.Mutex
		var served []string
		for _, name := range []string{"a1", "a2", "a3", "a4", "b1", "c1", "b2"} {
			go func() {
				if !f.Take(By(t.Context(), name[:1]), nil) {
					t.Errorf("%s got no place", name)
				}
				mu.Lock()
				served = append(served, name)
				mu.Unlock()
				f.Give()
			}()
			synctest.Wait() // so that they wait in this order
		}
		f.Give()
		synctest.Wait()
		if want := []string{"a1", "b1", "c1", "a2", "b2", "a3", "a4"}; !slices.Equal(served, want) {
			t.Errorf("served %v, want %v", served, want)
		}
		if !f.TakeAll(t.Context()) || f.free != 0 || len(f.turns)+len(f.waiting) != 0 {
			t.Errorf("after all were served: %+v", f)
		}
	})
}

// TestNoPlaceIsLost: whoever stops waiting takes no place with them, also when it came at that moment.
func TestNoPlaceIsLost(t *testing.T) {
	t.Parallel()
	const size = 3
	f := New(size)
	var running sync.WaitGroup
	for i := range 60 {
		running.Go(func() {
			ctx, stop := context.WithCancel(By(t.Context(), fmt.Sprint(i%7)))
			if i%2 == 0 {
				go stop()
			}
			for range 50 {
				if f.Take(ctx, nil) {
					f.Give()
				}
			}
			stop()
		})
	}
	running.Wait()
	if f.free != size || len(f.turns)+len(f.waiting) != 0 {
		t.Errorf("places were lost: %+v", f)
	}
	stopped := make(chan struct{})
	close(stopped)
	if !f.TakeAll(t.Context()) || f.Take(t.Context(), stopped) {
		t.Error("a place that is not there was given")
	}
}
