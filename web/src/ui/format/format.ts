/** A number as the API sends it: money as a decimal string, the others as numbers. */
export type Num = number | string;
export type Unit = 'money' | 'share' | 'count' | 'days' | 'months' | 'ratio';

export interface Words {
  day(n: number, text: string): string;
  month(n: number, text: string): string;
  quarter(n: number, year: string): string;
  fiscalMonth(n: number, year: string): string;
  year(year: string): string;
  week(n: number, year: string): string;
}

/** The one place where numbers, days and money become text. */
export interface Format {
  locale: string;
  /** The zone in which instants are shown. */
  zone: string;
  count(v: Num): string;
  /** A size of a file, in the largest unit that leaves a whole number. */
  bytes(v: number): string;
  number(v: Num, digits?: number): string;
  share(v: Num): string;
  days(v: Num): string;
  money(v: Num, currency?: string | null): string;
  /** By unit; short leaves out what a tile or an axis has no room for. */
  value(v: Num, unit: Unit, currency?: string | null, short?: boolean): string;
  /** The number that matters, in three digits where it is money: 4.31M. */
  headline(v: Num, unit: Unit, currency?: string | null): string;
  /** A headline that stands alone, so that its unit belongs to it: 13.1 days. */
  heading(v: Num, unit: Unit, currency?: string | null): string;
  /** A run of days as short as it can be said. */
  range(from: string, to: string): string;
  /** A day as the tick of an axis: a year, a month or a day. */
  tick(iso: string): string;
  /** A difference with its sign; shares in points. */
  change(v: number, unit: Unit, currency?: string | null): string;
  percent(v: number): string;
  day(iso: string): string;
  instant(iso: string): string;
  /** The day of an instant with its weekday. */
  dated(iso: string): string;
  period(key: string): string;
  list(items: string[]): string;
  /** A list cut into its items, by index, and what stands between them. */
  parts(items: string[]): { text: string; item?: number }[];
  compare(a: string, b: string): number;
}

const exact = (v: Num) => v as number; // Intl takes decimal strings without rounding; its types do not say so yet

export function makeFormat(locale: string, zone: string, words: Words): Format {
  const intl = locale === 'pseudo' ? 'en' : locale;
  const made = new Map<string, Intl.NumberFormat>();
  const nf = (o: Intl.NumberFormatOptions) => {
    const k = JSON.stringify(o);
    let f = made.get(k);
    if (!f) made.set(k, (f = new Intl.NumberFormat(intl, o)));
    return f;
  };
  const dayText = new Intl.DateTimeFormat(intl, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
  const yearText = new Intl.DateTimeFormat(intl, { timeZone: 'UTC', year: 'numeric' });
  const monthOnly = new Intl.DateTimeFormat(intl, { timeZone: 'UTC', month: 'short' });
  const dayOnly = new Intl.DateTimeFormat(intl, { timeZone: 'UTC', day: 'numeric', month: 'short' });
  const monthText = new Intl.DateTimeFormat(intl, { timeZone: 'UTC', month: 'short', year: 'numeric' });
  const instantText = new Intl.DateTimeFormat(intl, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const datedText = new Intl.DateTimeFormat(intl, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const collator = new Intl.Collator(intl, { numeric: true });
  const listText = new Intl.ListFormat(intl);

  const currencyStyle = (currency: string | null | undefined, o: Intl.NumberFormatOptions): Intl.NumberFormatOptions =>
    currency ? { ...o, style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : o;
  // cents only where there are some: 155,000 and 234,583.33
  const money = (v: Num, currency?: string | null) => {
    const cents = Math.abs(Number(v) % 1) >= 0.005;
    const digits = cents
      ? currency
        ? {}
        : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
      : { maximumFractionDigits: 0, minimumFractionDigits: 0 };
    return nf(currencyStyle(currency, digits)).format(exact(v));
  };
  // cents say nothing of a number that large
  const short = (v: Num, currency?: string | null, digits = 4) => {
    const size = Math.abs(Number(v));
    if (size < 100) return money(v, currency);
    if (size < 10_000)
      return nf(currencyStyle(currency, { maximumFractionDigits: 0, minimumFractionDigits: 0 })).format(exact(v));
    return nf(currencyStyle(currency, { notation: 'compact', maximumSignificantDigits: digits })).format(exact(v));
  };
  const share = (v: Num) => nf({ style: 'percent', maximumFractionDigits: 1 }).format(exact(v));
  const number = (v: Num, digits = 2) => nf({ maximumFractionDigits: digits }).format(exact(v));
  const count = (v: Num) => nf({ maximumFractionDigits: 0 }).format(exact(v));
  const bytes = (v: number) => {
    const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(v, 1)) / 3), 1), units.length);
    return nf({ style: 'unit', unit: units[power - 1], maximumFractionDigits: 1 }).format(v / 1000 ** power);
  };
  const days = (v: Num) => words.day(Number(v), number(v, 1));

  const value: Format['value'] = (v, unit, currency, brief) => {
    switch (unit) {
      case 'money':
        return brief ? short(v, currency) : money(v, currency);
      case 'share':
        return share(v);
      case 'days':
        return brief ? number(v, 1) : days(v);
      case 'months':
        return brief ? number(v, 1) : words.month(Number(v), number(v, 1));
      case 'count':
        return brief && Math.abs(Number(v)) >= 100_000 ? nf({ notation: 'compact' }).format(exact(v)) : count(v);
      case 'ratio':
        return number(v);
    }
  };
  const headline: Format['headline'] = (v, unit, currency) =>
    unit === 'money' ? short(v, currency, 3) : value(v, unit, currency, true);
  const utc = (iso: string) => new Date(`${iso}T00:00:00Z`);
  const day = (iso: string) => dayText.format(utc(iso));

  return {
    headline,
    heading: (v, unit, currency) =>
      unit === 'days' || unit === 'months' ? value(v, unit, currency) : headline(v, unit, currency),
    range: (from, to) => dayText.formatRange(utc(from), utc(to)),
    tick: (iso) => (iso.endsWith('-01-01') ? yearText : iso.endsWith('-01') ? monthOnly : dayOnly).format(utc(iso)),
    locale: intl,
    zone,
    count,
    bytes,
    number,
    share,
    days,
    money,
    value,
    day,
    change(v, unit, currency) {
      const sign = v > 0 ? '+' : v < 0 ? '−' : '±';
      return (
        sign + (unit === 'share' ? `${number(Math.abs(v) * 100, 1)} pp` : value(Math.abs(v), unit, currency, true))
      );
    },
    percent: (v) =>
      nf({ style: 'percent', maximumFractionDigits: Math.abs(v) < 0.1 ? 1 : 0, signDisplay: 'exceptZero' })
        .format(v)
        .replace('-', '−'),
    dated: (iso) => datedText.format(new Date(iso)),
    instant: (iso) => instantText.format(new Date(iso)),
    period(key) {
      const quarter = /^(?:FY)?(\d{4})-?Q(\d)$/.exec(key);
      if (quarter) return words.quarter(Number(quarter[2]), quarter[1]!);
      const month = /^FY(\d{4})-P(\d{2})$/.exec(key); // of a fiscal year of weeks
      if (month) return words.fiscalMonth(Number(month[2]), month[1]!);
      const year = /^(?:FY)?(\d{4})$/.exec(key);
      if (year) return words.year(year[1]!);
      const week = /^(\d{4})-?W(\d{2})$/.exec(key);
      if (week) return words.week(Number(week[2]), week[1]!);
      if (/^\d{4}-\d{2}$/.test(key)) return monthText.format(new Date(`${key}-01T00:00:00Z`));
      if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return day(key);
      return key;
    },
    list: (items) => listText.format(items),
    parts(items) {
      let next = 0;
      return listText
        .formatToParts(items)
        .map((p) => (p.type === 'element' ? { text: p.value, item: next++ } : { text: p.value }));
    },
    compare: collator.compare,
  };
}
