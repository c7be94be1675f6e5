/** A week of shifts in a few words: equal days are joined. Pure. */
import type { Shift } from '../../../contract/kinds';
import type { Locale } from '../../../ui/i18n/i18n.svelte';

export const DAYS: Readonly<Record<Locale, readonly string[]>> = {
  'zh-CN': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};

/** `08:00`; past midnight it is the next day's hour. */
export function clock(min: number): string {
  const hour = Math.floor(min / 60) % 24;
  return `${String(hour).padStart(2, '0')}:${String(min % 60).padStart(2, '0')}`;
}

/** `08:30` → 510; null for what is no time of day. */
export function minutesOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** `周一–周五 08:00–17:00 · 周六 09:00–12:00`; an end past midnight is the next day's. */
export function shiftWords(shifts: readonly Shift[], locale: Locale): string {
  const days = DAYS[locale];
  const active = shifts
    .filter((each) => each.is_active)
    .sort((a, b) => a.weekday - b.weekday || a.start_min - b.start_min);
  const runs: { from: number; to: number; hours: string }[] = [];
  for (const { weekday, start_min, end_min } of active) {
    const hours = `${clock(start_min)}–${clock(end_min)}`;
    const run = runs.find((each) => each.hours === hours && each.to === weekday - 1);
    if (run) run.to = weekday;
    else runs.push({ from: weekday, to: weekday, hours });
  }
  return runs
    .map(({ from, to, hours }) => {
      const name = from === to ? days[from] : `${days[from]}–${days[to]}`;
      return `${name} ${hours}`;
    })
    .join(' · ');
}
