package metrics

// Measure is how an aggregate makes a number of its rows; a row set that counts its rows itself has
// measures of its own.
type Measure string

// The measures of an aggregate.
const (
	MeasureSum      Measure = "sum"
	MeasureCount    Measure = "count"
	MeasureDistinct Measure = "distinct"
	MeasureRatio    Measure = "ratio"
	MeasureMean     Measure = "mean"
	MeasureMedian   Measure = "median"
)

func measures() []Measure {
	return []Measure{MeasureSum, MeasureCount, MeasureDistinct, MeasureRatio, MeasureMean, MeasureMedian}
}

// total says that a measure is 0 where there are no rows; of the others nothing is known there.
func (m Measure) total() bool { return m == MeasureSum || m == MeasureCount || m == MeasureDistinct }

// Unit is what a number is a number of.
type Unit string

// The units.
const (
	UnitMoney  Unit = "money"
	UnitShare  Unit = "share"
	UnitCount  Unit = "count"
	UnitDays   Unit = "days"
	UnitMonths Unit = "months"
	UnitRatio  Unit = "ratio"
)

func units() []Unit { return []Unit{UnitMoney, UnitShare, UnitCount, UnitDays, UnitMonths, UnitRatio} }

// Act is what is done about rows that a guard finds.
type Act string

// What can be done about them.
const (
	ActLeaveOut Act = "leave_out" // not counted on any side
	ActRefuse   Act = "refuse"    // no answer above the limit
	ActNote     Act = "note"      // counted, and said
)

func acts() []Act { return []Act{ActLeaveOut, ActRefuse, ActNote} }
