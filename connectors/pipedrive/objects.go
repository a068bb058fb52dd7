package pipedrive

import (
	"slices"

	"salesops/connectors/labels"
	"salesops/connectors/tool"
	"salesops/sales"
)

// Objects as the API gives them, and programs that read it: a reference is an id, or an object
// that holds it under value. Stages, pipelines and users have tables of their own.

// idOf are the columns of a reference: "org_id", "org_id.value".
func idOf(field, object string, names ...string) labels.Field {
	var all []string
	for _, n := range names {
		all = append(all, n, n+".value", n+".id")
	}
	return labels.Field{Labels: all, Column: tool.Column{Field: field,
		Kind: tool.Reference, Object: object}}
}

var (
	id      = []string{"id"}
	addTime = meaning(tool.Created, []string{"add_time"})
	updated = meaning(tool.Modified, []string{"update_time"})
)

func plain(field string, kind tool.Kind, names ...string) labels.Field {
	return column(field, kind, names)
}

var objects = slices.Concat(
	labels.Export{
		Name: "deals", Object: sales.Deal, ID: id,
		Needs: [][]string{{"title"}, {"status"}, {"stage_id", "stage_id.value"}},
		Telling: []string{"add_time", "update_time", "won_time", "lost_time", "stage_change_time", "org_id",
			"org_id.value", "person_id", "person_id.value", "user_id.value", "weighted_value", "formatted_value"},
		Fields: []labels.Field{
			plain("name", tool.Text, "title"), plain("amount", tool.Amount, "value"),
			meaning(tool.Currency, []string{"currency"}), addTime, updated,
			plain("probability", tool.Percent, "probability"),
			plain("lost_reason", tool.Text, "lost_reason"), plain("source", tool.Text, "channel", "origin"),
			idOf("owner", sales.Person, "user_id", "owner_id"), idOf("account", sales.Account, "org_id"),
			idOf("contact", sales.Contact, "person_id"), idOf("pipeline", sales.Pipeline, "pipeline_id"),
		},
		Made: []labels.Made{
			{Column: tool.Column{Header: "stage (with the status)", Field: "stage", Kind: tool.Reference,
				Object: sales.Stage}, Of: stageID},
			{Column: tool.Column{Header: "close date (of the status)", Field: "close_date", Kind: tool.Day},
				Of: closeTime},
			{Column: tool.Column{Header: "deleted (of the status)", Use: tool.Deleted}, Of: removed},
		},
		Reads: []string{"status", "stage_id", "stage_id.value", "stage_id.id", "won_time", "lost_time",
			"close_time", "expected_close_date"},
		Ignore: []string{"weighted_value", "formatted_value", "formatted_weighted_value", "org_name", "person_name",
			"owner_name", "cc_email", "creator_user_id"},
	}.Layouts(),
	labels.Export{
		Name: "persons", Object: sales.Contact, ID: id,
		Needs: [][]string{{"name"}, {"email", "emails", "phone", "phones"},
			{"org_id", "org_id.value", "owner_id", "owner_id.value", "owner_id.id"}, {"add_time", "update_time"}},
		Not: []string{"title", "people_count", "role_id"},
		Fields: []labels.Field{
			plain("name", tool.Text, "name"), addTime, updated, plain("job_title", tool.Text, "job_title"),
			plain("email", tool.Text, "primary_email"), idOf("owner", sales.Person, "owner_id"),
			idOf("account", sales.Account, "org_id"),
		},
		Made: []labels.Made{{Column: tool.Column{Header: "deleted (of active_flag)", Use: tool.Deleted},
			Of: removed}},
	}.Layouts(),
	labels.Export{
		Name: "organizations", Object: sales.Account, ID: id,
		Needs: [][]string{{"name"}, {"people_count", "address", "open_deals_count"},
			{"owner_id", "owner_id.value", "owner_id.id"}, {"add_time", "update_time"}}, Not: []string{"title",
			"org_id", "org_id.value", "email"},
		Fields: []labels.Field{
			plain("name", tool.Text, "name"), addTime, updated,
			plain("city", tool.Text, "address_locality"), plain("country", tool.Text, "address_country"),
			plain("website", tool.Text, "website"),
			idOf("owner", sales.Person, "owner_id"),
		},
		Made: []labels.Made{{Column: tool.Column{Header: "deleted (of active_flag)", Use: tool.Deleted},
			Of: removed}},
	}.Layouts(),
	labels.Export{
		Name: "users", Object: sales.Person, ID: id, Needs: [][]string{{"name"}, {"email"},
			{"is_admin", "active_flag", "timezone_name"}}, Not: []string{"org_id", "org_id.value", "owner_id", "title"},
		Fields: []labels.Field{
			plain("name", tool.Text, "name"), plain("email", tool.Text, "email"),
			meaning(tool.Created, []string{"created", "add_time"}),
			meaning(tool.Modified, []string{"modified", "update_time"}),
			plain("active", tool.Bool, "active_flag"),
		},
	}.Layouts(),
	labels.Export{
		Name: "stages", Object: sales.Stage, ID: id, Needs: [][]string{{"name"}, {"pipeline_id", "pipeline_id.value"},
			{"order_nr"}}, Not: []string{"title", "stage_id"},
		Fields: []labels.Field{
			plain("name", tool.Text, "name"), plain("position", tool.Whole, "order_nr"),
			idOf("pipeline", sales.Pipeline, "pipeline_id"),
			plain("probability", tool.Percent, "deal_probability"),
		},
		Made: []labels.Made{
			{Column: tool.Column{Header: "outcome (of an open stage)", Field: "outcome", Kind: tool.Text},
				Of: func(*labels.Cells) string { return sales.Open }},
		},
	}.Layouts(),
	labels.Export{
		Name: "pipelines", Object: sales.Pipeline, ID: id,
		Needs: [][]string{{"name"}, {"url_title", "deal_probability", "is_deal_probability_enabled"},
			{"order_nr", "active", "add_time"}}, Not: []string{"pipeline_id", "title", "stage_id"},
		Fields: []labels.Field{plain("name", tool.Text, "name")},
	}.Layouts(),
	labels.Export{
		Name: "activities", Object: sales.Activity, ID: id,
		Needs: [][]string{{"subject"}, {"type"}, {"due_date"}, {"done"}},
		Telling: []string{"add_time", "update_time", "due_time", "marked_as_done_time", "org_id", "org_id.value",
			"person_id", "person_id.value", "active_flag"},
		Fields: []labels.Field{
			plain("subject", tool.Text, "subject"), plain("done", tool.Bool, "done"), addTime, updated,
			idOf("owner", sales.Person, "user_id", "owner_id"), idOf("deal", sales.Deal, "deal_id"),
			idOf("account", sales.Account, "org_id"), idOf("contact", sales.Contact, "person_id"),
		},
		Made: []labels.Made{
			{Column: tool.Column{Header: "kind (of the type)", Field: "kind", Kind: tool.Text},
				Of: func(r *labels.Cells) string { return kindOf(r.First("type")) }},
			{Column: tool.Column{Header: "start (of date and time)", Field: "start_at", Kind: tool.Instant},
				Of: func(r *labels.Cells) string { return r.Join([]string{"due_date"}, []string{"due_time"}) }},
			{Column: tool.Column{Header: "deleted (of active_flag)", Use: tool.Deleted}, Of: removed},
		},
		Reads: []string{"type", "due_date", "due_time"},
	}.Layouts(),
)

// The stages that a status makes have ids of their own beside Pipedrive's numbers.
const (
	wonID  = "closedwon"
	lostID = "closedlost"
)

func stageID(r *labels.Cells) string {
	switch r.First("status") {
	case sales.Won:
		return wonID
	case sales.Lost:
		return lostID
	}
	return r.First("stage_id", "stage_id.value", "stage_id.id")
}

func closeTime(r *labels.Cells) string {
	switch r.First("status") {
	case sales.Won:
		return r.First("won_time", "close_time", "expected_close_date")
	case sales.Lost:
		return r.First("lost_time", "close_time", "expected_close_date")
	}
	return r.First("expected_close_date")
}

// removed reads the marks of what was deleted.
func removed(r *labels.Cells) string {
	if r.First("status") == "deleted" || r.First("deleted", "is_deleted") == "true" ||
		r.First("active", "active_flag") == "false" && !r.Has("status") {
		return "true"
	}
	return ""
}
