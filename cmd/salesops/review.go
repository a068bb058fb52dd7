package main

import (
	"context"
	"fmt"
	"strings"

	"salesops/api"
	"salesops/internal/figures"
)

type reviewCommand struct {
	Key    []string `arg:"" optional:"" name:"key" help:"Which ones to decide, as the list shows them."`
	Take   string   `complete:"here,source" placeholder:"SIDE" help:"here keeps the values edited here, source takes the source's."`
	All    bool     `help:"Decide every one."`
	Format string   `complete:"table,json" default:"table" placeholder:"FORMAT" help:"table or json (table)."`
}

func (*reviewCommand) Help() string {
	return `Lists the fields for which a source says something else than an edit made here: both values, who said them and when, and which one counts now. Whose value counts when an import finds such a field is the setting system_of_record; here it is decided afterwards, as an edit of yours.

Examples:

  salesops review
  salesops review deal_00001h84ftz0e:amount --take source
  salesops review --all --take here`
}

func (c *reviewCommand) use() (folderUse, error) {
	if err := oneOf("--format", c.Format, "table", "json"); err != nil {
		return 0, err
	}
	if c.Take == "" && (c.All || len(c.Key) > 0) {
		return 0, wrongUsef("say whose value is to count: --take here or --take source")
	}
	if c.Take != "" {
		if !c.All && len(c.Key) == 0 {
			return 0, wrongUsef("name which ones to decide, or say --all")
		}
		if err := oneOf("--take", c.Take, "here", "source"); err != nil {
			return 0, err
		}
	}
	return needsFolder, nil
}

func (c *reviewCommand) run(ctx context.Context, s *session) error {
	if c.Take != "" {
		return c.decide(ctx, s)
	}
	list, err := s.shop.api.Reviews(api.AsOwner(ctx), 0, "")
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, list)
	}
	if list.Total == 0 {
		_, err := fmt.Fprintln(s.stdout, "Nothing to review: no source contradicts an edit made here.")
		return err
	}
	g := grid{head: []string{"key", "record", "field", "here", "source", "counts"}}
	for i := range list.Reviews {
		r := &list.Reviews[i]
		g.rows = append(g.rows, []string{r.Key, visible(r.Name), r.Field, claimText(r.Kind, &r.Here),
			claimText(r.Kind, &r.Source), r.InForce})
	}
	p := &page{w: s.stdout}
	p.grid(g)
	p.linef("\n%s to review. salesops review KEY… --take here|source --data %s",
		figures.Several(int64(list.Total), "field", "fields"), quoted(s.data))
	return p.err
}

func (c *reviewCommand) decide(ctx context.Context, s *session) error {
	out, err := s.shop.api.DecideReviews(api.AsOwner(ctx),
		api.ReviewDecision{Keys: c.Key, All: c.All, Take: c.Take})
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, out)
	}
	_, err = fmt.Fprintf(s.stdout, "%s decided: %s\n", figures.Several(int64(out.Decided), "field", "fields"),
		map[string]string{"here": "what was edited here counts", "source": "what the source says counts"}[c.Take])
	return err
}

// claimText returns the value of one side, with its author and time.
func claimText(kind string, claim *api.ReviewClaim) string {
	parts := api.FieldTexts(claim.Value)
	value := strings.TrimSpace(parts[0] + " " + parts[1])
	if kind == "ref" && parts[1] != "" {
		value = parts[0]
	}
	if value == "" {
		value = "(empty)"
	}
	day, _, _ := strings.Cut(claim.At, "T")
	return fmt.Sprintf("%s (%s, %s)", visible(value), visible(claim.Who), day)
}
