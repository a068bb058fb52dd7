import { i18n } from '@lingui/core';

/**
 * A text of the metric catalogue, which vite.words.ts puts among the messages: metric.win_rate, noun.won deals. None
 * where a company's own metric says it, or its language is still on the way.
 */
export const catalogued = (id: string, values?: Record<string, unknown>): string | undefined =>
  id in i18n.messages ? i18n._(id, values) : undefined;
