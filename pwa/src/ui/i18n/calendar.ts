/** Instants as civil dates of a zone. No locale here, and no `now` of its own. */
export interface Civil {
  readonly year: number;
  /** 1…12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Days since 1970-01-01 of the civil date; differences of it are calendar days. */
  readonly day_number: number;
  /** 0 = Sunday */
  readonly weekday: number;
}

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** @param ms instant, milliseconds UTC. @param zone IANA name. @throws RangeError unknown zone */
export function civil(ms: number, zone: string): Civil {
  const found: Record<string, number> = {};
  for (const part of formatter(zone).formatToParts(ms)) {
    if (part.type !== 'literal') found[part.type] = Number(part.value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  const day_number = Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
  return { year, month, day, hour, minute, second, day_number, weekday: (day_number + 4) % 7 };
}

export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The device's day around an instant, midnight to midnight: some have 23 hours, some 25. */
export function deviceDay(ms: number): { readonly from_ms: number; readonly until_ms: number } {
  const from = new Date(ms);
  from.setHours(0, 0, 0, 0);
  const until = new Date(from);
  until.setDate(until.getDate() + 1);
  return { from_ms: from.getTime(), until_ms: until.getTime() };
}

export function two(value: number): string {
  return String(value).padStart(2, '0');
}

function formatter(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
