/** All formatters of times and amounts: pure ones, and a set bound to the screen's language. */
import {
  formatBytes,
  formatBytesOf,
  formatDistance,
  formatDuration,
  formatLeft,
  formatNumber,
} from './amounts';
import { deviceZone } from './calendar';
import {
  formatDate,
  formatDay,
  formatRange,
  formatRelative,
  formatTime,
  formatTimeSeconds,
  formatWhen,
  formatWhenShort,
  type Scene,
} from './dates';
import type { Locale } from './message';

export * from './amounts';
export * from './dates';

/** `zone` defaults to the device's, `now_ms` to the device clock at the call. */
export interface At {
  readonly zone?: string | undefined;
  readonly now_ms?: number | undefined;
}

/** The formatters with the language read at each call, so a template follows a switch. */
export function bound(locale: () => Locale) {
  const zoneOf = (at?: At) => at?.zone ?? deviceZone();
  const scene = (at?: At): Scene => ({
    locale: locale(),
    zone: zoneOf(at),
    now_ms: at?.now_ms ?? Date.now(),
  });
  return {
    time: (ms: number, at?: At) => formatTime(ms, zoneOf(at)),
    timeSeconds: (ms: number, at?: At) => formatTimeSeconds(ms, zoneOf(at)),
    range: (from_ms: number, to_ms: number, at?: At) => formatRange(from_ms, to_ms, zoneOf(at)),
    date: (ms: number, at?: At) => formatDate(ms, zoneOf(at)),
    dateTime: (ms: number, at?: At) =>
      `${formatDate(ms, zoneOf(at))} ${formatTime(ms, zoneOf(at))}`,
    day: (ms: number, at?: At) => formatDay(ms, scene(at)),
    relative: (ms: number, at?: At) => formatRelative(ms, scene(at)),
    when: (ms: number, at?: At) => formatWhen(ms, scene(at)),
    whenShort: (ms: number, at?: At) => formatWhenShort(ms, scene(at)),
    left: (left_ms: number) => formatLeft(left_ms, locale()),
    duration: (ms: number) => formatDuration(ms, locale()),
    distance: formatDistance,
    bytes: formatBytes,
    bytesOf: formatBytesOf,
    number: formatNumber,
  };
}
