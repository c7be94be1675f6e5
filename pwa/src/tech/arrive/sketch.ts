/** Place and phone on a small plan, to scale, north up. */
import type { DeviceFix } from '../../device/position';
import type { Point } from '../../domain/work_orders/queries';

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface Sketch {
  readonly place: Spot;
  readonly phone: Spot | null;
}

const METRES_PER_E7 = 111_320 / 1e7;
const MARGIN = 26;
const R_MIN = 10;

/** `width` and `height` in px; the radii of both circles are to scale as well. */
export function sketchOf(
  place: Point,
  radius_m: number,
  fix: DeviceFix | null,
  width: number,
  height: number,
): Sketch {
  const shrink = Math.cos((place.lat_e7 / 1e7) * (Math.PI / 180));
  const east_m = fix ? (fix.lon_e7 - place.lon_e7) * METRES_PER_E7 * shrink : 0;
  const south_m = fix ? (place.lat_e7 - fix.lat_e7) * METRES_PER_E7 : 0;
  const blur_m = fix ? fix.accuracy_m : 0;
  const left = Math.min(-radius_m, east_m - blur_m);
  const right = Math.max(radius_m, east_m + blur_m);
  const top = Math.min(-radius_m, south_m - blur_m);
  const bottom = Math.max(radius_m, south_m + blur_m);
  const scale = Math.min(
    (width - 2 * MARGIN) / (right - left),
    (height - 2 * MARGIN) / (bottom - top),
  );
  const at = (x_m: number, y_m: number, r_m: number): Spot => ({
    x: width / 2 + (x_m - (left + right) / 2) * scale,
    y: height / 2 + (y_m - (top + bottom) / 2) * scale,
    r: Math.max(R_MIN, r_m * scale),
  });
  return { place: at(0, 0, radius_m), phone: fix ? at(east_m, south_m, blur_m) : null };
}
