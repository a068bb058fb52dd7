package mapping_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/internal/problems"
)

// words are headers that people give to columns of any table.
var words = []string{
	"id", "name", "title", "value", "amount", "status", "stage", "owner", "account", "company", "created", "close_date",
	"email", "phone", "type", "subject", "due_date", "done", "priority",
	"pipeline", "probability", "source", "region", "industry", "country", "city", "employees", "website", "quantity",
	"price", "product", "start", "end", "date", "first_name", "last_name",
	"user_id", "owner_id", "deal_id", "company_id", "contact_id", "team_id", "role", "team", "manager", "timestamp",
	"segment", "family", "department", "next_step", "description", "is_active", "role_id", "stage_id",
}

// TestNoLayoutTakesPlainTables: the columns that tables of many systems have are no proof of one.
func TestNoLayoutTakesPlainTables(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	files, headers := map[string]string{}, map[string]string{}
	add := func(header []string) {
		name := fmt.Sprintf("t%d.csv", len(files))
		headers[name] = strings.Join(header, ",")
		files[name] = headers[name] + "\n" + strings.Repeat("7,", len(header)-1) + "7\n"
	}
	for _, header := range []string{
		"title,value,status", "title,value,status,close_date", "title,value,stage,status,owner,close_date",
		"Title,Value,Status,Close Date", "Record Id,Deal Name,Stage,Amount,Closing Date,Account Name",
		"deal_id,company_id,amount,stage,close_date", "owner_id,email,first_name,last_name,team",
		"User ID,Email,Name,Manager,Start Date", "Opportunity Name,Stage,Amount,Expected Close,Rep",
		"Account Name,Industry,Owner,Segment", "id,name,email,team", "id,name,company,status,email,created",
		"id,subject,status,owner,due", "Subject,Due date,Owner,Status", "id,title,status,stage_id,value,close_date",
		"id,subject,type,due_date,done,owner", "id,name,email,role_id", "标题,价值,状态,关闭日期",
		"Título,Valor,Status,Data de fechamento",
	} {
		add(strings.Split(header, ","))
	}
	for range 1500 {
		var header []string
		for _, at := range random.Perm(len(words))[:3+random.IntN(4)] {
			word := words[at]
			header = append(header, word)
		}
		if random.IntN(3) == 0 { // as a person writes them
			for i, h := range header {
				h = strings.ReplaceAll(h, "_", " ")
				header[i] = strings.ToUpper(h[:1]) + h[1:]
			}
		}
		add(header)
	}
	samples, err := connectors.Look(connectors.Options{Paths: []string{folder(t, files)}, Tools: all.Tools()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := samples.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, s := range samples.List {
		if s.Layout != "" {
			t.Errorf("%s is taken for %s", headers[filepath.Base(s.Path)], s.Layout)
		}
	}
}

// TestColumnsLikeFields: a layout that is the file's does not know a column that sounds like a
// field which it finds nowhere: the report says so.
func TestColumnsLikeFields(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"HubSpot", "Record ID,Deal Name,Deal Stage,Amount,Closing\n1,A,Closed Won,5,2026-03-02\n",
			"Closing (close_date)"},
		{"Salesforce report",
			"Opportunity Name,Account Name,Stage,Amount,Close Date,Sales Rep\nA,B,Closed Won,5,2026-03-02,Eva\n",
			"Sales Rep (owner)"},
		{"Salesforce", "Id,Name,StageName,CloseDate,Deal Value\n006000000000001AAA,A,Closed Won,2026-03-02,5\n",
			"Deal Value (amount)"},
		{"Pipedrive",
			"ID,Title,Value,Stage,Status,Deal created,close_date\n1,A,5,Talk,Won,2026-01-02 09:00:00,2026-03-02\n",
			"close_date (close_date)"},
		{"Pipedrive objects", "id,title,status,stage_id,add_time,amount\n1,A,won,3,2026-01-05 09:00:00,7\n",
			"amount (amount)"},
		{"Pipedrive as it is",
			"ID,Title,Value,Stage,Status,Owner,Organization,Expected close date,Deal created,Won time,Lost " +
				"time\n1,A,5,Talk,Won,Eva,Acme,2026-03-02,2026-01-02 09:00:00,2026-03-02 09:00:00,\n", ""},
		{"Pipedrive objects as they are",
			"id,title,status,stage_id,add_time,value,won_time,expected_close_date\n1,A,won,3,2026-01-05 " +
				"09:00:00,7,2026-01-05 09:00:00,\n", ""},
		{"Pipedrive activities as they are",
			"ID,Subject,Type,Due date,Due time,Done,Assigned to user\n1,A,Call,2026-03-02,09:00,Done,Eva\n", ""},
		{"nothing unknown",
			"Record ID,Deal Name,Deal Stage,Amount,Close Date,Colour\n1,A,Closed Won,5,2026-03-02,red\n", ""},
		{"read by another",
			"Record ID,Deal Name,Deal Stage,Amount,Close Date,Deadline\n1,A,Closed Won,5,2026-03-02,2026-03-02\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := newWorld(t).try("files: []",
				connectors.Options{Paths: []string{folder(t, map[string]string{"x.csv": c.text})},
					FieldOf: mapping.FieldOf(all.Tools())})
			if err != nil {
				t.Fatal(err)
			}
			p := problem(r, problems.LikeFields)
			if (p != nil) != (c.want != "") || p != nil && !strings.Contains(told(p), c.want) {
				t.Errorf("got %+v, want %s in %+v", p, c.want, r.Files)
			}
		})
	}
}
