/** Rows → what the map draws. Pure. */
import type { Feature, FeatureCollection, Point as GeoPoint } from 'geojson';
import type { Grade } from '../../contract/enums';
import type { Territory, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { initialOf } from '../../ui/base/initial';
import { outlineRings, type Point, pointOf } from '../queries/places';
import type { TechnicianNow } from '../queries/technicians';

const RANK: Readonly<Record<Grade, number>> = { urgent: 0, normal: 1, minor: 2 };

export function degrees({ lon_e7, lat_e7 }: Point): [number, number] {
  return [lon_e7 / 1e7, lat_e7 / 1e7];
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

function pin(point: Point, properties: Record<string, unknown>): Feature<GeoPoint> {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: degrees(point) }, properties };
}

/** The selected order has a source of its own: it never hides in a cluster. */
export function jobPins(
  view: View,
  orders: readonly WorkOrder[],
  selected: string | null,
): FeatureCollection {
  const pins: Feature[] = [];
  for (const order of orders) {
    const point = order.id === selected ? null : pointOf(view, order.location_id);
    if (!point) continue;
    const { id, grade } = order;
    pins.push(pin(point, { id, rank: RANK[grade], icon: `job:${grade}` }));
  }
  return collection(pins);
}

export function selectedPin(view: View, order: WorkOrder | undefined): FeatureCollection {
  const point = order ? pointOf(view, order.location_id) : null;
  if (!order || !point) return collection([]);
  return collection([pin(point, { id: order.id, icon: `selected:${order.grade}` })]);
}

export function technicianPins(
  technicians: readonly TechnicianNow[],
  chosen: string | null,
  target: string | null,
): FeatureCollection {
  const pins: Feature[] = [];
  for (const { technician, position, is_stale } of technicians) {
    if (!position) continue;
    const { id, name } = technician;
    const look = id === target ? 'target' : id === chosen ? 'chosen' : is_stale ? 'stale' : 'fresh';
    pins.push(pin(position, { id, icon: `tech:${look}:${initialOf(name)}` }));
  }
  return collection(pins);
}

export function territoryOutlines(territories: readonly Territory[]): FeatureCollection {
  const lines = territories
    .filter((each) => each.is_active)
    .flatMap((each) => outlineRings(each.outline).map((ring) => ({ ring, name: each.name })));
  return collection(
    lines.map(({ ring, name }) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [...ring, ...ring.slice(0, 1)] },
      properties: { name },
    })),
  );
}

/** The way that a preview draws: a straight line, because no road is known here. */
export function routeLine(from: Point | null, to: Point | null): FeatureCollection {
  if (!from || !to) return collection([]);
  return collection([
    {
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [degrees(from), degrees(to)] },
      properties: {},
    },
  ]);
}

export function draftPin(point: Point | null): FeatureCollection {
  return collection(point ? [pin(point, { icon: 'draft' })] : []);
}

export type Box = [west: number, south: number, east: number, north: number];

/** The smallest box around all points of the collections, or null when they are empty. */
export function boxOf(collections: readonly FeatureCollection[]): Box | null {
  let box: Box | null = null;
  for (const { features } of collections) {
    for (const { geometry } of features) {
      const points =
        geometry.type === 'Point'
          ? [geometry.coordinates]
          : geometry.type === 'LineString'
            ? geometry.coordinates
            : [];
      for (const [lon = 0, lat = 0] of points) {
        box = box
          ? [
              Math.min(box[0], lon),
              Math.min(box[1], lat),
              Math.max(box[2], lon),
              Math.max(box[3], lat),
            ]
          : [lon, lat, lon, lat];
      }
    }
  }
  return box;
}
