/** Names of products, the same in every language; an unknown source is called as it calls itself. */
const names: Record<string, string> = {
  salesforce: 'Salesforce',
  hubspot: 'HubSpot',
  pipedrive: 'Pipedrive',
  csv: 'CSV',
};

export const sourceName = (code: string): string => names[code] ?? code;
