package analytics

import (
	"context"
	"time"

	"salesops/internal/period"
	"salesops/sales"
)

const companyObject = sales.Company

// rezone updates the day columns when the settings have changed the company's zone.
func (b *batch) rezone(ctx context.Context) error {
	name, err := b.s.companyZone(ctx)
	if err != nil {
		return err
	}
	zone := zoneOf(name)
	if zone.String() == b.state.zone.String() {
		return nil
	}
	b.state.zone = zone
	for _, object := range b.shape.names {
		l := b.shape.layouts[object]
		for _, c := range l.columns {
			if c.part != partDay {
				continue
			}
			for _, t := range l.tables() {
				if err := b.s.redate(ctx, l.name(t), l.fieldColumn(c.slot), c.name, zone); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// companyZone returns the zone in the company's settings; "UTC" when there is none.
func (s *session) companyZone(ctx context.Context) (string, error) {
	name := "UTC"
	err := s.query(ctx, `SELECT zone FROM company_now WHERE zone <> '' ORDER BY id LIMIT 1`, nil, func(b *Batch) error {
		name = b.Text(0, 0)
		return nil
	})
	return name, err
}

// redate fills a day column. The zone's rules come from Go: DuckDB only adds the offset that Go
// gives for a period of time.
func (s *session) redate(ctx context.Context, table, instant, day string, zone *time.Location) error {
	at, on, name := Ident(instant), Ident(day), Ident(table)
	var first, last period.Instant
	none := true
	if err := s.query(ctx, "SELECT min("+at+"), max("+at+") FROM "+name, nil, func(b *Batch) error {
		if none = b.Null(0, 0); !none {
			first, last = b.Instant(0, 0), b.Instant(1, 0)
		}
		return nil
	}); err != nil || none {
		return err
	}
	for from := first; from <= last; {
		start := from.Time().In(zone)
		_, offset := start.Zone()
		to := last + 1
		if _, end := start.ZoneBounds(); !end.IsZero() && period.InstantOf(end) < to {
			to = period.InstantOf(end)
		}
		if err := s.run(ctx, "UPDATE "+name+
			" SET "+on+" = CAST("+at+" + to_seconds($1::BIGINT) AS DATE)"+
			" WHERE "+at+" >= $2::TIMESTAMP AND "+at+" < $3::TIMESTAMP", int64(offset), from, to); err != nil {
			return err
		}
		from = to
	}
	return nil
}
