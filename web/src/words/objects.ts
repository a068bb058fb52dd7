import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { objectWords as schemaObjects, schemaFields, settingLabels } from './schema.ts';

/** Objects: one, and many. */
export const objectWords: typeof schemaObjects = {
  ...schemaObjects,
  field: { one: msg`Custom field`, many: msg`Custom fields` },
  role: { one: msg`Role`, many: msg`Roles` },
  share: { one: msg`Share of a record`, many: msg`Shares of records` },
};

/** Fields by name: those of the schema, and those that answers have besides. Custom fields bring their label. */
export const fieldWords: Record<string, MessageDescriptor> = {
  ...settingLabels,
  ...schemaFields,
  closed_on: msg`Closed on`,
  due: msg`Due`,
  credit_note: msg`Credit note`,
  acv: msg`Annual contract value`,
  tcv: msg`Total contract value`,
  created_on: msg`Created on`,
  label: msg`Label`,
  object: msg`Object`,
  personal: msg`Personal`,
  to_stage: msg`Went to`,
  to_outcome: msg`Outcome after it`,
  back: msg`Went back`,
  path: msg`Path`,
  returns: msg`Returns`,
  key: msg`Key`,
  ref_object: msg`Points to`,
  permissions: msg`Permissions`,
  record: msg`Record`,
  writes: msg`May change it`,
};

/** Fields of rows that are no records, by the rows and the field, where they are called otherwise than in a record. */
export const rowWords: Record<string, MessageDescriptor> = {
  'stage_visit.entered_on': msg`Came in`,
  'stage_visit.left_on': msg`Left`,
  'stage_move.stage': msg`From stage`,
  'stage_move.to_stage': msg`To stage`,
  'stage_move.entered_on': msg`Came in`,
  'stage_move.left_on': msg`Moved on`,
};

/** How an answer calls the records without a value. */
export const noneWord = msg`(none)`;

/** What an open deal's due says, by its value. */
export const dueWords: Record<string, MessageDescriptor> = {
  overdue: msg`overdue`,
  'this period': msg`this period`,
  later: msg`later`,
};

export const outcomeWords: Record<string, MessageDescriptor> = { open: msg`open`, won: msg`won`, lost: msg`lost` };
