package acceptance

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"salesops/internal/period"
)

// export writes a world into a folder and returns the files and the date order to give.
func export(t *testing.T, w *world, dir string, spelling uint64) (files []string, dates string) {
	t.Helper()
	x := &writer{Rand: rand.New(rand.NewPCG(w.cfg.seed, spelling)), w: w}
	x.s = styles[(w.cfg.seed+spelling)%uint64(len(styles))]
	for _, table := range x.tables() {
		for name, data := range x.spell(table) {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			files = append(files, path)
		}
	}
	sort.Strings(files)
	x.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	return files, x.s.dates
}

func (x *writer) tables() []table {
	w := x.w
	out := []table{x.accounts(), x.contacts(), x.leads(), x.deals()}
	if w.cfg.users {
		out = append(out, x.users())
	}
	if w.cfg.roles {
		t := table{name: "UserRole", head: []string{"Id", "Name", "ParentRoleId", "DeveloperName"}}
		for _, r := range w.roles {
			t.rows = append(t.rows, []string{r.id, r.name, x.ref(r.parent), "dev"})
		}
		out = append(out, t)
	}
	if len(w.history) > 0 {
		out = append(out, x.history())
	}
	if len(w.diffs) > 0 {
		t := table{name: "OpportunityFieldHistory", head: []string{"Id", "OpportunityId", "CreatedById", "CreatedDate",
			"Field", "OldValue", "NewValue", "IsDeleted"}}
		for _, d := range w.diffs {
			t.rows = append(t.rows, []string{d.id, x.ref(d.deal), "", x.instant(d.at), d.field, d.old, d.new,
				x.bool(w.gone(d.deal))})
		}
		out = append(out, t)
	}
	if w.cfg.activities {
		out = append(out, x.tasks(), x.events())
	}
	x.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (x *writer) users() table {
	t := table{name: "User", head: []string{"Id", "Username", "Name", "FirstName", "LastName", "Email", "UserRoleId",
		"IsActive", "CreatedDate"}}
	for _, u := range x.w.users {
		role := u.role
		if !x.w.cfg.roles {
			role = ""
		}
		t.rows = append(t.rows, []string{u.id, u.id + "@example.com", u.name, "Renée", "Seller", u.id + "@example.com",
			x.ref(role), x.bool(true), x.instant(u.created)})
	}
	return t
}

func (x *writer) accounts() table {
	t := table{name: "Account", head: []string{"Id", "IsDeleted", "Name", "Industry", "OwnerId", "BillingCity"}}
	if x.w.cfg.accountDates {
		t.head = append(t.head, "CreatedDate")
	}
	for _, a := range x.w.accounts {
		row := []string{a.id, x.bool(false), a.name, a.industry, x.ref(a.owner), "Zürich"}
		if x.w.cfg.accountDates {
			row = append(row, x.instant(a.created))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (x *writer) contacts() table {
	t := table{name: "Contact", head: []string{"Id", "AccountId", "FirstName", "LastName", "Email", "MobilePhone"}}
	for _, c := range x.w.contacts {
		t.rows = append(t.rows, []string{c.id, x.ref(c.account), "Ana", c.name, "ana@example.com", ""})
	}
	return t
}

func (x *writer) leads() table {
	t := table{name: "Lead", head: []string{"Id", "IsDeleted", "FirstName", "LastName", "Company",
		"Status", "LeadSource", "Industry", "OwnerId", "IsConverted", "ConvertedDate", "ConvertedAccountId",
		"ConvertedContactId", "ConvertedOpportunityId", "LastModifiedDate"}}
	if x.w.cfg.leadDates {
		t.head = append(t.head, "CreatedDate")
	}
	for _, l := range x.w.leads {
		on := ""
		if l.converted {
			on = x.day(&l.convertedOn)
		}
		row := []string{l.id, x.bool(l.deleted), "Lea", l.name, "Company; of " + l.name, l.status, l.source, l.industry,
			x.ref(l.owner), x.bool(l.converted), on, x.ref(l.account), x.ref(l.contact),
			x.ref(l.deal), x.instant(l.modified)}
		if x.w.cfg.leadDates {
			row = append(row, x.instant(l.created))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (x *writer) deals() table {
	c := x.w.cfg
	t := table{name: "Opportunity", head: []string{"Id", "IsDeleted", "AccountId", "Name", "Description", "StageName",
		"Amount", "CloseDate", "Type", "LeadSource", "OwnerId", "ContactId", "CreatedDate",
		"LastModifiedDate", "Deal_Tier__c"}}
	if c.closedFlags {
		t.head = append(t.head, "IsClosed", "IsWon")
	}
	if c.currency != "" {
		t.head = append(t.head, "CurrencyIsoCode")
	}
	if c.competitors {
		t.head = append(t.head, "MainCompetitors__c")
	}
	if x.s.customExtra {
		t.head = append(t.head, "Score__c", "Renewal_Day__c")
	}
	for _, d := range x.w.deals {
		modified := x.instant(d.modified)
		if c.modifiedByDay {
			on := x.w.day(d.modified)
			modified = x.day(&on)
		}
		created := x.instant(d.created)
		if c.createdByDay {
			on := x.w.day(d.created)
			created = x.day(&on)
		}
		row := []string{d.id, x.bool(d.deleted), x.ref(d.account), d.name, "First line,\nsecond \"line\"; end",
			d.stage, x.amount(d.amount), x.day(d.closeDate), d.kind, d.source, x.ref(d.owner), x.ref(d.contact),
			created, modified, d.tier}
		if c.closedFlags {
			o := x.w.outcome(d.stage)
			row = append(row, x.bool(o != "open"), x.bool(o == "won"))
		}
		if c.currency != "" {
			row = append(row, c.currency)
		}
		if c.competitors {
			row = append(row, d.opponent)
		}
		if x.s.customExtra {
			row = append(row, "7", x.day(d.closeDate))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (x *writer) history() table {
	t := table{name: "OpportunityHistory", head: []string{"Id", "OpportunityId", "CreatedById", "CreatedDate",
		"StageName", "Amount", "CloseDate", "ForecastCategory", "SystemModstamp", "IsDeleted"}}
	if x.w.cfg.currency != "" {
		t.head = append(t.head, "CurrencyIsoCode")
	}
	for _, s := range x.w.history {
		category := "Pipeline"
		switch x.w.outcome(s.stage) {
		case "won":
			category = "Closed"
		case "lost":
			category = "Omitted"
		}
		row := []string{s.id, x.ref(s.deal), "", x.instant(s.at), s.stage, x.amount(s.amount), x.day(s.closeDate),
			category, x.instant(s.at), x.bool(s.stray || x.w.gone(s.deal))}
		if x.w.cfg.currency != "" {
			row = append(row, x.w.cfg.currency)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (x *writer) tasks() table {
	t := table{name: "Task", head: []string{"Id", "WhoId", "WhatId", "AccountId", "OwnerId", "Subject", "Status",
		"IsClosed", "TaskSubtype", "ActivityDate", "CreatedDate", "LastModifiedDate", "IsDeleted"}}
	for _, a := range x.w.tasks {
		if !a.event {
			t.rows = append(t.rows, []string{a.id, x.ref(a.who), x.ref(a.what), x.ref(a.account), x.ref(a.owner),
				a.subject, "Completed", x.bool(true), "Call", x.day(&a.on), x.instant(a.created),
				x.instant(a.modified), x.bool(a.deleted)})
		}
	}
	return t
}

func (x *writer) events() table {
	t := table{name: "Event", head: []string{"Id", "WhoId", "WhatId", "AccountId", "OwnerId", "Subject",
		"StartDateTime", "EndDateTime", "CreatedDate", "LastModifiedDate", "IsDeleted"}}
	for _, a := range x.w.tasks {
		if a.event {
			start := a.on.Start(x.w.cfg.zone) + period.Instant(9*3_600_000_000)
			t.rows = append(t.rows, []string{a.id, x.ref(a.who), x.ref(a.what), x.ref(a.account), x.ref(a.owner),
				a.subject, x.instant(start), x.instant(start + 3_600_000_000), x.instant(a.created),
				x.instant(a.modified), x.bool(a.deleted)})
		}
	}
	return t
}
