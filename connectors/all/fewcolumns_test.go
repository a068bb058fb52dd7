package all_test

import (
	"path/filepath"
	"testing"

	"salesops/sales"
)

// TestFewColumns: a file that is named as the tool names it needs only the columns by which its
// records are known. Without the name, or without the tool's way of writing, it stays unknown.
func TestFewColumns(t *testing.T) {
	t.Parallel()
	const day = "2026-01-02T00:00:00Z"
	cases := []struct {
		name   string
		files  map[string]string
		layout string // of x, "" for unknown
		object string
		id     string
		want   string
	}{
		{"account", map[string]string{"Account.csv": "Id,Name,CreatedDate\n" + acct1 + ",Acme," + day + "\n"},
			"Account", sales.Account, acct1, "Acme"},
		{"accounts of a day", map[string]string{"accounts-2026-09-01.csv": "Id,Name,CreatedDate\n" + acct1 + ",Acme," +
			day + "\n"}, "Account", sales.Account, acct1, "Acme"},
		{"contact", map[string]string{"Contact.csv": "Id,FirstName,LastName\n" + contact1 + ",Ada,Byron\n"}, "Contact",
			sales.Contact, contact1, "Ada Byron"},
		{"lead", map[string]string{"Lead.csv": "Id,LastName,CreatedDate\n" + lead1 + ",Byron," + day + "\n"},
			"Lead", sales.Lead, lead1, "Byron"},
		{"user", map[string]string{"User.csv": "Id,Name,CreatedDate\n" + user1 + ",Ada," + day + "\n"}, "User",
			sales.Person, user1, "Ada"},
		{"role", map[string]string{"UserRole.csv": "Id,Name,LastModifiedDate\n" + role1 + ",West," + day + "\n"},
			"UserRole", sales.Team, role1, "West"},
		{"product", map[string]string{"Product2.csv": "Id,Name,IsActive\n01t000000000001AAA,Core,true\n"}, "Product2",
			sales.Product, "01t000000000001AAA", "Core"},
		{"opportunity", map[string]string{"Opportunity.csv": "Id,StageName,CreatedDate\n" + deal1 + ",Prospecting," +
			day + "\n"}, "Opportunity", sales.Deal, deal1, ""},
		{"task", map[string]string{"Task.csv": "Id,Subject,OwnerId\n00T000000000001AAA,Ring," + user1 + "\n"},
			"Task", sales.Activity, "00T000000000001AAA", "Ring"},
		{"HubSpot deals",
			map[string]string{"hubspot-crm-exports-all-deals.csv": "Record ID,Deal Name,Deal Stage\n7,One,Closed " +
				"Won\n"}, "deal export", sales.Deal, "7", "One"},
		{"Pipedrive organizations",
			map[string]string{"organizations-12-3.csv": "ID,Organization - Name,Organization - Website\n7,Acme,\n"},
			"organization export", sales.Account, "7", "Acme"},
		{"Pipedrive deals", map[string]string{"deals-12-3.csv": "Deal - ID,Deal - Title,Deal - Status\n7,One,Open\n"},
			"deal export", sales.Deal, "7", "One"},
		{"a table of the warehouse beside others", map[string]string{
			"account.csv": "id,name\n" + acct1 + ",Acme\n",
			"opportunity.csv": "id,name,account_id,stage_name,close_date,is_deleted\n" + deal1 + ",One," + acct1 +
				",Prospecting,2026-09-01,false\n",
		}, "account table", sales.Account, acct1, "Acme"},
		{"another name", map[string]string{"things.csv": "Id,Name,CreatedDate\n" + acct1 + ",Acme," + day + "\n"},
			"", "", "", ""},
		{"another way of writing", map[string]string{"accounts.csv": "id,name,type\n1,Acme,big\n"}, "", "", "", ""},
		{"deals that stand nowhere", map[string]string{"Opportunity.csv": "Id,Name,Amount,CreatedDate\n" + deal1 +
			",One,5," + day + "\n"}, "", "", "", ""},
		{"no id", map[string]string{"Account.csv": "Name,CreatedDate\nAcme," + day + "\n"}, "", "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(c.files)
			f := r.Files[0]
			if f.Layout != c.layout || f.Unknown != (c.layout == "") || f.Rejected > 0 {
				t.Fatalf("%s is %q (%s), want %q: %+v", filepath.Base(f.Path), f.Layout, f.Reason, c.layout, f)
			}
			if c.layout != "" {
				title := "name"
				if c.object == sales.Activity {
					title = "subject"
				}
				w.want(c.object, c.id, endOf("2026-12-30"), c.want, title)
			}
		})
	}
}
