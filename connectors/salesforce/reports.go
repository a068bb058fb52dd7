package salesforce

import (
	"slices"
	"strings"

	"salesops/connectors/labels"
	"salesops/connectors/tool"
	"salesops/sales"
)

// Reports have the labels of the screen, in English, Portuguese or Chinese. Most have no ids:
// then the name and a date stand for them.

var (
	dealName    = []string{"Opportunity Name", "Nome da oportunidade", "业务机会名", "业务机会名称"}
	dealID      = []string{"Opportunity ID", "Opportunity ID 18", "ID da oportunidade", "业务机会 ID"}
	accountName = []string{"Account Name", "Nome da conta", "客户名", "客户名称"}
	accountID   = []string{"Account ID", "ID da conta", "客户 ID"}
	stageName   = []string{"Stage", "Fase", "阶段"}
	createdOn   = []string{"Created Date", "Create Date", "Data de criação", "创建日期"}
	modifiedOn  = []string{"Last Modified Date", "Data da última modificação", "上次修改日期"}
	closeOn     = []string{"Close Date", "Data de fechamento", "结束日期"}
	amount      = []string{"Amount", "Valor", "Quantia", "金额"}
	dealOwner   = []string{"Opportunity Owner", "Proprietário da oportunidade", "业务机会所有人"}
	leadSource  = []string{"Lead Source", "Origem do lead", "潜在客户来源"}
	probability = []string{"Probability (%)", "Probabilidade (%)", "可能性 (%)", "可能性(%)"}
	category    = []string{"Forecast Category", "Categoria de previsão", "预测类别"}
	firstName   = []string{"First Name", "Nome", "名"}
	lastName    = []string{"Last Name", "Sobrenome", "姓"}
	emailLabel  = []string{"Email", "E-mail", "电子邮件"}
	currencies  = []string{"Amount Currency", "Opportunity Currency", "Currency", "Moeda do valor", "货币"}
)

func column(field string, kind tool.Kind, names ...string) labels.Field {
	return labels.Field{Labels: names, Column: tool.Column{Field: field, Kind: kind}}
}

func meaning(u tool.Use, names ...string) labels.Field {
	return labels.Field{Labels: names, Column: tool.Column{Use: u}}
}

// tied is a reference by id where the report has one, else by name.
func tied(field, object string, ids, names []string) labels.Field {
	return labels.Field{Labels: ids, Names: names,
		Column: tool.Column{Field: field, Kind: tool.Reference, Object: object}}
}

var reports = slices.Concat(
	labels.Export{
		Name: "opportunity report", Object: sales.Deal, ID: dealID,
		MadeOf: [][]string{dealName, accountName, slices.Concat(createdOn, closeOn)},
		Needs:  [][]string{dealName, stageName, slices.Concat(amount, closeOn, accountName)},
		Telling: slices.Concat(dealID, dealOwner, accountName, accountID, closeOn, createdOn, probability[1:],
			leadSource, []string{"Probability (%)", "Fiscal Period", "Opportunity Record Type"}),
		Not: []string{"From Stage", "To Stage", "Old Value", "Product Name", "Subject"},
		Fields: []labels.Field{
			column("name", tool.Text, dealName...), meaning(tool.StageName, stageName...),
			column("amount", tool.Amount, amount...), meaning(tool.Currency, currencies...),
			column("close_date", tool.Day, closeOn...), meaning(tool.Created, createdOn...),
			meaning(tool.Modified, modifiedOn...),
			meaning(tool.Closed, "Closed", "Fechado", "已结束"),
			meaning(tool.Won, "Won", "Ganho", "赢得", "已赢得"),
			meaning(tool.PipelineName, "Opportunity Record Type", "Tipo de registro de oportunidade", "业务机会记录类型"),
			meaning(tool.StageSince, "Last Stage Change Date"),
			column("probability", tool.Percent, probability...),
			column("forecast_category", tool.Category, category...),
			column("source", tool.Text, leadSource...),
			column("type", tool.Text, "Type", "Tipo", "类型"),
			column("next_step", tool.Text, "Next Step", "Próxima etapa", "下一步骤"),
			column("description", tool.Text, "Description", "Descrição", "描述"),
			labels.Term(labels.TermMonths), column("lost_reason", tool.Text, "Loss Reason", "Lost Reason",
				"Motivo da perda", "丢单原因"), column("competitor", tool.Text, "Main Competitor(s)",
				"Primary Competitor", "主要竞争对手"),
			tied("owner", sales.Person, []string{"Opportunity Owner: User ID", "Owner ID"}, dealOwner),
			tied("account", sales.Account, accountID, accountName),
			tied("contact", sales.Contact, []string{"Contact ID"}, []string{"Primary Contact", "Contact: Full Name"}),
		},
		Ignore: []string{"Fiscal Period", "Fiscal Year", "Age", "Expected Revenue", "Período fiscal", "会计期间",
			"Opportunity Owner Alias", "Last Activity", "Stage Duration"},
	}.Layouts(),
	labels.Export{
		Name: "opportunity history report", Object: sales.Deal, Role: tool.Snapshot, ID: dealID,
		MadeOf: [][]string{dealName, accountName, createdOn},
		Needs:  [][]string{dealName, {"To Stage", "Para a fase", "目标阶段"}, changedOn},
		Fields: []labels.Field{
			meaning(tool.StageName, "To Stage", "Para a fase", "目标阶段"), meaning(tool.Created, changedOn...),
			meaning(tool.Currency, currencies...),
			column("amount", tool.Amount, amount...), column("close_date", tool.Day, closeOn...),
			column("probability", tool.Percent, probability...),
			column("forecast_category", tool.Category, category...),
		},
	}.Layouts(),
	labels.Export{
		Name: "account report", Object: sales.Account, ID: accountID, MadeOf: [][]string{accountName},
		Needs: [][]string{accountName, {"Account Owner", "Billing City", "Billing Country", "Billing State/Province",
			"Account Source", "Account ID", "Cidade de cobrança", "Proprietário da conta", "客户所有人"}},
		Not: slices.Concat(dealName, lastName,
			[]string{"Lead Owner", "Lead Status", "Contact Name", "Case Number", "Subject", "Full Name"}),
		Fields: []labels.Field{
			column("name", tool.Text, accountName...), column("type", tool.Text, "Type", "Tipo", "类型"),
			column("industry", tool.Text, "Industry", "Setor", "行业"),
			column("city", tool.Text, "Billing City", "Cidade de cobrança"),
			column("state", tool.Text, "Billing State/Province", "Estado/Província de cobrança"),
			column("country", tool.Text, "Billing Country", "País de cobrança"),
			column("website", tool.Text, "Website", "Site"),
			column("employees", tool.Whole, "Employees", "Funcionários", "员工"),
			column("annual_revenue", tool.Amount, "Annual Revenue", "Receita anual", "年收入"),
			column("source", tool.Text, "Account Source"), meaning(tool.Created, createdOn...),
			meaning(tool.Modified, modifiedOn...),
			tied("owner", sales.Person, nil, []string{"Account Owner", "Proprietário da conta", "客户所有人"}),
			tied("parent", sales.Account, []string{"Parent Account ID"},
				[]string{"Parent Account", "Conta principal", "父客户"}),
		},
		Ignore: []string{"Last Activity"},
	}.Layouts(),
	labels.Export{
		Name: "lead report", Object: sales.Lead, ID: []string{"Lead ID", "ID do lead", "潜在客户 ID"},
		MadeOf: [][]string{lastName, firstName, emailLabel,
			{"Company / Account", "Company", "Empresa", "公司"}, createdOn},
		Needs: [][]string{slices.Concat(lastName, []string{"Lead Name"}),
			{"Lead Status", "Lead Owner", "Converted", "Status do lead", "Proprietário do lead", "潜在客户状态", "潜在客户所有人"},
			{"Company / Account", "Company", "Lead Source", "Converted", "Empresa", "Empresa / Conta", "公司", "公司/客户"}},
		Not: slices.Concat(dealName, []string{"Record ID"}),
		Fields: []labels.Field{
			column("company", tool.Text, "Company / Account", "Company", "Empresa / Conta", "Empresa", "公司/客户",
				"公司"), column("email", tool.Text, emailLabel...), column("phone", tool.Text,
				"Phone", "Telefone", "电话"),
			column("job_title", tool.Text, "Title", "Cargo", "职务"),
			column("status", tool.Text, "Lead Status", "Status do lead", "潜在客户状态"),
			column("source", tool.Text, leadSource...),
			column("industry", tool.Text, "Industry", "Setor", "行业"),
			{Labels: []string{"Converted", "Convertido", "已转换"},
				Column: tool.Column{Use: tool.ConvertedFlag, Field: "converted", Kind: tool.Bool}},
			column("converted_at", tool.Instant, "Converted Date", "Data de conversão", "转换日期"),
			meaning(tool.Created, createdOn...), meaning(tool.Modified, modifiedOn...),
			tied("owner", sales.Person, nil, []string{"Lead Owner", "Proprietário do lead", "潜在客户所有人"}),
			tied("converted_deal", sales.Deal, dealID, []string{"Opportunity: Opportunity Name"}),
			tied("converted_account", sales.Account, accountID, nil),
		},
		Made: []labels.Made{{Column: tool.Column{Header: "name (of its parts)", Field: "name",
			Kind: tool.Text}, Of: reportedName}},
		Finish: finish(reportedLead, asIs),
	}.Layouts(),
	labels.Export{
		Name: "contact report", Object: sales.Contact, ID: []string{"Contact ID", "ID do contato", "联系人 ID"},
		MadeOf: [][]string{lastName, firstName, emailLabel, accountName},
		Needs:  [][]string{lastName, accountName},
		Not: slices.Concat(dealName, []string{"Lead Status", "Lead Owner", "Company / Account", "Converted",
			"Status do lead", "潜在客户状态", "Record ID"}),
		Fields: []labels.Field{
			column("email", tool.Text, emailLabel...),
			column("phone", tool.Text, "Phone", "Telefone", "电话"),
			column("job_title", tool.Text, "Title", "Cargo", "职务"),
			column("department", tool.Text, "Department", "Departamento", "部门"),
			column("source", tool.Text, leadSource...), meaning(tool.Created, createdOn...),
			meaning(tool.Modified, modifiedOn...),
			tied("owner", sales.Person, nil, []string{"Contact Owner", "Proprietário do contato", "联系人所有人"}),
			tied("account", sales.Account, accountID, accountName),
		},
		Made: []labels.Made{{Column: tool.Column{Header: "name (of its parts)", Field: "name",
			Kind: tool.Text}, Of: reportedName}},
	}.Layouts(),
)

var changedOn = []string{"Edit Date", "Last Modified", "Last Modified Date", "Stage Change Date", "Data de edição",
	"Última modificação", "编辑日期"}

// reportedName is a person's name of its parts.
func reportedName(r *labels.Cells) string {
	if s := labels.FullName(r.First(firstName...), r.First(lastName...)); s != "" {
		return s
	}
	return strings.TrimSpace(r.First("Lead Name", "Full Name"))
}

// reportedLead dates the conversion, as lead does.
func reportedLead(r row) {
	if r.Value("converted").Bool() {
		lead(r)
	}
}
