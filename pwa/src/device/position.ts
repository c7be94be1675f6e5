/** Where the phone is, once, when someone asks: a few samples, the best of them. */
import { listenTo } from './receiver';

export interface DeviceFix {
  readonly lon_e7: number;
  readonly lat_e7: number;
  /** Radius of the 95 % circle the device claims, whole metres, rounded up */
  readonly accuracy_m: number;
  readonly source: 'gps';
  readonly at_ms: number;
}

export type FixOutcome =
  | ({ readonly ok: true } & DeviceFix)
  | { readonly ok: false; readonly reason: 'denied' | 'unavailable' | 'timeout' };

export interface FixOptions {
  /** Samples to wait for at most */
  readonly samples?: number;
  readonly timeout_ms?: number;
  /** A sample this good ends the search… */
  readonly good_m?: number;
  /** …after so long, in which more of them may come */
  readonly settle_ms?: number;
  /** Each sample as it comes, to show on a map */
  readonly onsample?: (fix: DeviceFix) => void;
}

const PERMISSION_DENIED = 1;
const POSITION_UNAVAILABLE = 2;

/**
 * Never fails: no position is an outcome, and work goes on without one. After the timeout the best
 * sample so far is taken.
 */
export function takeFix(
  options: FixOptions = {},
  geolocation: Geolocation | undefined = globalThis.navigator?.geolocation,
): Promise<FixOutcome> {
  const { samples = 4, timeout_ms = 12_000, good_m = 20, settle_ms = 0, onsample } = options;
  if (!geolocation) return Promise.resolve({ ok: false, reason: 'unavailable' });
  return new Promise((resolve) => {
    let best: DeviceFix | null = null;
    let seen = 0;
    let settling: ReturnType<typeof setTimeout> | undefined;
    let fault: 'unavailable' | 'timeout' = 'timeout';
    const finish = (denied = false) => {
      clearTimeout(timer);
      clearTimeout(settling);
      stop();
      if (denied) resolve({ ok: false, reason: 'denied' });
      else resolve(best ? { ok: true, ...best } : { ok: false, reason: fault });
    };
    const timer = setTimeout(finish, timeout_ms);
    const stop = listenTo(geolocation, {
      onfix: (position) => {
        const fix = fixOf(position);
        onsample?.(fix);
        seen += 1;
        if (!best || fix.accuracy_m <= best.accuracy_m) best = fix;
        if (seen >= samples || (settle_ms === 0 && fix.accuracy_m <= good_m)) finish();
        else if (fix.accuracy_m <= good_m) settling ??= setTimeout(finish, settle_ms);
      },
      onerror: (error) => {
        if (error.code === PERMISSION_DENIED) finish(true);
        // A receiver that sees no sky yet may still find it before the time is up.
        if (error.code === POSITION_UNAVAILABLE) fault = 'unavailable';
      },
    });
  });
}

/** As `takeFix`, where that was allowed before: nobody is asked now. Null: no position. */
export async function takeFixUnasked(options: FixOptions = {}): Promise<DeviceFix | null> {
  try {
    const asked = await globalThis.navigator.permissions.query({ name: 'geolocation' });
    if (asked.state !== 'granted') return null;
  } catch {
    return null; // a browser that cannot tell
  }
  const outcome = await takeFix(options);
  if (!outcome.ok) return null;
  const { ok: _, ...fix } = outcome;
  return fix;
}

function fixOf(position: GeolocationPosition): DeviceFix {
  const { longitude, latitude, accuracy } = position.coords;
  return {
    lon_e7: Math.round(longitude * 1e7),
    lat_e7: Math.round(latitude * 1e7),
    accuracy_m: Math.ceil(accuracy),
    source: 'gps',
    at_ms: Math.round(position.timestamp),
  };
}
