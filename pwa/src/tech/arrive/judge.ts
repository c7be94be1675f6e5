/** Is the phone where the job is? An answer, never a barrier. */
import type { DeviceFix, FixOutcome } from '../../device/position';
import { distanceM } from '../../domain/places/distance';
import type { Place } from '../../domain/work_orders/queries';

export type Judgement =
  | {
      readonly kind: 'taking';
      readonly fix: DeviceFix | null;
      readonly distance_m: number | null;
      /** As far as the best sample so far tells. */
      readonly isOutside: boolean;
    }
  | { readonly kind: 'inside' | 'outside'; readonly fix: DeviceFix; readonly distance_m: number }
  /** The place has no point: the position is kept, there is nothing to compare it with. */
  | { readonly kind: 'no_place'; readonly fix: DeviceFix; readonly distance_m: null }
  | {
      readonly kind: 'no_fix';
      readonly reason: 'denied' | 'unavailable' | 'timeout';
      readonly fix: null;
      readonly distance_m: null;
    };

/** A claim is not held against somebody for more than this of its own uncertainty. */
const BENEFIT_MAX_M = 100;

/** `best` while samples still come in, `outcome` once they have. */
export function judge(place: Place, best: DeviceFix | null, outcome: FixOutcome | null): Judgement {
  const far = (fix: DeviceFix) => (place.point ? Math.round(distanceM(place.point, fix)) : null);
  if (outcome === null) {
    const distance_m = best === null ? null : far(best);
    const isOutside = best !== null && distance_m !== null && distance_m > reachM(place, best);
    return { kind: 'taking', fix: best, distance_m, isOutside };
  }
  if (!outcome.ok) return { kind: 'no_fix', reason: outcome.reason, fix: null, distance_m: null };
  const { ok: _, ...fix } = outcome;
  const distance_m = far(fix);
  if (distance_m === null) return { kind: 'no_place', fix, distance_m: null };
  return { kind: distance_m <= reachM(place, fix) ? 'inside' : 'outside', fix, distance_m };
}

function reachM(place: Place, fix: DeviceFix): number {
  return place.radius_m + Math.min(fix.accuracy_m, BENEFIT_MAX_M);
}
