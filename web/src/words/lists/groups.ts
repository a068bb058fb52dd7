import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** The metrics beside the twelve, by what they are about, in the order in which they are read. */
export const metricGroups: { label: MessageDescriptor; names: string[] }[] = [
  {
    label: msg`Revenue and deals`,
    names: [
      'won_revenue',
      'won_deals',
      'lost_deals',
      'asp_median',
      'unit_price',
      'discount',
      'lines_net',
      'lines_list',
      'revenue_per_fte',
    ],
  },
  {
    label: msg`Pipeline`,
    names: [
      'open_pipeline',
      'open_deals',
      'pipeline_created',
      'pipeline_due',
      'coverage',
      'velocity',
      'slip_rate',
      'stage_conversion',
      'stage_conversion_entered',
      'time_in_stage',
    ],
  },
  {
    label: msg`Winning and speed`,
    names: [
      'win_rate_value',
      'win_rate_created',
      'win_rate_competitive',
      'win_incidence',
      'cycle_won_median',
      'cycle_contact_mean',
      'cycle_km_median',
      'cycle_rmst',
    ],
  },
  {
    label: msg`Leads`,
    names: [
      'leads_created',
      'leads_converted',
      'leads_won',
      'lead_to_deal',
      'lead_to_deal_period',
      'deal_to_customer',
      'deal_to_customer_period',
      'lead_to_customer_period',
    ],
  },
  {
    label: msg`People and quotas`,
    names: ['sellers', 'seller_fte', 'seller_days', 'quota', 'quota_attainment_team', 'quota_attainment_mean'],
  },
  {
    label: msg`Activities and time`,
    names: [
      'activities_per_rep_day',
      'connect_rate',
      'reply_rate',
      'show_rate',
      'selling_time_broad',
      'classified_time',
      'calendar_coverage',
    ],
  },
  {
    label: msg`Customers and retention`,
    names: [
      'customers',
      'new_customers',
      'new_customers_contract',
      'new_customers_paid',
      'churn_logo_annual',
      'churn_revenue',
      'grr',
      'nrr',
      'mrr',
      'customer_life',
      'customer_life_discounted',
      'customer_life_sbg',
      'ltv_discounted',
      'ltv_sbg',
      'ltv_bgnbd',
      'purchases_expected',
    ],
  },
  {
    label: msg`Costs`,
    names: ['cost', 'cost_ads', 'cac_lagged', 'cac_paid', 'cac_payback', 'ltv_to_cac', 'gross_margin'],
  },
];
