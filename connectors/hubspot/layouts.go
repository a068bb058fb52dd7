package hubspot

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/sales"
)

func value(header, field string, kind tool.Kind) tool.Column {
	return tool.Column{Header: header, Field: field, Kind: kind}
}

// months is a property that a company adds for the term of a deal.
func months(header string) tool.Column {
	c := value(header, "term_months", tool.Whole)
	c.Lax = true
	return c
}

func ref(header, field, object string) tool.Column {
	return tool.Column{Header: header, Field: field, Kind: tool.Reference, Object: object}
}

func part(header string, kind tool.Kind) tool.Column {
	return tool.Column{Header: header, Use: tool.Part, Kind: kind}
}

func use(header string, u tool.Use) tool.Column {
	return tool.Column{Header: header, Use: u}
}

// stamps are the columns that every object's table may have.
func stamps(id string, more ...tool.Column) []tool.Column {
	return append([]tool.Column{
		use(id, tool.ID), use("is_deleted", tool.Deleted), use("_fivetran_deleted", tool.Deleted),
		use("property_createdate", tool.Created), use("property_hs_createdate", tool.Created),
		use("property_hs_lastmodifieddate", tool.Modified), use("property_lastmodifieddate", tool.Modified),
		use("property_hs_merged_object_ids", tool.MergedIDs),
	}, more...)
}

// technical are columns of the loader, and those that only follow from others.
var technical = []string{
	"_fivetran_synced", "_fivetran_start", "_fivetran_end", "_fivetran_active", "_fivetran_id", "portal_id",
	"property_hs_object_id", "property_hs_all_owner_ids", "property_hs_all_team_ids", "property_hs_modified_by",
}

var objects = []tool.Layout{
	{
		Name: "company table", Object: sales.Account,
		Needs: [][]string{{"id"}, {"property_name"}},
		Not:   []string{"deal_id", "property_email"},
		Columns: stamps("id",
			value("property_name", "name", tool.Text), value("property_type", "type", tool.Text),
			ref("property_hubspot_owner_id", "owner", sales.Person),
			ref("property_hs_parent_company_id", "parent", sales.Account),
			value("property_industry", "industry", tool.Text), value("property_city", "city", tool.Text),
			value("property_state", "state", tool.Text), value("property_country", "country", tool.Text),
			value("property_website", "website", tool.Text), value("property_domain", "website", tool.Text),
			value("property_hs_analytics_source", "source", tool.Text),
			value("property_numberofemployees", "employees", tool.Whole),
			value("property_annualrevenue", "annual_revenue", tool.Amount),
		),
		Ignore: technical,
	},
	{
		Name: "contact table", Object: sales.Contact,
		Needs: [][]string{{"id"}, {"property_email", "property_firstname", "property_lastname"}},
		Not:   []string{"deal_id", "property_name"},
		Columns: stamps("id",
			part("property_firstname", tool.Text), part("property_lastname", tool.Text),
			ref("property_associatedcompanyid", "account", sales.Account),
			ref("property_hubspot_owner_id", "owner", sales.Person),
			value("property_email", "email", tool.Text), value("property_phone", "phone", tool.Text),
			value("property_jobtitle", "job_title", tool.Text),
			value("property_hs_analytics_source", "source", tool.Text),
		),
		Ignore: technical, Finish: contact,
	},
	{
		Name: "deal table", Object: sales.Deal,
		Needs: [][]string{{"deal_id"}, {"property_dealname", "deal_pipeline_stage_id", "property_amount"}},
		Columns: stamps("deal_id",
			value("property_dealname", "name", tool.Text), ref("owner_id", "owner", sales.Person),
			ref("property_hubspot_owner_id", "owner", sales.Person),
			ref("deal_pipeline_id", "pipeline", sales.Pipeline), ref("property_pipeline", "pipeline", sales.Pipeline),
			ref("deal_pipeline_stage_id", "stage", sales.Stage), ref("property_dealstage", "stage", sales.Stage),
			use("property_deal_currency_code", tool.Currency),
			value("property_amount", "amount", tool.Amount),
			value("property_closedate", "close_date", tool.Day),
			value("property_hs_deal_stage_probability", "probability", tool.Number),
			value("property_dealtype", "type", tool.Text),
			value("property_hs_next_step", "next_step", tool.Text),
			value("property_description", "description", tool.Text),
			value("property_hs_analytics_source", "source", tool.Text),
			value("property_closed_lost_reason", "lost_reason", tool.Text),
			months("property_term_months"), months("property_contract_term_months"),
			months("property_contract_length_months"), months("property_subscription_term_months"),
		),
		Ignore: technical,
	},
}

// vocabulary are the tables that structure the others. Stages and pipelines have no dates of
// their own here: they are as old as their first use.
var vocabulary = []tool.Layout{
	{
		Name: "deal pipeline table", Object: sales.Pipeline,
		Needs: [][]string{{"pipeline_id"}, {"label"}, {"display_order"}, {"active", "_fivetran_deleted"}},
		Not:   []string{"stage_id", "object_type_id"},
		Columns: []tool.Column{use("pipeline_id", tool.ID), use("_fivetran_deleted", tool.Deleted),
			value("label", "name", tool.Text)},
		Ignore: append([]string{"active", "display_order", "created_at", "updated_at"}, technical...),
	},
	{
		Name: "deal stage table", Object: sales.Stage,
		Needs: [][]string{{"stage_id"}, {"pipeline_id"}, {"label"}, {"closed_won", "probability"}},
		Not:   []string{"ticket_state"},
		Columns: []tool.Column{
			use("stage_id", tool.ID), use("_fivetran_deleted", tool.Deleted),
			value("label", "name", tool.Text),
			ref("pipeline_id", "pipeline", sales.Pipeline), value("display_order", "position", tool.Whole),
			value("probability", "probability", tool.Number), part("closed_won", tool.Text),
			part("is_closed", tool.Text),
		},
		Ignore: append([]string{"active", "created_at", "updated_at"}, technical...), Finish: stage,
	},
	{
		Name: "owner table", Object: sales.Person,
		Needs: [][]string{{"owner_id"}, {"email"}, {"first_name", "last_name"}},
		Telling: []string{"portal_id", "_fivetran_synced", "_fivetran_deleted", "active_user_id",
			"user_id_including_inactive", "updated_at"},
		Not: []string{"deal_id"},
		Columns: []tool.Column{
			use("owner_id", tool.ID), use("_fivetran_deleted", tool.Deleted),
			use("created_at", tool.Created), use("updated_at", tool.Modified),
			value("email", "email", tool.Text), part("first_name", tool.Text),
			part("last_name", tool.Text), value("is_active", "active", tool.Bool),
		},
		Ignore: append([]string{"type", "active_user_id", "user_id", "user_id_including_inactive"}, technical...),
		Finish: owner,
	},
	{
		Name: "team table", Object: sales.Team, Exact: true,
		Needs: [][]string{{"id"}, {"name"}, {"_fivetran_synced"}},
		Columns: []tool.Column{use("id", tool.ID), value("name", "name", tool.Text),
			use("_fivetran_deleted", tool.Deleted)},
		Ignore: []string{"_fivetran_synced"},
	},
}

// link is a table of two ids: its rows say what a record refers to.
func link(name, object, id, to, field, target string, not ...string) tool.Layout {
	return tool.Layout{
		Name: name, Object: object, Part: true, Link: true, Exact: true,
		Needs:   [][]string{{id}, {to}},
		Not:     append([]string{"stage_id", "property_dealname", "property_createdate"}, not...),
		Columns: []tool.Column{use(id, tool.ID), ref(to, field, target)},
		Ignore: append([]string{"type_id", "category", "association_category", "engagement_type", "is_team_primary"},
			technical...),
	}
}

var links = []tool.Layout{
	link("deal company table", sales.Deal, "deal_id", "company_id", "account", sales.Account,
		"engagement_id", "ticket_id"),
	link("deal contact table", sales.Deal, "deal_id", "contact_id", "contact", sales.Contact,
		"engagement_id", "ticket_id"),
	link("engagement company table", sales.Activity, "engagement_id", "company_id", "account",
		sales.Account, "ticket_id"),
	link("engagement contact table", sales.Activity, "engagement_id", "contact_id", "contact",
		sales.Contact, "ticket_id"),
	link("engagement deal table", sales.Activity, "engagement_id", "deal_id", "deal", sales.Deal, "ticket_id"),
	link("owner team table", sales.Person, "owner_id", "team_id", "team", sales.Team, "deal_id"),
	{
		Name: "merged deal table", Object: sales.Deal, Part: true, Link: true,
		Needs:   [][]string{{"deal_id"}, {"merged_deal_id"}},
		Columns: []tool.Column{use("deal_id", tool.ID), use("merged_deal_id", tool.MergedIDs)},
		Ignore:  technical,
	},
	{
		Name: "contact merge table", Object: sales.Contact, Part: true, Link: true,
		Needs: [][]string{{"canonical_vid", "contact_id"}, {"vid_to_merge"}},
		Columns: []tool.Column{use("canonical_vid", tool.ID), use("vid_to_merge", tool.MergedIDs),
			use("timestamp", tool.Created)},
		Ignore: append([]string{"contact_id", "entity_id", "first_name", "last_name", "num_properties_moved",
			"user_id"}, technical...),
	},
}

var histories = []tool.Layout{
	{
		Name: "deal stage history table", Object: sales.Deal, Role: tool.Snapshot,
		Needs: [][]string{{"deal_id"}, {"value"}, {"date_entered"}},
		Columns: []tool.Column{use("deal_id", tool.Of), use("date_entered", tool.Created),
			ref("value", "stage", sales.Stage)},
		Ignore: append([]string{"source", "source_id"}, technical...),
	},
	history("deal", sales.Deal), history("company", sales.Account), history("contact", sales.Contact),
}

// history is the table of the changes of an object's properties.
func history(name, object string) tool.Layout {
	return tool.Layout{
		Name: name + " property history table", Object: object, Role: tool.FieldDiff, ByID: true,
		Needs: [][]string{{name + "_id"}, {"name"}, {"value"}, {"timestamp"}},
		Not:   []string{"ticket_id"},
		Columns: []tool.Column{
			use(name+"_id", tool.Of), use("timestamp", tool.Created), use("name", tool.DiffField),
			use("value", tool.DiffNew),
		},
		Ignore: append([]string{"source", "source_id"}, technical...),
		Frame:  properties,
	}
}

// aside are tables that are known to be of no object here, and any other of a loader's.
var aside = []tool.Layout{
	elsewhere("ticket pipeline table", "pipeline_id", "object_type_id"),
	elsewhere("ticket stage table", "stage_id", "ticket_state"),
	elsewhere("ticket table", "ticket_id", "_fivetran_synced"), elsewhere("form table", "guid", "form_type"),
	unnamed(elsewhere("other table", "_fivetran_synced")),
}

func unnamed(l tool.Layout) tool.Layout {
	l.Unnamed = true
	return l
}

func elsewhere(name string, headers ...string) tool.Layout {
	l := tool.Layout{Name: name, Aside: true}
	for _, h := range headers {
		l.Needs = append(l.Needs, []string{h})
		l.Columns = append(l.Columns, tool.Column{Header: h})
	}
	return l
}

// engagements are the tables of what was done, one for each kind, and the one of all.
func engagements() []tool.Layout {
	columns := slices.Concat(stamps("engagement_id"), []tool.Column{
		use("id", tool.ID), part("type", tool.Text),
		ref("property_hubspot_owner_id", "owner", sales.Person), ref("owner_id", "owner", sales.Person),
		value("title", "subject", tool.Text), value("property_hs_email_subject", "subject", tool.Text),
		value("property_hs_task_subject", "subject", tool.Text),
		value("property_hs_meeting_title", "subject", tool.Text),
		value("property_hs_call_title", "subject", tool.Text),
		value("property_hs_task_status", "status", tool.Text),
		value("property_hs_call_status", "status", tool.Text),
		value("property_hs_call_disposition", "outcome", tool.Text),
		value("meeting_outcome", "outcome", tool.Text),
		value("property_hs_meeting_outcome", "outcome", tool.Text),
		part("property_hs_timestamp", tool.Instant), part("timestamp", tool.Instant),
		part("start_time", tool.Instant), part("property_hs_meeting_start_time", tool.Instant),
		part("end_time", tool.Instant), part("property_hs_meeting_end_time", tool.Instant),
		part("property_hs_call_duration", tool.Whole),
	})
	ignore := append([]string{"pre_meeting_prospect_reminders", "source_id", "created_from_link_id",
		"web_conference_meeting_id"}, technical...)
	return []tool.Layout{
		{
			Name: "engagement table", Object: sales.Activity, Part: true,
			Needs: [][]string{{"id"}, {"type"}, {"portal_id", "timestamp"}},
			Not:   []string{"owner_id", "name", "engagement_id", "email_campaign_id"}, Exact: true, Columns: columns,
			Ignore: append(ignore, "active", "activity_type", "created_at", "last_updated"), Finish: engagement(""),
		},
		{
			Name: "engagement of a kind table", Object: sales.Activity, Part: true,
			Needs: [][]string{{"engagement_id"}, {"type"}, {"property_hs_timestamp", "property_hs_createdate"}},
			Not:   []string{"id"}, Columns: columns, Ignore: ignore, Finish: engagement(""),
		},
		{
			Name: "meeting table", Object: sales.Activity, Part: true,
			Needs: [][]string{{"engagement_id"}, {"start_time", "property_hs_meeting_start_time"}},
			Not:   []string{"id", "type"}, Columns: columns, Ignore: ignore, Finish: engagement("meeting"),
		},
	}
}
