package record

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
)

func rowError(r *Row, err error) error { return fmt.Errorf("change %d: %w", r.Seq, err) }

const (
	// verifyAtOnce is how many records one replay holds in memory.
	verifyAtOnce = 200_000
	// mostProblems is how many problems are reported. Further ones are only counted.
	mostProblems = 50
)

// verifying is the state of one Verify.
type verifying struct {
	log      *Log
	schema   *Schema
	head     Seq
	lists    *derivedLists
	report   VerifyReport
	more     int
	progress func(done, total Seq)
	done     Seq
	total    Seq
}

// Verify walks the hash chain, then compares states, bindings and the other derived lists with a replay of the log.
// Problems are in the report; the error says why the check could not be completed. Writes may go on at the same time,
// and records they change are left out. progress may be nil.
func (l *Log) Verify(ctx context.Context, progress func(done, total Seq)) (VerifyReport, error) {
	v := &verifying{log: l, head: l.Head(), progress: progress, lists: newDerivedLists()}
	v.schema = l.Schema() // read after the head, so that it has every field of these rows
	v.report = VerifyReport{Changes: v.head, Problems: []Problem{}}
	if v.progress == nil {
		v.progress = func(_, _ Seq) {}
	}
	if err := l.store.EachState(ctx, 0, func(StateRow) error { v.report.Records++; return nil }); err != nil {
		return v.report, storeError("read", err)
	}
	parts := v.report.Records/verifyAtOnce + 1
	v.total = v.head * Seq(parts+1)
	if err := v.walk(ctx); err != nil {
		return v.report, err
	}
	if len(v.report.Problems) == 0 { // a replay of a broken chain would only report the same again
		for part := range parts {
			if err := v.replay(ctx, part, parts); err != nil {
				return v.report, err
			}
		}
		if err := v.compareLists(ctx); err != nil {
			return v.report, err
		}
	}
	if v.more > 0 {
		v.report.Problems = append(v.report.Problems, Problem{Text: fmt.Sprintf("and %d more", v.more)})
	}
	return v.report, nil
}

// VerifyChain only walks the chain and counts the records. This is enough for a copy whose bytes
// are known to equal those of a verified log. progress may be nil.
func (l *Log) VerifyChain(ctx context.Context, progress func(done, total Seq)) (VerifyReport, error) {
	v := &verifying{log: l, head: l.Head(), progress: progress}
	v.schema, v.total = l.Schema(), v.head
	v.report = VerifyReport{Changes: v.head, Problems: []Problem{}}
	if v.progress == nil {
		v.progress = func(_, _ Seq) {}
	}
	if err := l.store.EachState(ctx, 0, func(StateRow) error { v.report.Records++; return nil }); err != nil {
		return v.report, storeError("read", err)
	}
	return v.report, v.walk(ctx)
}

// End returns the latest durable change and its hash.
func (l *Log) End(ctx context.Context) (Head, error) {
	head, err := l.store.Head(ctx)
	if err != nil {
		return head, storeError("read", err)
	}
	return head, nil
}

func (v *verifying) problem(seq Seq, format string, args ...any) {
	if len(v.report.Problems) >= mostProblems {
		v.more++
		return
	}
	v.report.Problems = append(v.report.Problems, Problem{seq, fmt.Sprintf(format, args...)})
}

// walk checks every row against the row before it.
func (v *verifying) walk(ctx context.Context) error {
	var hash [32]byte
	next := Seq(1)
	latest := map[ID]Seq{} // record → its latest change so far
	// record → rows without their personal values that no Forget has explained so far
	withheld := map[ID][]Seq{}
	err := v.log.store.Rows(ctx, 1, v.head, func(rows []Row) error {
		for i := range rows {
			row := &rows[i]
			if row.Seq != next {
				v.problem(next, "%s missing from the log", span(next, row.Seq-1))
			}
			gap := row.Seq != next
			next = row.Seq + 1
			v.row(row, hash, gap, latest, withheld)
			hash = row.Hash
		}
		v.step(Seq(len(rows)))
		return ctx.Err()
	})
	if err != nil {
		return storeError("read", err)
	}
	if next <= v.head {
		v.problem(next, "%s missing from the end of the log", span(next, v.head))
	}
	for _, id := range slices.Sorted(maps.Keys(withheld)) {
		for _, seq := range withheld[id] {
			v.problem(seq, "the personal values of change %d are missing, and no forget explains it", seq)
		}
	}
	return nil
}

func span(from, to Seq) string {
	if from == to {
		return fmt.Sprintf("change %d is", from)
	}
	return fmt.Sprintf("changes %d to %d are", from, to)
}

// row checks one row.
func (v *verifying) row(row *Row, before [32]byte, gap bool, latest map[ID]Seq, withheld map[ID][]Seq) {
	e, err := readEntry(string(row.Body), nil)
	switch {
	case err != nil:
		v.problem(row.Seq, "change %d was altered: %v", row.Seq, err)
		return
	case e.Seq != row.Seq:
		v.problem(row.Seq, "change %d stands where change %d belongs: the rows were reordered", e.Seq, row.Seq)
		return
	case !gap && chain(before, row.Body) != row.Hash:
		v.problem(row.Seq, "change %d was altered: its hash does not follow from the one before", row.Seq)
		return
	case !gap && e.Prev != latest[e.ID]:
		v.problem(row.Seq, "change %d does not follow its record's change %d", row.Seq, latest[e.ID])
	}
	latest[e.ID] = e.Seq
	if v.lists != nil {
		v.lists.add(v.schema, &e)
	}
	if e.Kind == Forget {
		delete(withheld, e.ID)
	}
	if err := readPersonal(&e, row.Personal); err != nil {
		v.problem(row.Seq, "the personal values of change %d were altered: %v", row.Seq, err)
		return
	}
	for i := range e.facts {
		f := &e.facts[i]
		switch {
		case f.committed == nil:
		case !f.value.IsSet():
			if held := withheld[e.ID]; !slices.Contains(held, e.Seq) {
				withheld[e.ID] = append(held, e.Seq)
			}
		case f.commitment() != f.committed.sum || f.value.kind != f.committed.kind:
			v.problem(row.Seq, "the personal values of change %d were altered: they do not fit their commitment",
				row.Seq)
		}
	}
}

func (v *verifying) step(n Seq) {
	v.done += n
	v.progress(v.done, v.total)
}

// replay rebuilds one part of the records from the log and compares them with what is stored.
func (v *verifying) replay(ctx context.Context, part, parts int) error {
	mine := func(id ID) bool { return int(uint64(id)%uint64(parts)) == part }
	states := map[ID]*state{}
	bound := map[bindingKey]ID{}
	keys := map[ID][]bindingKey{}
	err := v.log.store.Rows(ctx, 1, v.head, func(rows []Row) error {
		for i := range rows {
			e, err := rows[i].entry()
			if err != nil {
				return err
			}
			if !mine(e.ID) {
				continue
			}
			s := states[e.ID]
			if s == nil {
				s = &state{}
				states[e.ID] = s
			}
			if releases(&e, s) {
				for _, key := range keys[e.ID] {
					if bound[key] == e.ID {
						delete(bound, key)
					}
				}
				delete(keys, e.ID)
			}
			if e.External != "" {
				key := bindingKey{e.Source, e.code, e.External}
				bound[key] = e.ID
				keys[e.ID] = append(keys[e.ID], key)
			}
			s.put(v.schema.codes[e.code], &e)
		}
		v.step(Seq(len(rows)))
		return ctx.Err()
	})
	if err != nil {
		return storeError("read", err)
	}
	if err := v.compareStates(ctx, mine, states); err != nil {
		return err
	}
	return v.compareBindings(ctx, mine, bound)
}

func (v *verifying) compareStates(ctx context.Context, mine func(ID) bool, states map[ID]*state) error {
	err := v.log.store.EachState(ctx, 0, func(row StateRow) error {
		if !mine(row.ID) {
			return nil
		}
		want := states[row.ID]
		delete(states, row.ID)
		switch {
		case row.Seq > v.log.Head():
			v.problem(row.Seq, "record %d rests on change %d, which is missing from the end of the log", row.ID,
				row.Seq)
		case row.Seq > v.head: // written since Verify began
		case want == nil:
			v.problem(0, "record %d is kept, but no change made it", row.ID)
		case row.Seq != want.seq || row.Object != want.code || (row.Data == nil) != (want.first == want.seq):
			v.problem(want.seq, "the state of record %d is not that of its latest change %d", row.ID, want.seq)
		case row.Data != nil && !bytes.Equal(row.Data, appendState(nil, want)):
			v.problem(want.seq, "the state of record %d is not what its changes make", row.ID)
		}
		return nil
	})
	if err != nil {
		return storeError("read", err)
	}
	for _, id := range slices.Sorted(maps.Keys(states)) {
		v.problem(states[id].seq, "record %d has changes but no state", id)
	}
	return nil
}

// compareBindings compares the stored external ids with those that the changes make.
func (v *verifying) compareBindings(ctx context.Context, mine func(ID) bool, bound map[bindingKey]ID) error {
	suspect := map[ID][]string{}
	err := v.log.store.EachBinding(ctx, "*", 0, func(b Binding) error {
		if !mine(b.ID) {
			return nil
		}
		key := bindingKey{b.Source, b.Object, b.External}
		if bound[key] != b.ID {
			suspect[b.ID] = append(suspect[b.ID],
				fmt.Sprintf("the id %q of source %q names record %d, but no change says so",
					b.External, b.Source, b.ID))
		}
		delete(bound, key)
		return nil
	})
	if err != nil {
		return storeError("read", err)
	}
	for key, id := range bound {
		suspect[id] = append(suspect[id], fmt.Sprintf("the id %q of source %q should name record %d",
			key.external, key.source, id))
	}
	rows, err := v.log.store.States(ctx, slices.Collect(maps.Keys(suspect)))
	if err != nil {
		return storeError("read", err)
	}
	for _, id := range slices.Sorted(maps.Keys(suspect)) {
		if row, ok := rows[id]; ok && row.Seq > v.head {
			continue // written since Verify began
		}
		slices.Sort(suspect[id])
		for _, text := range suspect[id] {
			v.problem(rows[id].Seq, "%s", text)
		}
	}
	return nil
}

// Hashes returns the hashes of rows of the log, which stand for all changes up to each. Unknown numbers are left out.
func (l *Log) Hashes(ctx context.Context, seqs []Seq) (map[Seq][32]byte, error) {
	found := make(map[Seq][32]byte, len(seqs))
	for part := range slices.Chunk(seqs, 1000) {
		rows, err := l.store.Pick(ctx, part)
		if err != nil {
			return nil, storeError("read", err)
		}
		for seq, row := range rows {
			found[seq] = row.Hash
		}
	}
	return found, nil
}
