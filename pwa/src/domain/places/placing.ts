/** Where an order is, and whose territory that makes it, as far as this device can tell. */
import { LocationKind } from '../../contract/enums';
import type { Location } from '../../contract/kinds';
import { CHECK_IN_RADIUS_M } from '../../contract/limits';
import type { Fix } from '../../contract/mutations';
import type { Stage, When } from '../../sync/mutator';
import { wholeFix } from '../fact';

const NAME_LENGTH_MAX = 120;
const LEVELS_MAX = Object.keys(LocationKind).length;

/** Its own, its parents' or its project's territory; by its point only the server knows. */
export function territoryOf(stage: Stage, location_id: string | null): string | null {
  let project_id: string | null = null;
  let id = location_id;
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const location = stage.get('location', id);
    if (location === undefined) break;
    if (location.territory_id !== null) return location.territory_id;
    project_id ??= location.project_id;
    id = location.parent_id;
  }
  return stage.get('project', project_id)?.territory_id ?? null;
}

export type Point = Pick<
  Location,
  | 'lon_e7'
  | 'lat_e7'
  | 'point_accuracy_m'
  | 'point_source'
  | 'point_at_ms'
  | 'point_datum'
  | 'point_original'
>;

export const NO_POINT: Point = {
  lon_e7: null,
  lat_e7: null,
  point_accuracy_m: null,
  point_source: '',
  point_at_ms: null,
  point_datum: '',
  point_original: '',
};

/** `at_ms` stands for a fix that does not know its own time, such as a pin on a map. */
export function pointOf(fix: Fix, at_ms: number): Point {
  const whole = wholeFix(fix);
  return {
    lon_e7: whole.lon_e7,
    lat_e7: whole.lat_e7,
    point_accuracy_m: whole.accuracy_m,
    point_source: whole.source,
    point_at_ms: whole.at_ms ?? at_ms,
    point_datum: whole.datum,
    point_original: whole.original,
  };
}

export interface NewPlace {
  readonly ordinal: number;
  readonly name: string;
  readonly address: string;
  readonly fix: Fix;
}

/** A place that was only known as a point until now. Answers with its id. */
export function putLocation(stage: Stage, when: When, place: NewPlace): string {
  const id = when.born(place.ordinal);
  stage.put('location', {
    id,
    project_id: null,
    parent_id: null,
    kind: LocationKind.SITE,
    name: [...place.name].slice(0, NAME_LENGTH_MAX).join(''),
    initials: '',
    address: place.address,
    code: '',
    territory_id: null,
    ...pointOf(place.fix, when.at_ms),
    radius_m: CHECK_IN_RADIUS_M,
    access: '',
    is_active: true,
  });
  return id;
}
