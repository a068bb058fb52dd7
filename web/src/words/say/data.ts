import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type Words = Record<string, MessageDescriptor>;

/** What a metric needs and does not have. */
export const needs: Words = {
  deals: msg`deals`,
  won_deals: msg`won deals`,
  lost_deals: msg`lost deals`,
  open_deals: msg`open deals`,
  closed_deals: msg`won or lost deals`,
  unwon_deals: msg`deals that were not won`,
  due_dates: msg`close dates of deals`,
  stages: msg`stages`,
  close_dates: msg`close dates of won or lost deals`,
  won_dates: msg`close dates of won deals`,
  lost_dates: msg`close dates of lost deals`,
  created_dates: msg`the days on which deals were created`,
  deal_dates: msg`the days on which deals were created`,
  amounts: msg`amounts of deals`,
  won_amounts: msg`amounts of won deals`,
  lost_amounts: msg`amounts of lost deals`,
  open_amounts: msg`amounts of open deals`,
  owners: msg`owners of deals`,
  roster: msg`the list of people who sell`,
  people: msg`the list of people who sell`,
  leads: msg`leads`,
  lead_dates: msg`the days on which leads were created`,
  unconverted_leads: msg`leads that did not become a deal`,
  conversions: msg`leads that name the deal they became`,
  conversion_dates: msg`the days on which leads became deals`,
  lead_outcomes: msg`leads whose deal was won or lost`,
  connected_calls: msg`calls that reached somebody`,
  other_calls: msg`calls that reached nobody`,
  replies: msg`mails that were answered`,
  unanswered_mails: msg`mails without an answer`,
  held_meetings: msg`meetings that took place`,
  deal_stages: msg`stages of deals`,
  stage_moves: msg`moves of deals between stages`,
  missed_meetings: msg`meetings that did not take place`,
  activities: msg`calls, mails and meetings`,
  competitors: msg`competitors of lost deals`,
  accounts: msg`accounts of won deals`,
  contacts: msg`contacts`,
  quotas: msg`quotas with a person, an amount and both days`,
  costs: msg`costs of sales and marketing`,
  ad_costs: msg`costs of advertising`,
  paid_channels: msg`costs of advertising that name a channel`,
  contracts: msg`contracts`,
  contract_ends: msg`contracts with a last day`,
  orders: msg`orders`,
  purchases: msg`orders or won deals with an account, a day and an amount`,
  deal_lines: msg`lines of deals`,
  list_prices: msg`lines of won deals with a list price`,
  gross_margin: msg`the gross margin setting`,
  mrr: msg`recurring revenue of contracts`,
  calendars: msg`calendars`,
  attendees: msg`calendar events that say who was there`,
  working_hours: msg`working hours of the company`,
  stage_history: msg`stage history`,
  units: msg`quantities of line items`,
  forecast_model: msg`the forecast model, which comes with a later version`,
  forecast: msg`the forecast model, which comes with a later version`,
  history: msg`stage history`,
  rates: msg`exchange rates`,
  not_in_catalogue: msg`a later version of this program`,
};

/** What to keep in mind with a number. */
export const metricFlags: Words = {
  low_sample: msg`few records`,
  incomplete: msg`period not over yet`,
  from_deal_owners: msg`reps taken from deal owners`,
  problem_rows: msg`impossible records left out`,
  missing_rate: msg`exchange rate missing`,
  on_revenue: msg`on revenue, no gross margin set`,
  capped: msg`lifetime cut off`,
  backfilled: msg`rests partly on values without history`,
  baseline: msg`a baseline: the mean of the past`,
  uncalibrated: msg`too few past errors for a range`,
};

export const changeFlags: Words = {
  backfilled: msg`backfilled: no history in the source`,
  reconciled: msg`reconciled: history and current value differed`,
  stub: msg`placeholder, because something refers to it`,
  import: msg`import`,
};

export const changeKinds: Words = {
  create: msg`Created`,
  set: msg`Changed`,
  delete: msg`Deleted`,
  restore: msg`Restored`,
  merge: msg`Merged`,
  unmerge: msg`Merge undone`,
  forget: msg`Personal values erased`,
};

export const importStates: Words = {
  waiting: msg`waiting`,
  running: msg`running`,
  done: msg`done`,
  failed: msg`failed`,
  stopped: msg`stopped`,
  undone: msg`undone`,
};

export const importPhases: Words = {
  upload: msg`Sending files`,
  look: msg`Finding out how the files are written`,
  read: msg`Reading files`,
  sort: msg`Comparing with what is here`,
  write: msg`Writing`,
};
