import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type Words = Record<string, MessageDescriptor>;

/** What a metric needs and does not have. */
export const needs: Words = {
  deals: msg`deals`,
  closed_deals: msg`deals that were won or lost`,
  won_deals: msg`won deals`,
  open_deals: msg`open deals`,
  stages: msg`stages`,
  close_dates: msg`close dates of deals`,
  created_dates: msg`the days on which deals were created`,
  deal_dates: msg`the days on which deals were created`,
  amounts: msg`amounts of deals`,
  owners: msg`owners of deals`,
  roster: msg`the list of people who sell`,
  people: msg`the list of people who sell`,
  leads: msg`leads`,
  lead_dates: msg`the days on which leads were created`,
  conversions: msg`which leads became deals`,
  activities: msg`calls, mails and meetings`,
  competitors: msg`competitors of lost deals`,
  accounts: msg`accounts`,
  contacts: msg`contacts`,
  quotas: msg`quotas`,
  costs: msg`costs of sales and marketing`,
  contracts: msg`contracts`,
  orders: msg`orders`,
  deal_lines: msg`lines of deals`,
  gross_margin: msg`the gross margin setting`,
  mrr: msg`recurring revenue of contracts`,
  calendars: msg`calendars`,
  working_hours: msg`working hours of the company`,
  stage_history: msg`stage history`,
  units: msg`quantities of deal lines`,
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
  from_deal_owners: msg`sellers taken from deal owners`,
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
