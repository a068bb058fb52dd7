package metrics

import (
	"strings"

	"salesops/internal/fault"
)

// Draft returns the text of a new metric file with comments. It is a working metric: the share of deals above
// an amount that were won.
func (c *Catalog) Draft(name string) (string, error) {
	if !metricName.MatchString(name) {
		return "", fault.Invalidf("%q cannot be a metric's name: use small letters, digits and _, such as big_win_rate",
			name)
	}
	if _, taken := c.current[name]; taken {
		return "", fault.Conflictf(
			"there is a metric %s already: choose another name, or copy its definition to change it", name)
	}
	return strings.ReplaceAll(draftText, "NAME", name), nil
}

const draftText = `# A metric of the company's own. The program reads it when it is next asked, without a restart; a mistake
# is reported with its line and what to write instead. Every key is explained in docs/howto/add-a-metric.md.
name: NAME
version: 1 # raise it when the meaning changes: what was computed before can still be computed

question: Of the large deals that closed, how many did we win? # as a person would ask it
description: >
  Won ÷ (won + lost) deals of 10,000 or more, by close date. Say here how it is computed, and what is left out.

kind: aggregate # records counted or added up; also: estimate, formula (of other metrics), baseline
over: deal # the records it is made from: an object, or a row set such as customer or stage_visit
on: closed_on # the day that puts a record into a period
where: closed && amount >= money("10000") # which records count: CEL over the object's fields

measure: ratio # sum, count, distinct, mean and median take value: instead of the two below
numerator: {count: won}
denominator: {count: "true"}
# value: amount

unit: share # money, share, count, days, months or ratio
better: up # up, down, or leave it out
interval: wilson # for a ratio of two counts
floor: 5 # with fewer records there is no answer

dimensions: [owner, team, source] # offered first; any field of the object can be asked for
beside: [win_rate] # metrics to look at with it

# A worked example: a few records and the answer you expect of them. It is the metric's test.
example:
  rows:
    deal:
      - {times: 3, outcome: won, close_date: 2026-01-10, amount: 20000}
      - {times: 2, outcome: lost, close_date: 2026-01-10, amount: 10000}
      - {outcome: lost, close_date: 2026-01-10, amount: 9999}
  want:
    - {value: "0.6", numerator: "3", denominator: "5", n: 5}
`
