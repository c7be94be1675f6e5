/** What a check-in is worth looking at for: the twin of `server/check_ins/rules.py`. */
import { CheckInFlag, CheckInReview } from '../../contract/enums';
import type { CheckIn } from '../../contract/kinds';
import { FAST_KMH, INACCURATE_M, OLD_S, REPEATED_N } from '../../contract/limits';
import type { Fix } from '../../contract/mutations';
import { distanceM } from '../places/distance';

const METRES_MAX = 40_100_000;
const BEFORE_MS = 86_400_000;

interface Point {
  readonly lon_e7: number;
  readonly lat_e7: number;
}

export type Figures = Partial<Record<CheckInFlag, number>>;

/** The sample that a check-in is judged by. */
export interface Best extends Point {
  readonly accuracy_m: number | null;
  readonly age_s: number;
  readonly source: string;
}

/** The most accurate; of equals the last. A sample from the future is as old as the tap. */
export function bestOf(samples: readonly Fix[], device_ms: number): Best | null {
  const blur = (sample: Fix): number => sample.accuracy_m ?? METRES_MAX + 1;
  let best: Fix | undefined;
  for (const sample of samples) if (!best || blur(sample) <= blur(best)) best = sample;
  if (!best) return null;
  const { lon_e7, lat_e7, accuracy_m = null, source = 'gps', at_ms } = best;
  const age_s = Math.max(0, Math.floor((device_ms - (at_ms ?? device_ms)) / 1000));
  return { lon_e7, lat_e7, accuracy_m, age_s, source };
}

/** Whole metres from the best sample to the site's point. */
export function siteDistanceM(best: Best | null, site: Point | null): number | null {
  return best && site ? Math.min(whole(distanceM(best, site)), METRES_MAX) : null;
}

/**
 * km/h since the last check-in of the day before, the least that both claims allow; null without
 * one. `known`: this person's check-ins, in any order.
 */
export function speedKmh(best: Best, known: readonly CheckIn[], at_ms: number): number | null {
  const before = known
    .filter((one) => one.lon_e7 !== null && one.lat_e7 !== null)
    .filter((one) => one.at_ms <= at_ms && one.at_ms >= at_ms - BEFORE_MS)
    .reduce<CheckIn | null>(
      (last, one) => (last === null || isAfter(one, last) ? one : last),
      null,
    );
  if (before === null || before.lon_e7 === null || before.lat_e7 === null) return null;
  const there = { lon_e7: before.lon_e7, lat_e7: before.lat_e7 };
  const slack_m = (best.accuracy_m ?? 0) + (before.accuracy_m ?? 0);
  const way_m = Math.max(0, distanceM(best, there) - slack_m);
  const measured_ms = before.at_ms - (before.age_s ?? 0) * 1000;
  const took_ms = Math.max(1000, at_ms - best.age_s * 1000 - measured_ms);
  return whole((way_m * 3600) / took_ms);
}

/** How many of the check-ins are at exactly these coordinates, the one in hand included. */
export function samePoint(best: Best, known: readonly CheckIn[]): number {
  const same = known.filter((one) => one.lon_e7 === best.lon_e7 && one.lat_e7 === best.lat_e7);
  return same.length + 1;
}

/** Flag → figure, for those that are past their threshold. */
export function flagsOf(
  best: Best | null,
  distance_m: number | null,
  radius_m: number | null,
  kmh: number | null,
  same_n: number,
): Figures {
  if (best === null) return { [CheckInFlag.NO_POSITION]: 1 };
  const flags: Figures = {};
  const { accuracy_m, age_s } = best;
  if (distance_m !== null && radius_m !== null && distance_m > radius_m) flags.outside = distance_m;
  if (accuracy_m !== null && accuracy_m > INACCURATE_M) flags.inaccurate = accuracy_m;
  if (age_s > OLD_S) flags.old = age_s;
  if (kmh !== null && kmh > FAST_KMH) flags.fast = kmh;
  if (same_n >= REPEATED_N) flags.repeated = same_n;
  return flags;
}

export function reviewOf(flags: Figures): CheckInReview {
  return Object.keys(flags).length > 0 ? CheckInReview.AWAITING : CheckInReview.NONE;
}

function isAfter(one: CheckIn, other: CheckIn): boolean {
  return one.at_ms > other.at_ms || (one.at_ms === other.at_ms && one.id > other.id);
}

/** Halves go up, as they do on the server. */
function whole(value: number): number {
  return Math.floor(value + 0.5);
}
