package metrics

import (
	"salesops/record"
	"salesops/sales"
)

// checkUnit refuses a unit that the measure cannot have: a share of a sum of money would be
// printed as thousands of percent.
func (m *metric) checkUnit() error {
	switch m.Measure {
	case MeasureCount, MeasureDistinct:
		if m.Unit != UnitCount {
			return m.wrong("unit", "measure: %s gives a count, not %s: write count", m.Measure, m.Unit)
		}
	case MeasureSum:
		if m.Unit == UnitShare || m.Unit == UnitRatio {
			return m.wrong("unit",
				"a sum is no %s: write money, count or days, or measure: ratio with numerator and denominator", m.Unit)
		}
		fallthrough
	case MeasureMean, MeasureMedian:
		if money, known := m.isMoney(m.Value); known && m.Times == "" && money != (m.Unit == UnitMoney) {
			if money {
				return m.wrong("unit", "%s is an amount of money, not %s: write money", m.Value, m.Unit)
			}
			return m.wrong("unit", "%s is no amount of money: write another unit", m.Value)
		}
	case MeasureRatio:
		return m.checkRatioUnit()
	}
	return nil
}

// checkRatioUnit checks the unit of a ratio: money ÷ count is money, money ÷ money has no currency.
func (m *metric) checkRatioUnit() error {
	above, known := m.isMoney(m.Numerator.Sum)
	below, knownBelow := m.isMoney(m.Denominator.Sum)
	if m.Numerator.Sum == "" {
		above, known = false, true
	}
	if m.Denominator.Sum == "" {
		below, knownBelow = false, true
	}
	if !known || !knownBelow {
		return nil
	}
	if money := above && !below; money != (m.Unit == UnitMoney) {
		if money {
			return m.wrong("unit", "money divided by a number is money, not %s: write money", m.Unit)
		}
		return m.wrong("unit", "this is no amount of money: write share, ratio or another unit")
	}
	return nil
}

// isMoney reports whether a plain field of the records is an amount of money. known is false for expressions,
// and for fields that only package metrics has.
func (m *metric) isMoney(value string) (money, known bool) {
	for _, o := range sales.Objects() {
		if o.Name != m.Over {
			continue
		}
		for _, f := range o.Fields {
			if f.Name == value {
				return f.Kind == record.Money, true
			}
		}
	}
	return false, false
}
