package mapping_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/fault"
)

// tables are files as people who run sales have them, with the one column that becomes a field of
// its own, and what the suggested mapping says.
var tables = []struct {
	file, text, own string
	says            []string
}{
	{"touches.csv",
		"Deal,Type,When,Who,Notes\nD1,Call,2026-01-05 10:00,Ann,ok\nD1,E-mail,2026-01-06 " +
			"11:00,Ann,sent\nD2,Meeting,2026-01-07 10:00,Bob,demo\n", "Notes",
		[]string{`object: activity`, `start_at: When`, `owner: {column: Who`}},
	{"atividades.csv",
		"Tipo;Assunto;Data;Negócio;Responsável;Concluída\nLigação;Retorno;05/01/2026;N1;Ana;Sim\n" +
			"Reunião;Demo;25/01/2026;N2;Rui;Não\n", "",
		[]string{`kind: {column: Tipo, values: {Ligação: call, Reunião: meeting}}`, `done: Concluída`}},
	{"contracts.csv",
		"Contract No,Customer,Begins,Ends,Monthly value,Cancelled " +
			"on,Reason\nK1,Acme,2025-01-01,2026-12-31,500.00,,\nK2,Beta,2025-03-01,2026-02-28,300.00,2026-01-15,price\n", "Cancelled on", []string{`object: contract`, `id: Contract No`, `start_on: Begins`, `end_on: Ends`, `mrr: Monthly value`}},
	{"contratos.csv",
		"Nº do contrato;Cliente;Data de início;Data de término;Valor mensal;Motivo do " +
			"cancelamento\nK1;Acme;01/01/2025;31/12/2026;500,00;\nK2;Beta;01/03/2025;28/02/2026;300,00;preço\n",
		"", []string{`object: contract`, `end_reason: Motivo do cancelamento`}},
	{"合同.csv", "合同编号,客户名称,开始日期,结束日期,月费\nK1,甲,2025-01-01,2026-12-31,500\nK2,乙,2025-03-01,2026-02-28,300\n", "",
		[]string{`object: contract`, `id: 合同编号`}},
	{"calendar.csv",
		"Subject,Start,End,Organizer,Attendees\nDemo Acme,2026-01-05 10:00,2026-01-05 " +
			"11:00,ann@s.example,bob@x.example\nStandup,2026-01-06 09:00,2026-01-06 09:15,ann@s.example,\n", "",
		[]string{`object: calendar_event`, `attendees: Attendees`}},
	{"agenda.csv",
		"Assunto;Início;Fim;Organizador\nDemo;05/01/2026 10:00;05/01/2026 11:00;ana@s.example\nReunião;25/01/2026 " +
			"09:00;25/01/2026 09:15;ana@s.example\n", "", []string{`object: calendar_event`, `end_at: Fim`}},
	{"opps.csv",
		"Opportunity Title,Value EUR,Expected Close,on,Sales " +
			"Stage,Rep\nAlpha,\"1.200,50\",31.03.2026,05.01.2026,Closed/Won,Ann\n" +
			"Beta,\"900,00\",30.04.2026,07.01.2026,Closed/Lost,Bob\n" +
			"Gamma,\"500,00\",30.06.2026,09.01.2026,Discovery,Bob\n", "",
		[]string{`object: deal`, `name: Opportunity Title`, `amount: Value EUR`, `close_date: Expected Close`,
			`created: "on"`, `currency: EUR`}},
	{"deals.csv",
		"ref,client,worth,state,opened_at,finished_at,rep\n" +
			"D1,Acme,1200.5,won,2026-01-05T10:00:00Z,2026-02-02T10:00:00Z,Ann\n" +
			"D2,Beta,900,lost,2026-01-07T10:00:00Z,2026-02-03T10:00:00Z,Bob\n" +
			"D3,Beta,900,negotiation,2026-01-07T10:00:00Z,,Bob\n", "",
		[]string{`object: deal`, `stage: state`, `amount: worth`, `close_date: finished_at`, `created: opened_at`}},
	{"people.json",
		`[{"id": "p1", "name": "Ann", "email": "ann@x.example", "company": {"name": "Acme"}, "createdAt": "2026-01-01T00:00:00Z", "deletedAt": null}, {"id": "p2", "name": "Bo", "email": "bo@x.example", "company": {"name": "Bee"}, "createdAt": "2026-01-01T00:00:00Z", "deletedAt": "2026-02-01T10:00:00Z"}]`, "", []string{`object: contact`, `deleted: deletedAt`, `account: {column: company.name`}},
	{"negocios.csv",
		"Título;Valor (R$);Etapa;Data prevista de fechamento;Criado " +
			"em;Responsável;Cliente\nA;1.200,50;Ganho;31/03/2026;05/01/2026;Ana;Acme\n" +
			"B;900,00;Perdido;30/04/2026;07/01/2026;Rui;Beta\nC;500,00;Proposta;30/06/2026;09/01/2026;Rui;Beta\n",
		"", []string{`object: deal`, `name: Título`, `close_date: Data prevista de fechamento`, `currency: BRL`}},
	{"商机.csv",
		"商机名称,预计金额,销售阶段,预计成交日期,创建时间,负责人,客户名称\nA,1200.50,赢单,2026-03-31,2026-01-05,王,甲\n" +
			"B,900,输单,2026-04-30,2026-01-07,李,乙\nC,500,报价,2026-06-30,2026-01-09,李,乙\n",
		"", []string{`object: deal`, `stage: 销售阶段`, `amount: 预计金额`, `close_date: 预计成交日期`}},
	{"deal_log.csv",
		"Opportunity,Step,Happened,Who\nO-1,Qualified,2026-01-05 10:00,Ann\nO-1,Proposal sent,2026-01-20 " +
			"11:00,Ann\nO-1,Closed/Won,2026-02-02 09:30,Ann\nO-2,Qualified,2026-01-07 " +
			"12:00,Bob\nO-2,Closed/Lost,2026-02-10 10:00,Bob\n",
		"", []string{`event_log: {case: Opportunity, activity: Step, time: Happened, resource: Who}`,
			`Closed/Won: won`, `Closed/Lost: lost`}},
	{"statuses.csv",
		"Deal ID;Status change;When\n17;Open;05.01.2026 10:00\n17;Offer;20.01.2026 11:00\n17;Won;02.02.2026 " +
			"09:30\n18;Open;07.01.2026 12:00\n18;Lost;10.02.2026 10:00\n",
		"", []string{`event_log: {case: Deal ID, activity: Status change, time: When}`}},
	{"eventos.csv",
		"Negócio;Ação;Ocorrido em;Responsável\nN1;Contato;05/01/2026 10:00;Ana\nN1;Proposta;20/01/2026 " +
			"11:00;Ana\nN1;Ganho;25/02/2026 09:30;Ana\nN2;Contato;07/01/2026 12:00;Rui\nN2;Perdido;28/02/2026 " +
			"10:00;Rui\n", "",
		[]string{`event_log: {case: Negócio, activity: Ação, time: Ocorrido em, resource: Responsável}`, `Ganho: won`}},
	{"log.csv",
		"商机编号,动作,发生时间,负责人\n1,联系,2026-01-05 10:00,王\n1,报价,2026-01-20 11:00,王\n1,赢单,2026-02-02 " +
			"09:30,王\n2,联系,2026-01-07 12:00,李\n2,输单,2026-02-10 10:00,李\n",
		"", []string{`event_log: {case: 商机编号, activity: 动作, time: 发生时间, resource: 负责人}`, `赢单: won`}},
	{"rates.csv",
		"From,To,Valid from,Rate\nEUR,USD,2026-01-01,1.08\nGBP,USD,2026-01-01,1.27\nEUR,USD,2026-02-01,1.09\n",
		"", []string{`object: fx_rate`, `day: Valid from`}},
	{"fx.csv", "Pair,Date,Rate\nEUR/USD,2026-01-01,1.0812\nGBP/USD,2026-01-01,1.2712\n", "",
		[]string{`from_currency: {column: Pair, format: pair_from}`, `to_currency: {column: Pair, format: pair_to}`}},
	{"cambio.csv",
		"De;Para;Válido desde;Taxa\nEUR;BRL;01/01/2026;6,1234\nUSD;BRL;01/01/2026;5,4321\nUSD;BRL;15/02/2026;5,5\n",
		"", []string{`day: Válido desde`, `rate: Taxa`}},
	{"汇率.csv", "原币种,目标币种,生效日期,汇率\nUSD,CNY,2026-01-01,7.1\nEUR,CNY,2026-01-01,7.8\n", "",
		[]string{`from_currency: 原币种`, `to_currency: 目标币种`, `day: 生效日期`}},
	{"cambio.csv", "Par;Data;Cotação\nUSDBRL;05/01/2026;5,4321\nEURBRL;25/01/2026;6,1\n",
		"", []string{`{column: Par, format: pair_to}`}},
	{"marketing_costs.csv",
		"Month,Channel,Spend EUR\n2026-01,Ads,1000.00\n2026-02,Ads,1200.00\n2026-01,Events,5000.00\n",
		"", []string{`object: cost`, `from_on: {column: Month, format: month}`}},
	{"custos.csv", "Mês;Canal;Custo\n01/2026;Anúncios;1.000,00\n02/2026;Anúncios;1.200,00\n", "",
		[]string{`object: cost`, `amount: Custo`}},
	{"费用.csv", "月份,渠道,费用\n2026年1月,广告,1000\n2026年2月,广告,1200\n", "", []string{`object: cost`, `amount: 费用`}},
	{"line_items.csv", "Deal,SKU,Qty,Unit price,Discount,Net\nD1,A1,2,100.00,0,200.00\nD1,A2,1,50.00,5,45.00\n",
		"Discount", []string{`object: deal_line`, `total: Net`}},
	{"leads.csv",
		"Nome;E-mail;Empresa;Origem;Status;Data de " +
			"criação;Convertido\nAda;ada@x.example;Acme;Site;Novo;05/01/2026;Não\n" +
			"Bia;bia@x.example;Beta;Evento;Qualificado;25/01/2026;Sim\n",
		"", []string{`object: lead`, `converted: Convertido`}},
	{"线索.csv", "姓名,公司,电子邮箱,来源,状态,创建时间\n赵,甲,z@x.example,网站,新建,2026-01-05\n钱,乙,q@x.example,展会,已转换,2026-01-07\n",
		"", []string{`object: lead`, `status: 状态`}},
	{"twenty.json",
		`{"data": {"opportunities": {"edges": [{"node": {"id": "a1", "name": "Alpha", "amount": {"amountMicros": 12500000000, "currencyCode": "EUR"}, "stage": "NEW", "closeDate": "2026-03-01T00:00:00Z", "createdAt": "2026-01-01T00:00:00Z", "deletedAt": null, "company": {"id": "c1", "name": "Acme"}}}, {"node": {"id": "a2", "name": "Beta", "amount": {"amountMicros": 900000000, "currencyCode": "EUR"}, "stage": "CUSTOMER", "closeDate": "2026-04-01T00:00:00Z", "createdAt": "2026-01-01T00:00:00Z", "deletedAt": "2026-02-01T00:00:00Z", "company": {"id": "c2", "name": "Bee"}}}]}}}`, "", []string{`amount: {column: node.amount.amountMicros, format: micros}`, `CUSTOMER: won`, `deleted: node.deletedAt`, `fields: {name: node.company.name}`}},
	{"deals.json",
		`[{"id": 1, "title": "A", "financials": {"value": {"amountMicros": "12500000000", "currencyCode": "EUR"}}, "status": {"name": "won", "changedAt": "2026-02-01T00:00:00Z"}, "owner": {"id": 7, "fullName": "Ann"}, "dates": {"opened": "2026-01-01", "closed": "2026-02-01"}}, {"id": 2, "title": "B", "financials": {"value": {"amountMicros": "500000", "currencyCode": "USD"}}, "status": {"name": "open", "changedAt": "2026-02-01T00:00:00Z"}, "owner": {"id": 8, "fullName": "Bob"}, "dates": {"opened": "2026-01-01", "closed": null}}]`, "status.changedAt", []string{`amount: {column: financials.value.amountMicros, format: micros}`, `stage: status.name`, `currency: financials.value.currencyCode`, `fields: {name: owner.fullName}`}},
	{"purchases.csv",
		"Customer,Purchased,Items,Spent (EUR)\nC1,2026-01-05,2,40.50\nC1,2026-02-05,1,20.00\nC2,2026-01-09,1,9.99\n",
		"", []string{`object: order`, `quantity: Items`}},
	{"vendas.csv",
		"Cliente;Data da venda;Qtd;Valor " +
			"total;Canal;Vendedor\nAcme;05/01/2026;2;1.040,50;Loja;Ana\nBeta;25/01/2026;1;20,00;Web;Rui\n", "",
		[]string{`object: order`, `ordered_on: Data da venda`, `amount: Valor total`, `quantity: Qtd`}},
	{"订单.csv", "订单号,客户,下单日期,数量,金额\n1,甲,2026年1月5日,2,40.50\n2,乙,2026年1月9日,1,20\n",
		"", []string{`object: order`, `id: 订单号`, `ordered_on: 下单日期`}},
	{"products.csv", "SKU,Product,Category,List price USD,Active\nA1,Core,Base,100.00,yes\nA2,Plus,Add-on,50.00,no\n",
		"", []string{`object: product`, `list_price: List price USD`}},
	{"quota.csv",
		"Rep,Quarter start,Target\nAnn,2026-01-01,50000\nAnn,2026-04-01,60000\nBob,2026-01-01,40000\n" +
			"Bob,2026-04-01,40000\n", "",
		[]string{`object: quota`, `from_on: Quarter start`, `plus_months: 3, minus_days: 1} # its first days`}},
	{"metas.csv",
		"Vendedor;Mês;Meta (R$)\nAna;01/01/2026;50.000,00\nAna;01/02/2026;60.000,00\nRui;01/01/2026;40.000,00\n",
		"", []string{`object: quota`, `amount: Meta (R$)`, `decide:`}},
	{"指标.csv", "销售员,月份,指标\n王,2026-01-01,50000\n王,2026-02-01,60000\n", "", []string{`object: quota`, `amount: 指标`}},
	{"quota.csv", "Rep,Month,Quota\nAnn,Jan 2026,100\nAnn,Feb 2026,110\n",
		"", []string{`from_on: {column: Month, format: month}`,
			`to_on: {column: Month, format: month, plus_months: 1, minus_days: 1}`}},
	{"splits.csv", "Opportunity ID,Credited To,Credit %\nO1,Ann,60\nO1,Bob,40\nO2,Ann,100\n", "",
		[]string{`object: deal_split`, `person: {column: Credited To`, `share: {column: "Credit %", format: percent}`}},
	{"divisao.csv", "Negócio;Vendedor;Participação %\nN1;Ana;60\nN1;Rui;40\n",
		"", []string{`object: deal_split`, `share: {column: "Participação %", format: percent}`}},
	{"teams.csv", "Team,Parent team,Team lead\nEMEA,,Zoe\nEMEA North,EMEA,Ann\nEMEA South,EMEA,Bob\n", "Team lead",
		[]string{`object: team`, `parent: {column: Parent team`}},
	{"people.csv",
		"Employee,Work email,Reports " +
			"to,Squad,Joined,Left\nAnn,ann@s.example,Zoe,North,2024-01-05,\n" +
			"Bob,bob@s.example,Zoe,South,2024-02-01,2025-12-31\n",
		"", []string{`manager: {column: Reports to`, `team: {column: Squad`, `started_on: Joined`, `left_on: Left`}},
	{"equipe.csv",
		"Vendedor;E-mail;Gestor;Equipe;Data de admissão;Data de " +
			"saída\nAna;ana@s.example;Zoe;Norte;05/01/2024;\nRui;rui@s.example;Zoe;Sul;25/02/2024;31/12/2025\n",
		"", []string{`manager: {column: Gestor`, `started_on: Data de admissão`, `left_on: Data de saída`}},
}

// TestSuggestedTables: the suggestion for each table says what its columns are, and imports it whole
// unless it asks what only a person can say.
func TestSuggestedTables(t *testing.T) {
	t.Parallel()
	for _, c := range tables {
		header, _, _ := strings.Cut(c.text, "\n")
		t.Run(c.file+" "+header[:min(30, len(header))], func(t *testing.T) {
			t.Parallel()
			suggestedWhole(t, c.file, c.text, c.own, c.says)
		})
	}
}

// suggestedWhole holds the suggestion for a table against what it has to say, and imports the table with
// it: each row and each column is taken (but own, which becomes a field of its own), or it asks.
func suggestedWhole(t *testing.T, file, table, own string, says []string) {
	t.Helper()
	dir := folder(t, map[string]string{file: table})
	text := suggest(t, dir)
	for _, want := range says {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	r, err := newWorld(t).try(text, connectors.Options{Paths: []string{dir}})
	if asks := strings.Contains(text, "decide:"); asks || err != nil {
		if !asks || fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v\n%s", err, text)
		}
		return
	}
	for _, f := range r.Files {
		others := slices.DeleteFunc(slices.Clone(f.Custom), func(h string) bool { return h == own })
		if f.Unknown || f.Taken+f.Ignored != f.Rows || f.Rows == 0 || len(others) > 0 {
			t.Errorf("%+v\n%s", f, text)
		}
	}
}
