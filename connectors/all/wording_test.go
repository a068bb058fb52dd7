package all_test

import (
	"strings"
	"testing"

	"salesops/internal/problems"
)

// What a file lacks is named as the file's own tool, language and kind of export names it.
func TestALackingColumnIsNamedInTheFilesWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, file, text, owner string }{
		{"Salesforce export", "Opportunity.csv",
			"Id,Name,StageName,Amount,CloseDate,CreatedDate\n006000000000001AAA,A,Closed " +
				"Won,5,2026-01-02,2026-01-01T00:00:00Z\n", "OwnerId"},
		{"Salesforce table", "opportunity.csv",
			"id,name,stage_name,amount,close_date,created_date,is_deleted,_fivetran_synced\n" +
				"006000000000001AAA,A,Closed Won,5,2026-01-02,2026-01-01T00:00:00Z,false,2026-01-03T00:00:00Z\n",
			"owner_id"},
		{"Salesforce report", "report.csv",
			"Opportunity Name,Account Name,Amount,Stage,Close Date,Created Date\nA,B,5,Closed " +
				"Won,2026-01-02,2026-01-01\n", "Opportunity Owner"},
		{"Salesforce report, Portuguese", "r.csv",
			"Nome da oportunidade;Nome da conta;Valor;Fase;Data de fechamento;Data de criação\nA;B;5;Closed " +
				"Won;02/01/2026;13/01/2026\n", "Proprietário da oportunidade"},
		{"Salesforce report, Chinese", "r.csv", "业务机会名称,客户名,金额,阶段,结束日期,创建日期\nA,B,5,Closed Won,2026-01-02,2026-01-01\n",
			"业务机会所有人"},
		{"HubSpot export", "deals.csv",
			"Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date\n11,A,Closed Won,P,5,2026-03-02 " +
				"10:00,2026-01-05 09:00\n", "Deal owner"},
		{"HubSpot export, Portuguese", "negocios.csv",
			"ID do registro;Nome do negócio;Etapa do negócio;Pipeline;Valor;Data de fechamento;Data de " +
				"criação\n11;A;Fechado ganho;P;5;02/03/2026 10:00;15/01/2026 09:00\n", "Proprietário do negócio"},
		{"HubSpot export, Chinese", "交易.csv", "记录 ID,交易名称,交易阶段,管道,金额,关闭日期,创建日期\n11,A,已赢单,P,5,2026年3月2日,2026年1月5日\n",
			"交易所有者"},
		{"HubSpot table", "deal.csv",
			"deal_id,property_dealname,property_amount,property_closedate,property_createdate," +
				"deal_pipeline_stage_id\n11,A,5,2026-03-02T10:00:00Z,2026-01-05T09:00:00Z,closedwon\n",
			"property_hubspot_owner_id"},
		{"Pipedrive export", "deals-1.csv",
			"Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won " +
				"time\n1,A,5,Talk,Won,2026-01-05 09:00:00,2026-03-02 10:00:00\n", "Deal - Owner"},
		{"Pipedrive list", "deals-2.csv",
			"ID,Title,Value,Stage,Status,Deal created,Won time\n1,A,5,Talk,Won,2026-01-05 09:00:00,2026-03-02 " +
				"10:00:00\n", "Owner"},
		{"Pipedrive objects", "deals.json",
			`[{"id":1,"title":"A","status":"won","stage_id":3,"value":5,"currency":"EUR","add_time":"2026-01-05 09:00:00","won_time":"2026-03-02 10:00:00"}]`, "user_id"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(map[string]string{c.file: c.text})
			p := problem(t, r, problems.WithoutOwner)
			want := c.file + " has no column “" + c.owner + "”."
			if !strings.HasPrefix(p.Message, "1 of 1 deals has no owner: ") || !strings.HasSuffix(p.Message, want) {
				t.Errorf("got  %s\nwant … %s", p.Message, want)
			}
		})
	}
}

// Other columns than the owner's are named alike.
func TestOtherLackingColumns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(
		map[string]string{"deals-1.csv": "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Owner,Deal - Deal " +
			"created,Deal - Won time\n1,A,Talk,Won,Ana,2026-01-05 09:00:00,2026-03-02 10:00:00\n"})
	if p := problem(t, r, problems.WonWithoutAmount); !strings.HasSuffix(p.Message,
		"deals-1.csv has no column “Deal - Value”.") {
		t.Error(p.Message)
	}
	w = newWorld(t)
	r = w.files(
		map[string]string{"Opportunity.csv": "Id,Name,StageName,OwnerId\n006000000000001AAA,A,Closed " +
			"Won,005000000000001AAA\n",
			"Lead.csv": "Id,LastName,Status,Company,OwnerId\n00Q000000000001AAA,A,New,B,005000000000001AAA\n"})
	if p := problem(t, r, problems.ClosedWithoutDate); !strings.Contains(p.Message,
		"Opportunity.csv has no column “CloseDate”.") {
		t.Error(p.Message)
	}
	if p := problem(t, r, problems.LeadsWithoutDate); !strings.Contains(p.Message,
		"Lead.csv has no column “CreatedDate”.") {
		t.Error(p.Message)
	}
}

// A layout is called the nearest one only where it is near, and it is one of the tool that the
// file comes from.
func TestTheNearestLayout(t *testing.T) {
	t.Parallel()
	pipedrive := "Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status,Deal - Deal " +
		"created\n1,A,5,Talk,Open,2026-01-05 09:00:00\n"
	for _, c := range []struct{ file, text, beside, want string }{
		{"list.csv", "Name,Phone,Website,Shoe size,Favourite dish,Birthday,Hobby\nA,1,x,43,soup,may,chess\n",
			"", "no known export has these columns"},
		{"b.csv", "Id,Amount,CloseDate,StageNam\n1,2,2026-01-01,x\n", "",
			"the header is nearest to Salesforce Opportunity, but there is no column StageName"},
		{"b.csv", "Id,Amount,CloseDate,StageNam\n1,2,2026-01-01,x\n", pipedrive, "no known export has these columns"},
		{"pipedrive-deals.csv", "Deal - ID,Deal - Title,Deal - Value,Deal - Owner\n1,A,2,x\n", "",
			"the header is nearest to Pipedrive deal export, but there is no column Deal - Status"},
		{"hubspot.csv", "Record ID,Deal Stage,Amount,Close Date,Deal owner\n1,A,2,2026-01-01,x\n",
			"", "the header is nearest to HubSpot deal export, but there is no column Deal Name"},
		{"negocios.csv", "ID do registro;Etapa do negócio;Valor;Data de fechamento\n1;A;2;2026-01-01\n",
			"", "the header is nearest to HubSpot deal export, but there is no column Nome do negócio"},
		{"pipedrive.csv", "Id,Amount,CloseDate,StageNam\n1,2,2026-01-01,x\n", "", "no known export has these columns"},
	} {
		w := newWorld(t)
		files := map[string]string{c.file: c.text}
		if c.beside != "" {
			files["beside.csv"] = c.beside
		}
		for _, f := range w.files(files).Files {
			if strings.HasSuffix(f.Path, c.file) && f.Reason != c.want {
				t.Errorf("%s: %q\nwant %q", c.text, f.Reason, c.want)
			}
		}
	}
}
