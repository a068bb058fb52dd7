package analytics

import (
	"strconv"
	"sync/atomic"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// renewal is the time from when the columns have nothing of a log that is there until they have all
// of it. Questions are refused meanwhile, because the answers would be those of an empty company.
type renewal struct {
	damaged     bool // the file was damaged
	until       record.Seq
	done, total atomic.Int64
}

// Renewal says how far the columns are when they are made again from the log.
type Renewal struct {
	Damaged     bool // because their file was damaged
	Done, Total record.Seq
}

// Renewal returns how far the columns are when they are made again; ok is false when they are not.
func (c *Columns) Renewal() (r Renewal, ok bool) {
	n := c.renewing.Load()
	if n == nil {
		return Renewal{}, false
	}
	total := max(n.total.Load(), 1)
	return Renewal{n.damaged, record.Seq(min(n.done.Load(), total)), record.Seq(total)}, true
}

// SetAside returns the name of the damaged file that this process set aside last; "" for none.
func (c *Columns) SetAside() string {
	if name := c.aside.Load(); name != nil {
		return *name
	}
	return ""
}

// renew begins to refuse questions when the tables hold nothing of a log that is there.
func (c *Columns) renew(damaged bool) {
	head := c.log.Head()
	if c.state.mark.seq > 0 || head == 0 {
		c.renewing.Store(nil)
		return
	}
	n := &renewal{damaged: damaged, until: head}
	n.total.Store(int64(head))
	c.renewing.Store(n)
}

// advanced notes how far the columns are, and ends the renewal when they have what was there when it
// began.
func (c *Columns) advanced(done, total record.Seq, whole bool) {
	n := c.renewing.Load()
	if n == nil {
		return
	}
	n.done.Store(int64(done))
	n.total.Store(int64(max(total, n.until)))
	if whole && done >= n.until {
		c.renewing.Store(nil)
	}
}

// Refusal is what a question is told while the columns are made again.
func (r Renewal) Refusal() error {
	percent := strconv.FormatInt(int64(r.Done*100/max(r.Total, 1)), 10)
	if r.Damaged {
		return fault.Because(fault.Busy, reason.Of("columns_mended", "percent", percent))
	}
	return fault.Because(fault.Busy, reason.Of("columns_renewed", "percent", percent))
}

// IsRenewal reports whether an error is the refusal of a question while the columns are made again.
func IsRenewal(err error) bool {
	why, _ := fault.ReasonOf(err)
	return why.Code == "columns_mended" || why.Code == "columns_renewed"
}
