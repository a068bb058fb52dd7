/** Colours of the interface. Status colours were chosen to stay apart under the common colour-vision deficiencies; tokens.test.ts holds them to it. */
export const light = {
  ground: '#FFFFFF',
  sunken: '#F6F7F9',
  raised: '#FFFFFF',
  line: '#DDE2E7',
  lineStrong: '#8A949E',
  text: '#14181D',
  dimmed: '#586069',
  placeholder: '#676F77',
  error: '#B42318',
  action: '#0B6BCB',
  actionText: '#0A5FB4',
  actionSoft: '#E8F1FB',
  warnText: '#7A5200',
  warnSoft: '#FFF6E0',
  betterText: '#005A9C',
  worseText: '#8C2D04',
} as const;

export const dark: Record<keyof typeof light, string> = {
  ground: '#14181D',
  sunken: '#0F1216',
  raised: '#1B2027',
  line: '#2E353E',
  lineStrong: '#717C88',
  text: '#E9EDF1',
  dimmed: '#A7B1BB',
  placeholder: '#98A3AE',
  error: '#FF9B91',
  action: '#3B8FE3',
  actionText: '#7DB8F2',
  actionSoft: '#1A2B3D',
  warnText: '#F0B429',
  warnSoft: '#2B2415',
  betterText: '#7DB8F2',
  worseText: '#F2A177',
};

export type StatusName = 'won' | 'lost' | 'slipped' | 'risk' | 'open' | 'neutral';

/** Graphics only: text in these colours would need 4.5:1. */
export const lightStatus: Record<StatusName, string> = {
  won: '#005A9C',
  lost: '#8C2D04',
  slipped: '#B37A00',
  risk: '#C2185B',
  open: '#2E9BD6',
  neutral: '#7C8894',
};

export const darkStatus: Record<StatusName, string> = {
  won: '#3D8FE0',
  lost: '#D2601A',
  slipped: '#F0B429',
  risk: '#FF7EB6',
  open: '#A8E0FF',
  neutral: '#5F6B77',
};

/** Never colour alone: each status has its sign. */
export const statusSign: Record<StatusName, string> = {
  won: '✓',
  lost: '✕',
  slipped: '↷',
  risk: '▲',
  open: '●',
  neutral: '–',
};

export const tokens = { light: { ...light, ...lightStatus }, dark: { ...dark, ...darkStatus } };
export type Scheme = keyof typeof tokens;
