package pipedrive

import (
	"slices"
	"strings"

	"salesops/connectors/labels"
	"salesops/connectors/tool"
	"salesops/sales"
)

// of are labels as a full export writes them, behind what they are of, and as a list's own
// export does: "Deal - Title", "Title".
func of(object string, names ...string) []string {
	var out []string
	for _, n := range names {
		out = append(out, object+" - "+n)
	}
	return append(out, names...)
}

func column(field string, kind tool.Kind, names []string) labels.Field {
	return labels.Field{Labels: names, Column: tool.Column{Field: field, Kind: kind}}
}

func meaning(u tool.Use, names []string) labels.Field {
	return labels.Field{Labels: names, Column: tool.Column{Use: u}}
}

// named is a column that names the record it refers to.
func named(field, object string, names []string) labels.Field {
	return labels.Field{Names: names, First: true,
		Column: tool.Column{Field: field, Kind: tool.Reference, Object: object}}
}

// Labels that a row's status is found by.
var (
	dealTitle  = of("Deal", "Title", "Deal title")
	dealStatus = of("Deal", "Status")
	dealStage  = of("Deal", "Stage")
	wonTime    = of("Deal", "Won time", "Won date")
	lostTime   = of("Deal", "Lost time", "Lost date")
	closedOn   = of("Deal", "Deal closed on", "Close time", "Closed on")
	expected   = of("Deal", "Expected close date")
	personName = []string{"Person - Name", "Deal - Contact person", "Contact person", "Activity - Contact person",
		"Lead - Contact person"}
	orgName = []string{"Organization - Name", "Organisation - Name", "Deal - Organization", "Person - Organization",
		"Activity - Organization", "Organization", "Organisation"}
)

var exports = slices.Concat(
	labels.Export{
		Name: "deal export", Object: sales.Deal, ID: of("Deal", "ID"),
		Needs: [][]string{dealTitle, slices.Concat(dealStatus, dealStage),
			of("Deal", "Value", "Organization", "Currency of Value", "Currency", "Deal created", "Won time")},
		Telling: append([]string{"Contact person", "Deal created", "Deal closed on", "Won time", "Lost time",
			"Update time", "Add time", "Currency of Value", "Value currency",
			"Weighted value", "Currency of Weighted value", "Total activities", "Done activities", "Activities to do"},
			of("Deal", "Title", "Stage", "Status", "Value")[:4]...),
		Not:    []string{"Activity - Subject", "Lead - Title"},
		MadeOf: [][]string{dealTitle, orgName, of("Deal", "Deal created", "Add time", "Created")},
		Fields: []labels.Field{
			column("name", tool.Text, dealTitle), column("amount", tool.Amount, of("Deal", "Value")),
			meaning(tool.Currency, of("Deal", "Currency of Value", "Value currency", "Currency")),
			meaning(tool.Created, of("Deal", "Deal created", "Add time", "Created")),
			meaning(tool.Modified, of("Deal", "Update time", "Last updated")),
			meaning(tool.PipelineName, of("Deal", "Pipeline")),
			column("lost_reason", tool.Text, of("Deal", "Lost reason")),
			column("probability", tool.Percent, of("Deal", "Probability")),
			column("source", tool.Text, of("Deal", "Source", "Source channel", "Lead source")),
			labels.Term(of("Deal", labels.TermMonths...)),
			named("owner", sales.Person, of("Deal", "Owner")), named("account", sales.Account, orgName),
			named("contact", sales.Contact, personName[:3]),
		},
		Made: []labels.Made{
			{Column: tool.Column{Header: "stage (with the status)", Use: tool.StageName}, Of: stageOf},
			{Column: tool.Column{Header: "close date (of the status)", Field: "close_date", Kind: tool.Day},
				Of: closeOf},
			{Column: tool.Column{Header: "deleted (of the status)", Use: tool.Deleted}, Of: deletedOf},
		},
		Reads: slices.Concat(dealStatus, dealStage, wonTime, lostTime, closedOn, expected),
		Ignore: of("Deal", "Weighted value", "Currency of Weighted value", "Total activities",
			"Done activities", "Activities to do"),
	}.Layouts(),
	labels.Export{
		Name: "people export", Object: sales.Contact, ID: of("Person", "ID"),
		Needs: [][]string{{"Person - Name", "Name"},
			{"Person - Email - Work", "Person - Email", "Person - Phone - Work", "Person - Phone", "Email - Work",
				"Phone - Work", "Person - Person created", "Person created"}},
		Not:    slices.Concat(dealTitle, []string{"Activity - Subject", "Lead - Title"}),
		MadeOf: [][]string{{"Person - Name", "Name"}, {"Person - Email - Work", "Person - Email", "Email - Work"}},
		Fields: []labels.Field{
			column("name", tool.Text, []string{"Person - Name", "Name"}),
			{Labels: []string{"Person - Email - Work", "Person - Email", "Email - Work", "Email"}, First: true,
				Column: tool.Column{Field: "email", Kind: tool.Text}},
			column("phone", tool.Text,
				[]string{"Person - Phone - Work", "Person - Phone", "Phone - Work", "Phone"}),
			column("job_title", tool.Text, of("Person", "Job title")),
			meaning(tool.Created, of("Person", "Person created", "Add time")),
			meaning(tool.Modified, of("Person", "Update time")),
			named("owner", sales.Person, of("Person", "Owner")), named("account", sales.Account, orgName),
		},
	}.Layouts(),
	labels.Export{
		Name: "organization export", Object: sales.Account, ID: of("Organization", "ID"),
		Needs: [][]string{{"Organization - Name", "Organisation - Name", "Name"},
			{"Organization - Address", "Organization - Owner", "Organization - Organization created",
				"Organization created", "Organization - People", "Organization - ID"}},
		Not:    slices.Concat(dealTitle, []string{"Person - Name", "Activity - Subject", "Lead - Title"}),
		MadeOf: [][]string{{"Organization - Name", "Organisation - Name", "Name"}},
		Fields: []labels.Field{
			column("name", tool.Text, []string{"Organization - Name", "Organisation - Name", "Name"}),
			column("industry", tool.Text, of("Organization", "Industry")),
			column("city", tool.Text,
				[]string{"Organization - City/town/village/locality of Address",
					"City/town/village/locality of Address"}),
			column("country", tool.Text, []string{"Organization - Country of Address", "Country of Address"}),
			column("website", tool.Text, of("Organization", "Website")),
			meaning(tool.Created, of("Organization", "Organization created", "Add time")),
			meaning(tool.Modified, of("Organization", "Update time")),
			named("owner", sales.Person, of("Organization", "Owner")),
		},
	}.Layouts(),
	labels.Export{
		Name: "activity export", Object: sales.Activity, ID: of("Activity", "ID"),
		Needs: [][]string{of("Activity", "Subject"), of("Activity", "Due date", "Done", "Assigned to user")},
		Telling: append([]string{"Assigned to user", "Activity created", "Add time", "Contact person"},
			of("Activity", "Subject", "Type", "Due date", "Done")[:4]...),
		Not: []string{"Task Subtype", "Assigned To"},
		MadeOf: [][]string{of("Activity", "Subject"), of("Activity", "Due date", "Add time"),
			of("Activity", "Due time"), of("Activity", "Assigned to user"), of("Activity", "Deal"),
			of("Activity", "Contact person")},
		Fields: []labels.Field{
			column("subject", tool.Text, of("Activity", "Subject")),
			column("done", tool.Bool, of("Activity", "Done")),
			meaning(tool.Created, of("Activity", "Add time", "Activity created")),
			named("owner", sales.Person, of("Activity", "Assigned to user", "Owner")),
			named("deal", sales.Deal, of("Activity", "Deal")),
			named("account", sales.Account, orgName),
			named("contact", sales.Contact, []string{"Activity - Contact person", "Contact person"}),
		},
		Made: []labels.Made{
			{Column: tool.Column{Header: "kind (of the type)", Field: "kind", Kind: tool.Text},
				Of: func(r *labels.Cells) string { return kindOf(r.First(of("Activity", "Type")...)) }},
			{Column: tool.Column{Header: "start (of date and time)", Field: "start_at", Kind: tool.Instant},
				Of: func(r *labels.Cells) string {
					return r.Join(of("Activity", "Due date"), of("Activity", "Due time"))
				}},
		},
		Reads: of("Activity", "Type", "Due date", "Due time"),
	}.Layouts(),
)

// status is a deal's status in one word, whatever language the export is in.
func status(r *labels.Cells) string {
	switch strings.ToLower(r.First(dealStatus...)) {
	case "won", "ganho", "ganhou", "赢单", "已赢单":
		return sales.Won
	case "lost", "perdido", "perdeu", "输单", "已输单", "丢单":
		return sales.Lost
	case "deleted", "excluído", "已删除":
		return "deleted"
	case "":
		switch {
		case r.First(wonTime...) != "":
			return sales.Won
		case r.First(lostTime...) != "":
			return sales.Lost
		}
	}
	return sales.Open
}

func stageOf(r *labels.Cells) string {
	switch status(r) {
	case sales.Won:
		return wonStage
	case sales.Lost:
		return lostStage
	}
	return r.First(dealStage...)
}

// closeOf is the day a deal was closed; of an open one the day that is expected.
func closeOf(r *labels.Cells) string {
	s := ""
	switch status(r) {
	case sales.Won:
		s = r.First(slices.Concat(wonTime, closedOn)...)
	case sales.Lost:
		s = r.First(slices.Concat(lostTime, closedOn)...)
	default:
		return r.First(expected...)
	}
	if s == "" {
		s = r.First(expected...)
	}
	return s
}

func deletedOf(r *labels.Cells) string {
	if status(r) == "deleted" {
		return "true"
	}
	return ""
}

// kindOf says what an activity was.
func kindOf(text string) string {
	t := strings.ToLower(text)
	switch {
	case t == "":
		return ""
	case strings.Contains(t, "call"), strings.Contains(t, "chamada"), strings.Contains(t, "ligação"),
		strings.Contains(t, "电话"):
		return "call"
	case strings.Contains(t, "mail"), strings.Contains(t, "邮件"):
		return "email"
	case strings.Contains(t, "meeting"), strings.Contains(t, "lunch"), strings.Contains(t, "demo"),
		strings.Contains(t, "reunião"), strings.Contains(t, "会议"):
		return "meeting"
	}
	return "task"
}
