/** How far it is: the same sphere as `sphere_m` of `geo/latlon.py`. */
interface Point {
  readonly lon_e7: number;
  readonly lat_e7: number;
}

const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance, metres. */
export function distanceM(a: Point, b: Point): number {
  const rad = Math.PI / 180 / 1e7;
  const [lat1, lat2] = [a.lat_e7 * rad, b.lat_e7 * rad];
  const dLat = lat2 - lat1;
  const dLon = (b.lon_e7 - a.lon_e7) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
