/**
 * Instants in words. Pure: language, zone and now are arguments; 24 h, no seconds but in receipts.
 */
import { formatDuration } from './amounts';
import { type Civil, civil, two } from './calendar';
import type { Locale } from './message';

export interface Scene {
  readonly locale: Locale;
  /** IANA name */
  readonly zone: string;
  readonly now_ms: number;
}

const WEEKDAYS = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const NEAR_MS = 3_600_000;
const WEEK_DAYS = 6;

/** 09:30 */
export function formatTime(ms: number, zone: string): string {
  const at = civil(ms, zone);
  return `${two(at.hour)}:${two(at.minute)}`;
}

/** 18:05:47, for receipts and the live dot */
export function formatTimeSeconds(ms: number, zone: string): string {
  return `${formatTime(ms, zone)}:${two(civil(ms, zone).second)}`;
}

/** 09:30–11:00 */
export function formatRange(from_ms: number, to_ms: number, zone: string): string {
  return `${formatTime(from_ms, zone)}–${formatTime(to_ms, zone)}`;
}

/** 2026-11-20, for tables and papers */
export function formatDate(ms: number, zone: string): string {
  const at = civil(ms, zone);
  return `${at.year}-${two(at.month)}-${two(at.day)}`;
}

/** 11月20日 周五 / Fri 20 Nov; the year when it is another one */
export function formatDay(ms: number, scene: Scene): string {
  const at = civil(ms, scene.zone);
  const isThisYear = at.year === civil(scene.now_ms, scene.zone).year;
  const week = weekday(at, scene.locale);
  if (scene.locale === 'zh-CN')
    return `${isThisYear ? '' : `${at.year}年`}${dayOf(at, 'zh-CN')} ${week}`;
  return `${week} ${dayOf(at, 'en')}${isThisYear ? '' : ` ${at.year}`}`;
}

/** 3 分钟前 / in 31 min / just now */
export function formatRelative(ms: number, scene: Scene): string {
  const away_ms = ms - scene.now_ms;
  const zh = scene.locale === 'zh-CN';
  if (Math.abs(away_ms) < 45_000) return zh ? '刚刚' : 'just now';
  const time = formatDuration(away_ms, scene.locale);
  if (away_ms > 0) return zh ? `${time}后` : `in ${time}`;
  return zh ? `${time}前` : `${time} ago`;
}

/** Near = relative; else absolute first: 今天 18:00, 周六 10:00 · 明天, 周一 09:00, 12月3日 09:00. */
export function formatWhen(ms: number, scene: Scene): string {
  if (Math.abs(ms - scene.now_ms) < NEAR_MS) return formatRelative(ms, scene);
  const at = civil(ms, scene.zone);
  const days = at.day_number - civil(scene.now_ms, scene.zone).day_number;
  const time = formatTime(ms, scene.zone);
  const named = dayName(days, scene.locale);
  if (days === 0) return `${named} ${time}`;
  if (named) return `${weekday(at, scene.locale)} ${time} · ${named}`;
  if (Math.abs(days) <= WEEK_DAYS) return `${weekday(at, scene.locale)} ${time}`;
  return `${dayOf(at, scene.locale)} ${time}`;
}

/** One short form for dense rows: 今天 18:00, 明天 10:00, 周一 09:00, 12-03 09:00. */
export function formatWhenShort(ms: number, scene: Scene): string {
  const at = civil(ms, scene.zone);
  const days = at.day_number - civil(scene.now_ms, scene.zone).day_number;
  const time = formatTime(ms, scene.zone);
  const named = dayName(days, scene.locale);
  if (named) return `${named} ${time}`;
  if (days > 0 && days <= WEEK_DAYS) return `${weekday(at, scene.locale)} ${time}`;
  return `${two(at.month)}-${two(at.day)} ${time}`;
}

function dayName(days: number, locale: Locale): string | null {
  const zh = locale === 'zh-CN';
  if (days === 0) return zh ? '今天' : 'today';
  if (days === 1) return zh ? '明天' : 'tomorrow';
  if (days === -1) return zh ? '昨天' : 'yesterday';
  return null;
}

function weekday(at: Civil, locale: Locale): string {
  return WEEKDAYS[locale][at.weekday] ?? '';
}

function dayOf(at: Civil, locale: Locale): string {
  return locale === 'zh-CN' ? `${at.month}月${at.day}日` : `${at.day} ${MONTHS[at.month - 1]}`;
}
