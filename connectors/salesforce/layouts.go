package salesforce

import (
	"slices"

	"salesops/connectors"
	"salesops/sales"
)

// Columns that every object has.
func stamps(more ...connectors.Column) []connectors.Column {
	return append([]connectors.Column{
		{Header: "Id", Use: connectors.ID},
		{Header: "IsDeleted", Use: connectors.Deleted},
		{Header: "CreatedDate", Use: connectors.Created},
		{Header: "LastModifiedDate", Use: connectors.Modified},
		{Header: "SystemModstamp", Use: connectors.ModifiedElse},
		{Header: "CurrencyIsoCode", Use: connectors.Currency},
	}, more...)
}

func value(header, field string, kind connectors.Kind) connectors.Column {
	return connectors.Column{Header: header, Field: field, Kind: kind}
}

// months is a field that a company adds for the term of a deal; what is no whole number is none.
func months(header string) connectors.Column {
	c := value(header, "term_months", connectors.Whole)
	c.Lax = true
	return c
}

// assumed is a column of months whose header leaves the unit open: the report says how it was read.
func assumed(c connectors.Column) connectors.Column {
	c.Unit = "months"
	return c
}

func ref(header, field, object string) connectors.Column {
	return connectors.Column{Header: header, Field: field, Kind: connectors.Reference, Object: object}
}

func refName(header, field string) connectors.Column {
	return connectors.Column{Header: header, Use: connectors.RefName, Field: field}
}

func part(header string, kind connectors.Kind) connectors.Column {
	return connectors.Column{Header: header, Use: connectors.Part, Kind: kind}
}

// technical columns say nothing about the business, or only what follows from others.
func technical(more ...string) []string {
	return append([]string{
		"CreatedById", "LastModifiedById", "LastActivityDate", "LastViewedDate", "LastReferencedDate",
		"PhotoUrl", "Jigsaw", "JigsawCompanyId", "JigsawContactId", "CleanStatus", "DandbCompanyId",
		"IndividualId", "AccountSource.Id",
		"IsPriorityRecord", "MayEdit", "IsLocked", "UserRecordAccessId", "CreatedBy.Name",
		"LastModifiedBy.Name", "attributes",
	}, more...)
}

// mergedInto is on the row of a record that was merged away, which is deleted by that.
var mergedInto = connectors.Column{Header: "MasterRecordId", Use: connectors.MergedInto}

var layouts = []connectors.Layout{
	{
		Name: "Account", Object: sales.Account,
		Needs: [][]string{{"Id"}, {"Name"},
			{"Industry", "BillingCity", "BillingCountry", "BillingState", "BillingStreet", "NumberOfEmployees",
				"AnnualRevenue", "ParentId", "AccountNumber", "Ownership", "Website", "AccountSource", "OwnerId"}},
		Named: [][]string{{"Id"}, {"Name"}},
		Not: []string{"StageName", "LastName", "IsConverted", "ParentRoleId", "AccountId", "Username", "ProductCode",
			"OpportunityId", "WhatId", "Company"},
		Columns: stamps(
			value("Name", "name", connectors.Text), value("Type", "type", connectors.Text),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			mergedInto,
			ref("ParentId", "parent", sales.Account), refName("Parent.Name", "parent"),
			value("Industry", "industry", connectors.Text), value("Segment", "segment", connectors.Text),
			value("Region", "region", connectors.Text),
			value("BillingCity", "city", connectors.Text), value("BillingState", "state", connectors.Text),
			value("BillingCountry", "country", connectors.Text),
			value("Website", "website", connectors.Text), value("AccountSource", "source", connectors.Text),
			value("NumberOfEmployees", "employees", connectors.Whole),
			value("AnnualRevenue", "annual_revenue", connectors.Amount),
		),
		Ignore: technical(),
	},
	{
		Name: "Contact", Object: sales.Contact,
		Needs: [][]string{{"Id"}, {"LastName", "Name"},
			{"AccountId", "Email", "Phone", "MailingCity", "MailingCountry", "Department",
				"ReportsToId", "Account.Name"}},
		Named: [][]string{{"Id"}, {"LastName", "Name", "FirstName", "Email"}},
		Not: []string{"StageName", "IsConverted", "Company", "Username", "UserRoleId", "ProfileId", "OpportunityId",
			"WhoId", "BillingCity"},
		Columns: stamps(
			value("Name", "name", connectors.Text), part("FirstName", connectors.Text),
			part("LastName", connectors.Text),
			mergedInto,
			ref("AccountId", "account", sales.Account), refName("Account.Name", "account"),
			value("Email", "email", connectors.Text), value("Phone", "phone", connectors.Text),
			value("Title", "job_title", connectors.Text), value("Department", "department", connectors.Text),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			value("LeadSource", "source", connectors.Text),
		),
		Ignore: technical(),
		Finish: finish(fullName, asIs),
	},
	{
		Name: "Lead", Object: sales.Lead,
		Needs: [][]string{{"Id"}, {"LastName", "Name"}, {"IsConverted", "Company"},
			{"Status", "IsConverted", "LeadSource"}},
		Named: [][]string{{"Id"}, {"LastName", "Name", "FirstName", "Email", "Company"}},
		Not:   []string{"StageName", "AccountId", "Username", "WhoId"},
		Columns: stamps(
			value("Name", "name", connectors.Text), part("FirstName", connectors.Text),
			part("LastName", connectors.Text),
			mergedInto,
			value("Company", "company", connectors.Text), value("Email", "email", connectors.Text),
			value("Phone", "phone", connectors.Text),
			value("Title", "job_title", connectors.Text), value("Status", "status", connectors.Text),
			value("LeadSource", "source", connectors.Text),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			value("IsConverted", "converted", connectors.Bool),
			value("ConvertedDate", "converted_at", connectors.Instant),
			ref("ConvertedAccountId", "converted_account", sales.Account),
			ref("ConvertedContactId", "converted_contact", sales.Contact),
			ref("ConvertedOpportunityId", "converted_deal", sales.Deal),
			value("Industry", "industry", connectors.Text), value("Segment", "segment", connectors.Text),
			value("Region", "region", connectors.Text),
			value("Website", "website", connectors.Text),
		),
		Ignore: technical("ConvertedDateTime"),
		Finish: finish(lead, asIs),
	},
	{
		Name: "Opportunity", Object: sales.Deal,
		Needs: [][]string{{"Id"}, {"StageName"}, {"CloseDate", "Name", "Amount"}},
		Named: [][]string{{"Id"}, {"StageName", "IsClosed"}}, // else all would be open
		Not:   []string{"OpportunityId"},
		Columns: stamps(
			value("Name", "name", connectors.Text),
			ref("AccountId", "account", sales.Account), refName("Account.Name", "account"),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			connectors.Column{Header: "StageName", Use: connectors.StageName},
			connectors.Column{Header: "IsClosed", Use: connectors.Closed},
			connectors.Column{Header: "IsWon", Use: connectors.Won},
			connectors.Column{Header: "RecordType.Name", Use: connectors.PipelineName},
			connectors.Column{Header: "SalesProcess", Use: connectors.PipelineName},
			connectors.Column{Header: "RecordTypeId", Use: connectors.PipelineID},
			connectors.Column{Header: "LastStageChangeDate", Use: connectors.StageSince},
			value("Amount", "amount", connectors.Amount), value("CloseDate", "close_date", connectors.Day),
			value("Probability", "probability", connectors.Percent),
			value("ForecastCategoryName", "forecast_category", connectors.Category),
			value("ForecastCategory", "forecast_category", connectors.Category),
			value("LeadSource", "source", connectors.Text), value("Type", "type", connectors.Text),
			value("NextStep", "next_step", connectors.Text),
			value("Description", "description", connectors.Text), ref("ContactId", "contact", sales.Contact),
			refName("Contact.Name", "contact"),
			value("Loss_Reason__c", "lost_reason", connectors.Text),
			value("Lost_Reason__c", "lost_reason", connectors.Text),
			value("LossReason", "lost_reason", connectors.Text),
			value("Competitor__c", "competitor", connectors.Text),
			value("MainCompetitors__c", "competitor", connectors.Text),
			assumed(months("Contract_Term__c")), months("Contract_Term_Months__c"), months("Term_Months__c"),
			assumed(months("Subscription_Term__c")),
			value("Segment__c", "segment", connectors.Text), value("Region__c", "region", connectors.Text),
			value("Segment", "segment", connectors.Text), value("Region", "region", connectors.Text),
		),
		Ignore: technical("ExpectedRevenue", "Fiscal", "FiscalYear", "FiscalQuarter", "HasOpportunityLineItem",
			"HasOpenActivity", "HasOverdueTask",
			"PushCount", "LastAmountChangedHistoryId", "LastCloseDateChangedHistoryId", "Pricebook2Id", "CampaignId",
			"IsPrivate", "SyncedQuoteId", "ContractId", "IqScore", "IsSplit"),
	},
	{
		Name: "OpportunityHistory", Object: sales.Deal, Role: connectors.Snapshot,
		Needs: [][]string{{"OpportunityId"}, {"StageName"}, {"CreatedDate"}},
		Not:   []string{"Field", "NewValue", "Quantity", "ContactId"},
		Columns: []connectors.Column{
			{Header: "Id", Use: connectors.ID}, {Header: "OpportunityId", Use: connectors.Of},
			{Header: "CreatedDate", Use: connectors.Created},
			{Header: "IsDeleted", Use: connectors.Deleted}, {Header: "CurrencyIsoCode", Use: connectors.Currency},
			{Header: "StageName", Use: connectors.StageName},
			value("Amount", "amount", connectors.Amount), value("CloseDate", "close_date", connectors.Day),
			value("Probability", "probability", connectors.Percent),
			value("ForecastCategory", "forecast_category", connectors.Category),
			value("ForecastCategoryName", "forecast_category", connectors.Category),
		},
	},
	{
		Name: "OpportunityFieldHistory", Object: sales.Deal, Role: connectors.FieldDiff,
		Needs: [][]string{{"OpportunityId"}, {"Field"}, {"NewValue"}, {"CreatedDate"}},
		Columns: []connectors.Column{
			{Header: "Id", Use: connectors.ID}, {Header: "OpportunityId", Use: connectors.Of},
			{Header: "CreatedDate", Use: connectors.Created},
			{Header: "IsDeleted", Use: connectors.Deleted}, {Header: "CurrencyIsoCode", Use: connectors.Currency},
			{Header: "Field", Use: connectors.DiffField}, {Header: "OldValue", Use: connectors.DiffOld},
			{Header: "NewValue", Use: connectors.DiffNew},
		},
	},
	{
		Name: "Task", Object: sales.Activity,
		Needs: [][]string{{"Id"}, {"Subject", "WhoId", "WhatId"},
			{"Status", "ActivityDate", "TaskSubtype", "Priority"}},
		Named: [][]string{{"Id"}, {"Subject", "WhoId", "WhatId", "OwnerId", "ActivityDate"}},
		Not: []string{"StartDateTime", "ActivityDateTime", "EndDateTime", "DurationInMinutes",
			"StageName", "CaseNumber"},
		Columns: stamps(activity(
			value("Status", "status", connectors.Text), value("CallDisposition", "outcome", connectors.Text),
			part("ActivityDate", connectors.Day), part("CompletedDateTime", connectors.Instant),
			part("IsClosed", connectors.Text),
			part("TaskSubtype", connectors.Text), part("Type", connectors.Text), part("CallType", connectors.Text),
			part("CallDurationInSeconds", connectors.Whole),
		)...),
		Ignore: technical("WhoCount", "WhatCount", "IsArchived", "IsHighPriority", "ReminderDateTime", "IsReminderSet"),
		Finish: finish(task, asIs),
	},
	{
		Name: "Event", Object: sales.Activity,
		Needs: [][]string{{"Id"}, {"Subject", "WhoId", "WhatId"},
			{"StartDateTime", "ActivityDateTime", "EndDateTime", "DurationInMinutes"}},
		Named: [][]string{{"Id"}, {"Subject", "WhoId", "WhatId", "OwnerId", "ActivityDate"}},
		Not:   []string{"StageName"},
		Columns: stamps(activity(
			part("StartDateTime", connectors.Instant), part("ActivityDateTime", connectors.Instant),
			part("EndDateTime", connectors.Instant),
			part("ActivityDate", connectors.Day), part("DurationInMinutes", connectors.Whole),
			part("IsAllDayEvent", connectors.Text),
			part("EventSubtype", connectors.Text), part("Type", connectors.Text),
		)...),
		Ignore: technical("WhoCount", "WhatCount", "IsArchived", "EndDate", "ReminderDateTime", "IsReminderSet",
			"GroupEventType", "IsGroupEvent", "IsChild"),
		Finish: finish(event, asIs),
	},
	{
		Name: "User", Object: sales.Person,
		Needs: [][]string{{"Id"}, {"Name", "LastName"},
			{"Username", "UserRoleId", "ProfileId", "UserType", "IsActive"}},
		Named: [][]string{{"Id"}, {"Name", "LastName", "Email"}},
		Not:   []string{"StageName", "IsConverted", "ProductCode", "Company", "ParentRoleId"},
		Columns: stamps(
			value("Name", "name", connectors.Text), part("FirstName", connectors.Text),
			part("LastName", connectors.Text),
			value("Email", "email", connectors.Text), value("Title", "job_title", connectors.Text),
			ref("UserRoleId", "team", sales.Team), refName("UserRole.Name", "team"),
			ref("ManagerId", "manager", sales.Person), refName("Manager.Name", "manager"),
			value("IsActive", "active", connectors.Bool),
			// no field of a new org, and the first that a company adds to pay by
			value("StartedOn", "started_on", connectors.Day), value("StartDate__c", "started_on", connectors.Day),
			value("Start_Date__c", "started_on", connectors.Day), value("Hire_Date__c", "started_on", connectors.Day),
			value("EndedOn", "left_on", connectors.Day), value("EndDate__c", "left_on", connectors.Day),
			value("End_Date__c", "left_on", connectors.Day), value("Termination_Date__c", "left_on", connectors.Day),
		),
		Ignore: technical("Username", "Alias", "CommunityNickname", "TimeZoneSidKey", "LocaleSidKey",
			"EmailEncodingKey", "LanguageLocaleKey", "ProfileId",
			"SmallPhotoUrl", "FullPhotoUrl", "MediumPhotoUrl", "BannerPhotoUrl", "SmallBannerPhotoUrl",
			"MediumBannerPhotoUrl", "LastLoginDate", "LastPasswordChangeDate",
			"ReceivesInfoEmails", "ReceivesAdminInfoEmails", "FederationIdentifier", "BadgeText", "DigestFrequency",
			"DefaultGroupNotificationFrequency", "Signature", "AboutMe"),
		Finish: finish(user, asIs),
	},
	{
		Name: "UserRole", Object: sales.Team,
		Needs: [][]string{{"Id"}, {"Name"}, {"ParentRoleId"}},
		Named: [][]string{{"Id"}, {"Name"}},
		Columns: stamps(
			value("Name", "name", connectors.Text), ref("ParentRoleId", "parent", sales.Team),
			refName("ParentRole.Name", "parent"),
		),
		Ignore: technical("RollupDescription", "DeveloperName", "PortalAccountId", "PortalType", "PortalAccountOwnerId",
			"OpportunityAccessForAccountOwner",
			"CaseAccessForAccountOwner", "ContactAccessForAccountOwner", "MayForecastManagerShare", "ForecastUserId"),
	},
	{
		Name: "Product2", Object: sales.Product,
		Needs: [][]string{{"Id"}, {"Name"}, {"ProductCode", "Family", "StockKeepingUnit", "QuantityUnitOfMeasure"}},
		Named: [][]string{{"Id"}, {"Name"}},
		Not:   []string{"OpportunityId", "StageName", "Quantity"},
		Columns: stamps(
			value("Name", "name", connectors.Text), value("ProductCode", "code", connectors.Text),
			value("Family", "family", connectors.Text),
			value("IsActive", "active", connectors.Bool), value("ListPrice", "list_price", connectors.Amount),
		),
		Ignore: technical("ExternalId", "ExternalDataSourceId", "IsArchived"),
	},
	{
		Name: "OpportunityLineItem", Object: sales.DealLine,
		Needs: [][]string{{"Id"}, {"OpportunityId"},
			{"Quantity", "UnitPrice", "TotalPrice", "PricebookEntryId", "Product2Id"}},
		Named: [][]string{{"Id"}, {"OpportunityId"}},
		Not:   []string{"StageName", "Field"},
		Columns: stamps(
			value("Name", "name", connectors.Text), ref("OpportunityId", "deal", sales.Deal),
			refName("Opportunity.Name", "deal"),
			ref("Product2Id", "product", sales.Product), refName("Product2.Name", "product"),
			value("Quantity", "quantity", connectors.Number), value("UnitPrice", "unit_price", connectors.Amount),
			value("ListPrice", "list_price", connectors.Amount), value("TotalPrice", "total", connectors.Amount),
		),
		Ignore: technical("PricebookEntryId", "SortOrder", "Subtotal", "HasQuantitySchedule", "HasRevenueSchedule",
			"HasSchedule", "ProductCode"),
	},
}

// activity are the columns that tasks and events share.
func activity(more ...connectors.Column) []connectors.Column {
	return slices.Concat([]connectors.Column{
		value("Subject", "subject", connectors.Text), ref("OwnerId", "owner", sales.Person),
		refName("Owner.Name", "owner"),
		{Header: "WhoId", Kind: connectors.Reference,
			Fields: map[string]string{sales.Contact: "contact", sales.Lead: "lead"}},
		{Header: "WhatId", Kind: connectors.Reference,
			Fields: map[string]string{sales.Deal: "deal", sales.Account: "account"}},
		ref("AccountId", "account", sales.Account),
	}, more)
}
