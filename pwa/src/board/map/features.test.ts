import { expect, test } from 'vitest';
import type { Location, Territory } from '../../contract/kinds';
import { orderRow, viewOf } from '../queries/rows';
import {
  boxOf,
  jobPins,
  routeLine,
  selectedPin,
  technicianPins,
  territoryOutlines,
} from './features';

const SITE = { id: 'site', parent_id: null, lon_e7: 1_214_700_000, lat_e7: 312_300_000 };
const ROOM = { id: 'room', parent_id: 'site', lon_e7: null, lat_e7: null };
const VIEW = viewOf({ location: [SITE, ROOM] as Location[] });
const ORDERS = [
  orderRow({ id: 'a', location_id: 'room', grade: 'urgent' }),
  orderRow({ id: 'b', location_id: 'site' }),
  orderRow({ id: 'nowhere' }),
];

test('a room without a point is drawn at its building', () => {
  const { features } = jobPins(VIEW, ORDERS, null);
  expect(features.map((each) => each.properties)).toEqual([
    { id: 'a', rank: 0, icon: 'job:urgent' },
    { id: 'b', rank: 1, icon: 'job:normal' },
  ]);
  expect(features[0]?.geometry).toEqual({ type: 'Point', coordinates: [121.47, 31.23] });
});

test('the selected job stands apart from the clusters', () => {
  expect(jobPins(VIEW, ORDERS, 'a').features).toHaveLength(1);
  expect(selectedPin(VIEW, ORDERS[0]).features[0]?.properties?.['icon']).toBe('selected:urgent');
  expect(selectedPin(VIEW, ORDERS[2]).features).toEqual([]);
});

test('technicians without a position are not drawn, stale ones differ', () => {
  const at = (id: string, name: string, is_stale: boolean, known = true) =>
    ({
      technician: { id, name },
      position: known ? { lon_e7: 0, lat_e7: 0 } : undefined,
      is_stale,
    }) as never;
  const all = [at('1', '赵强', false), at('2', '孙磊', true), at('3', 'Ann Lee', false, false)];
  const icons = technicianPins(all, '1', null).features.map((each) => each.properties?.['icon']);
  expect(icons).toEqual(['tech:chosen:赵', 'tech:stale:孙']);
});

test('outlines are closed, unreadable ones are left out, and the box holds them', () => {
  const outline = '[[[1210000000,310000000],[1220000000,310000000],[1220000000,320000000]]]';
  const rows = [
    { id: 't', name: '浦东', outline, is_active: true },
    { id: 'u', name: '?', outline: '{', is_active: true },
  ] as Territory[];
  const drawn = territoryOutlines(rows);
  expect(drawn.features).toHaveLength(1);
  expect(boxOf([drawn])).toEqual([121, 31, 122, 32]);
  expect(boxOf([routeLine(null, null)])).toBeNull();
});
