import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Objects: one, and many. */
export const objectWords: Record<string, { one: MessageDescriptor; many: MessageDescriptor }> = {
  deal: { one: msg`Deal`, many: msg`Deals` },
  lead: { one: msg`Lead`, many: msg`Leads` },
  account: { one: msg`Account`, many: msg`Accounts` },
  contact: { one: msg`Contact`, many: msg`Contacts` },
  activity: { one: msg`Activity`, many: msg`Activities` },
  deal_line: { one: msg`Line item`, many: msg`Line items` },
  product: { one: msg`Product`, many: msg`Products` },
  person: { one: msg`Person`, many: msg`People` },
  team: { one: msg`Team`, many: msg`Teams` },
  pipeline: { one: msg`Pipeline`, many: msg`Pipelines` },
  stage: { one: msg`Stage`, many: msg`Stages` },
  fx_rate: { one: msg`Exchange rate`, many: msg`Exchange rates` },
  company: { one: msg`Company settings`, many: msg`Company settings` },
  import: { one: msg`Import`, many: msg`Imports` },
  metric: { one: msg`Metric definition`, many: msg`Metric definitions` },
  contract: { one: msg`Contract`, many: msg`Contracts` },
  order: { one: msg`Order`, many: msg`Orders` },
  cost: { one: msg`Cost`, many: msg`Costs` },
  quota: { one: msg`Quota`, many: msg`Quotas` },
  calendar_event: { one: msg`Calendar event`, many: msg`Calendar events` },
  deal_split: { one: msg`Credit split`, many: msg`Credit splits` },
  split_type: { one: msg`Split type`, many: msg`Split types` },
  absence: { one: msg`Absence`, many: msg`Absences` },
  holiday: { one: msg`Holiday`, many: msg`Holidays` },
  field: { one: msg`Custom field`, many: msg`Custom fields` },
};

/** Fields of the product's own schema, by name. Custom fields bring their label. */
export const fieldWords: Record<string, MessageDescriptor> = {
  name: msg`Name`, account: msg`Account`, owner: msg`Owner`, pipeline: msg`Pipeline`, stage: msg`Stage`, outcome: msg`Outcome`,
  amount: msg`Amount`, close_date: msg`Close date`, closed_on: msg`Closed on`, due: msg`Due`, credit_note: msg`Credit note`, term_months: msg`Term in months`, acv: msg`Annual contract value`, tcv: msg`Total contract value`, created_at: msg`Created`, created_on: msg`Created on`, probability: msg`Probability`,
  forecast_category: msg`Forecast category`, source: msg`Source`, type: msg`Type`, lost_reason: msg`Lost reason`,
  competitor: msg`Competitor`, next_step: msg`Next step`, description: msg`Description`, product: msg`Product`,
  contact: msg`Contact`, segment: msg`Segment`, region: msg`Region`, company: msg`Company`, email: msg`Email`, phone: msg`Phone`,
  job_title: msg`Job title`, status: msg`Status`, converted: msg`Converted`, converted_at: msg`Converted at`,
  converted_account: msg`Converted to account`, converted_contact: msg`Converted to contact`, converted_deal: msg`Converted to deal`,
  industry: msg`Industry`, website: msg`Website`, parent: msg`Parent`, city: msg`City`, state: msg`State`, country: msg`Country`,
  employees: msg`Employees`, annual_revenue: msg`Annual revenue`, department: msg`Department`, kind: msg`Kind`, subject: msg`Subject`,
  lead: msg`Lead`, deal: msg`Deal`, start_at: msg`Start`, end_at: msg`End`, done: msg`Done`, quantity: msg`Quantity`,
  unit_price: msg`Unit price`, list_price: msg`List price`, total: msg`Total`, code: msg`Code`, family: msg`Family`, active: msg`Active`,
  team: msg`Team`, manager: msg`Manager`, sells: msg`Carries a quota`, started_on: msg`First day`, left_on: msg`Last day`,
  ramp_days: msg`Ramp days`, leader: msg`Leader`, position: msg`Position`, age_limit_days: msg`Age limit in days`,
  from_currency: msg`From currency`, to_currency: msg`To currency`, day: msg`From day`, rate: msg`Rate`, zone: msg`Time zone`,
  fiscal_first_month: msg`First month of the fiscal year`, fiscal_calendar: msg`Fiscal calendar`, week_start: msg`First day of the week`, currency: msg`Report currency`,
  own_domains: msg`Own mail domains`, working_hours: msg`Working hours`, summary: msg`Summary`, files: msg`Files`, report: msg`Report`,
  started_at: msg`Started`, finished_at: msg`Finished`, version: msg`Version`, label: msg`Label`, object: msg`Object`, personal: msg`Personal`,
  gross_margin: msg`Gross margin`, start_on: msg`Start`, end_on: msg`Last day`, mrr: msg`Monthly recurring revenue`, value: msg`Contract value`,
  end_reason: msg`End reason`, ordered_on: msg`Order date`, channel: msg`Channel`, from_on: msg`From`, to_on: msg`To`, person: msg`Person`,
  ramp: msg`Ramp`, title: msg`Title`, uid: msg`Calendar id`, all_day: msg`All day`, response: msg`Response`, busy: msg`Busy`,
  organizer: msg`Organizer`, attendees: msg`Attendees`, class: msg`Class`, calendar: msg`Calendar`,
  share: msg`Share`, overlay: msg`Overlay`, split_type: msg`Split type`, note: msg`Note`, totals: msg`Adds up to the deal`,
  hash: msg`Checksum`, text: msg`Definition`, key: msg`Key`, ref_object: msg`Points to`,
};

/** What an open deal's due says, by its value. */
/** How an answer calls the records without a value. */
export const noneWord = msg`(none)`;

export const dueWords: Record<string, MessageDescriptor> = { overdue: msg`overdue`, 'this period': msg`this period`, later: msg`later` };

export const outcomeWords: Record<string, MessageDescriptor> = { open: msg`open`, won: msg`won`, lost: msg`lost` };
