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

export const metricSynonyms: Record<string, string> = {
  won_revenue: 'bookings sales turnover closed won 销售额 业绩 成交额 receita vendas faturamento',
  won_deals: 'closed won wins orders 成交数 ganhos fechados',
  lost_deals: 'closed lost losses 丢单 输单 perdidos',
  open_pipeline: 'funnel open opportunities 漏斗 管道 在手商机 funil pipeline aberto',
  win_rate: 'close rate hit rate success 赢率 成交率 taxa de conversão taxa de fechamento',
  asp: 'average deal size acv ticket 客单价 平均成交额 ticket médio',
  cycle_won_mean: 'sales cycle length time to close 销售周期 成交周期 ciclo de vendas',
  quota_attainment: 'target goal 配额 达成率 业绩目标 完成率 cota meta atingimento',
  forecast: 'commit prediction outlook 预测 预估 previsão projeção',
  coverage: 'pipeline coverage ratio 覆盖率 覆盖倍数 cobertura',
  churn_logo: 'attrition cancellations lost customers 流失 流失率 cancelamento evasão',
  cac: 'customer acquisition cost 获客成本 custo de aquisição',
  ltv: 'customer lifetime value clv 生命周期价值 客户价值 valor vitalício',
  mrr: 'recurring revenue arr subscription 经常性收入 月收入 receita recorrente',
  slip_rate: 'pushed delayed deals 延期 推迟 adiados atraso',
  selling_time: 'calendar time spent 销售时间 tempo de venda',
  revenue_per_rep: 'productivity per seller 人均产出 人均业绩 produtividade por vendedor',
  lead_to_customer: 'lead conversion funnel 转化率 conversão de leads',
};
