/** Windows are promised in local time; what is compared is instants. */
import type { Refusal } from '../../sync/mutator';

export interface Span {
  readonly start_ms: number;
  /** Just after the window. */
  readonly end_ms: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const INSTANT_MS_MAX = 4_102_444_800_000;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** The wall clock of a zone at an instant: 2026-03-01T09:30. Throws RangeError for no zone. */
export function localMinute(at_ms: number, zone: string): string {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at_ms)
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
  return `${day}T${parts.get('hour')}:${parts.get('minute')}`;
}

function asUtc(local: string): number | null {
  const found = LOCAL.exec(local);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The instants of a local window. An hour that comes twice means the first of the two. */
export function windowOf(start_local: string, zone: string, duration_min: number): Span | Refusal {
  try {
    formatOf(zone);
  } catch {
    return { reason: 'bad_arguments', detail: { problem: 'unknown zone', zone } };
  }
  const unknown: Refusal = { reason: 'unknown_local_time', detail: { start_local, zone } };
  const wall = asUtc(start_local);
  if (wall === null) return unknown;
  // A zone's offset a day before and a day after are all that can hold at this hour.
  const starts = [wall - DAY_MS, wall + DAY_MS]
    .map((near) => wall - ((asUtc(localMinute(near, zone)) ?? near) - near))
    .filter((start) => localMinute(start, zone) === start_local);
  const start_ms = Math.min(...starts);
  const end_ms = start_ms + duration_min * MINUTE_MS;
  if (starts.length === 0 || start_ms < 0 || end_ms > INSTANT_MS_MAX) return unknown;
  return { start_ms, end_ms };
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start_ms < b.end_ms && b.start_ms < a.end_ms;
}
