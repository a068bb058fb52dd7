package checkpoint

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"

	"salesops/internal/fault"
	"salesops/record"
)

// Report is what a check against lists says.
type Report struct {
	Checked  int      // checkpoints that bind
	Problems []string // with the list and the line each
}

// Check compares the log with the checkpoints of lists. A list that is not there is left out.
func Check(ctx context.Context, log *record.Log, lists ...string) (Report, error) {
	var r Report
	for _, list := range lists {
		lines, err := read(list)
		if err != nil {
			return r, fmt.Errorf("read the checkpoints: %w", err)
		}
		binding := map[record.Seq]*Line{} // the latest line of each position
		number := map[*Line]int{}
		for i, line := range lines {
			if line == nil || !line.genuine() {
				r.Problems = append(r.Problems, fmt.Sprintf("%s, line %d: it is not as it was signed", list, i+1))
				continue
			}
			if line.Restored {
				maps.DeleteFunc(binding, func(seq record.Seq, _ *Line) bool { return seq > line.Seq })
			}
			binding[line.Seq], number[line] = line, i+1
		}
		seqs := slices.Sorted(maps.Keys(binding))
		r.Checked += len(seqs)
		hashes, err := log.Hashes(ctx, seqs)
		if err != nil {
			return r, err
		}
		for _, seq := range seqs {
			line := binding[seq]
			switch hash, there := hashes[seq]; {
			case !there:
				r.Problems = append(r.Problems, fmt.Sprintf("%s, line %d: on %s the log had %d changes; it has %d, so "+
					"its end is missing", list, number[line],
					line.At.Format("2006-01-02 15:04:05 MST"), seq, log.Head()))
			case hex.EncodeToString(hash[:]) != line.Hash:
				r.Problems = append(r.Problems,
					fmt.Sprintf("%s, line %d: on %s change %d had another hash: the log up to "+
						"there is another one", list, number[line], line.At.Format("2006-01-02 15:04:05 MST"), seq))
			}
		}
	}
	return r, nil
}

// Given is a list that somebody names; it must be there.
func Given(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fault.Missingf("there is no list of checkpoints at %s", path)
	}
	return nil
}
