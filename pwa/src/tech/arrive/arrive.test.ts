import { describe, expect, test } from 'vitest';
import type { DeviceFix } from '../../device/position';
import type { Place } from '../../domain/work_orders/queries';
import { judge } from './judge';
import { sketchOf } from './sketch';

const POINT = { lon_e7: 1_214_903_170, lat_e7: 312_380_320 };
const PLACE: Place = {
  name: '',
  address: '',
  point: POINT,
  radius_m: 150,
  access: [],
  code: '',
  initials: '',
};
/** Some metres east of the place. */
const fixAt = (east_m: number, accuracy_m = 10): DeviceFix => ({
  lon_e7:
    POINT.lon_e7 + Math.round((east_m / (111_195 * Math.cos((31.238 * Math.PI) / 180))) * 1e7),
  lat_e7: POINT.lat_e7,
  accuracy_m,
  source: 'gps',
  at_ms: 0,
});

describe('check-in', () => {
  test.each([
    [0, 10, 'inside'],
    [155, 10, 'inside'],
    [165, 10, 'outside'],
    [412, 65, 'outside'],
    // However bad a fix claims to be, it excuses no more than a hundred metres.
    [260, 5_000, 'outside'],
  ] as const)('%d m away, ±%d m: %s', (east_m, accuracy_m, kind) => {
    const at = judge(PLACE, null, { ok: true, ...fixAt(east_m, accuracy_m) });
    expect(at.kind).toBe(kind);
    expect(Math.abs((at.distance_m ?? -1) - east_m)).toBeLessThanOrEqual(1);
  });

  test('samples that still come in are shown and can be used', () => {
    expect(judge(PLACE, null, null)).toMatchObject({ kind: 'taking', fix: null, distance_m: null });
    expect(judge(PLACE, fixAt(50), null)).toMatchObject({ distance_m: 50, isOutside: false });
    expect(judge(PLACE, fixAt(412), null)).toMatchObject({ distance_m: 412, isOutside: true });
  });

  test('no position and no place are answers, not barriers', () => {
    expect(judge(PLACE, null, { ok: false, reason: 'denied' })).toMatchObject({
      kind: 'no_fix',
      fix: null,
    });
    const at = judge({ ...PLACE, point: null }, null, { ok: true, ...fixAt(0) });
    expect(at.kind).toBe('no_place');
    expect(at.fix?.lon_e7).toBe(POINT.lon_e7);
  });
});

describe('the plan', () => {
  test.each([
    [0, 10],
    [412, 65],
    [50_000, 30],
  ])('%d m away both circles are inside the picture, east is right', (east_m, accuracy_m) => {
    const { place, phone } = sketchOf(POINT, 150, fixAt(east_m, accuracy_m), 360, 190);
    expect(phone).not.toBeNull();
    for (const spot of [place, phone ?? place]) {
      expect(spot.x - Math.min(spot.r, 26)).toBeGreaterThanOrEqual(0);
      expect(spot.x + Math.min(spot.r, 26)).toBeLessThanOrEqual(360);
      expect(spot.y).toBeGreaterThan(0);
      expect(spot.y).toBeLessThan(190);
    }
    if (east_m > 0) expect(phone?.x).toBeGreaterThan(place.x);
  });

  test('without a fix there is the place alone', () => {
    expect(sketchOf(POINT, 150, null, 360, 190)).toMatchObject({
      phone: null,
      place: { x: 180, y: 95 },
    });
  });
});
