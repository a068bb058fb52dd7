package connectors

import (
	"context"
	"fmt"
	"time"

	"salesops/connectors/cell"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// setting is what every stage of an import is given. No stage alters it, but that recognition settles the source.
type setting struct {
	log         *record.Log
	o           Options
	now         period.Instant
	zones       cell.Zones
	masters     sales.Masters
	company     *time.Location // in which an instant becomes a day
	actor       record.Actor
	source      string
	ownCurrency string
	resumed     map[record.ID]*touched // what the import wrote before it broke off; nil for one that begins
}

func newSetting(ctx context.Context, log *record.Log, o Options) (*setting, error) {
	if o.Clock == nil {
		return nil, fault.New(fault.Internal, "an import needs a clock")
	}
	if len(o.Tools) == 0 {
		return nil, fault.New(fault.Internal, "an import needs tools that know files")
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	settings, _, err := sales.LoadSettings(ctx, log)
	if err != nil {
		return nil, fmt.Errorf("read the company's settings: %w", err)
	}
	in := &setting{log: log, o: o, now: max(o.Clock(), log.Now()), masters: settings.Masters,
		company: settings.Zone, actor: o.Actor, source: o.Source, ownCurrency: settings.Currency}
	if in.company == nil {
		in.company = time.UTC
	}
	in.zones = cell.Zones{File: o.Zone, Company: in.company, Fiscal: settings.Calendar()}
	if o.Zone == nil {
		in.zones.File = in.company
	}
	if in.actor == "" {
		in.actor = "import"
	}
	return in, nil
}

// clock is the time, but never before the import began.
func (in *setting) clock() period.Instant { return max(in.now, in.o.Clock()) }

func (in *setting) progress(p Phase, done, total int64) {
	if in.o.Progress != nil {
		in.o.Progress(Progress{p, min(done, total), total})
	}
}
