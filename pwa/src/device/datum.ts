/**
 * Chinese map datums to WGS-84. GCJ-02 shifts points inside mainland China by up to some
 * hundred metres with a published series; BD-09 is GCJ-02 with a second, simpler shift.
 */

export type Datum = 'wgs84' | 'gcj02' | 'bd09';

export interface LonLat {
  /** Degrees. */
  readonly lon: number;
  readonly lat: number;
}

const AXIS_M = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;
const ORIGIN: LonLat = { lon: 105, lat: 35 };
const BD_ANGLE = (Math.PI * 3000) / 180;
const CONVERGED_DEG = 1e-9;

function isShifted({ lon, lat }: LonLat): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function waves(value: number, terms: readonly (readonly [number, number])[]): number {
  return terms.reduce((sum, [size, rate]) => sum + size * Math.sin(value * rate * Math.PI), 0);
}

function shift({ lon, lat }: LonLat): LonLat {
  const x = lon - ORIGIN.lon;
  const y = lat - ORIGIN.lat;
  const root = Math.sqrt(Math.abs(x));
  const shared =
    (waves(x, [
      [20, 6],
      [20, 2],
    ]) *
      2) /
    3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    shared +
    (waves(y, [
      [20, 1],
      [40, 1 / 3],
      [160, 1 / 12],
      [320, 1 / 30],
    ]) *
      2) /
      3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    shared +
    (waves(x, [
      [20, 1],
      [40, 1 / 3],
      [150, 1 / 12],
      [300, 1 / 30],
    ]) *
      2) /
      3;
  const sine = Math.sin((lat * Math.PI) / 180);
  const flat = 1 - ECCENTRICITY_SQUARED * sine * sine;
  const meridian = (AXIS_M * (1 - ECCENTRICITY_SQUARED)) / (flat * Math.sqrt(flat));
  const parallel = (AXIS_M / Math.sqrt(flat)) * Math.cos((lat * Math.PI) / 180);
  return {
    lon: ((east / parallel) * 180) / Math.PI,
    lat: ((north / meridian) * 180) / Math.PI,
  };
}

export function gcj02FromWgs84(point: LonLat): LonLat {
  if (!isShifted(point)) return point;
  const by = shift(point);
  return { lon: point.lon + by.lon, lat: point.lat + by.lat };
}

/** The inverse has no formula: guess, look how far off, correct. Converges in some five steps. */
export function wgs84FromGcj02(point: LonLat): LonLat {
  if (!isShifted(point)) return point;
  let guess = point;
  for (let step = 0; step < 30; step += 1) {
    const seen = gcj02FromWgs84(guess);
    const off = { lon: point.lon - seen.lon, lat: point.lat - seen.lat };
    guess = { lon: guess.lon + off.lon, lat: guess.lat + off.lat };
    if (Math.abs(off.lon) < CONVERGED_DEG && Math.abs(off.lat) < CONVERGED_DEG) break;
  }
  return guess;
}

export function bd09FromGcj02({ lon, lat }: LonLat): LonLat {
  const radius = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * BD_ANGLE);
  const angle = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * BD_ANGLE);
  return { lon: radius * Math.cos(angle) + 0.0065, lat: radius * Math.sin(angle) + 0.006 };
}

export function gcj02FromBd09(point: LonLat): LonLat {
  let guess = { lon: point.lon - 0.0065, lat: point.lat - 0.006 };
  for (let step = 0; step < 30; step += 1) {
    const seen = bd09FromGcj02(guess);
    const off = { lon: point.lon - seen.lon, lat: point.lat - seen.lat };
    guess = { lon: guess.lon + off.lon, lat: guess.lat + off.lat };
    if (Math.abs(off.lon) < CONVERGED_DEG && Math.abs(off.lat) < CONVERGED_DEG) break;
  }
  return guess;
}

export function toWgs84(point: LonLat, datum: Datum): LonLat {
  if (datum === 'wgs84') return point;
  return wgs84FromGcj02(datum === 'bd09' ? gcj02FromBd09(point) : point);
}
