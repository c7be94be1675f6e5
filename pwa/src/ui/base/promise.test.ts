import { describe, expect, it } from 'vitest';
import { progressOf } from './promise';

const now = (...args: Parameters<typeof progressOf>) => {
  const { phases, at } = progressOf(...args);
  return phases[at] ?? 'end';
};

describe('progressOf', () => {
  it('follows the order through its phases', () => {
    expect(now('reported')).toBe('report');
    expect(now('accepted')).toBe('visit');
    expect(now('plan_pending')).toBe('plan');
    expect(now('in_repair')).toBe('repair');
    expect(now('done')).toBe('sign');
    expect(now('closed')).toBe('end');
  });
  it('moves past the visit once the technician is there', () => {
    expect(now('accepted', { on_site: true })).toBe('plan');
    expect(now('accepted', { on_site: true, skipped: ['plan'] })).toBe('repair');
    expect(now('in_repair', { on_site: true })).toBe('repair');
  });
  it('removes what is skipped, and shows the next phase when a skipped one is going on', () => {
    expect(progressOf('surveying', { skipped: ['plan'] })).toEqual({
      phases: ['report', 'visit', 'repair', 'sign'],
      at: 2,
    });
  });
  it('keeps the place of an order on hold', () => {
    expect(now('on_hold', { held_from: 'in_repair' })).toBe('repair');
    expect(now('on_hold')).toBe('visit');
  });
});
