package main

import (
	"context"
	"strings"

	"salesops/api"
	"salesops/sales"
)

type settingsCommand struct {
	Set    []string `arg:"" optional:"" name:"key=value" help:"Settings to change; an empty value clears one."`
	Format string   `complete:"table,json" default:"table" placeholder:"FORMAT" help:"table or json (table)."`

	values map[string]string
	rates  []sales.RateEntry
}

func (*settingsCommand) Help() string {
	return `Without arguments it shows the settings. They are facts of the change log like any other.

  name                 the company's name
  zone                 where its days begin, such as Europe/Berlin (UTC)
  fiscal_first_month   1 to 12: the month its fiscal year begins with (1)
  fiscal_calendar      years of weeks, such as "4-4-5 saturday last": the weeks of a
                       quarter's months, the weekday on which the year ends, the last
                       one in the month before fiscal_first_month or the one nearest to
                       its end; a day in front says since when (years of months)
  week_start           monday to sunday (monday)
  currency             ISO code of its reports, such as EUR (none)
  own_domains          its own mail domains, apart by commas
  working_hours        such as mon-fri 09:00-17:00
  system_of_record     whose value counts where a source and an edit made here
                       differ: newest, crm or here, then others for objects
                       and fields, such as newest,deal=crm,deal.amount=here
  rate:FROM/TO@DAY     from that day on, one FROM is so many TO

Examples:

  salesops settings
  salesops settings zone=America/New_York fiscal_first_month=4 currency=USD
  salesops settings rate:EUR/USD@2026-01-01=1.0834
  salesops settings currency=`
}

func (c *settingsCommand) use() (folderUse, error) {
	if err := oneOf("--format", c.Format, "table", "json"); err != nil {
		return 0, err
	}
	c.values = map[string]string{}
	for _, text := range c.Set {
		key, value, ok := strings.Cut(text, "=")
		if !ok {
			return 0, wrongUsef("%q is not a setting: write KEY=VALUE, such as zone=Europe/Berlin", text)
		}
		if rate, isRate := strings.CutPrefix(key, "rate:"); isRate {
			pair, day, dayOK := strings.Cut(rate, "@")
			from, to, pairOK := strings.Cut(pair, "/")
			if !dayOK || !pairOK {
				return 0, wrongUsef("%q is not a rate: write rate:EUR/USD@2026-01-01=1.0834", text)
			}
			c.rates = append(c.rates, sales.RateEntry{From: from, To: to, Day: day, Rate: value})
			continue
		}
		if err := oneOf("the setting", key, sales.SettingKeys()...); err != nil {
			return 0, err
		}
		c.values[key] = value
	}
	return makesFolder, nil
}

func (c *settingsCommand) run(ctx context.Context, s *session) error {
	if len(c.values)+len(c.rates) > 0 {
		if _, err := sales.ChangeSettings(ctx, s.shop.log, api.Owner, c.values, c.rates...); err != nil {
			return err
		}
		if err := s.shop.current(ctx); err != nil {
			return err
		}
	}
	if c.Format == "json" {
		settings, err := api.ReadSettings(ctx, s.shop.log, owner)
		if err != nil {
			return err
		}
		return printJSON(s.stdout, settings)
	}
	settings, _, err := sales.LoadSettings(ctx, s.shop.log)
	if err != nil {
		return err
	}
	rates, err := sales.ExchangeRates(ctx, s.shop.log, owner)
	if err != nil {
		return err
	}
	p, values := &page{w: s.stdout}, settings.Text()
	for _, key := range sales.SettingKeys() {
		p.linef("%s=%s", key, visible(values[key]))
	}
	for _, r := range rates {
		e := r.Entry()
		p.linef("rate:%s/%s@%s=%s", e.From, e.To, e.Day, e.Rate)
	}
	return p.err
}
