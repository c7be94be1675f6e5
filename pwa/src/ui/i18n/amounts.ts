/** Lengths, sizes and spans of time in words. Pure: the language is an argument. */
import type { Locale } from './message';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** 412 m, 4.6 km, 18 km: as exact as somebody on the road can use. */
export function formatDistance(metres: number): string {
  const m = Math.max(0, metres);
  if (m < 999.5) return `${Math.round(m)} m`;
  return m < 9_950 ? `${(m / 1000).toFixed(1)} km` : `${Math.round(m / 1000)} km`;
}

/** Decimal units, as phones show them: 780 B, 62 KB, 2.1 MB, 412 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, bytes);
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const isSmall = step >= 2 && value < 9.95;
  return `${isSmall ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
}

/** Two numbers of one unit: 1.1 / 1.8 MB. */
export function formatBytesOf(sent: number, total: number): string {
  const whole = formatBytes(total);
  const [, unit = 'B'] = whole.split(' ');
  const step = ['B', 'KB', 'MB', 'GB', 'TB'].indexOf(unit);
  const value = Math.min(sent, total) / 1000 ** step;
  return `${whole.includes('.') ? value.toFixed(1) : Math.round(value)} / ${whole}`;
}

/** 31 分钟, 1 小时 20 分, 2 天 3 小时; less than a minute counts as one. */
export function formatDuration(ms: number, locale: Locale): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE_MS));
  const zh = locale === 'zh-CN';
  if (minutes < 60) return zh ? `${minutes} 分钟` : `${minutes} min`;
  if (minutes * MINUTE_MS < DAY_MS) {
    const [h, min] = [Math.floor(minutes / 60), minutes % 60];
    if (min === 0) return zh ? `${h} 小时` : `${h} h`;
    return zh ? `${h} 小时 ${min} 分` : `${h} h ${min} min`;
  }
  const hours = Math.round((minutes * MINUTE_MS) / HOUR_MS);
  const [d, h] = [Math.floor(hours / 24), hours % 24];
  const days = zh ? `${d} 天` : `${d} ${d === 1 ? 'day' : 'days'}`;
  if (h === 0 || d >= 7) return days;
  return zh ? `${days} ${h} 小时` : `${days} ${h} h`;
}

/** Time to a promise: 还剩 31 分钟 / 31 min left; past it 超 11 分钟 / 11 min over. */
export function formatLeft(left_ms: number, locale: Locale): string {
  const time = formatDuration(left_ms, locale);
  if (left_ms < 0) return locale === 'zh-CN' ? `超 ${time}` : `${time} over`;
  return locale === 'zh-CN' ? `还剩 ${time}` : `${time} left`;
}

/** 12,480 in both languages. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(value);
}
