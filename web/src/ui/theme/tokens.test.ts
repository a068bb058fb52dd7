import { describe, expect, test } from 'vitest';
import { contrast, difference, visions } from './contrast.ts';
import { dark, darkStatus, light, lightStatus, statusSign } from './tokens.ts';

const schemes = [
  { name: 'light', base: light, status: lightStatus },
  { name: 'dark', base: dark, status: darkStatus },
];

describe.each(schemes)('$name', ({ base, status }) => {
  const grounds = [base.ground, base.sunken, base.raised];
  test.each(['text', 'dimmed', 'placeholder', 'error', 'actionText', 'warnText', 'betterText', 'worseText'] as const)(
    '%s is readable text',
    (name) => {
      for (const ground of grounds) expect(contrast(base[name], ground)).toBeGreaterThanOrEqual(4.5);
    },
  );
  test('text on soft grounds is readable', () => {
    expect(contrast(base.warnText, base.warnSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(base.actionText, base.actionSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(base.text, base.actionSoft)).toBeGreaterThanOrEqual(4.5);
  });
  test('strong lines and action can be seen', () => {
    expect(contrast(base.lineStrong, base.ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(base.action, base.ground)).toBeGreaterThanOrEqual(3);
  });
  test.each(Object.keys(status))('%s can be seen on the ground', (name) => {
    expect(contrast(status[name as keyof typeof status], base.ground)).toBeGreaterThanOrEqual(3);
  });
  test('any two status colours differ for every vision', () => {
    const names = Object.keys(status) as (keyof typeof status)[];
    for (const vision of visions) {
      for (const a of names) {
        for (const b of names) {
          if (a < b)
            expect(difference(status[a], status[b], vision), `${a} and ${b}, ${vision}`).toBeGreaterThanOrEqual(17);
        }
      }
    }
  });
});

test('each status has a sign of its own', () => {
  expect(new Set(Object.values(statusSign)).size).toBe(6);
});
