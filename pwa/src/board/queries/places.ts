/** Where an order is: its point, its words and its time zone, taken from the location tree. */
import type { Location, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';

export interface Point {
  readonly lon_e7: number;
  readonly lat_e7: number;
}

/** No tree is deeper; a loop in bad data must not hang the board. */
const DEPTH_MAX = 12;
const EARTH_RADIUS_M = 6_371_009;

/** The location and its parents, leaf first. */
export function chainOf(view: View, locationId: string | null): readonly Location[] {
  const chain: Location[] = [];
  let id = locationId;
  while (id !== null && chain.length < DEPTH_MAX) {
    const location = view.get('location', id);
    if (!location) break;
    chain.push(location);
    id = location.parent_id;
  }
  return chain;
}

/** The nearest point up the tree. */
export function pointOf(view: View, locationId: string | null): Point | null {
  for (const { lon_e7, lat_e7 } of chainOf(view, locationId)) {
    if (lon_e7 !== null && lat_e7 !== null) return { lon_e7, lat_e7 };
  }
  return null;
}

/** Names from the project down to the room. */
export function pathOf(view: View, locationId: string | null): readonly string[] {
  const chain = chainOf(view, locationId);
  const project = chain.find((each) => each.project_id !== null)?.project_id ?? null;
  const name = project === null ? undefined : view.get('project', project)?.name;
  const names = [...chain].reverse().map((each) => each.name);
  return name !== undefined && names[0] !== name ? [name, ...names] : names;
}

export function placeText(view: View, order: WorkOrder): string {
  const path = pathOf(view, order.location_id);
  return path.length > 0 ? path.join(' · ') : order.address;
}

export function addressOf(view: View, order: WorkOrder): string {
  const said = chainOf(view, order.location_id).find((each) => each.address !== '');
  return said?.address ?? order.address;
}

/** IANA zone of the place, or null when no territory says it. */
export function zoneOf(view: View, order: WorkOrder): string | null {
  if (order.territory_id === null) return null;
  return view.get('territory', order.territory_id)?.zone ?? null;
}

/** Great circle, good to 0.6 %: for a hint on the screen, never for a decision. */
export function roughDistance_m(a: Point, b: Point): number {
  const rad = Math.PI / 180 / 1e7;
  const lat1 = a.lat_e7 * rad;
  const lat2 = b.lat_e7 * rad;
  const sinLat = Math.sin((lat2 - lat1) / 2);
  const sinLon = Math.sin(((b.lon_e7 - a.lon_e7) * rad) / 2);
  const h = sinLat * sinLat + Math.cos(lat1) * Math.cos(lat2) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Rings of an outline as stored (10^-7 degree), as degrees; an unreadable outline has none. */
export function outlineRings(outline: string): [number, number][][] {
  if (outline === '') return [];
  try {
    const rings = JSON.parse(outline) as [number, number][][];
    return rings.map((ring) => ring.map(([lon, lat]) => [lon / 1e7, lat / 1e7]));
  } catch {
    return [];
  }
}
