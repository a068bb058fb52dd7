package fair

import (
	"context"
	"slices"
	"sync"
)

type askerKey struct{}

// By returns a context in which an asker waits.
func By(ctx context.Context, asker string) context.Context {
	return context.WithValue(ctx, askerKey{}, asker)
}

// Queue hands out places to those who wait, one per asker in turn.
type Queue struct {
	mu      sync.Mutex
	size    int
	free    int
	waiting map[string][]chan struct{} // by asker, first come first; a channel is closed when its place is there
	turns   []string                   // the askers of waiting, the next one first
}

// New returns a queue for a number of places.
func New(size int) *Queue {
	return &Queue{size: size, free: size, waiting: map[string][]chan struct{}{}}
}

// Take waits for a place, or until ctx or stop ends. It reports whether there is a place, which Give returns.
func (f *Queue) Take(ctx context.Context, stop <-chan struct{}) bool {
	f.mu.Lock()
	if f.free > 0 {
		f.free--
		f.mu.Unlock()
		return true
	}
	asker, _ := ctx.Value(askerKey{}).(string)
	place := make(chan struct{})
	if len(f.waiting[asker]) == 0 {
		f.turns = append(f.turns, asker)
	}
	f.waiting[asker] = append(f.waiting[asker], place)
	f.mu.Unlock()
	select {
	case <-place:
		return true
	case <-stop:
	case <-ctx.Done():
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := slices.Index(f.waiting[asker], place); i >= 0 {
		f.leave(asker, i)
		return false
	}
	f.pass() // the place came meanwhile
	return false
}

// leave removes a waiting one.
func (f *Queue) leave(asker string, i int) {
	f.waiting[asker] = slices.Delete(f.waiting[asker], i, i+1)
	if len(f.waiting[asker]) == 0 {
		delete(f.waiting, asker)
		f.turns = slices.DeleteFunc(f.turns, func(a string) bool { return a == asker })
	}
}

// Give returns a place.
func (f *Queue) Give() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pass()
}

// pass gives a place to the next who waits.
func (f *Queue) pass() {
	if len(f.turns) == 0 {
		f.free++
		return
	}
	asker := f.turns[0]
	f.turns = append(f.turns[1:], asker)
	close(f.waiting[asker][0])
	f.leave(asker, 0)
}

// TakeAll waits until nobody has a place, and keeps all of them.
func (f *Queue) TakeAll(ctx context.Context) bool {
	for taken := range f.size {
		if !f.Take(ctx, nil) {
			for range taken {
				f.Give()
			}
			return false
		}
	}
	return true
}

// GiveAll returns what TakeAll took.
func (f *Queue) GiveAll() {
	for range f.size {
		f.Give()
	}
}
