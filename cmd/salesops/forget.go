package main

import (
	"context"

	"salesops/api"
	"salesops/erasure"
	"salesops/internal/figures"
	"salesops/record"
)

type forgetCommand struct {
	Record string `arg:"" help:"The id of a lead, contact or person, such as contact_8f3kq2."`
	Yes    bool   `help:"Do it. Without this flag the command only says what would be removed."`
	Format string `default:"table" placeholder:"FORMAT" complete:"table,json" help:"table or json (table)."`
}

func (*forgetCommand) Help() string {
	return `Removes the name, the mail addresses and the phone numbers of a person for good: from the change log at all times, from the records that were merged into it, from calendar events that name the person, from reject files and from the columns, which are made anew. The record stays with what belongs to it, so numbers stay as they are, and the chain of the log still holds. Nothing brings the values back, and a later import does not either.

Texts that somebody typed, such as the name of a deal, are not changed: those that contain the person's name or address are listed.

Backups made before still contain the values. Each erasure is noted in DIR and beside the backups, without a name; "salesops restore" erases again what is noted there.

Examples:

  salesops forget contact_8f3kq2 --data ~/acme
  salesops forget contact_8f3kq2 --yes --data ~/acme`
}

func (c *forgetCommand) use() (folderUse, error) {
	return needsFolder, oneOf("--format", c.Format, "table", "json")
}

// forgotten is the report in JSON.
type forgotten struct {
	api.Erased
	Done bool `json:"done"`
}

func (c *forgetCommand) run(ctx context.Context, s *session) error {
	object, id, err := record.ParseID(c.Record)
	if err != nil {
		return err
	}
	p, err := erasure.PlanFor(ctx, s.shop.log, object, id)
	if err != nil {
		return err
	}
	out := forgotten{Erased: api.Erased{ErasurePlan: api.ErasurePlanOf(p)}, Done: c.Yes}
	if c.Yes {
		removed, err := s.shop.api.Erasures().Erase(ctx, p, api.Owner)
		if err != nil {
			return err
		}
		out.Rejects, out.Snapshots = removed.Rejects, removed.Snapshots
	}
	if c.Format == "json" {
		return printJSON(s.stdout, out)
	}
	return c.print(s, out)
}

func (c *forgetCommand) print(s *session, r forgotten) error {
	p := &page{w: s.stdout}
	verb := "would be removed"
	if r.Done {
		verb = "removed"
	}
	p.linef("%s of %s and %s merged into it: %s", figures.Several(int64(r.Values), "value", "values"), c.Record,
		figures.Several(int64(r.Merged), "record", "records"), verb)
	p.linef("%s: title, organizer and attendees %s",
		figures.Several(int64(r.Events), "calendar event", "calendar events"), verb)
	if r.Done {
		p.linef("%s of reject files and %s from before an upgrade removed; the columns were made anew",
			figures.Several(int64(r.Rejects), "row", "rows"), figures.Several(int64(r.Snapshots), "copy", "copies"))
	}
	if len(r.Left) > 0 {
		p.linef("\nTexts that contain the person's name or address and stay; read them:")
		for _, m := range r.Left {
			p.linef("  %s %s", m.Record, m.Field)
		}
		if r.LeftMore > 0 {
			p.linef("  and %s more", figures.Count(int64(r.LeftMore)))
		}
	}
	if !r.Done {
		p.linef("\nNothing was removed. Repeat the command with --yes; nothing brings the values back.")
	} else {
		p.linef("\nBackups made before still contain the values: delete them, or restore them with `salesops restore`, " +
			"which erases again.")
	}
	return p.err
}
