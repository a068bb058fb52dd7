package hubspot

import (
	"slices"
	"strconv"
	"strings"

	"salesops/connectors/labels"
	"salesops/connectors/tool"
	"salesops/sales"
)

// What people download from HubSpot's index pages has the labels of its screens, in the
// language of who exports: here English, Portuguese and Chinese.

// Labels that several exports share.
var (
	recordID = []string{"Record ID", "ID do registro", "ID do objeto", "记录 ID", "记录ID", "记录编号"}
	created  = []string{"Create Date", "Created date", "Data de criação", "Criado em", "创建日期", "创建时间"}
	modified = []string{"Last Modified Date", "Last modified", "Data da última modificação",
		"Última modificação em", "最后修改日期", "上次修改日期"}
	mergedIDs = []string{"Merged object IDs", "Merged Deal IDs", "Merged Contact IDs", "Merged Company IDs",
		"Merged record IDs", "IDs de objetos mesclados", "IDs de registros mesclados", "合并的对象 ID", "合并的记录 ID"}
	source = []string{"Original Traffic Source", "Original Source", "Original Source Type", "Fonte original",
		"Fonte original do tráfego", "Tipo de fonte original", "原始来源", "原始流量来源"}
	currency  = []string{"Currency", "Deal currency code", "Moeda", "货币", "币种"}
	industry  = []string{"Industry", "Setor", "行业"}
	companyID = []string{"Associated Company IDs (Primary)", "Primary Associated Company ID", "Associated Company IDs",
		"Associated Company ID", "IDs de empresas associadas", "ID da empresa associada", "IDs da empresa associada",
		"关联公司 ID", "关联的公司 ID", "关联公司ID"}
	company = []string{"Associated Company (Primary)", "Primary company", "Associated Company",
		"Associated Companies", "Empresa associada", "Empresas associadas", "Empresa principal",
		"关联公司", "关联的公司", "主要公司"}
	contactID = []string{"Associated Contact IDs", "Associated Contact ID", "IDs de contatos associados",
		"ID do contato associado", "关联联系人 ID", "关联的联系人 ID", "关联联系人ID"}
	contacts = []string{"Associated Contact", "Associated Contacts", "Contato associado",
		"Contatos associados", "关联联系人", "关联的联系人"}
	firstName = []string{"First Name", "Nome", "名", "名字"}
	lastName  = []string{"Last Name", "Sobrenome", "姓", "姓氏"}
	email     = []string{"Email", "E-mail", "电子邮件", "邮箱", "电子邮箱"}
	dealName  = []string{"Deal Name", "Nome do negócio", "交易名称"}
	stageName = []string{"Deal Stage", "Etapa do negócio", "Fase do negócio", "交易阶段"}
	funnel    = []string{"Pipeline", "Deal pipeline", "Pipeline de negócios",
		"Pipeline do negócio", "管道", "交易管道", "销售管道"}
)

func column(field string, kind tool.Kind, names ...string) labels.Field {
	return labels.Field{Labels: names, Column: tool.Column{Field: field, Kind: kind}}
}

func meaning(u tool.Use, names ...string) labels.Field {
	return labels.Field{Labels: names, Column: tool.Column{Use: u}}
}

// owned is the column of a record's owner, who is named or given by the address.
func owned(names ...string) labels.Field {
	return labels.Field{Names: names,
		Column: tool.Column{Field: "owner", Kind: tool.Reference, Object: sales.Person}}
}

// tied is an association; of several the first counts, as it does in HubSpot.
func tied(field, object string, ids, names []string) labels.Field {
	return labels.Field{Labels: ids, Names: names, First: true,
		Column: tool.Column{Field: field, Kind: tool.Reference, Object: object}}
}

var exports = slices.Concat(
	labels.Export{
		Name: "deal export", Object: sales.Deal, ID: recordID,
		Needs: [][]string{dealName,
			slices.Concat(stageName, []string{"Close Date", "Data de fechamento", "成交日期", "关闭日期"})},
		Not: []string{"Closing Date"}, // of another system whose ids are called so
		Fields: []labels.Field{
			column("name", tool.Text, dealName...),
			{Labels: stageName, Column: tool.Column{Use: tool.StageName}, Mend: bareStage},
			meaning(tool.PipelineName, funnel...),
			column("amount", tool.Amount, "Amount", "Valor", "金额", "交易金额"),
			meaning(tool.Currency, currency...),
			column("close_date", tool.Day, "Close Date", "Data de fechamento", "成交日期", "关闭日期", "结束日期"),
			meaning(tool.Created, created...), meaning(tool.Modified, modified...),
			meaning(tool.Won, "Is Closed Won", "Closed Won", "Fechado ganho",
				"Está fechado e ganho", "是否已赢单", "是否赢单"),
			meaning(tool.Closed, "Is Deal Closed?", "Is closed (numeric)", "Is Closed",
				"O negócio está fechado?", "交易是否已关闭", "是否已关闭"),
			{Labels: []string{"Deal probability", "Probabilidade do negócio", "Probabilidade de negócio", "交易概率",
				"交易可能性"}, Column: tool.Column{Field: "probability", Kind: tool.Percent,
				Lax: true}, Mend: share},
			column("forecast_category", tool.Category, "Forecast category", "Categoria de previsão", "预测类别"),
			column("type", tool.Text, "Deal Type", "Tipo de negócio", "交易类型"),
			column("next_step", tool.Text, "Next step", "Próxima etapa", "Próximo passo", "下一步"),
			column("description", tool.Text, "Deal Description", "Descrição do negócio", "交易描述", "交易说明"),
			column("lost_reason", tool.Text, "Closed Lost Reason", "Motivo do negócio perdido",
				"Motivo do fechamento perdido", "Motivo da perda", "输单原因", "交易失败原因"),
			column("source", tool.Text, source...), meaning(tool.MergedIDs, mergedIDs...),
			labels.Term(labels.TermMonths),
			owned("Deal owner", "Proprietário do negócio", "交易所有者", "交易负责人"),
			tied("account", sales.Account, companyID, company), tied("contact", sales.Contact, contactID, contacts),
		},
		Ignore: []string{"Amount in company currency", "Weighted amount", "Days to close", "Associated Deal IDs"},
	}.Layouts(),
	labels.Export{
		Name: "contact export", Object: sales.Contact, ID: recordID,
		Needs: [][]string{slices.Concat(firstName, lastName, email),
			slices.Concat(lastName, email, contactOwner, []string{"Lifecycle Stage", "Lead Status"})},
		Not: slices.Concat(dealName, companyName, []string{"Ticket name", "Account Name", "Contact Owner Id"}),
		Fields: []labels.Field{
			column("email", tool.Text, email...),
			column("phone", tool.Text, "Phone Number", "Mobile Phone Number", "Número de telefone",
				"Telefone", "电话号码", "电话"),
			column("job_title", tool.Text, "Job Title", "Cargo", "职位", "职务"),
			meaning(tool.Created, created...), meaning(tool.Modified, modified...),
			column("source", tool.Text, source...), meaning(tool.MergedIDs, mergedIDs...),
			owned(contactOwner...), tied("account", sales.Account, companyID, company),
		},
		Made: []labels.Made{{Column: tool.Column{Header: "name (of its parts)", Field: "name",
			Kind: tool.Text}, Of: fullName}},
	}.Layouts(),
	labels.Export{
		Name: "company export", Object: sales.Account, ID: recordID, Needs: [][]string{companyName},
		Not: slices.Concat(dealName, firstName[:1], lastName, []string{"Ticket name"}),
		Fields: []labels.Field{
			column("name", tool.Text, companyName...), column("industry", tool.Text, industry...),
			column("type", tool.Text, "Type", "Tipo", "类型"),
			column("website", tool.Text, "Website URL", "Company Domain Name", "URL do site",
				"Nome do domínio da empresa", "网站 URL", "公司域名", "网站网址"),
			column("city", tool.Text, "City", "Cidade", "城市"),
			column("state", tool.Text, "State/Region", "Estado/Região", "Estado", "州/地区", "省/市/自治区"),
			column("country", tool.Text, "Country/Region", "Country", "País/Região", "País", "国家/地区", "国家"),
			{Labels: []string{"Number of Employees", "Número de funcionários", "员工人数", "员工数"},
				Column: tool.Column{Field: "employees", Kind: tool.Whole, Lax: true}},
			{Labels: []string{"Annual Revenue", "Receita anual", "年收入"},
				Column: tool.Column{Field: "annual_revenue", Kind: tool.Amount, Lax: true}},
			meaning(tool.Created, created...), meaning(tool.Modified, modified...),
			column("source", tool.Text, source...), meaning(tool.MergedIDs, mergedIDs...),
			owned("Company owner", "Proprietário da empresa", "公司所有者", "公司负责人"),
			tied("parent", sales.Account, []string{"Parent Company ID", "Parent Company IDs", "ID da empresa principal",
				"母公司 ID"}, []string{"Parent Company", "Empresa matriz", "母公司"}),
		},
	}.Layouts(),
	labels.Export{
		Name: "user export", Object: sales.Person,
		Needs: [][]string{email, {"Last Active", "Main team", "Permission set", "Super Admin", "Última atividade",
			"Equipe principal", "Conjunto de permissões", "主要团队", "权限集"}},
		Not:    slices.Concat(recordID, dealName, companyName, []string{"Username", "Profile", "Role"}),
		MadeOf: [][]string{email},
		Fields: []labels.Field{
			column("email", tool.Text, email...), meaning(tool.Created, created...),
			{Names: []string{"Main team", "Primary team", "Equipe principal", "主要团队"},
				Column: tool.Column{Field: "team", Kind: tool.Reference, Object: sales.Team}},
		},
		Made: []labels.Made{{Column: tool.Column{Header: "name (of its parts)", Field: "name",
			Kind: tool.Text}, Of: fullName}},
	}.Layouts(),
)

var (
	companyName  = []string{"Company name", "Nome da empresa", "公司名称"}
	contactOwner = []string{"Contact owner", "Proprietário do contato", "联系人所有者", "联系人负责人"}
)

// fullName is a person's name: of its parts, else the address.
func fullName(r *labels.Cells) string {
	if s := r.First("Name", "Full name", "Nome completo", "姓名"); s != "" {
		return s
	}
	if s := labels.FullName(r.First(firstName...), r.First(lastName...)); s != "" {
		return s
	}
	return r.First(email...)
}

// bareStage takes the pipeline behind a stage's name away: "Closed Won (Sales Pipeline)".
func bareStage(cell string, r *labels.Cells) string {
	if p := r.First(funnel...); p != "" {
		if bare, ok := strings.CutSuffix(cell, "("+p+")"); ok {
			return strings.TrimSpace(bare)
		}
	}
	return cell
}

// share writes a probability, which HubSpot keeps between 0 and 1, in percent.
func share(cell string, _ *labels.Cells) string {
	if f, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil && f >= 0 && f <= 1 {
		return strconv.FormatFloat(f*100, 'f', -1, 64)
	}
	return cell
}

// shipped are the stages of a new account, in the three languages. Those of the API are ids.
func shipped() []tool.Stage {
	var all []tool.Stage
	for outcome, names := range map[string][]string{
		sales.Won: {
			"Closed Won", "closedwon", "Fechado ganho", "Fechado e ganho", "Fechado como ganho", "Negócio fechado",
			"Negócio ganho", "Ganho",
			"已赢单", "赢单", "关闭赢单", "已成交", "成交", "结束并赢得交易", "已结束且赢得交易",
		},
		sales.Lost: {
			"Closed Lost", "closedlost", "Fechado perdido", "Fechado e perdido", "Fechado como perdido",
			"Negócio perdido", "Perdido",
			"已输单", "输单", "关闭输单", "已丢单", "丢单", "结束且失去交易", "已结束且失去交易",
		},
	} {
		for _, name := range names {
			all = append(all, tool.Stage{Name: name, Outcome: outcome})
		}
	}
	slices.SortFunc(all, func(x, y tool.Stage) int { return strings.Compare(x.Name, y.Name) })
	return append(slices.Clone(opening), all...)
}

var opening = []tool.Stage{
	{Name: "Appointment Scheduled", Outcome: sales.Open}, {Name: "Qualified To Buy", Outcome: sales.Open},
	{Name: "Presentation Scheduled", Outcome: sales.Open},
	{Name: "Decision Maker Bought-In", Outcome: sales.Open}, {Name: "Contract Sent", Outcome: sales.Open},
	{Name: "Compromisso agendado", Outcome: sales.Open}, {Name: "Qualificado para comprar", Outcome: sales.Open},
	{Name: "Apresentação agendada", Outcome: sales.Open},
	{Name: "Decisor convencido", Outcome: sales.Open}, {Name: "Contrato enviado", Outcome: sales.Open},
	{Name: "已安排约会", Outcome: sales.Open}, {Name: "有购买资格", Outcome: sales.Open}, {Name: "已安排演示", Outcome: sales.Open},
	{Name: "决策者已认可", Outcome: sales.Open}, {Name: "已发送合同", Outcome: sales.Open},
}
