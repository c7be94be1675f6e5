import { expect, test } from 'vitest';
import { cornersOf, outlineOfCorners, outlineOfGeoJson } from './outline';

const RING = [
  [121, 31],
  [122, 31],
  [122, 32],
  [121, 31],
];
const POLYGON = { type: 'Polygon', coordinates: [RING] };
const STORED =
  '[[[1210000000,310000000],[1220000000,310000000],[1220000000,320000000],[1210000000,310000000]]]';

test.each([
  POLYGON,
  { type: 'Feature', properties: {}, geometry: POLYGON },
  { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: POLYGON }] },
  { type: 'MultiPolygon', coordinates: [[RING]] },
])('a polygon is found wherever GeoJSON keeps it: $type', (json) => {
  expect(outlineOfGeoJson(JSON.stringify(json))).toBe(STORED);
});

test.each([
  '',
  'x',
  '{}',
  'null',
  '{"type":"Point","coordinates":[1,2]}',
  '{"type":"Polygon","coordinates":[[[200,31],[1,2]]]}',
])('no polygon in %s', (text) => {
  expect(outlineOfGeoJson(text)).toBeNull();
});

test('corners that are drawn come back as they were', () => {
  const corners = cornersOf(STORED);
  expect(corners).toHaveLength(3);
  expect(outlineOfCorners(corners)).toBe(STORED);
  expect(outlineOfCorners(corners.slice(0, 2))).toBe('');
  expect(cornersOf('')).toEqual([]);
});
