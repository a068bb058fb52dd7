package analytics

import (
	"math/big"

	"salesops/internal/period"
)

// Batch is some rows of an answer. It is valid until fn returns; what its methods return
// stays valid. Columns and rows count from 0. A getter gives the zero of its type for NULL
// and for a column of another kind.
type Batch struct{}

func (b *Batch) Rows() int                           { return 0 }
func (b *Batch) Columns() []string                   { return nil }
func (b *Batch) Null(col, row int) bool              { return false }
func (b *Batch) Int(col, row int) int64              { return 0 }
func (b *Batch) Ints(col, row int) []int64           { return nil }
func (b *Batch) Big(col, row int) *big.Int           { return nil }
func (b *Batch) Float(col, row int) float64          { return 0 }
func (b *Batch) Text(col, row int) string            { return "" }
func (b *Batch) Bool(col, row int) bool              { return false }
func (b *Batch) Day(col, row int) period.Day         { return 0 }
func (b *Batch) Instant(col, row int) period.Instant { return 0 }
