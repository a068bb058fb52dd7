import {
  Alert,
  Autocomplete,
  Badge,
  Button,
  createTheme,
  darken,
  DEFAULT_THEME,
  lighten,
  Menu,
  Modal,
  SegmentedControl,
  Select,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { dark, darkStatus, light, lightStatus } from './tokens.ts';

const action: MantineColorsTuple = [
  '#E8F1FB',
  '#D0E3F7',
  '#A3C8EF',
  '#7DB8F2',
  '#5AA2EA',
  '#3B8FE3',
  '#0B6BCB',
  '#0A5FB4',
  '#08519B',
  '#063F79',
];
const grounds: MantineColorsTuple = [
  '#E9EDF1',
  '#C9D1D9',
  '#A7B1BB',
  '#717C88',
  '#3A434D',
  '#2E353E',
  '#1F252C',
  '#14181D',
  '#101418',
  '#0B0E11',
];

/**
 * The list of a combobox is gone when the keyboard leaves its input, so it is no stop of Tab. A browser makes one of
 * everything that scrolls, and the focus would be lost with it. So what is around the list scrolls, and no part of it:
 * a list may have nothing but its choices in it.
 */
const noStop = {
  withScrollArea: false,
  styles: { dropdown: { maxHeight: 220, overflowY: 'auto' } },
  attributes: { dropdown: { tabIndex: -1 } },
} as const;

export const theme = createTheme({
  primaryColor: 'action',
  primaryShade: { light: 6, dark: 6 },
  colors: { action, dark: grounds },
  autoContrast: true,
  luminanceThreshold: 0.179,
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  fontSizes: { xs: '11px', sm: '12px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
    Autocomplete: Autocomplete.extend({ defaultProps: noStop }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 4 },
      styles: { root: { textTransform: 'none', fontWeight: 600 } },
    }),
    Button: Button.extend({
      defaultProps: { size: 'xs' },
      styles: (_, { variant }) => ({
        root: { fontWeight: variant === 'subtle' ? 400 : 600, fontSize: 12, flexShrink: 0 },
      }),
    }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md' } }),
    // its header is no landmark of the page
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: noStop }),
  },
});

type Vars = Record<string, string>;

/** Text in a named colour must be readable; the library's own shades are not all dark enough. */
function colourText(scheme: 'light' | 'dark'): Vars {
  const vars: Vars = {};
  for (const [name, shades] of Object.entries({ ...DEFAULT_THEME.colors, action })) {
    if (name === 'dark') continue;
    const strong = scheme === 'light' ? darken(shades[9], 0.3) : lighten(shades[2], 0.2);
    for (const role of ['light-color', 'text', 'outline']) vars[`--mantine-color-${name}-${role}`] = strong;
  }
  for (const role of ['light-color', 'text', 'outline'])
    vars[`--mantine-color-action-${role}`] = (scheme === 'light' ? light : dark).actionText;
  for (const role of ['light', 'light-hover'])
    vars[`--mantine-color-action-${role}`] = (scheme === 'light' ? light : dark).actionSoft;
  return vars;
}

function ours(colours: Record<string, string>): Vars {
  return Object.fromEntries(
    Object.entries(colours).map(([k, v]) => [`--c-${k.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, v]),
  );
}

const library = (c: Record<keyof typeof light, string>): Vars => ({
  '--mantine-color-body': c.ground,
  '--mantine-color-text': c.text,
  '--mantine-color-dimmed': c.dimmed,
  '--mantine-color-placeholder': c.placeholder,
  '--mantine-color-error': c.error,
  '--mantine-color-anchor': c.actionText,
  '--mantine-color-default-border': c.line,
});

export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...library(light), ...ours(light), ...ours(lightStatus), ...colourText('light') },
  dark: { ...library(dark), ...ours(dark), ...ours(darkStatus), ...colourText('dark') },
});
