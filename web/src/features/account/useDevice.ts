import { useLingui } from '@lingui/react/macro';

// Browsers name the ones before them too, so the order counts.
const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const first = (list: [RegExp, string][], text: string) => list.find(([known]) => known.test(text))?.[1];

/** What a browser calls itself, made readable; its own words where they are not known. */
export function useDevice(): (agent: string) => string {
  const { t } = useLingui();
  return (agent) => {
    const browser = first(browsers, agent);
    const system = first(systems, agent);
    if (browser && system) return t`${browser} on ${system}`;
    return browser ?? (agent || t`Unknown device`);
  };
}
