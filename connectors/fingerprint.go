package connectors

import (
	"math"

	"salesops/record"
)

// mix spreads the bits of a number (splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hashText is FNV-1a.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// print is a value's fingerprint, never 0 for a set value. References count by their
// external id, which does not change from import to import.
func (a *assembler) print(v record.Value) uint64 {
	var h uint64
	switch v.Kind() {
	case record.Unset:
		return 0
	case record.Text:
		h = hashText(v.Text())
	case record.Money:
		h = mix(uint64(v.Money().Minor)) ^ hashText(v.Money().Currency)
	case record.Ref:
		if v.Ref() < 0 { // a record that this import does not name
			h = uint64(v.Ref())
			break
		}
		h = hashText(a.reg.at(ord(v.Ref())).external)
	case record.Number:
		h = mix(math.Float64bits(v.Number()))
	case record.Bool:
		if v.Bool() {
			h = 1
		}
	case record.Int:
		h = uint64(v.Int())
	case record.Day:
		h = uint64(v.Day())
	case record.Instant:
		h = uint64(v.Instant())
	}
	return mix(h^uint64(v.Kind())<<56) | 1
}
