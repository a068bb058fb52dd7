package recordtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// copyOf is one set of records. The same random commands are written for two copies.
type copyOf struct {
	name string
	ids  []record.ID
}

// about returns a random command with the records of this copy.
func (c copyOf) about(cmd record.Command) record.Command {
	drafts := make([]record.Draft, len(cmd.Drafts))
	for i, d := range cmd.Drafts {
		d.ID = c.ids[d.ID]
		if d.External != "" {
			d.External += c.name
		}
		fields := make([]record.FieldValue, len(d.Fields))
		for j, f := range d.Fields {
			if f.Value.Kind() == record.Ref {
				f.Value = record.RefValue(c.ids[f.Value.Ref()])
			}
			fields[j] = f
		}
		d.Fields = fields
		drafts[i] = d
	}
	seen := make([]record.Seen, len(cmd.Seen))
	for i, s := range cmd.Seen {
		s.ID = c.ids[s.ID]
		seen[i] = s
	}
	cmd.Drafts, cmd.Seen = drafts, seen
	return cmd
}

// drawnRecords is the number of records in a copy. The last one is a place, the others are things.
const drawnRecords = 4

// drawCommand draws a command of an import. The log may refuse it, because a record is unknown or
// exists already, a reference points nowhere, or an external id is bound.
func drawCommand(t *rapid.T) record.Command {
	c := record.Command{Actor: "import", Source: "crm"}
	for range rapid.IntRange(1, 3).Draw(t, "drafts") {
		n := rapid.IntRange(0, drawnRecords-1).Draw(t, "record")
		d := record.Draft{Kind: record.Set, Object: thing, ID: record.ID(n), Flags: record.Import}
		if n == drawnRecords-1 {
			d.Object = place
		}
		if rapid.IntRange(0, 2).Draw(t, "create") > 0 {
			d.Kind = record.Create
		}
		if rapid.Bool().Draw(t, "stub") {
			d.Flags |= record.Stub
		}
		if rapid.IntRange(0, 2).Draw(t, "bind") == 0 {
			d.External = rapid.SampledFrom([]string{"x", "y"}).Draw(t, "external")
		}
		d.EffectiveAt = start + period.Instant(rapid.IntRange(-3, 0).Draw(t, "effective"))*1000
		d.KnownAt = d.EffectiveAt
		d.Fields = []record.FieldValue{text("name", rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "name"))}
		if d.Object == thing && rapid.IntRange(0, 3).Draw(t, "refer") == 0 {
			d.Fields = append(d.Fields, with("place", record.RefValue(drawnRecords-1)))
		}
		c.Drafts = append(c.Drafts, d)
		if rapid.Bool().Draw(t, "see") {
			c.Seen = append(c.Seen, record.Seen{ID: record.ID(n),
				Fields: []record.Print{{Field: rapid.SampledFrom([]string{"name", "place"}).Draw(t, "seen"),
					Value: rapid.Uint64Range(1, 3).Draw(t, "print")}}})
		}
	}
	return c
}

// anyLine checks that a Line, which stages commands while earlier ones are made durable, gives the
// same log as the same commands written one after the other.
func anyLine(t *testing.T, w *world) {
	rapid.Check(t, func(rt *rapid.T) {
		var cmds []record.Command
		for range rapid.IntRange(2, 8).Draw(rt, "commands") {
			cmds = append(cmds, drawCommand(rt))
		}
		mine := func() copyOf {
			c := copyOf{name: fmt.Sprint(" of ", w.NewID())}
			for range drawnRecords {
				c.ids = append(c.ids, w.NewID())
			}
			return c
		}
		one, inLine := mine(), mine()
		from := w.Head()
		var want []fault.Kind
		for _, cmd := range cmds {
			_, err := w.Apply(w.ctx, one.about(cmd))
			want = append(want, fault.KindOf(err))
		}
		expected, since := w.logOf(rt, one, from), w.Head()
		got := w.inLine(rt, inLine, cmds)
		if !reflect.DeepEqual(got, want) {
			rt.Fatalf("in line the commands end with %v, alone with %v", got, want)
		}
		if told := w.logOf(rt, inLine, since); !reflect.DeepEqual(told, expected) {
			rt.Fatalf("in line:\n%v\nalone:\n%v", told, expected)
		}
	})
}

// inLine sends commands without waiting, and starts a new Line after each refusal.
func (w *world) inLine(t *rapid.T, c copyOf, cmds []record.Command) (ends []fault.Kind) {
	for len(ends) < len(cmds) {
		line := w.Line()
		var waits []func() (record.Done, error)
		for _, cmd := range cmds[len(ends):] {
			waits = append(waits, line.Send(w.ctx, c.about(cmd)))
		}
		refused := false
		for _, wait := range waits {
			_, err := wait()
			if refused != errors.Is(err, record.ErrBehind) {
				t.Fatalf("behind a refused one: %v, and %v", refused, err)
			}
			if !refused {
				ends = append(ends, fault.KindOf(err))
			}
			refused = refused || err != nil
		}
	}
	return ends
}

// logOf returns what the log and the fingerprints say of a copy, with ids and numbers replaced so
// that copies can be compared.
func (w *world) logOf(t *rapid.T, c copyOf, from record.Seq) []string {
	number := map[record.ID]int{}
	for i, id := range c.ids {
		number[id] = i
	}
	var told []string
	err := w.Tail(w.ctx, everything, from+1, func(changes []record.Change) error {
		for _, ch := range changes {
			prev := ch.Prev
			if prev > 0 {
				prev -= from
			}
			line := fmt.Sprint(ch.Seq-from, prev, number[ch.ID], ch.Kind, ch.Flags, ch.EffectiveAt, ch.External != "")
			for _, f := range ch.Fields {
				if f.Value.Kind() == record.Ref {
					f.Value = record.IntValue(int64(number[f.Value.Ref()]))
				}
				line += fmt.Sprint(" ", f.Name, "=", f.Value)
			}
			told = append(told, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := w.LastSeen(w.ctx, "crm", c.ids)
	if err != nil {
		t.Fatal(err)
	}
	states, err := w.States(w.ctx, everything, c.ids)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range c.ids {
		fields := maps.Clone(states[id].Fields)
		delete(fields, "place")
		told = append(told, fmt.Sprint(i, " seen ", seen[id], " is ", states[id].Exists, states[id].Stub, fields))
	}
	return told
}

// busyOnce refuses one commit after a delay, as a store does that another process has locked.
type busyOnce struct {
	record.Store
	refuse chan struct{}
}

func (s busyOnce) Commit(ctx context.Context, b *record.Batch) error {
	select {
	case <-s.refuse:
		time.Sleep(20 * time.Millisecond) // gives the log time to stage the next command
		return fault.New(fault.Busy, "locked")
	default:
		return s.Store.Commit(ctx, b)
	}
}

// busyBelow checks that a command is staged again after the batch below it was refused by the
// store.
func busyBelow(t *testing.T, w *world) {
	busy := busyOnce{w.store, make(chan struct{}, 1)}
	kept := w.store
	w.store = busy
	w.reopen(t)
	busy.refuse <- struct{}{}
	a, b, c := w.NewID(), w.NewID(), w.NewID()
	made := func(id record.ID, e string) record.Command {
		d := external(e, create(thing, text("name", e)))
		d.ID = id
		return imported(0, d)
	}
	first, other := w.Line(), w.Line()
	refused := first.Send(w.ctx, made(a, "a"))
	taken := other.Send(w.ctx, made(b, "b"))
	behind := first.Send(w.ctx, made(c, "c"))
	if _, err := refused(); fault.KindOf(err) != fault.Busy {
		t.Errorf("a locked store: %v", err)
	}
	if done, err := taken(); err != nil || done.First != 1 || done.Last != 1 {
		t.Errorf("another's command: %+v, %v", done, err)
	}
	if _, err := behind(); !errors.Is(err, record.ErrBehind) {
		t.Errorf("behind the refused one: %v", err)
	}
	if got := w.lookup(t, thing, "a"); got != 0 {
		t.Error("what was refused is bound")
	}
	w.apply(t, set(thing, b, text("name", "still here")))
	w.store = kept
	w.reopen(t)
}
