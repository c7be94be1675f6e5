import { expect, it } from 'vitest';
import { distanceM } from './distance';

it('measures on the sphere', () => {
  const a = { lon_e7: 1_214_500_000, lat_e7: 311_800_000 };
  expect(distanceM(a, a)).toBe(0);
  expect(distanceM(a, { ...a, lat_e7: 311_900_000 })).toBeCloseTo(1_112, 0);
  expect(distanceM(a, { ...a, lon_e7: 1_214_600_000 })).toBeCloseTo(951.3, 0);
});
