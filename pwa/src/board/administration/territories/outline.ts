/** The outline of a territory: stored rings, drawn points, pasted GeoJSON. Pure. */
import type { Point } from '../../queries/places';

type Pair = readonly [number, number];
const E7 = 1e7;

function isPair(value: unknown): value is Pair {
  if (!Array.isArray(value)) return false;
  const [lon, lat]: unknown[] = value;
  return (
    typeof lon === 'number' &&
    typeof lat === 'number' &&
    Math.abs(lon) <= 180 &&
    Math.abs(lat) <= 90
  );
}

/** `[[[lon, lat], …], …]` of any GeoJSON object with one polygon in it. */
function polygonOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const found = value as Record<string, unknown>;
  const { type, coordinates, geometry, features } = found;
  if (type === 'Polygon') return coordinates;
  if (type === 'MultiPolygon' && Array.isArray(coordinates) && coordinates.length === 1)
    return coordinates[0] as unknown;
  if (type === 'Feature') return polygonOf(geometry);
  if (type === 'FeatureCollection' && Array.isArray(features) && features.length === 1)
    return polygonOf(features[0]);
  return null;
}

/** Pasted GeoJSON (degrees, longitude first) as it is stored; null when no polygon is in it. */
export function outlineOfGeoJson(text: string): string | null {
  let rings: unknown;
  try {
    rings = polygonOf(JSON.parse(text));
  } catch {
    return null;
  }
  if (!Array.isArray(rings) || rings.length === 0) return null;
  const isRings = rings.every((ring) => Array.isArray(ring) && ring.every(isPair));
  if (!isRings) return null;
  return JSON.stringify(
    (rings as Pair[][]).map((ring) =>
      ring.map(([lon, lat]) => [Math.round(lon * E7), Math.round(lat * E7)]),
    ),
  );
}

/** The drawn corners as a closed ring; none when there are too few for an inside. */
export function outlineOfCorners(corners: readonly Point[]): string {
  const [first] = corners;
  if (corners.length < 3 || !first) return '';
  return JSON.stringify([[...corners, first].map((each) => [each.lon_e7, each.lat_e7])]);
}

/** Corners of the stored outer ring, without the closing one; none when it has holes or is no ring. */
export function cornersOf(outline: string): readonly Point[] {
  if (outline === '') return [];
  try {
    const [outer = []] = JSON.parse(outline) as Pair[][];
    const corners = outer.map(([lon_e7, lat_e7]) => ({ lon_e7, lat_e7 }));
    const [first, last] = [corners[0], corners.at(-1)];
    const isClosed = first?.lon_e7 === last?.lon_e7 && first?.lat_e7 === last?.lat_e7;
    return isClosed ? corners.slice(0, -1) : corners;
  } catch {
    return [];
  }
}
