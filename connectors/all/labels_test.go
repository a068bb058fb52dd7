package all_test

import (
	"strings"
	"testing"

	"salesops/internal/problems"
	"salesops/sales"
)

// hubspotExports is one small company as it is downloaded, in three languages.
var hubspotExports = map[string]map[string]string{
	"English": {
		"hubspot-crm-exports-all-deals.csv": `Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Close Date,Create Date,Deal owner,Associated Company IDs,Associated Company,Associated Contact IDs,Closed Lost Reason,Deal probability,"Date entered ""Contract Sent (Sales Pipeline)""",Team size
11,North roof,Closed Won (Sales Pipeline),Sales Pipeline,1200.50,EUR,2026-03-02 10:00,2026-01-05 09:00,Ana Lima,501;502,North Ltd;Other,901,,1,2026-02-10 08:00,4
12,South roof,Closed Lost,Sales Pipeline,800,EUR,2026-04-01 10:00,2026-01-07 09:00,bo@example.com,502,,,Price,0,,7
13,East roof,Contract Sent,Sales Pipeline,500,EUR,2026-12-01 10:00,2026-02-01 09:00,,,New Ltd,,,0.9,,
`,
		"hubspot-crm-exports-companies.csv": `Record ID,Company name,Company owner,Create Date,Industry,Country/Region
501,North Ltd,Ana Lima,2025-12-01 09:00,Building,Portugal
502,South Ltd,Ana Lima,2025-12-02 09:00,Building,Spain
`,
		"hubspot-crm-exports-contacts.csv": `Record ID,First Name,Last Name,Email,Contact owner,Create Date,Associated Company IDs,Lifecycle Stage
901,Eva,Reis,eva@example.com,Ana Lima,2025-12-03 09:00,501,Customer
`,
		"users.csv": "First Name,Last Name,Email,Last Active,Main " +
			"team\nAna,Lima,ana@example.com,2026-11-01,Iberia\nBo,Ek,bo@example.com,2026-11-01,Iberia\n",
	},
	"Portuguese": {
		"negocios.csv": `ID do registro;Nome do negócio;Etapa do negócio;Pipeline;Valor;Moeda;Data de fechamento;Data de criação;Proprietário do negócio;IDs de empresas associadas;Empresa associada;IDs de contatos associados;Motivo do negócio perdido;Probabilidade do negócio;Team size
11;North roof;Fechado ganho;Sales Pipeline;1.200,50;EUR;02/03/2026 10:00;05/01/2026 09:00;Ana Lima;501;North Ltd;901;;1;4
12;South roof;Fechado perdido;Sales Pipeline;800;EUR;01/04/2026 10:00;07/01/2026 09:00;bo@example.com;502;;;Price;0;7
13;East roof;Contrato enviado;Sales Pipeline;500;EUR;31/12/2026 10:00;01/02/2026 09:00;;;New Ltd;;;0,9;
`,
		"empresas.csv": "ID do registro;Nome da empresa;Proprietário da empresa;Data de criação;Setor\n501;North " +
			"Ltd;Ana Lima;13/12/2025;Building\n502;South Ltd;Ana Lima;14/12/2025;Building\n",
		"contatos.csv": "ID do registro;Nome;Sobrenome;E-mail;Proprietário do contato;Data de criação;IDs de " +
			"empresas associadas\n901;Eva;Reis;eva@example.com;Ana Lima;15/12/2025;501\n",
		"usuarios.csv": "Nome;Sobrenome;E-mail;Equipe " +
			"principal\nAna;Lima;ana@example.com;Iberia\nBo;Ek;bo@example.com;Iberia\n",
	},
	"Chinese": {
		"交易.csv": `记录 ID,交易名称,交易阶段,管道,金额,货币,关闭日期,创建日期,交易所有者,关联公司 ID,关联公司,关联联系人 ID,输单原因,交易概率,Team size
11,North roof,已赢单,Sales Pipeline,1200.50,EUR,2026年3月2日,2026年1月5日,Ana Lima,501,North Ltd,901,,1,4
12,South roof,已输单,Sales Pipeline,800,EUR,2026年4月1日,2026年1月7日,bo@example.com,502,,,Price,0,7
13,East roof,已发送合同,Sales Pipeline,500,EUR,2026年12月31日,2026年2月1日,,,New Ltd,,,0.9,
`,
		"公司.csv": "记录 ID,公司名称,公司所有者,创建日期,行业\n501,North Ltd,Ana Lima,2025年12月1日,Building\n502,South Ltd,Ana " +
			"Lima,2025年12月2日,Building\n",
		"联系人.csv": "记录 ID,名字,姓氏,电子邮件,联系人所有者,创建日期,关联公司 ID\n901,Eva,Reis,eva@example.com,Ana Lima,2025年12月3日,501\n",
		"用户.csv":  "名字,姓氏,电子邮件,主要团队\nAna,Lima,ana@example.com,Iberia\nBo,Ek,bo@example.com,Iberia\n",
	},
}

// TestHubspotExports: the same company in each language.
func TestHubspotExports(t *testing.T) {
	t.Parallel()
	for language, files := range hubspotExports {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(files)
			accounted(t, r)
			for object, want := range map[string]int64{sales.Deal: 3, sales.Contact: 1,
				sales.Person: 2, sales.Team: 1} {
				if got := count(r, object); got.Created != want || got.Rejected != 0 || got.Stubbed != 0 {
					t.Errorf("%s: %+v, want %d", object, got, want)
				}
			}
			if got := count(r, sales.Account); got.Created != 2 || got.Stubbed != 1 {
				t.Errorf("accounts: %+v", got)
			}
			if p := problem(t, r, problems.NamesUnknown); p.Count != 1 {
				t.Errorf("a company that no file has: %+v", p)
			}
			for _, p := range r.Problems {
				if p.Code == problems.UnknownStages || p.Code == problems.Unreadable {
					t.Errorf("%+v", p)
				}
			}
			people := w.records(sales.Person, now)
			byMail := map[string]string{}
			for id, p := range people {
				byMail[p.Fields["email"].Text()] = id
			}
			ana, bo := byMail["ana@example.com"], byMail["bo@example.com"]
			f := []string{"name", "outcome", "amount", "close_date", "owner", "account", "contact",
				"lost_reason", "probability"}
			w.want(sales.Deal, "11", endOf("2026-03-02"),
				"North roof|won|1200.50 EUR|2026-03-02|"+ana+"|501|901||1", f...)
			w.want(sales.Deal, "12", endOf("2026-04-01"), "South roof|lost|800.00 EUR|2026-04-01|"+
				bo+"|502||Price|0", f...)
			if got := w.row(sales.Deal, "13", now, "outcome", "account", "team_size"); got != "open|name:new ltd|" {
				t.Errorf("the third deal: %s", got)
			}
			if got := w.row(sales.Deal, "12", now, "team_size"); got != "7" {
				t.Errorf("a column of its own: %s", got)
			}
			if language == "English" {
				w.want(sales.Deal, "11", endOf("2026-02-11"), "Sales Pipeline|Contract Sent|open", "stage", "outcome")
			}
			if again := w.files(files); again.Changes != 0 {
				t.Errorf("the second import makes %d changes", again.Changes)
			}
		})
	}
}

// TestPipedriveExports: the status of a deal is its stage here, in a full export and in that
// of a list.
func TestPipedriveExports(t *testing.T) {
	t.Parallel()
	full := `Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Pipeline,Deal - Owner,Deal - Organization,Deal - Contact person,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Expected close date
1,Big order,1000,EUR,Negotiation,Won,Direct,Ana Lima,North Ltd,Eva Reis,2026-01-05 09:00:00,2026-03-02 10:00:00,,,2026-02-20
2,Small order,200,EUR,Contact made,Lost,Direct,Bo Ek,South Ltd,,2026-01-07 09:00:00,,2026-04-01 10:00:00,Price,
3,New order,300,EUR,Contact made,Open,Direct,Bo Ek,South Ltd,,2026-02-07 09:00:00,,,,2026-12-20
`
	people := "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Owner\n7,Eva " +
		"Reis,North Ltd,eva@example.com,Ana Lima\n"
	organizations := "Organization - ID,Organization - Name,Organization - Owner,Organization - Address\n5,North " +
		"Ltd,Ana Lima,Porto\n6,South Ltd,Bo Ek,Faro\n"
	activities := "Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity " +
		"- Done,Activity - Assigned to user,Activity - Deal\n1,First talk,Call,2026-01-20,10:30,Done,Ana Lima,Big " +
		"order\n"
	plain := strings.ReplaceAll(strings.ReplaceAll(full, "Deal - ", ""), "Currency of Value", "Currency")
	withoutIDs := ""
	for _, line := range strings.SplitAfter(plain, "\n") {
		if _, rest, ok := strings.Cut(line, ","); ok {
			withoutIDs += rest
		}
	}
	for name, files := range map[string]map[string]string{
		"full": {"deals.csv": full, "people.csv": people, "organizations.csv": organizations,
			"activities.csv": strings.Replace(activities, ",Done,", ",true,", 1)},
		"list":        {"deals.csv": plain, "people.csv": people, "organizations.csv": organizations},
		"without ids": {"deals.csv": withoutIDs, "people.csv": people, "organizations.csv": organizations},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(files)
			accounted(t, r)
			id := map[int]string{1: "1", 2: "2", 3: "3"}
			if name == "without ids" {
				id = map[int]string{1: "name:big order|north ltd|2026-01-05 09:00:00",
					2: "name:small order|south ltd|2026-01-07 09:00:00",
					3: "name:new order|south ltd|2026-02-07 09:00:00"}
				for k := range id {
					id[k] = strings.TrimSuffix(id[k], " 09:00:00")
				}
			}
			f := []string{"name", "stage", "outcome", "amount", "close_date", "account", "contact", "lost_reason"}
			w.want(sales.Deal, id[1], now, "Big order|Direct|Won|won|1000.00 EUR|2026-03-02|5|7|", f...)
			w.want(sales.Deal, id[2], now, "Small order|Direct|Lost|lost|200.00 EUR|2026-04-01|6||Price", f...)
			w.want(sales.Deal, id[3], now, "New order|Direct|Contact made|open|300.00 EUR|2026-12-20|6||", f...)
			w.want(sales.Deal, id[1], endOf("2026-03-01"), "", "outcome")
			if got := count(r, sales.Person); got.Created != 2 {
				t.Errorf("owners: %+v", got)
			}
			if name == "full" {
				w.want(sales.Activity, "1", now, "call|1|true|2026-01-20T10:30:00Z", "kind", "deal", "done", "start_at")
			}
			if again := w.files(files); again.Changes != 0 {
				t.Errorf("the second import makes %d changes", again.Changes)
			}
		})
	}
}

// TestSalesforceReports: reports have no ids; their totals and notes are no rows.
func TestSalesforceReports(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"opportunities.csv": `"Opportunity Name","Account Name","Amount","Stage","Close Date","Created Date","Opportunity Owner","Probability (%)","Type"
"North roof","North Ltd","1,200.50","Closed Won","3/2/2026","1/25/2026","Ana Lima","100","New"
"South roof","South Ltd","800","Closed Lost","4/1/2026","1/7/2026","Bo Ek","0","New"
"South roof","South Ltd","900","Proposal/Price Quote","12/1/2026","2/7/2026","Bo Ek","75","Renewal"
"Total","","2,900.50"

"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
`,
		"history.csv": `"Opportunity Name","Account Name","Created Date","From Stage","To Stage","Last Modified","Amount","Close Date"
"North roof","North Ltd","1/25/2026","","Prospecting","1/25/2026","1,000","3/2/2026"
"North roof","North Ltd","1/25/2026","Prospecting","Negotiation/Review","2/14/2026","1,200.50","3/2/2026"
"North roof","North Ltd","1/25/2026","Negotiation/Review","Closed Won","3/2/2026","1,200.50","3/2/2026"
`,
		"accounts.csv": "Account Name,Account Owner,Billing City,Industry,Type\nNorth Ltd,Ana " +
			"Lima,Porto,Building,Customer\nSouth Ltd,Bo Ek,Faro,Building,Prospect\n",
		"leads.csv": "First Name,Last Name,Company / Account,Lead Source,Lead Status,Lead " +
			"Owner,Converted,Converted Date,Create Date\nEva,Reis,North Ltd,Web,Qualified,Ana " +
			"Lima,1,1/25/2026,1/20/2026\nRui,Sá,Other,Fair,New,Bo Ek,0,,1/21/2026\n",
		"contacts.csv": "First Name,Last Name,Account Name,Title,Email\nEva,Reis,North Ltd,CTO,eva@example.com\n",
	}
	w := newWorld(t)
	r := w.files(files)
	accounted(t, r)
	for object, want := range map[string]int64{sales.Deal: 3, sales.Account: 2, sales.Lead: 2,
		sales.Contact: 1, sales.Person: 2} {
		if got := count(r, object); got.Created != want || got.Rejected+got.Stubbed != 0 {
			t.Errorf("%s: %+v, want %d", object, got, want)
		}
	}
	f := []string{"name", "outcome", "amount", "close_date", "account", "type"}
	north := "name:north roof|north ltd|2026-01-25"
	w.want(sales.Deal, north, now, "North roof|won|1200.50|2026-03-02|name:north ltd|New", f...)
	w.want(sales.Deal, north, endOf("2026-02-15"), "Default|Negotiation/Review|open|1200.50",
		"stage", "outcome", "amount")
	w.want(sales.Deal, north, endOf("2026-02-01"), "Default|Prospecting|open|1000.00", "stage", "outcome", "amount")
	w.want(sales.Deal, "name:south roof|south ltd|1/7/2026", now,
		"South roof|lost|800.00|2026-04-01|name:south ltd|New", f...)
	w.want(sales.Deal, "name:south roof|south ltd|2/7/2026", now,
		"South roof|open|900.00|2026-12-01|name:south ltd|Renewal", f...)
	if p := problem(t, r, problems.MadeIDs); p.Count == 0 {
		t.Error("ids that are made are reported")
	}
	converted := 0
	for _, l := range w.records(sales.Lead, now) {
		if l.Fields["converted"].Bool() {
			converted++
		}
	}
	if converted != 1 {
		t.Errorf("%d leads are converted", converted)
	}
	if again := w.files(files); again.Changes != 0 {
		t.Errorf("the second import makes %d changes", again.Changes)
	}
	withIDs := map[string]string{"o.csv": "Opportunity ID,Opportunity Name,Account ID,Account " +
		"Name,Stage,Amount,Close Date,Opportunity Owner\n006000000000001,One,001000000000001,North Ltd,Closed " +
		"Won,10,2026-03-02,Ana Lima\n"}
	v := newWorld(t)
	accounted(t, v.files(withIDs))
	v.want(sales.Deal, deal1, now, "One|won|"+acct1, "name", "outcome", "account")
}
