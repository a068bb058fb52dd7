package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"salesops/api"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

type metricCommand struct {
	Name     string   `complete:"@metrics" arg:"" help:"The metric, such as win_rate; list shows all, new writes a file for one of your own, receipt opens a link to a number, explain says why two differ."`
	Own      string   `arg:"" optional:"" help:"After new: the name of your own metric. After receipt and explain: a link to a number."`
	Other    string   `arg:"" optional:"" help:"After explain: a link to the other number."`
	From     string   `placeholder:"DAY" help:"First day, YYYY-MM-DD (no limit)."`
	To       string   `placeholder:"DAY" help:"Last day, included (no limit)."`
	Grain    string   `complete:"day,week,month,quarter,year" placeholder:"GRAIN" help:"Cut the range into periods: day, week, month, quarter or year."`
	By       []string `placeholder:"DIM" help:"Up to three dimensions, apart by commas: owner, team, team_1 (top) …, source, product, account.segment, any field."`
	Where    []string `placeholder:"CEL" sep:"none" help:"A condition, such as 'amount >= money(\"1000 EUR\")'; may be repeated, all must hold."`
	Whose    string   `placeholder:"NAME" help:"Only of a team, with every team below it, or of a person: a name, or an id (everybody)."`
	Compare  string   `complete:"previous,year" placeholder:"WITH" help:"Compare with the previous range or period, or with a year earlier: previous or year."`
	Whole    bool     `help:"Compare a period that is not over with the whole of the other; without it, with as many days (to date)."`
	AsOf     string   `placeholder:"DAY" help:"As it was at the end of this day, as corrected since."`
	KnownAt  string   `placeholder:"DAY" help:"Only what was known at the end of this day; alone it sets --as-of too."`
	Position int64    `placeholder:"N" help:"Only the first N changes of the log."`
	Org      string   `complete:"as-was,as-is" placeholder:"HOW" help:"Teams as they were on the close day or as they are today: as-was (default) or as-is."`
	Currency string   `placeholder:"CODE" help:"Report currency, such as EUR (the company's)."`
	Today    string   `placeholder:"DAY" help:"Sets the clock for this answer."`
	Format   string   `complete:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv (table)."`
	Records  bool     `help:"Print the records the number is made of instead; after explain, those that each step moves."`
	Period   string   `placeholder:"PERIOD" help:"With --records: of this period of the answer only, such as 2026-01 with --grain month; after explain, of this one of both."`
	Link     bool     `help:"Print only the link to this number, for receipt and explain."`

	query metrics.Query
}

func (*metricCommand) Help() string {
	return `Rates come with their count and an interval, which says what it is; too little data is an answer, with its reason.

In JSON ratios are fractions, durations days, and money a text in major units; null has a "reason".

Examples:

  salesops metric list
  salesops metric win_rate
  salesops metric win_rate --as-of 2026-03-01 --format json
  salesops metric won_revenue --grain quarter --by owner --compare year
  salesops metric won_revenue --whose EMEA --org as-is
  salesops metric asp --from 2026-01-01 --to 2026-03-31 --where 'source == "Web"'
  salesops metric win_rate --records --format csv
  salesops metric won_revenue --to 2026-03-31 --link
  salesops metric receipt LINK
  salesops metric explain LINK OTHER-LINK
  salesops metric new big_win_rate --data ~/acme`
}

func (c *metricCommand) use() (folderUse, error) {
	if err := oneOf("--format", c.Format, "table", "json", "csv"); err != nil {
		return 0, err
	}
	if c.Name == "list" {
		return noFolder, nil
	}
	if c.Name == "new" {
		if c.Own == "" {
			return 0, wrongUsef("say what the metric is called, such as: salesops metric new big_win_rate")
		}
		return needsFolder, nil
	}
	if c.opensLinks() {
		return needsFolder, c.checkLinks()
	}
	if c.Own != "" {
		return 0, wrongUsef("%s is one name too many: ask for one metric at a time", c.Own)
	}
	return needsFolder, c.parse()
}

func (c *metricCommand) parse() error {
	for _, check := range []error{
		oneOf("--grain", c.Grain, "", "day", "week", "month", "quarter", "year"),
		oneOf("--compare", c.Compare, "", "previous", "year"),
		oneOf("--org", c.Org, "", "as-was", "as-is"),
	} {
		if check != nil {
			return check
		}
	}
	if c.Position < 0 {
		return wrongUsef("--position %d is no place in the log: use 1 or more", c.Position)
	}
	c.query = metrics.Query{
		Metric: c.Name, By: c.By, Where: c.Where, Compare: c.Compare, Whole: c.Whole, Whose: c.Whose, Org: c.Org,
		Grain:    period.Grain(c.Grain),
		Position: record.Seq(c.Position), Currency: strings.ToUpper(c.Currency),
	}
	var today *period.Day
	for _, d := range []struct {
		flag, text string
		to         **period.Day
	}{{"--from", c.From, &c.query.From}, {"--to", c.To, &c.query.To}, {"--as-of", c.AsOf, &c.query.AsOf},
		{"--known-at", c.KnownAt, &c.query.KnownAt}, {"--today", c.Today, &today}} {
		if err := parseDay(d.flag, d.text, d.to); err != nil {
			return err
		}
	}
	if today != nil {
		c.query.Today = *today
	}
	switch {
	case c.Period != "" && !c.Records:
		return wrongUsef("--period goes with --records: it says of which period")
	case c.Period != "" && c.Name != "explain" && c.Grain == "":
		return wrongUsef("--period goes with --grain: the answer has no periods without it")
	}
	if q := c.query; q.From != nil && q.To != nil && *q.From > *q.To {
		return wrongUsef("--from %s is later than --to %s: swap them", q.From, q.To)
	}
	return nil
}

func parseDay(flag, text string, to **period.Day) error {
	if text == "" {
		return nil
	}
	day, err := period.ParseDay(text)
	if err != nil {
		return wrongUsef("%s %v", flag, err)
	}
	*to = &day
	return nil
}

func oneOf(flag, value string, allowed ...string) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	return wrongUsef("%s %s is not known: use %s", flag, value, strings.Trim(strings.Join(allowed, ", "), ", "))
}

func (c *metricCommand) run(ctx context.Context, s *session) error {
	if c.Name == "list" {
		return c.list(s)
	}
	if c.Name == "new" {
		return c.draft(s)
	}
	if err := s.current(ctx); err != nil {
		return err
	}
	switch {
	case c.Name == "receipt":
		return askedWrong(c.receipt(ctx, s))
	case c.Name == "explain" && c.Records:
		return askedWrong(c.moved(ctx, s))
	case c.Name == "explain":
		return askedWrong(c.explain(ctx, s))
	}
	if c.Records {
		return askedWrong(c.records(ctx, s))
	}
	answer, err := s.shop.engine.Ask(ctx, owner, c.query)
	if err != nil {
		return askedWrong(err)
	}
	body := api.AnswerOf(answer)
	if c.Link {
		_, err := fmt.Fprintln(s.stdout, body.Receipt)
		return err
	}
	switch c.Format {
	case "json":
		return printJSON(s.stdout, body)
	case "csv":
		return api.WriteCSV(s.stdout, api.AnswerTable(body))
	}
	definition, err := s.shop.engine.Catalog().Get(body.Metric, body.Version)
	if err != nil {
		return err
	}
	return printAnswer(s.stdout, definition.Question, body)
}

// draft writes a commented file for a new metric of the company. It does not overwrite a file.
func (c *metricCommand) draft(s *session) error {
	text, err := s.shop.engine.Catalog().Draft(c.Own)
	if err != nil {
		return err
	}
	folder := filepath.Join(s.shop.dir, "metrics")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return folderError(s.shop.dir, err)
	}
	path := filepath.Join(folder, c.Own+".yaml")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.Conflictf("%s is there already: change it, or choose another name", path)
	}
	if err != nil {
		return folderError(s.shop.dir, err)
	}
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return folderError(s.shop.dir, err)
	}
	_, err = fmt.Fprintf(s.stdout, "wrote %s: change it, then ask for it with `salesops metric %s`\n", path, c.Own)
	return err
}

// askedWrong turns a question with an unknown name into an error of usage.
func askedWrong(err error) error {
	if err != nil && fault.KindOf(err) == fault.Missing {
		return &wrongUse{err.Error()}
	}
	return err
}

func (c *metricCommand) list(s *session) error {
	catalog, err := loadCatalog(s.path(s.data), nil) // needs no folder; one there is may have metrics of its own
	if err != nil {
		return err
	}
	s.sayLeftOut(catalog)
	body := api.SummariesOf(catalog)
	if c.Format == "json" {
		return printJSON(s.stdout, body)
	}
	g := grid{head: []string{"metric", "unit", "question"}}
	for _, m := range body.Metrics {
		g.add(m.Name, m.Unit, m.Question)
	}
	if c.Format == "csv" {
		return g.csv(s.stdout)
	}
	return g.print(s.stdout)
}

// records prints every record of the whole range: those behind all rows of a breakdown.
func (c *metricCommand) records(ctx context.Context, s *session) error {
	q := c.query
	q.By, q.Compare = nil, ""
	if c.Period == "" {
		q.Grain = period.Whole
	}
	cell := metrics.Cell{Period: c.Period}
	set, err := s.shop.engine.Records(ctx, owner, q, cell, metrics.Page{Limit: 1000})
	if err != nil {
		return err
	}
	first := api.RecordsOf(set)
	pages := api.AllRecords(ctx, s.shop.engine, owner, q, cell, first)
	if c.Format == "csv" {
		return api.WriteCSV(s.stdout, api.RecordsTable(c.Name, first, pages))
	}
	all := first
	all.Records, all.NextCursor = []api.MetricRecord{}, nil
	for page, err := range pages {
		if err != nil {
			return err
		}
		all.Records = append(all.Records, page...)
	}
	if c.Format == "json" {
		return printJSON(s.stdout, all)
	}
	return printRecords(s.stdout, c.Name, all)
}

func printJSON(w io.Writer, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return errors.Join(errors.New("write JSON"), err)
	}
	_, err = fmt.Fprintf(w, "%s\n", b)
	return err
}
