/**
 * What people also call a thing, in every language at once: somebody who reads the product in one language may
 * still think in another, or in the words of the CRM they came from. Never shown, only searched.
 */
export const objectSynonyms: Record<string, string> = {
  deal: 'opportunity opportunities oppty records sales 商机 机会 销售机会 单子 oportunidade oportunidades negócio negócios negocio venda vendas registros 记录',
  lead: 'prospect prospects inquiry enquiry records 线索 潜在客户 lead leads contato potencial registros 记录',
  account:
    'company companies customer customers client organization organisation records 客户 公司 企业 conta contas cliente clientes empresa empresas registros 记录',
  contact: 'people person buyer contacts records 联系人 contato contatos pessoa registros 记录',
  activity:
    'task tasks call calls email mail meeting event records 活动 任务 电话 邮件 会议 atividade atividades tarefa ligação reunião registros 记录',
  person:
    'user users rep reps seller sellers salesperson owner team member records 人员 销售 用户 负责人 vendedor vendedores usuário responsável equipe registros 记录',
};

export const pageSynonyms: Record<string, string> = {
  '/': 'start dashboard first look overview 首页 概览 início painel visão geral',
  '/metrics': 'kpi kpis key metrics measures twelve numbers 指标 关键指标 métricas indicadores principais',
  '/imports':
    'upload file csv excel export data load history undo 导入 上传 文件 importar importação arquivo planilha desfazer',
  '/settings':
    'company currency rates time zone fiscal year preferences 设置 币种 汇率 时区 财年 configurações moeda câmbio fuso ano fiscal',
};
