import { useLingui } from '@lingui/react/macro';

/** The encodings that programs write files in whose bytes do not tell which, by name and in words. */
export function useEncodings(): { name: string; label: string }[] {
  const { t } = useLingui();
  const scripts: [string, string][] = [
    ['windows-1252', t`Western European`],
    ['windows-1250', t`Central European`],
    ['windows-1251', t`Cyrillic`],
    ['windows-1253', t`Greek`],
    ['windows-1254', t`Turkish`],
    ['windows-1255', t`Hebrew`],
    ['windows-1256', t`Arabic`],
    ['shift_jis', t`Japanese`],
    ['euc-kr', t`Korean`],
    ['gb18030', t`Chinese (simplified)`],
    ['big5', t`Chinese (traditional)`],
  ];
  return scripts.map(([name, label]) => ({ name, label: `${label} (${name})` }));
}
