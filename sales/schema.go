package sales

import "salesops/record"

// The names of the objects.
const (
	Company  = "company"
	Person   = "person"
	Team     = "team"
	Account  = "account"
	Contact  = "contact"
	Lead     = "lead"
	Deal     = "deal"
	DealLine = "deal_line"
	Product  = "product"
	Pipeline = "pipeline"
	Stage    = "stage"
	Activity = "activity"
	Rate     = "fx_rate"
	Import   = "import"
	Metric   = "metric"

	Contract = "contract"
	Order    = "order"
	Cost     = "cost"
	Quota    = "quota"
	Event    = "calendar_event"
	Absence  = "absence"
	Holiday  = "holiday"

	Split     = "deal_split"
	SplitType = "split_type"

	AuditEvent = "audit_event"

	Role  = "role"
	Share = "share"
)

// The outcomes of a deal and of a stage.
const (
	Open = "open"
	Won  = "won"
	Lost = "lost"
)

func text(key uint32, name, label string) record.Field {
	return record.Field{Key: key, Name: name, Kind: record.Text, Label: label}
}

// document is a text for programs, such as JSON.
func document(key uint32, name, label string) record.Field {
	return record.Field{Key: key, Name: name, Kind: record.Text, Label: label, Document: true}
}

func personal(key uint32, name, label string) record.Field {
	return record.Field{Key: key, Name: name, Kind: record.Text, Label: label, Personal: true}
}

func ref(key uint32, name, object, label string) record.Field {
	return record.Field{Key: key, Name: name, Kind: record.Ref, Object: object, Label: label}
}

func field(key uint32, name string, kind record.Kind, label string) record.Field {
	return record.Field{Key: key, Name: name, Kind: kind, Label: label}
}

// everybody is the visibility of records that all users work with.
var everybody = record.Visibility{Everybody: true}

// ownedBy makes records visible to the person whom the reference owner names ("" for no reference), and to
// everybody who sees a record that one of the other references names.
func ownedBy(owner string, through ...string) record.Visibility {
	return record.Visibility{Owner: owner, Through: through}
}

// Objects returns the product's own schema, in the order in which a person would read it. An instant field is
// named x_at; the columns add x_on, the day in the company's zone.
func Objects() []record.Object {
	objects := []record.Object{
		{Code: 10, Name: Deal, Label: "Deal", Title: "name", Seen: ownedBy("owner"), Fields: []record.Field{
			text(1, "name", "Name"),
			ref(2, "account", Account, "Account"),
			ref(3, "owner", Person, "Owner"),
			ref(4, "pipeline", Pipeline, "Pipeline"),
			ref(5, "stage", Stage, "Stage"),
			text(6, "outcome", "Outcome"), // open, won or lost: written with the stage, see Guard
			field(7, "amount", record.Money, "Amount"),
			field(8, "close_date", record.Day, "Close date"),
			field(9, "created_at", record.Instant, "Created"),
			field(10, "probability", record.Number, "Probability"), // 0..1
			text(11, "forecast_category", "Forecast category"),
			text(12, "source", "Source"),
			text(13, "type", "Type"), // new business, existing business, renewal …
			text(14, "lost_reason", "Lost reason"),
			text(15, "competitor", "Competitor"),
			text(16, "next_step", "Next step"),
			text(17, "description", "Description"),
			ref(18, "product", Product, "Product"),
			ref(19, "contact", Contact, "Contact"),
			text(20, "segment", "Segment"),
			text(21, "region", "Region"),
			field(22, "term_months", record.Int, "Term in months"), // the months that the amount is for; see Annualised
		}},
		{Code: 11, Name: Lead, Label: "Lead", Title: "name", Seen: ownedBy("owner"), Fields: []record.Field{
			personal(1, "name", "Name"),
			text(2, "company", "Company"),
			personal(3, "email", "Email"),
			personal(4, "phone", "Phone"),
			text(5, "job_title", "Job title"),
			text(6, "status", "Status"),
			text(7, "source", "Source"),
			ref(8, "owner", Person, "Owner"),
			field(9, "created_at", record.Instant, "Created"),
			field(10, "converted", record.Bool, "Converted"),
			field(11, "converted_at", record.Instant, "Converted at"),
			ref(12, "converted_account", Account, "Converted to account"),
			ref(13, "converted_contact", Contact, "Converted to contact"),
			ref(14, "converted_deal", Deal, "Converted to deal"),
			text(15, "industry", "Industry"),
			text(16, "segment", "Segment"),
			text(17, "region", "Region"),
			text(18, "website", "Website"),
		}},
		{Code: 12, Name: Account, Label: "Account", Title: "name", Seen: ownedBy("owner"), Fields: []record.Field{
			text(1, "name", "Name"),
			ref(2, "owner", Person, "Owner"),
			ref(3, "parent", Account, "Parent"),
			text(4, "industry", "Industry"),
			text(5, "segment", "Segment"),
			text(6, "region", "Region"),
			text(7, "type", "Type"),
			text(8, "city", "City"),
			text(9, "state", "State"),
			text(10, "country", "Country"),
			text(11, "website", "Website"),
			field(12, "created_at", record.Instant, "Created"),
			field(13, "employees", record.Int, "Employees"),
			field(14, "annual_revenue", record.Money, "Annual revenue"),
			text(15, "source", "Source"),
		}},
		{Code: 13, Name: Contact, Label: "Contact", Title: "name",
			Seen: ownedBy("owner", "account"), Fields: []record.Field{
				personal(1, "name", "Name"),
				ref(2, "account", Account, "Account"),
				personal(3, "email", "Email"),
				personal(4, "phone", "Phone"),
				text(5, "job_title", "Job title"),
				text(6, "department", "Department"),
				ref(7, "owner", Person, "Owner"),
				text(8, "source", "Source"),
				field(9, "created_at", record.Instant, "Created"),
			}},
		{Code: 14, Name: Activity, Label: "Activity", Title: "subject",
			Seen: ownedBy("owner", "account", "contact", "lead", "deal"), Fields: []record.Field{
				text(1, "kind", "Kind"), // call, email, meeting, task
				text(2, "subject", "Subject"),
				ref(3, "owner", Person, "Owner"),
				ref(4, "account", Account, "Account"),
				ref(5, "contact", Contact, "Contact"),
				ref(6, "lead", Lead, "Lead"),
				ref(7, "deal", Deal, "Deal"),
				field(8, "start_at", record.Instant, "Start"),
				field(9, "end_at", record.Instant, "End"),
				text(10, "status", "Status"),
				text(11, "outcome", "Outcome"),
				field(12, "done", record.Bool, "Done"),
				field(13, "created_at", record.Instant, "Created"),
			}},
		{Code: 15, Name: DealLine, Label: "Line item", Title: "name", Seen: ownedBy("", "deal"), Fields: []record.Field{
			text(1, "name", "Name"),
			ref(2, "deal", Deal, "Deal"),
			ref(3, "product", Product, "Product"),
			field(4, "quantity", record.Number, "Quantity"),
			field(5, "unit_price", record.Money, "Unit price"),
			field(6, "list_price", record.Money, "List price"),
			field(7, "total", record.Money, "Total"),
			field(8, "created_at", record.Instant, "Created"),
		}},
		{Code: 16, Name: Product, Label: "Product", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			text(2, "code", "Code"),
			text(3, "family", "Family"),
			field(4, "active", record.Bool, "Active"),
			field(5, "list_price", record.Money, "List price"),
		}},
		{Code: 17, Name: Person, Label: "Person", Plural: "people", Title: "name",
			Seen: everybody, Fields: []record.Field{
				personal(1, "name", "Name"),
				personal(2, "email", "Email"),
				ref(3, "team", Team, "Team"),
				ref(4, "manager", Person, "Manager"),
				text(5, "job_title", "Job title"),
				field(6, "sells", record.Bool, "Carries a quota"),
				field(7, "started_on", record.Day, "First day"),
				field(8, "left_on", record.Day, "Last day"),
				field(9, "active", record.Bool, "Active"),
				field(10, "ramp_days", record.Int, "Ramp days"),
			}},
		{Code: 18, Name: Team, Label: "Team", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			ref(2, "parent", Team, "Parent"),
			ref(3, "leader", Person, "Leader"),
		}},
		{Code: 19, Name: Pipeline, Label: "Pipeline", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			field(2, "position", record.Int, "Position"),
		}},
		{Code: 20, Name: Stage, Label: "Stage", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			ref(2, "pipeline", Pipeline, "Pipeline"),
			field(3, "position", record.Int, "Position"),
			text(4, "outcome", "Outcome"),
			field(5, "probability", record.Number, "Probability"),
			text(6, "forecast_category", "Forecast category"),
			field(7, "age_limit_days", record.Int, "Age limit in days"),
		}},
		{Code: 21, Name: Rate, Label: "Exchange rate", Title: "from_currency", Seen: everybody,
			Audited: true, Fields: []record.Field{
				text(1, "from_currency", "From currency"),
				text(2, "to_currency", "To currency"),
				field(3, "day", record.Day, "Day"),
				field(4, "rate", record.Int, "Rate"), // in 1e-9, minor units to minor units
			}},
		{Code: 22, Name: Company, Label: "Company settings", Plural: "company settings", Title: "name", Seen: everybody,
			Audited: true, Fields: settingFields()},
		{Code: 23, Name: Import, Label: "Import", Title: "summary", Audited: true, Fields: []record.Field{
			text(1, "summary", "Summary"),
			text(2, "files", "Files"),
			text(3, "state", "State"),       // running, done, stopped
			document(4, "report", "Report"), // JSON, see connectors.Report
			field(5, "started_at", record.Instant, "Started"),
			field(6, "finished_at", record.Instant, "Finished"),
		}},
		{Code: 24, Name: Metric, Label: "Metric definition", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			field(2, "version", record.Int, "Version"),
			text(3, "hash", "Checksum"),
			document(4, "text", "Definition"),
		}},
		// A contract is in force from start_on to end_on, both included; without end_on it has no end. A change
		// of mrr on a day is an expansion or a contraction.
		{Code: 25, Name: Contract, Label: "Contract", Title: "name",
			Seen: ownedBy("owner", "account", "deal"), Fields: []record.Field{
				text(1, "name", "Name"),
				ref(2, "account", Account, "Account"),
				ref(3, "deal", Deal, "Deal"),
				ref(4, "owner", Person, "Owner"),
				ref(5, "product", Product, "Product"),
				field(6, "start_on", record.Day, "Start"),
				field(7, "end_on", record.Day, "Last day"),
				field(8, "mrr", record.Money, "Monthly recurring revenue"),
				field(9, "value", record.Money, "Contract value"),
				text(10, "status", "Status"),
				text(11, "end_reason", "End reason"),
				text(12, "type", "Type"), // new business, renewal, expansion …
				field(13, "created_at", record.Instant, "Created"),
			}},
		{Code: 26, Name: Order, Label: "Order", Title: "name",
			Seen: ownedBy("owner", "account", "contact", "deal"), Fields: []record.Field{
				text(1, "name", "Name"),
				ref(2, "account", Account, "Account"),
				ref(3, "contact", Contact, "Contact"),
				ref(4, "deal", Deal, "Deal"),
				ref(5, "owner", Person, "Owner"),
				ref(6, "product", Product, "Product"),
				field(7, "ordered_on", record.Day, "Order date"),
				field(8, "amount", record.Money, "Amount"),
				field(9, "quantity", record.Number, "Quantity"),
				text(10, "channel", "Channel"),
				field(11, "created_at", record.Instant, "Created"),
			}},
		// A cost belongs to every day from from_on to to_on, both included, in equal parts.
		{Code: 27, Name: Cost, Label: "Cost", Title: "name", Fields: []record.Field{
			text(1, "name", "Name"),
			text(2, "kind", "Kind"), // pay, commission, ads, tools, overhead
			text(3, "channel", "Channel"),
			field(4, "from_on", record.Day, "From"),
			field(5, "to_on", record.Day, "To"),
			field(6, "amount", record.Money, "Amount"),
			ref(7, "person", Person, "Person"),
			ref(8, "team", Team, "Team"),
		}},
		// A quota is the amount that a person is to win from from_on to to_on, both included. It is the full
		// amount, before ramp and without regard to days on which the person was not there.
		{Code: 28, Name: Quota, Label: "Quota", Title: "name", Seen: ownedBy("person"), Fields: []record.Field{
			text(1, "name", "Name"),
			ref(2, "person", Person, "Person"),
			ref(3, "team", Team, "Team"),
			field(4, "from_on", record.Day, "From"),
			field(5, "to_on", record.Day, "To"),
			field(6, "amount", record.Money, "Amount"),
			field(7, "ramp", record.Number, "Ramp"), // 0..1; 1 when unset
		}},
		{Code: 29, Name: Event, Label: "Calendar event", Title: "title", Seen: ownedBy("owner"), Fields: []record.Field{
			personal(1, "title", "Title"),
			text(2, "uid", "Calendar id"), // of the meeting; it is the same in every attendee's calendar
			ref(3, "owner", Person, "Owner"),
			field(4, "start_at", record.Instant, "Start"),
			field(5, "end_at", record.Instant, "End"),
			field(6, "all_day", record.Bool, "All day"),
			text(7, "status", "Status"),     // confirmed, tentative, cancelled
			text(8, "response", "Response"), // of the owner: accepted, declined, tentative, needs_action
			field(9, "busy", record.Bool, "Busy"),
			text(10, "type", "Type"), // out_of_office, focus … as the calendar says
			personal(11, "organizer", "Organizer"),
			personal(12, "attendees", "Attendees"), // mail addresses, separated by spaces
			ref(13, "account", Account, "Account"),
			ref(14, "contact", Contact, "Contact"),
			ref(15, "deal", Deal, "Deal"),
			text(16, "class", "Class"), // a person's correction: buyer, prospecting, preparation, internal, private
			text(17, "calendar", "Calendar"),
			field(18, "created_at", record.Instant, "Created"),
		}},
		{Code: 30, Name: Absence, Label: "Absence", Title: "kind", Seen: ownedBy("person"), Fields: []record.Field{
			text(1, "kind", "Kind"), // vacation, sick, leave
			ref(2, "person", Person, "Person"),
			field(3, "from_on", record.Day, "From"),
			field(4, "to_on", record.Day, "To"),
		}},
		{Code: 31, Name: Holiday, Label: "Holiday", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			field(2, "day", record.Day, "Day"),
			text(3, "country", "Country"), // ISO 3166 code; unset for a holiday of everybody
		}},
		// A split is a person's share of the credit for a deal. Overlay credit is not a part of the deal's
		// amount and is in no total.
		{Code: 32, Name: Split, Label: "Credit split", Title: "name",
			Seen: ownedBy("person", "deal"), Fields: []record.Field{
				text(1, "name", "Name"),
				ref(2, "deal", Deal, "Deal"),
				ref(3, "person", Person, "Person"),
				field(4, "share", record.Number, "Share"),  // 0..1
				field(5, "amount", record.Money, "Amount"), // used when share is unset
				text(6, "kind", "Kind"),                    // overlay, or what the source calls it
				field(7, "overlay", record.Bool, "Overlay"),
				ref(8, "split_type", SplitType, "Split type"),
				text(9, "note", "Note"),
				field(10, "created_at", record.Instant, "Created"),
			}},
		{Code: 33, Name: SplitType, Label: "Split type", Title: "name", Seen: everybody, Fields: []record.Field{
			text(1, "name", "Name"),
			field(2, "totals", record.Bool, "Adds up to the deal"),
		}},
		// An event that is no change of a record: what somebody did, or tried and was refused. See package
		// audit.
		{Code: 40, Name: AuditEvent, Label: "Audit event", Title: "what", Reserved: true, Audited: true,
			Aside: true, Fields: []record.Field{
				text(1, "what", "What"),
				text(2, "outcome", "Outcome"), // done, refused, failed
				personal(3, "whom", "Whom"),
				personal(4, "address", "Address"),
				text(5, "reason", "Reason"), // code
				personal(6, "detail", "Detail"),
				field(7, "count", record.Int, "Times"), // refusals of one minute
			}},
		// What users of a role may see and do, and who may see a record beside its owner: see package access.
		{Code: 41, Name: Role, Label: "Role", Title: "name", Reserved: true, Audited: true, Aside: true,
			Fields: []record.Field{
				text(1, "name", "Name"),
				document(2, "permissions", "Permissions"), // JSON, see access.Permissions
			}},
		{Code: 42, Name: Share, Label: "Share", Title: "record", Reserved: true, Audited: true, Aside: true,
			Fields: []record.Field{
				text(1, "record", "Record"), // its id, such as deal_8f3k
				ref(2, "person", Person, "Person"),
				ref(3, "team", Team, "Team"),
				field(4, "writes", record.Bool, "May change it"),
			}},
	}
	for i := range objects {
		if s, ok := shown[objects[i].Name]; ok {
			objects[i].Shown = s
		}
		if im, ok := imported[objects[i].Name]; ok {
			objects[i].Imported = im
		}
	}
	return objects
}
