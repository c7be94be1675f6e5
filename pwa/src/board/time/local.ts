/** Instants and the wall clock of a place: pure, through the browser's zone tables. */

interface Parts {
  readonly day: string;
  readonly minute: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(zone, found);
  }
  return found;
}

function parts(ms: number, zone: string): Parts {
  const found = new Map(
    formatter(zone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? '00';
  return {
    day: `${get('year')}-${get('month')}-${get('day')}`,
    minute: `${get('hour')}:${get('minute')}`,
  };
}

/** `2026-11-20` in the zone. */
export function dayOf(ms: number, zone: string): string {
  return parts(ms, zone).day;
}

/** `14:43` in the zone. */
export function minuteOf(ms: number, zone: string): string {
  return parts(ms, zone).minute;
}

/** `2026-11-20T14:43` in the zone. */
export function localOf(ms: number, zone: string): string {
  const { day, minute } = parts(ms, zone);
  return `${day}T${minute}`;
}

/**
 * The instant of a wall-clock minute, or null when the zone skips that minute (spring forward)
 * or the text is no minute. A minute that comes twice is the first one, as on the server.
 */
export function instantOf(local: string, zone: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return null;
  const naive = Date.parse(`${local}:00Z`);
  if (Number.isNaN(naive)) return null;
  const candidates = [naive - 86_400_000, naive, naive + 86_400_000]
    .map((probe) => naive - offset_ms(probe, zone))
    .filter((ms) => localOf(ms, zone) === local);
  return candidates.length > 0 ? Math.min(...candidates) : null;
}

/** How far the wall clock of the zone is ahead of UTC at that instant. */
export function offset_ms(ms: number, zone: string): number {
  const minute_ms = Math.floor(ms / 60_000) * 60_000;
  return Date.parse(`${localOf(minute_ms, zone)}:00Z`) - minute_ms;
}

/** `UTC+8`, for a zone shown beside a time. */
export function offsetName(ms: number, zone: string): string {
  const minutes = Math.round(offset_ms(ms, zone) / 60_000);
  const sign = minutes < 0 ? '−' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

const QUARTER_MS = 900_000;
const FIRST_HOUR = '08:00';
const LAST_HOUR = '17:30';
const NEXT_MORNING = '09:00';

/** When a visit planned now would start: in a quarter of an hour or more, in working hours. */
export function proposedStart(now_ms: number, zone: string): string {
  const soon = Math.ceil((now_ms + QUARTER_MS) / QUARTER_MS) * QUARTER_MS;
  const minute = minuteOf(soon, zone);
  if (minute >= FIRST_HOUR && minute <= LAST_HOUR) return localOf(soon, zone);
  const day = minute < FIRST_HOUR ? dayOf(soon, zone) : nextDay(dayOf(soon, zone));
  return `${day}T${NEXT_MORNING}`;
}

/** The calendar day after `2026-11-20`. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Start of that calendar day in the zone; where midnight is skipped, the first minute there is. */
export function dayStart(day: string, zone: string): number {
  for (let minute = 0; minute < 180; minute += 30) {
    const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${minute % 60 === 0 ? '00' : '30'}`;
    const instant = instantOf(`${day}T${clock}`, zone);
    if (instant !== null) return instant;
  }
  return Date.parse(`${day}T00:00Z`);
}
