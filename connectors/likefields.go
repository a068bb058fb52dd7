package connectors

import (
	"fmt"
	"path/filepath"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/internal/problems"
)

// A layout that knows most columns of a file may still not be the file's. The proof is a column that
// it does not know, with a name that others give to a field which the layout found nowhere.

// inspectLikeFields reports such columns.
func (r *reporter) inspectLikeFields() {
	if r.o.FieldOf == nil {
		return
	}
	for _, f := range r.files {
		if f.layout.Role != tool.Current || f.layout.Part || f.layout.Aside || len(f.tool.Layouts()) == 0 {
			continue
		}
		filled := map[string]bool{}
		for i := range f.cols {
			// "close date (of the status)" is made
			if k := f.cols[i].known; k != nil && !strings.HasSuffix(f.cols[i].header, ")") {
				filled[k.Fills()] = true
			}
		}
		for i := range f.cols {
			c := &f.cols[i]
			if c.known != nil || c.skip || f.layout.IsRead(c.header) {
				continue
			}
			if field := r.o.FieldOf(f.layout.Object, c.header); field != "" && !filled[field] {
				r.problems.of(problems.LikeFields).add(noRecord, "",
					fmt.Sprintf("%s, %s (%s)", filepath.Base(f.name), c.header, field))
			}
		}
	}
}

// inspectUnits reports columns that are read in a unit which their headers do not say.
func (r *reporter) inspectUnits() {
	for _, f := range r.files {
		for i := range f.cols {
			if k := f.cols[i].known; k != nil && k.Unit != "" && !f.cols[i].skip {
				r.problems.of(problems.UnitAssumed).add(noRecord, "",
					fmt.Sprintf("%s, %s: %s", filepath.Base(f.name), f.cols[i].header, k.Unit))
			}
		}
	}
}

// inspectQuarters says which days the quarters of a file were taken for: by the company's calendar,
// where one that the file means could be another.
func (r *reporter) inspectQuarters() {
	fiscal := r.zones.Fiscal
	days := fiscal.PeriodOf(r.now.Day(r.company), period.Quarter)
	name := strings.TrimPrefix(fiscal.Label(days.From, period.Quarter), "FY")
	for _, f := range r.files {
		told := false // its first and its last day are of the same column
		for i := range f.cols {
			if k := f.cols[i].known; k != nil && k.Quarters && !f.cols[i].skip && !told {
				told = true
				r.problems.of(problems.Quarters).add(noRecord, "",
					fmt.Sprintf("%s, %s: %s is %s to %s", filepath.Base(f.name), f.cols[i].header,
						name, days.From, days.To-1))
			}
		}
	}
}
