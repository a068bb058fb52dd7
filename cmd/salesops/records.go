package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/api"
	"salesops/internal/figures"
	"salesops/metrics"
)

type recordsCommand struct {
	Object string   `complete:"@objects" arg:"" help:"What to list: deal, lead, account, contact, activity, person, team, product, deal_line, stage …"`
	Where  []string `placeholder:"CEL" sep:"none" help:"A condition; may be repeated, all must hold."`
	Whose  string   `placeholder:"NAME" help:"Only of a team, with every team below it, or of a person: a name, or an id (everybody)."`
	Org    string   `complete:"as-was,as-is" placeholder:"HOW" help:"Teams then or teams today: as-was (default) or as-is."`
	AsOf   string   `placeholder:"DAY" help:"As they were at the end of this day."`
	Search string   `placeholder:"TEXT" help:"Text that the name contains."`
	Sort   string   `placeholder:"FIELD" help:"Sort by a field; with a leading - descending (newest first)."`
	Limit  int      `default:"-1" placeholder:"N" help:"At most N records, 0 for all (50 as a table, else all)."`
	Format string   `complete:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv (table)."`

	query metrics.ListQuery
}

func (*recordsCommand) Help() string {
	return `Examples:

  salesops records deal
  salesops records deal --where 'open && close_date < as_of' --sort=-amount
  salesops records lead --where '!has(owner)' --format csv
  salesops records deal --whose EMEA --org as-is
  salesops records deal --as-of 2026-03-01 --limit 0`
}

func (c *recordsCommand) use() (folderUse, error) {
	if err := oneOf("--format", c.Format, "table", "json", "csv"); err != nil {
		return 0, err
	}
	if err := oneOf("--org", c.Org, "", "as-was", "as-is"); err != nil {
		return 0, err
	}
	if c.Limit < -1 {
		return 0, wrongUsef("--limit %d is no number of records: use 0 for all", c.Limit)
	}
	sort, desc := strings.CutPrefix(c.Sort, "-")
	c.query = metrics.ListQuery{Object: c.Object, Where: c.Where, Whose: c.Whose, Org: c.Org,
		Search: c.Search, Sort: sort, Desc: desc}
	return needsFolder, parseDay("--as-of", c.AsOf, &c.query.AsOf)
}

func (c *recordsCommand) run(ctx context.Context, s *session) error {
	if err := s.current(ctx); err != nil {
		return err
	}
	limit := c.Limit
	if limit < 0 {
		limit = 0
		if c.Format == "table" {
			limit = 50
		}
	}
	c.query.Limit = 1000
	if limit > 0 {
		c.query.Limit = min(limit, 1000)
	}
	set, err := s.shop.engine.List(ctx, owner, c.query)
	if err != nil {
		return askedWrong(err)
	}
	list := api.ListOf(set)
	pages := api.AllListed(ctx, s.shop.engine, owner, c.query, list)
	if c.Format == "csv" && limit == 0 {
		return api.WriteCSV(s.stdout, api.ListTable(list, pages))
	}
	all := list
	all.Records, all.NextCursor = []api.ListedRecord{}, nil
	for page, err := range pages {
		if err != nil {
			return err
		}
		all.Records = append(all.Records, page...)
		if limit > 0 && len(all.Records) >= limit {
			all.Records = all.Records[:limit]
			break
		}
	}
	switch c.Format {
	case "json":
		return printJSON(s.stdout, all)
	case "csv":
		return api.WriteCSV(s.stdout,
			api.ListTable(all, func(yield func([]api.ListedRecord, error) bool) { yield(all.Records, nil) }))
	}
	return c.print(s, all)
}

// print prints the id, the name and the most important fields; --format csv has all.
func (c *recordsCommand) print(s *session, list api.RecordList) error {
	fields := shown(list)
	g := grid{head: []string{"id", "name"}, right: map[int]bool{}}
	for i, f := range fields {
		g.head = append(g.head, f.Name)
		g.right[i+2] = f.Kind == "money" || f.Kind == "int" || f.Kind == "number"
	}
	for _, r := range list.Records {
		row := []string{r.ID, shorten(r.Title)}
		for _, f := range fields {
			row = append(row, shorten(cellText(f.Kind, r.Fields[f.Name])))
		}
		g.rows = append(g.rows, row)
	}
	if err := g.print(s.stdout); err != nil {
		return err
	}
	more := ""
	if int64(len(list.Records)) < list.Total {
		more = ": --limit 0 shows all"
	}
	_, err := fmt.Fprintf(s.stdout, "\n%s of %s records%s\n", figures.Count(int64(len(list.Records))),
		figures.Count(list.Total), more)
	return err
}

// shown returns the fields for the table: the first ones of lists that any record has set.
func shown(list api.RecordList) []api.FieldInfo {
	set := map[string]bool{}
	for _, r := range list.Records {
		for name, v := range r.Fields {
			set[name] = set[name] || v.V != nil
		}
	}
	fields := slices.DeleteFunc(slices.Clone(list.Fields),
		func(f api.FieldInfo) bool { return f.Column == 0 || !set[f.Name] })
	slices.SortFunc(fields, func(a, b api.FieldInfo) int { return a.Column - b.Column })
	return fields
}

func cellText(kind string, v api.FieldValue) string {
	parts := api.FieldTexts(v)
	if kind == "money" && parts[0] != "" {
		return strings.TrimSpace(figures.Grouped(parts[0]) + " " + parts[1])
	}
	return parts[0]
}

// shorten cuts long texts for the table and marks the cut.
func shorten(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
