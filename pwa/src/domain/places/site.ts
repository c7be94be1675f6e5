/** Where a check-in is measured from: the nearest location upwards that has a point. */
import { LocationKind } from '../../contract/enums';
import { CHECK_IN_RADIUS_M } from '../../contract/limits';
import type { Stage } from '../../sync/mutator';

const LEVELS_MAX = Object.keys(LocationKind).length;

export interface Site {
  readonly point: { readonly lon_e7: number; readonly lat_e7: number } | null;
  readonly radius_m: number | null;
}

export function siteOf(stage: Pick<Stage, 'get'>, location_id: string | null): Site {
  let id = location_id;
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const location = stage.get('location', id);
    if (location === undefined) break;
    const { lon_e7, lat_e7, radius_m } = location;
    if (lon_e7 !== null && lat_e7 !== null)
      return { point: { lon_e7, lat_e7 }, radius_m: radius_m || CHECK_IN_RADIUS_M };
    id = location.parent_id;
  }
  return { point: null, radius_m: null };
}
