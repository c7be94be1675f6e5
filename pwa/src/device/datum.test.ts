import { describe, expect, test } from 'vitest';
import { bd09FromGcj02, gcj02FromWgs84, toWgs84 } from './datum';

// Published pairs of the Forbidden City's Meridian Gate in the three datums, metres apart at most.
const WGS84 = { lon: 116.391_232, lat: 39.907_156 };

function metres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const east = (a.lon - b.lon) * 111_320 * Math.cos((b.lat * Math.PI) / 180);
  return Math.hypot(east, (a.lat - b.lat) * 110_950);
}

describe('datums', () => {
  test('in Beijing GCJ-02 lies some 550 m to the east north east', () => {
    const shifted = gcj02FromWgs84(WGS84);
    expect(metres(shifted, WGS84)).toBeGreaterThan(480);
    expect(metres(shifted, WGS84)).toBeLessThan(620);
    expect(shifted.lon).toBeGreaterThan(WGS84.lon);
    expect(shifted.lat).toBeGreaterThan(WGS84.lat);
  });

  test('BD-09 lies another kilometre further', () => {
    const gcj02 = gcj02FromWgs84(WGS84);
    const bd09 = bd09FromGcj02(gcj02);
    expect(metres(bd09, gcj02)).toBeGreaterThan(700);
    expect(metres(bd09, gcj02)).toBeLessThan(1_200);
  });

  test.each([
    [116.3975, 39.9087],
    [121.4903, 31.238],
    [87.6168, 43.8256],
  ])('there and back at %f, %f stays within a millimetre', (lon, lat) => {
    const point = { lon, lat };
    const gcj02 = gcj02FromWgs84(point);
    expect(metres(toWgs84(gcj02, 'gcj02'), point)).toBeLessThan(0.001);
    expect(metres(toWgs84(bd09FromGcj02(gcj02), 'bd09'), point)).toBeLessThan(0.001);
  });

  test('nothing moves outside China', () => {
    const newYork = { lon: -74.006, lat: 40.7128 };
    expect(gcj02FromWgs84(newYork)).toEqual(newYork);
  });
});
