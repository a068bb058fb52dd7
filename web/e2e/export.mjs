// A small company's Salesforce export, made up by arithmetic: the same each time.
// Five sellers, twelve accounts, 60 deals with stage history over 2025, one of
// them won and later lost, leads, contacts and activities.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const id = (prefix, n) => `${prefix}0000000${String(n).padStart(5, '0')}`;
const csv = (rows) =>
  rows
    .map((r) => r.map((v) => (/[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : v)).join(','))
    .join('\n') + '\n';
const day = (offset) => new Date(Date.UTC(2025, 0, 6 + offset)).toISOString().slice(0, 10);
const at = (offset) => `${day(offset)}T09:30:00.000Z`;

const sellers = ['Ana Souza', 'Ben Carter', '陈伟', 'Dana Lee', 'Emil Novak'];
const companies = [
  'Northwind Foods',
  'Blue Harbor Shipping',
  'Käthe & Söhne',
  'Sierra Solar',
  'Lumen Optics',
  '东方纸业',
  'Atlas Freight',
  'Porto Cerâmica',
  'Granite Bank',
  'Willow Health',
  'Juno Robotics',
  'Cedar Homes',
];
const industries = ['Food', 'Transport', 'Manufacturing', 'Energy'];
const sources = ['Web', 'Partner', 'Phone', 'Trade Show'];
const stages = ['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review'];
const odds = {
  Prospecting: 10,
  Qualification: 20,
  'Proposal/Price Quote': 60,
  'Negotiation/Review': 80,
  'Closed Won': 100,
  'Closed Lost': 0,
};

export function writeExport(folder) {
  mkdirSync(folder, { recursive: true });
  const files = [];
  const write = (name, rows) => {
    const file = path.join(folder, `${name}.csv`);
    writeFileSync(file, csv(rows));
    files.push(file);
  };
  write('UserRole', [
    ['Id', 'Name', 'ParentRoleId'],
    [id('00E', 1), 'Sales', ''],
    [id('00E', 2), 'Sales North', id('00E', 1)],
    [id('00E', 3), 'Sales South', id('00E', 1)],
  ]);
  write('User', [
    ['Id', 'Username', 'Name', 'Email', 'UserRoleId', 'ManagerId', 'IsActive', 'CreatedDate'],
    ...sellers.map((name, i) => [
      id('005', i + 1),
      `user${i + 1}@example.com`,
      name,
      `user${i + 1}@example.com`,
      id('00E', 2 + (i % 2)),
      '',
      'true',
      at(-300),
    ]),
  ]);
  write('Account', [
    ['Id', 'IsDeleted', 'Name', 'Type', 'Industry', 'BillingCity', 'BillingCountry', 'OwnerId', 'CreatedDate'],
    ...companies.map((name, i) => [
      id('001', i + 1),
      'false',
      name,
      'Customer',
      industries[i % 4],
      ['Lisboa', 'Hamburg', '上海', 'Denver'][i % 4],
      ['PT', 'DE', 'CN', 'US'][i % 4],
      id('005', 1 + (i % 5)),
      at(-200 + i),
    ]),
  ]);
  write('Contact', [
    ['Id', 'IsDeleted', 'AccountId', 'LastName', 'FirstName', 'Name', 'Email', 'Title', 'OwnerId', 'CreatedDate'],
    ...companies.map((_, i) => [
      id('003', i + 1),
      'false',
      id('001', i + 1),
      `Buyer${i}`,
      'Kim',
      `Kim Buyer${i}`,
      `kim${i}@example.org`,
      'Head of Purchasing',
      id('005', 1 + (i % 5)),
      at(-190 + i),
    ]),
  ]);

  const deals = [
    [
      'Id',
      'IsDeleted',
      'AccountId',
      'Name',
      'StageName',
      'Amount',
      'Probability',
      'CloseDate',
      'LeadSource',
      'IsClosed',
      'IsWon',
      'ForecastCategory',
      'OwnerId',
      'CreatedDate',
      'LastModifiedDate',
    ],
  ];
  const history = [
    [
      'Id',
      'OpportunityId',
      'CreatedById',
      'CreatedDate',
      'StageName',
      'Amount',
      'ExpectedRevenue',
      'CloseDate',
      'Probability',
      'ForecastCategory',
      'SystemModstamp',
      'IsDeleted',
    ],
  ];
  let line = 0;
  for (let n = 0; n < 60; n++) {
    const created = (n * 53) % 320;
    const amount = 4000 + ((n * 7919) % 97) * 850;
    const owner = id('005', 1 + ((n * 3) % 5));
    const outcome = n % 7 === 6 ? null : (n * 5) % 11 < 6 ? 'Closed Won' : 'Closed Lost';
    const reversed = n === 9;
    const steps = outcome ? [...stages.slice(0, 2 + (n % 3)), outcome] : stages.slice(0, 1 + (n % 4));
    if (reversed) steps.push('Closed Lost');
    let when = created;
    const close = created + 12 + ((n * 17) % 60);
    steps.forEach((stage, i) => {
      const last = i === steps.length - 1;
      when =
        i === 0
          ? created
          : stage.startsWith('Closed') && !(reversed && last)
            ? close
            : reversed && last
              ? close + 40
              : created + Math.min(i * 7, close - created - 1);
      history.push([
        id('008', ++line),
        id('006', n + 1),
        owner,
        at(when),
        stage,
        amount,
        amount,
        day(close),
        odds[stage],
        stage.startsWith('Closed') ? 'Closed' : 'Pipeline',
        at(when),
        'false',
      ]);
    });
    const stage = steps.at(-1);
    const closed = stage.startsWith('Closed');
    deals.push([
      id('006', n + 1),
      'false',
      id('001', 1 + ((n * 5) % 12)),
      `${companies[(n * 5) % 12]} ${['pilot', 'renewal', 'rollout, phase 2', 'upgrade'][n % 4]} ${n + 1}`,
      stage,
      amount,
      odds[stage],
      day(close),
      sources[n % 4],
      closed,
      stage === 'Closed Won',
      closed ? 'Closed' : 'Pipeline',
      owner,
      at(created),
      at(when),
    ]);
  }
  write('Opportunity', deals);
  write('OpportunityHistory', history);
  write('Lead', [
    [
      'Id',
      'IsDeleted',
      'LastName',
      'FirstName',
      'Name',
      'Company',
      'Email',
      'LeadSource',
      'Status',
      'OwnerId',
      'IsConverted',
      'ConvertedDate',
      'ConvertedAccountId',
      'ConvertedContactId',
      'ConvertedOpportunityId',
      'CreatedDate',
      'LastModifiedDate',
    ],
    ...Array.from({ length: 40 }, (_, i) => {
      const converted = i % 4 === 0;
      const deal = (i * 3) % 60;
      const created = (deal * 53) % 320;
      return [
        id('00Q', i + 1),
        'false',
        `Lead${i}`,
        'Sam',
        `Sam Lead${i}`,
        `Prospect ${i}`,
        `sam${i}@example.net`,
        sources[i % 4],
        converted ? 'Closed - Converted' : 'Open - Not Contacted',
        id('005', 1 + (i % 5)),
        converted,
        converted ? day(created) : '',
        converted ? id('001', 1 + ((deal * 5) % 12)) : '',
        '',
        converted ? id('006', deal + 1) : '',
        at(converted ? created - 20 : (i * 37) % 320),
        at(330),
      ];
    }),
  ]);
  write('Task', [
    [
      'Id',
      'IsDeleted',
      'WhoId',
      'WhatId',
      'Subject',
      'ActivityDate',
      'Status',
      'OwnerId',
      'TaskSubtype',
      'CreatedDate',
    ],
    ...Array.from({ length: 50 }, (_, i) => [
      id('00T', i + 1),
      'false',
      id('003', 1 + (i % 12)),
      id('006', 1 + (i % 60)),
      ['Call', 'Email', 'Follow up'][i % 3],
      day((i * 53) % 320),
      'Completed',
      id('005', 1 + (i % 5)),
      ['Call', 'Email', 'Task'][i % 3],
      at((i * 53) % 320),
    ]),
  ]);
  return files;
}
