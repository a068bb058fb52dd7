package salesforce

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Columns that every object has.
func stamps(more ...tool.Column) []tool.Column {
	return append([]tool.Column{
		{Header: "Id", Use: tool.ID},
		{Header: "IsDeleted", Use: tool.Deleted},
		{Header: "CreatedDate", Use: tool.Created},
		{Header: "LastModifiedDate", Use: tool.Modified},
		{Header: "SystemModstamp", Use: tool.ModifiedElse},
		{Header: "CurrencyIsoCode", Use: tool.Currency},
	}, more...)
}

func value(header, field string, kind tool.Kind) tool.Column {
	return tool.Column{Header: header, Field: field, Kind: kind}
}

// months is a field that a company adds for the term of a deal; what is no whole number is none.
func months(header string) tool.Column {
	c := value(header, "term_months", tool.Whole)
	c.Lax = true
	return c
}

// assumed is a column of months whose header leaves the unit open: the report says how it was read.
func assumed(c tool.Column) tool.Column {
	c.Unit = "months"
	return c
}

func ref(header, field, object string) tool.Column {
	return tool.Column{Header: header, Field: field, Kind: tool.Reference, Object: object}
}

func refName(header, field string) tool.Column {
	return tool.Column{Header: header, Use: tool.RefName, Field: field}
}

func part(header string, kind tool.Kind) tool.Column {
	return tool.Column{Header: header, Use: tool.Part, Kind: kind}
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
var mergedInto = tool.Column{Header: "MasterRecordId", Use: tool.MergedInto}

var layouts = []tool.Layout{
	{
		Name: "Account", Object: sales.Account,
		Needs: [][]string{{"Id"}, {"Name"},
			{"Industry", "BillingCity", "BillingCountry", "BillingState", "BillingStreet", "NumberOfEmployees",
				"AnnualRevenue", "ParentId", "AccountNumber", "Ownership", "Website", "AccountSource", "OwnerId"}},
		Named: [][]string{{"Id"}, {"Name"}},
		Not: []string{"StageName", "LastName", "IsConverted", "ParentRoleId", "AccountId", "Username", "ProductCode",
			"OpportunityId", "WhatId", "Company"},
		Columns: stamps(
			value("Name", "name", tool.Text), value("Type", "type", tool.Text),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			mergedInto,
			ref("ParentId", "parent", sales.Account), refName("Parent.Name", "parent"),
			value("Industry", "industry", tool.Text), value("Segment", "segment", tool.Text),
			value("Region", "region", tool.Text),
			value("BillingCity", "city", tool.Text), value("BillingState", "state", tool.Text),
			value("BillingCountry", "country", tool.Text),
			value("Website", "website", tool.Text), value("AccountSource", "source", tool.Text),
			value("NumberOfEmployees", "employees", tool.Whole),
			value("AnnualRevenue", "annual_revenue", tool.Amount),
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
			value("Name", "name", tool.Text), part("FirstName", tool.Text),
			part("LastName", tool.Text),
			mergedInto,
			ref("AccountId", "account", sales.Account), refName("Account.Name", "account"),
			value("Email", "email", tool.Text), value("Phone", "phone", tool.Text),
			value("Title", "job_title", tool.Text), value("Department", "department", tool.Text),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			value("LeadSource", "source", tool.Text),
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
			value("Name", "name", tool.Text), part("FirstName", tool.Text),
			part("LastName", tool.Text),
			mergedInto,
			value("Company", "company", tool.Text), value("Email", "email", tool.Text),
			value("Phone", "phone", tool.Text),
			value("Title", "job_title", tool.Text), value("Status", "status", tool.Text),
			value("LeadSource", "source", tool.Text),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			value("IsConverted", "converted", tool.Bool),
			value("ConvertedDate", "converted_at", tool.Instant),
			ref("ConvertedAccountId", "converted_account", sales.Account),
			ref("ConvertedContactId", "converted_contact", sales.Contact),
			ref("ConvertedOpportunityId", "converted_deal", sales.Deal),
			value("Industry", "industry", tool.Text), value("Segment", "segment", tool.Text),
			value("Region", "region", tool.Text),
			value("Website", "website", tool.Text),
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
			value("Name", "name", tool.Text),
			ref("AccountId", "account", sales.Account), refName("Account.Name", "account"),
			ref("OwnerId", "owner", sales.Person), refName("Owner.Name", "owner"),
			tool.Column{Header: "StageName", Use: tool.StageName},
			tool.Column{Header: "IsClosed", Use: tool.Closed},
			tool.Column{Header: "IsWon", Use: tool.Won},
			tool.Column{Header: "RecordType.Name", Use: tool.PipelineName},
			tool.Column{Header: "SalesProcess", Use: tool.PipelineName},
			tool.Column{Header: "RecordTypeId", Use: tool.PipelineID},
			tool.Column{Header: "LastStageChangeDate", Use: tool.StageSince},
			value("Amount", "amount", tool.Amount), value("CloseDate", "close_date", tool.Day),
			value("Probability", "probability", tool.Percent),
			value("ForecastCategoryName", "forecast_category", tool.Category),
			value("ForecastCategory", "forecast_category", tool.Category),
			value("LeadSource", "source", tool.Text), value("Type", "type", tool.Text),
			value("NextStep", "next_step", tool.Text),
			value("Description", "description", tool.Text), ref("ContactId", "contact", sales.Contact),
			refName("Contact.Name", "contact"),
			value("Loss_Reason__c", "lost_reason", tool.Text),
			value("Lost_Reason__c", "lost_reason", tool.Text),
			value("LossReason", "lost_reason", tool.Text),
			value("Competitor__c", "competitor", tool.Text),
			value("MainCompetitors__c", "competitor", tool.Text),
			assumed(months("Contract_Term__c")), months("Contract_Term_Months__c"), months("Term_Months__c"),
			assumed(months("Subscription_Term__c")),
			value("Segment__c", "segment", tool.Text), value("Region__c", "region", tool.Text),
			value("Segment", "segment", tool.Text), value("Region", "region", tool.Text),
		),
		Ignore: technical("ExpectedRevenue", "Fiscal", "FiscalYear", "FiscalQuarter", "HasOpportunityLineItem",
			"HasOpenActivity", "HasOverdueTask",
			"PushCount", "LastAmountChangedHistoryId", "LastCloseDateChangedHistoryId", "Pricebook2Id", "CampaignId",
			"IsPrivate", "SyncedQuoteId", "ContractId", "IqScore", "IsSplit"),
	},
	{
		Name: "OpportunityHistory", Object: sales.Deal, Role: tool.Snapshot,
		Needs: [][]string{{"OpportunityId"}, {"StageName"}, {"CreatedDate"}},
		Not:   []string{"Field", "NewValue", "Quantity", "ContactId"},
		Columns: []tool.Column{
			{Header: "Id", Use: tool.ID}, {Header: "OpportunityId", Use: tool.Of},
			{Header: "CreatedDate", Use: tool.Created},
			{Header: "IsDeleted", Use: tool.Deleted}, {Header: "CurrencyIsoCode", Use: tool.Currency},
			{Header: "StageName", Use: tool.StageName},
			value("Amount", "amount", tool.Amount), value("CloseDate", "close_date", tool.Day),
			value("Probability", "probability", tool.Percent),
			value("ForecastCategory", "forecast_category", tool.Category),
			value("ForecastCategoryName", "forecast_category", tool.Category),
		},
	},
	{
		Name: "OpportunityFieldHistory", Object: sales.Deal, Role: tool.FieldDiff,
		Needs: [][]string{{"OpportunityId"}, {"Field"}, {"NewValue"}, {"CreatedDate"}},
		Columns: []tool.Column{
			{Header: "Id", Use: tool.ID}, {Header: "OpportunityId", Use: tool.Of},
			{Header: "CreatedDate", Use: tool.Created},
			{Header: "IsDeleted", Use: tool.Deleted}, {Header: "CurrencyIsoCode", Use: tool.Currency},
			{Header: "Field", Use: tool.DiffField}, {Header: "OldValue", Use: tool.DiffOld},
			{Header: "NewValue", Use: tool.DiffNew},
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
			value("Status", "status", tool.Text), value("CallDisposition", "outcome", tool.Text),
			part("ActivityDate", tool.Day), part("CompletedDateTime", tool.Instant),
			part("IsClosed", tool.Text),
			part("TaskSubtype", tool.Text), part("Type", tool.Text), part("CallType", tool.Text),
			part("CallDurationInSeconds", tool.Whole),
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
			part("StartDateTime", tool.Instant), part("ActivityDateTime", tool.Instant),
			part("EndDateTime", tool.Instant),
			part("ActivityDate", tool.Day), part("DurationInMinutes", tool.Whole),
			part("IsAllDayEvent", tool.Text),
			part("EventSubtype", tool.Text), part("Type", tool.Text),
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
			value("Name", "name", tool.Text), part("FirstName", tool.Text),
			part("LastName", tool.Text),
			value("Email", "email", tool.Text), value("Title", "job_title", tool.Text),
			ref("UserRoleId", "team", sales.Team), refName("UserRole.Name", "team"),
			ref("ManagerId", "manager", sales.Person), refName("Manager.Name", "manager"),
			value("IsActive", "active", tool.Bool),
			// no field of a new org, and the first that a company adds to pay by
			value("StartedOn", "started_on", tool.Day), value("StartDate__c", "started_on", tool.Day),
			value("Start_Date__c", "started_on", tool.Day), value("Hire_Date__c", "started_on", tool.Day),
			value("EndedOn", "left_on", tool.Day), value("EndDate__c", "left_on", tool.Day),
			value("End_Date__c", "left_on", tool.Day), value("Termination_Date__c", "left_on", tool.Day),
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
			value("Name", "name", tool.Text), ref("ParentRoleId", "parent", sales.Team),
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
			value("Name", "name", tool.Text), value("ProductCode", "code", tool.Text),
			value("Family", "family", tool.Text),
			value("IsActive", "active", tool.Bool), value("ListPrice", "list_price", tool.Amount),
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
			value("Name", "name", tool.Text), ref("OpportunityId", "deal", sales.Deal),
			refName("Opportunity.Name", "deal"),
			ref("Product2Id", "product", sales.Product), refName("Product2.Name", "product"),
			value("Quantity", "quantity", tool.Number), value("UnitPrice", "unit_price", tool.Amount),
			value("ListPrice", "list_price", tool.Amount), value("TotalPrice", "total", tool.Amount),
		),
		Ignore: technical("PricebookEntryId", "SortOrder", "Subtotal", "HasQuantitySchedule", "HasRevenueSchedule",
			"HasSchedule", "ProductCode"),
	},
}

// activity are the columns that tasks and events share.
func activity(more ...tool.Column) []tool.Column {
	return slices.Concat([]tool.Column{
		value("Subject", "subject", tool.Text), ref("OwnerId", "owner", sales.Person),
		refName("Owner.Name", "owner"),
		{Header: "WhoId", Kind: tool.Reference,
			Fields: map[string]string{sales.Contact: "contact", sales.Lead: "lead"}},
		{Header: "WhatId", Kind: tool.Reference,
			Fields: map[string]string{sales.Deal: "deal", sales.Account: "account"}},
		ref("AccountId", "account", sales.Account),
	}, more)
}
