import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

interface MetricWords {
  name: MessageDescriptor;
  question: MessageDescriptor;
}

const of = (name: MessageDescriptor, question: MessageDescriptor): MetricWords => ({ name, question });

/** The twelve, in the order of the revenue chain that the overview shows. */
export const twelve = [
  'activities',
  'selling_time',
  'lead_to_customer',
  'cycle_won_mean',
  'win_rate',
  'asp',
  'revenue_per_rep',
  'quota_attainment',
  'forecast',
  'cac',
  'ltv',
  'churn_logo',
];

/** Names and questions of the built-in metrics. A company's own metric brings its own words. */
export const metricWords: Record<string, MetricWords> = {
  won_revenue: of(msg`Won revenue`, msg`How much did we win?`),
  won_deals: of(msg`Won deals`, msg`How many deals did we win?`),
  lost_deals: of(msg`Lost deals`, msg`How many deals did we lose?`),
  open_pipeline: of(msg`Open pipeline`, msg`How much is still open?`),
  open_deals: of(msg`Open deals`, msg`How many deals are open?`),
  pipeline_created: of(msg`Pipeline created`, msg`How much new pipeline came in?`),
  leads_created: of(msg`Leads created`, msg`How many leads came in?`),
  leads_converted: of(msg`Leads converted`, msg`How many leads became a deal?`),
  leads_won: of(msg`Leads won`, msg`How many leads became a customer?`),
  seller_fte: of(msg`Full-time reps`, msg`How many full-time reps is that?`),
  new_customers: of(msg`New customers`, msg`How many accounts bought for the first time?`),
  sellers: of(msg`Reps`, msg`How many people were selling?`),
  revenue_per_rep: of(msg`Revenue per rep`, msg`How much did each rep win on average?`),
  revenue_per_fte: of(msg`Revenue per full-time rep`, msg`How much was won per full-time rep?`),
  selling_time: of(msg`Selling time`, msg`What share of working time do reps spend with buyers?`),
  selling_time_broad: of(
    msg`Selling time, with preparation`,
    msg`What share of working time goes towards buyers, prospecting and preparing included?`,
  ),
  classified_time: of(msg`Time with a known use`, msg`Of how much working time is the use known?`),
  calendar_coverage: of(msg`Calendar coverage`, msg`How many of our reps have a calendar here?`),
  cycle_won_mean: of(msg`Sales cycle`, msg`How long do won deals take on average?`),
  cycle_won_median: of(msg`Sales cycle, median`, msg`How long does the middle won deal take?`),
  cycle_contact_mean: of(msg`Sales cycle from first contact`, msg`How long is it from the first contact to the win?`),
  cycle_km_median: of(msg`Time to close, median of all deals`, msg`After how many days is half of all deals closed?`),
  cycle_rmst: of(msg`Time to close within 90 days`, msg`How long do deals stay open within their first 90 days?`),
  win_incidence: of(msg`Won within 90 days`, msg`What share of deals is won within 90 days?`),
  lead_to_deal: of(msg`Lead to deal`, msg`What share of leads becomes a deal?`),
  lead_to_deal_period: of(msg`Lead to deal, by period`, msg`How many leads became deals per lead created?`),
  deal_to_customer: of(msg`Deal to customer`, msg`What share of deals from leads becomes a customer?`),
  deal_to_customer_period: of(
    msg`Deal to customer, by period`,
    msg`How many leads had their deal won per lead that became a deal in the period?`,
  ),
  lead_to_customer: of(msg`Lead conversion`, msg`What share of leads becomes a customer?`),
  lead_to_customer_period: of(msg`Lead conversion, by period`, msg`How many leads became customers per lead created?`),
  win_rate: of(msg`Win rate`, msg`Of the deals that closed, how many did we win?`),
  win_rate_value: of(msg`Win rate by value`, msg`Of the money that closed, how much did we win?`),
  win_rate_created: of(msg`Win rate of created deals`, msg`Of all deals created, how many did we win?`),
  win_rate_competitive: of(msg`Competitive win rate`, msg`Against competitors, how often did we win?`),
  asp: of(msg`Average selling price`, msg`How much is a won deal worth on average?`),
  asp_median: of(msg`Median selling price`, msg`How much is the middle won deal worth?`),
  churn_logo: of(msg`Customer churn`, msg`What share of customers leaves?`),
  churn_logo_annual: of(msg`Customer churn per year`, msg`What share of customers would leave in a year?`),
  churn_revenue: of(msg`Revenue churn`, msg`What share of recurring revenue leaves with customers?`),
  grr: of(msg`Gross revenue retention`, msg`How much of the recurring revenue do we keep?`),
  nrr: of(msg`Net revenue retention`, msg`How much does recurring revenue grow with the customers we have?`),
  customers: of(msg`Customers`, msg`How many customers do we have?`),
  mrr: of(msg`Monthly recurring revenue`, msg`How much do customers pay each month?`),
  customer_life: of(msg`Customer lifetime`, msg`How many months does a customer stay?`),
  customer_life_discounted: of(
    msg`Customer lifetime, discounted`,
    msg`What are the months that a customer stays worth today?`,
  ),
  customer_life_sbg: of(
    msg`Customer lifetime, by the model`,
    msg`How many months will a new customer stay, if customers differ?`,
  ),
  gross_margin: of(msg`Gross margin`, msg`How much of the revenue is left after what it costs to deliver?`),
  cost: of(msg`Cost of sales and marketing`, msg`What do sales and marketing cost?`),
  cost_ads: of(msg`Cost of advertising`, msg`What does advertising cost?`),
  new_customers_contract: of(msg`New customers by contract`, msg`How many accounts signed their first contract?`),
  new_customers_paid: of(msg`New customers from paid channels`, msg`How many new customers come from paid channels?`),
  cac_lagged: of(msg`Acquisition cost, lagged`, msg`What did a new customer cost when the work on it was done?`),
  cac_paid: of(msg`Acquisition cost, paid channels`, msg`What does a customer from a paid channel cost?`),
  cac_payback: of(msg`Payback of acquisition cost`, msg`After how many months has a new customer paid for itself?`),
  ltv_discounted: of(msg`Lifetime value, discounted`, msg`What is a customer worth today?`),
  purchases_expected: of(msg`Purchases expected`, msg`What will a customer buy from us in the next year?`),
  ltv_bgnbd: of(
    msg`Lifetime value without contracts`,
    msg`What is a customer without a contract worth in the next year?`,
  ),
  ltv_sbg: of(msg`Lifetime value, by the model`, msg`What is a customer worth over its life, if customers differ?`),
  ltv_to_cac: of(msg`Lifetime value to acquisition cost`, msg`How many times does a customer bring in what it cost?`),
  unit_price: of(msg`Price per unit`, msg`What do we get for one unit?`),
  discount: of(msg`Discount`, msg`How much do we give off the list price?`),
  lines_net: of(msg`Net total of lines`, msg`What do the lines of won deals come to?`),
  lines_list: of(msg`Lines at list prices`, msg`What would they come to at list prices?`),
  cac: of(msg`Acquisition cost`, msg`What does a new customer cost?`),
  ltv: of(msg`Lifetime value`, msg`What is a customer worth over its life?`),
  forecast: of(msg`Forecast`, msg`How much will we win this quarter?`),
  activities: of(msg`Activities`, msg`How many calls, mails and meetings were there?`),
  quota_attainment: of(
    msg`Quota attainment`,
    msg`What share of reps reaches the quota, and how much of it does each reach?`,
  ),
  quota: of(msg`Quota`, msg`How much are the reps to win?`),
  quota_attainment_team: of(msg`Quota attainment of the team`, msg`How much of all quotas did we reach?`),
  quota_attainment_mean: of(msg`Mean quota attainment`, msg`How much of the quota does a rep reach on average?`),
  activities_per_rep_day: of(msg`Activities per rep and day`, msg`How much does a rep do in a day?`),
  seller_days: of(msg`Days of reps`, msg`On how many days did people sell?`),
  connect_rate: of(msg`Connect rate`, msg`Of the calls we made, how many reached somebody?`),
  reply_rate: of(msg`Reply rate`, msg`Of the mails that arrived, how many were answered?`),
  show_rate: of(msg`Show rate`, msg`Of the meetings we booked, how many took place?`),
  velocity: of(msg`Pipeline velocity`, msg`How much does the pipeline bring in a day?`),
  coverage: of(msg`Pipeline coverage`, msg`How often does the open pipeline cover what is missing to the quota?`),
  pipeline_due: of(msg`Pipeline due`, msg`How much can still be won in the period?`),
  slip_rate: of(msg`Slip rate`, msg`Of the deals that were to close in the period, how many did not?`),
  stage_conversion: of(msg`Stage conversion`, msg`Of the deals that came into a stage, how many went on?`),
  stage_conversion_entered: of(
    msg`Stage conversion of all entered`,
    msg`Of all deals that came into a stage, how many have gone on so far?`,
  ),
  time_in_stage: of(msg`Time in stage`, msg`After how many days has half of what came into a stage left it?`),
};

/** Dimensions and the other plain words that metrics use. */
export const unitWords: Record<string, MessageDescriptor> = {
  money: msg`amount`,
  share: msg`share`,
  count: msg`count`,
  days: msg`days`,
  months: msg`months`,
  ratio: msg`ratio`,
};
