import { describe, expect, test } from 'vitest';
import { factRow, locationRow, orderRow, photoRow, viewOf } from '../testing/rows';
import { historyOf, isUnread, numberOf, photosOf, placeOf, remarksOf, usedOf } from './queries';

describe('a place', () => {
  const site = locationRow({
    id: 'site',
    name: '云锦苑',
    address: '滨江路 8 号',
    lon_e7: 1,
    lat_e7: 2,
    radius_m: 150,
    access: '门岗登记',
  });
  const house = locationRow({ id: 'house', parent_id: 'site', name: '云锦苑 3 栋' });
  const room = locationRow({ id: 'room', parent_id: 'house', name: '1802', access: '钥匙在前台' });
  const view = viewOf({ location: [site, house, room] });

  test('has its name from the whole chain, and what it lacks from its parents', () => {
    const place = placeOf(view, orderRow({ id: 'o', location_id: 'room' }));
    expect(place.name).toBe('云锦苑 3 栋 1802');
    expect(place.address).toBe('滨江路 8 号');
    expect(place.point).toEqual({ lon_e7: 1, lat_e7: 2 });
    expect(place.radius_m).toBe(150);
    expect(place.access).toEqual(['钥匙在前台', '门岗登记']);
  });

  test('without a location is the address as it was said', () => {
    const place = placeOf(view, orderRow({ id: 'o', address: '人民广场 1 号' }));
    expect(place.name).toBe('人民广场 1 号');
    expect(place.point).toBeNull();
    expect(place.radius_m).toBe(200);
  });

  test('a tree that bites its tail ends', () => {
    const loop = viewOf({ location: [locationRow({ id: 'a', parent_id: 'a', name: 'A' })] });
    expect(placeOf(loop, orderRow({ id: 'o', location_id: 'a' })).name).toContain('A');
  });
});

test('a number, else the short code of the phone', () => {
  expect(numberOf(orderRow({ id: 'o', number: 'BX-1', local_code: 'X-1' }))).toBe('BX-1');
  expect(numberOf(orderRow({ id: 'o', local_code: 'X-1' }))).toBe('X-1');
});

describe('facts of an order', () => {
  const view = viewOf({
    fact: [
      factRow({ id: 'old', work_order_id: 'o', at_ms: 1, text: 'first' }),
      factRow({ id: 'new', work_order_id: 'o', at_ms: 2, text: 'second' }),
      factRow({ id: 'arrive', work_order_id: 'o', at_ms: 3, verb: 'appointment.arrive' }),
      factRow({ id: 'use', work_order_id: 'o', at_ms: 4, verb: 'work_order.use' }),
      factRow({
        id: 'struck',
        work_order_id: 'o',
        at_ms: 5,
        verb: 'work_order.use',
        struck_by_id: 'me',
      }),
      factRow({ id: 'elsewhere', work_order_id: 'p', at_ms: 9 }),
    ],
    attachment: [
      photoRow({ id: 'late', work_order_id: 'o', captured_ms: 9 }),
      photoRow({ id: 'early', work_order_id: 'o', captured_ms: 1 }),
      photoRow({ id: 'before', work_order_id: 'o', slot: 'before' }),
    ],
  });

  test('history newest first, remarks in the order they were said', () => {
    expect(historyOf(view, 'o').map((fact) => fact.id)).toEqual(['struck', 'use', 'arrive']);
    expect(remarksOf(view, 'o').map((fact) => fact.id)).toEqual(['old', 'new']);
  });

  test('what was struck was not used', () => {
    expect(usedOf(view, 'o').map((fact) => fact.id)).toEqual(['use']);
  });

  test('photos of one slot as they were taken', () => {
    expect(photosOf(view, 'o', 'after').map((row) => row.id)).toEqual(['early', 'late']);
  });

  test('unread are those of others that nobody has seen', () => {
    expect(isUnread(factRow({ id: 'f', author_id: 'office' }), 'me')).toBe(true);
    expect(isUnread(factRow({ id: 'f', author_id: 'me' }), 'me')).toBe(false);
    expect(isUnread(factRow({ id: 'f', author_id: 'office', seen_ms: 1 }), 'me')).toBe(false);
  });
});
