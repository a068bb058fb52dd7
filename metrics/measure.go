package metrics

// Measure says how an aggregate computes a number from its rows. A row set with a calculator has measures of
// its own.
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

// total reports whether a measure is 0 without rows; the others are unknown then.
func (m Measure) total() bool { return m == MeasureSum || m == MeasureCount || m == MeasureDistinct }

// Unit is the unit of a number.
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

// Act says what is done with the rows of a guard.
type Act string

// The possible acts.
const (
	ActLeaveOut Act = "leave_out" // not counted on any side
	ActRefuse   Act = "refuse"    // no answer above the limit
	ActNote     Act = "note"      // counted, and said
)

func acts() []Act { return []Act{ActLeaveOut, ActRefuse, ActNote} }
