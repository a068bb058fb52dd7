package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"salesops/api"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
	"salesops/sales"
)

type importCommand struct {
	Path     []string `complete:"files" arg:"" help:"Files or folders of an export: CSV, Excel (.xlsx), JSON, JSON lines, Singer messages, Parquet or iCalendar (.ics), also in zip or gzip; - is standard input."`
	Source   string   `placeholder:"NAME" help:"Name of the system the files come from; keeps two companies' ids apart."`
	Zone     string   `placeholder:"Z" help:"Time zone of times that carry none, such as Europe/Berlin (the company's)."`
	Dates    string   `complete:"dmy,mdy,ymd" placeholder:"ORDER" help:"Order of day, month and year where the files do not show it: dmy, mdy or ymd."`
	Numbers  string   `complete:"comma,point" placeholder:"WRITING" help:"What divides decimals where the files do not show it: comma (1.234,50) or point (1,234.50)."`
	Encoding string   `placeholder:"NAME" help:"How text files are written whose bytes do not show it, such as shift_jis, gb18030 or windows-1251."`
	DryRun   bool     `help:"Print the report and write nothing."`
	Mapping  string   `complete:"files" placeholder:"FILE" help:"Read files of any layout as this mapping says (docs/howto/mapping.md)."`
	Suggest  bool     `help:"Import nothing and write a first mapping for the files: to the file that --mapping names, else to standard output."`
	Match    string   `complete:"id,external,email,name" placeholder:"BY" help:"Find the records of rows by id (this product's), external (the source's), email or name: for lists without ids of the CRM."`
	Only     string   `complete:"create,update" placeholder:"WHAT" help:"create: leave out rows whose record is here; update: leave out the others."`
	Accept   bool     `help:"Take the nearest name where a reference by name has no record."`
	Format   string   `default:"table" placeholder:"FORMAT" complete:"table,json" help:"The report as table or json (table)."`
	Full     bool     `help:"The files are everything: delete what is missing in them (with --dry-run: count it)."`

	request connectors.Request
}

func (*importCommand) Help() string {
	return `Files are recognised by their columns, not by their names; their order does not matter. Rows that cannot be taken go to a reject file and the rest is imported. The report lists what was created, updated, left out, and the problems in the data that move your numbers; its last line takes the import back. Importing the same files again changes nothing.

Exit 2, with nothing imported, when days or numbers can be read two ways (the message names the flag); exit 1 when no row could be taken.

With - the files are what comes in on standard input, such as the messages of a Singer tap: each stream is a table. The report goes to standard error then, and standard output has the state from which the tap is to go on, once everything before it is written.

Examples:

  salesops import ~/export --dry-run
  tap-hubspot --config c.json --state s.json | salesops import - --data ~/acme >s2.json
  salesops import ~/export --zone America/New_York --dates mdy
  salesops import ~/export --suggest --mapping my.yaml
  salesops import ~/export --mapping my.yaml --dry-run
  salesops import attendees.csv --mapping my.yaml --match email --only update --dry-run
  salesops import Opportunity.csv OpportunityHistory.csv --source emea --data ~/acme`
}

func (c *importCommand) use() (folderUse, error) {
	if err := oneOf("--format", c.Format, "table", "json"); err != nil {
		return 0, err
	}
	c.request = connectors.Request{DryRun: c.DryRun, Full: c.Full, Accept: c.Accept}
	for _, flag := range []struct{ name, value string }{{"source", c.Source}, {"zone", c.Zone}, {"dates", c.Dates},
		{"numbers", c.Numbers}, {"encoding", c.Encoding}, {"match", c.Match}, {"only", c.Only}} {
		if err := c.request.Set(flag.name, flag.value); err != nil {
			return 0, wrongUsef("--%s: %s", flag.name, err)
		}
	}
	if c.Suggest {
		return noFolder, nil
	}
	if c.DryRun {
		return looksFolder, nil
	}
	return makesFolder, nil
}

func (c *importCommand) run(ctx context.Context, s *session) error {
	paths := make([]string, len(c.Path))
	for i, p := range c.Path {
		paths[i] = s.path(p)
	}
	if c.Suggest {
		return c.suggest(ctx, s, paths)
	}
	if own, err := c.readBack(ctx, s, paths); own {
		return err
	}
	options, err := c.request.Options()
	if err != nil {
		return err
	}
	line := newProgress(s)
	options.Paths, options.Called, options.Tools, options.FieldOf = paths, called(
		paths), all.Tools(), mapping.FieldOf(all.Tools())
	options.RejectDir, options.SpillDir = filepath.Join(s.shop.dir, "rejects"), filepath.Join(s.shop.dir, "spill")
	options.Actor, options.Clock = api.Owner, s.now
	options.Progress = func(p connectors.Progress) { line.show(phaseWords[p.Phase], p.Done, p.Total) }
	if err := c.useMapping(s, &options); err != nil {
		return err
	}
	var report *connectors.Report
	wait := func() { s.say("another import is running: this one begins when it is over") }
	err = s.shop.api.InTurn(ctx, wait, func() (err error) {
		report, err = connectors.Run(ctx, s.shop.log, options)
		return err
	})
	line.end()
	if report == nil {
		return err
	}
	if err == nil && !report.DryRun {
		err = s.current(ctx)
	}
	if printed := c.print(s, report); printed != nil {
		return printed
	}
	if err != nil {
		return err
	}
	if report.Nothing {
		s.say("no row could be taken: the report says why")
		return errSaid
	}
	return c.zoneHint(ctx, s)
}

func (c *importCommand) print(s *session, report *connectors.Report) error {
	if c.Format == "json" {
		return printJSON(s.stdout, report)
	}
	return printImport(s.stdout, report, s.data)
}

// useMapping reads the mapping, if one is given.
func (c *importCommand) useMapping(s *session, o *connectors.Options) error {
	if c.Mapping == "" {
		return nil
	}
	text, err := os.ReadFile(s.path(c.Mapping))
	if err != nil {
		return fault.Invalidf("the mapping %s cannot be read: %w", c.Mapping, err)
	}
	m, err := mapping.Parse(filepath.ToSlash(c.Mapping), text)
	if err != nil {
		return err
	}
	return m.Complete(o)
}

var phaseWords = map[connectors.Phase]string{
	connectors.Looking: "looking", connectors.Reading: "reading", connectors.Sorting: "sorting",
	connectors.Writing: "writing",
}

// zoneHint warns that --zone only decides how times are read; days are those of the company's zone.
func (c *importCommand) zoneHint(ctx context.Context, s *session) error {
	if c.request.Zone == "" {
		return nil
	}
	settings, _, err := sales.LoadSettings(ctx, s.shop.log)
	if err != nil || settings.Zone.String() == c.request.Zone {
		return err
	}
	_, err = fmt.Fprintf(s.stderr,
		"salesops: times were read in %s, and days are cut in %s: `salesops settings zone=%s --data %s` cuts them "+
			"there too\n",
		c.request.Zone, settings.Zone, c.request.Zone, quoted(s.data))
	return err
}
