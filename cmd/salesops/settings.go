package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

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
	var b strings.Builder
	b.WriteString("Without arguments it shows the settings. They are facts of the change log like any other.\n\n")
	for _, t := range sales.SettingTable() {
		text := strings.TrimSuffix(t.Label+". "+t.Help, " ")
		switch n := len(t.Options); {
		case t.Kind == sales.SettingMonth && n > 0:
			text += " " + t.Options[0] + " to " + t.Options[n-1] + "."
		case n > 0:
			text += " One of " + strings.Join(t.Options, ", ") + "."
		case t.Example != "" && !strings.Contains(t.Help, t.Example):
			text += " Such as " + t.Example + "."
		}
		if t.Default != "" {
			text += " (" + t.Default + ")"
		}
		writeTerm(&b, t.Name, text)
	}
	writeTerm(&b, "rate:FROM/TO@DAY", "From that day on, one FROM is so many TO.")
	b.WriteString(`
Examples:

  salesops settings
  salesops settings zone=America/New_York fiscal_first_month=4 currency=USD
  salesops settings rate:EUR/USD@2026-01-01=1.0834
  salesops settings currency=`)
	return b.String()
}

// writeTerm writes a term and its meaning in lines of 80 columns.
func writeTerm(b *strings.Builder, term, text string) {
	line := fmt.Sprintf("  %-20s", term)
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(line+" "+word) > 80 {
			b.WriteString(line + "\n")
			line = strings.Repeat(" ", 22)
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
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
		if err := s.current(ctx); err != nil {
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
