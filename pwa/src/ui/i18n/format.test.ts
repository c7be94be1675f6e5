import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatBytesOf,
  formatDate,
  formatDay,
  formatDistance,
  formatDuration,
  formatLeft,
  formatRelative,
  formatTime,
  formatWhen,
  formatWhenShort,
  type Scene,
} from './format';

const MIN = 60_000;
const zone = 'Asia/Shanghai';
/** Friday 2026-11-20 14:22 in Shanghai */
const now_ms = Date.parse('2026-11-20T06:22:00Z');
const zh: Scene = { locale: 'zh-CN', zone, now_ms };
const en: Scene = { locale: 'en', zone, now_ms };
const at = (iso: string) => Date.parse(`${iso}+08:00`);

describe('dates', () => {
  it('writes the day of the zone, not of the device', () => {
    const late = Date.parse('2026-11-20T17:30:00Z');
    expect(formatDate(late, zone)).toBe('2026-11-21');
    expect(formatDate(late, 'America/Los_Angeles')).toBe('2026-11-20');
    expect(formatTime(late, zone)).toBe('01:30');
  });
  it('says midnight as 00:00', () => {
    expect(formatTime(at('2026-11-21T00:00:00'), zone)).toBe('00:00');
  });
  it('names a day in prose, with the year only when it differs', () => {
    expect(formatDay(now_ms, zh)).toBe('11月20日 周五');
    expect(formatDay(now_ms, en)).toBe('Fri 20 Nov');
    expect(formatDay(at('2027-01-04T09:00:00'), zh)).toBe('2027年1月4日 周一');
    expect(formatDay(at('2027-01-04T09:00:00'), en)).toBe('Mon 4 Jan 2027');
  });
  it.each([
    [3, '3 分钟后', 'in 3 min'],
    [-3, '3 分钟前', '3 min ago'],
    [0.2, '刚刚', 'just now'],
    [90, '1 小时 30 分后', 'in 1 h 30 min'],
  ])('says %s minutes from now as relative time', (minutes, inZh, inEn) => {
    expect(formatRelative(now_ms + minutes * MIN, zh)).toBe(inZh);
    expect(formatRelative(now_ms + minutes * MIN, en)).toBe(inEn);
  });
  it.each([
    ['2026-11-20T14:53:00', '31 分钟后', 'in 31 min'],
    ['2026-11-20T18:00:00', '今天 18:00', 'today 18:00'],
    ['2026-11-21T10:00:00', '周六 10:00 · 明天', 'Sat 10:00 · tomorrow'],
    ['2026-11-19T10:00:00', '周四 10:00 · 昨天', 'Thu 10:00 · yesterday'],
    ['2026-11-23T09:00:00', '周一 09:00', 'Mon 09:00'],
    ['2026-12-03T09:00:00', '12月3日 09:00', '3 Dec 09:00'],
  ])('says %s near first or day first', (iso, inZh, inEn) => {
    expect(formatWhen(at(iso), zh)).toBe(inZh);
    expect(formatWhen(at(iso), en)).toBe(inEn);
  });
  it('has one short form for rows', () => {
    expect(formatWhenShort(at('2026-11-21T10:00:00'), zh)).toBe('明天 10:00');
    expect(formatWhenShort(at('2026-12-03T09:00:00'), en)).toBe('12-03 09:00');
  });
});

describe('amounts', () => {
  it.each([
    [0, '0 m'],
    [412.4, '412 m'],
    [999.4, '999 m'],
    [999.6, '1.0 km'],
    [4_590, '4.6 km'],
    [9_960, '10 km'],
    [18_200, '18 km'],
  ])('%s metres', (m, text) => expect(formatDistance(m)).toBe(text));
  it.each([
    [0, '0 B'],
    [780, '780 B'],
    [61_900, '62 KB'],
    [999_700, '1.0 MB'],
    [2_100_000, '2.1 MB'],
    [412_000_000, '412 MB'],
  ])('%s bytes', (n, text) => expect(formatBytes(n)).toBe(text));
  it('says two sizes in the unit of the whole', () => {
    expect(formatBytesOf(1_116_000, 1_800_000)).toBe('1.1 / 1.8 MB');
    expect(formatBytesOf(9_000, 8_000)).toBe('8 / 8 KB');
  });
  it.each([
    [20_000, '1 分钟', '1 min'],
    [59.6 * MIN, '1 小时', '1 h'],
    [80 * MIN, '1 小时 20 分', '1 h 20 min'],
    [27 * 60 * MIN, '1 天 3 小时', '1 day 3 h'],
    [10 * 24 * 60 * MIN, '10 天', '10 days'],
  ])('%s ms as a span', (ms, inZh, inEn) => {
    expect(formatDuration(ms, 'zh-CN')).toBe(inZh);
    expect(formatDuration(ms, 'en')).toBe(inEn);
  });
  it('says what is left of a promise, and what is over', () => {
    expect(formatLeft(31 * MIN, 'zh-CN')).toBe('还剩 31 分钟');
    expect(formatLeft(-11 * MIN, 'zh-CN')).toBe('超 11 分钟');
    expect(formatLeft(-11 * MIN, 'en')).toBe('11 min over');
  });
});
