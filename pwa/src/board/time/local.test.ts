import { describe, expect, test } from 'vitest';
import {
  dayOf,
  dayStart,
  instantOf,
  localOf,
  minuteOf,
  nextDay,
  offsetName,
  proposedStart,
} from './local';

const SHANGHAI = 'Asia/Shanghai';
const NEW_YORK = 'America/New_York';

describe('wall clock of a place', () => {
  test('reads and writes the same minute', () => {
    const ms = Date.parse('2026-11-20T06:43:00Z');
    expect(localOf(ms, SHANGHAI)).toBe('2026-11-20T14:43');
    expect(minuteOf(ms, NEW_YORK)).toBe('01:43');
    expect(instantOf('2026-11-20T14:43', SHANGHAI)).toBe(ms);
  });

  test('a minute that the zone skips has no instant', () => {
    expect(instantOf('2026-03-08T02:30', NEW_YORK)).toBeNull();
    expect(instantOf('2026-03-08T03:30', NEW_YORK)).toBe(Date.parse('2026-03-08T07:30:00Z'));
  });

  test('a minute that comes twice is the first one', () => {
    expect(instantOf('2026-11-01T01:30', NEW_YORK)).toBe(Date.parse('2026-11-01T05:30:00Z'));
  });

  test('nonsense has no instant', () => {
    expect(instantOf('2026-13-40T99:99', SHANGHAI)).toBeNull();
    expect(instantOf('tomorrow', SHANGHAI)).toBeNull();
  });

  test('names the offset', () => {
    const ms = Date.parse('2026-11-20T00:00Z');
    expect(offsetName(ms, SHANGHAI)).toBe('UTC+8');
    expect(offsetName(ms, 'Asia/Kolkata')).toBe('UTC+5:30');
    expect(offsetName(ms, NEW_YORK)).toBe('UTC−5');
  });

  test('days follow the zone', () => {
    const late = Date.parse('2026-11-20T17:00Z');
    expect(dayOf(late, SHANGHAI)).toBe('2026-11-21');
    expect(nextDay('2026-12-31')).toBe('2027-01-01');
    expect(dayStart('2026-11-20', SHANGHAI)).toBe(Date.parse('2026-11-19T16:00Z'));
  });
});

describe('proposed start', () => {
  test('is at least a quarter of an hour ahead, on a quarter', () => {
    expect(proposedStart(Date.parse('2026-11-20T02:07Z'), SHANGHAI)).toBe('2026-11-20T10:30');
  });

  test('waits for the morning outside working hours', () => {
    expect(proposedStart(Date.parse('2026-11-20T12:00Z'), SHANGHAI)).toBe('2026-11-21T09:00');
    expect(proposedStart(Date.parse('2026-11-19T20:00Z'), SHANGHAI)).toBe('2026-11-20T09:00');
  });
});
