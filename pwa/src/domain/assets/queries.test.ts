import { describe, expect, test } from 'vitest';
import type { Asset } from '../../contract/kinds';
import { factRow, locationRow, orderRow, viewOf } from '../testing/rows';
import { assetByCode, assetsAt, makeOf, ordersOfAsset, unknownLabel } from './queries';

function assetRow(given: Partial<Asset> & { id: string }): Asset {
  return {
    kind: 'equipment',
    location_id: null,
    name: given.id,
    initials: '',
    code: '',
    manufacturer: '',
    model: '',
    serial: '',
    installed_on: null,
    remark: '',
    is_active: true,
    ...given,
  };
}

const view = viewOf({
  location: [
    locationRow({ id: 'building' }),
    locationRow({ id: 'room', parent_id: 'building' }),
    locationRow({ id: 'next', parent_id: 'building' }),
  ],
  asset: [
    assetRow({ id: 'lift', location_id: 'building', code: 'LIFT-1' }),
    assetRow({ id: 'boiler', location_id: 'room' }),
    assetRow({ id: 'stove', location_id: 'next' }),
    assetRow({ id: 'old', location_id: 'room', is_active: false }),
    assetRow({ id: 'lost' }),
  ],
});
const idsAt = (place: string | null) => assetsAt(view, place).map(({ id }) => id);

describe('assets of a place', () => {
  test("its own and those of what it is part of, not the neighbours'", () => {
    expect(idsAt('room')).toEqual(['boiler', 'lift']);
  });

  test('of a building those of its rooms too; of no place none', () => {
    expect(idsAt('building')).toEqual(['boiler', 'lift', 'stove']);
    expect(idsAt(null)).toEqual([]);
  });
});

test('a label is read without regard to capitals and blanks', () => {
  expect(assetByCode(view, ' lift-1 ')?.id).toBe('lift');
  expect(assetByCode(view, ' ')).toBeUndefined();
});

test('other orders of the asset, the newest first', () => {
  const work_order = [
    orderRow({ id: 'a', asset_id: 'lift', reported_ms: 1 }),
    orderRow({ id: 'b', asset_id: 'lift', reported_ms: 3 }),
    orderRow({ id: 'c', asset_id: 'lift', reported_ms: 2 }),
    orderRow({ id: 'd', reported_ms: 4 }),
  ];
  const ids = (asset_id: string | null) =>
    ordersOfAsset(viewOf({ work_order }), asset_id, 'c').map(({ id }) => id);
  expect(ids('lift')).toEqual(['b', 'a']);
  expect(ids(null)).toEqual([]);
});

test('what was read on the spot and belongs to nothing, until the order has an asset', () => {
  const named = (text: string, at_ms: number, struck_by_id: string | null = null) =>
    factRow({
      id: text,
      work_order_id: 'o',
      verb: 'work_order.name_asset',
      text,
      at_ms,
      struck_by_id,
    });
  const fact = [named('GAS-1', 1), named('GAS-2', 2), named('GAS-3', 3, 'me')];
  expect(unknownLabel(viewOf({ fact }), orderRow({ id: 'o' }))).toBe('GAS-2');
  expect(unknownLabel(viewOf({ fact }), orderRow({ id: 'o', asset_id: 'lift' }))).toBe('');
  expect(unknownLabel(viewOf({}), orderRow({ id: 'o' }))).toBe('');
});

test('make and model in one line', () => {
  expect(makeOf(assetRow({ id: 'x', manufacturer: '三菱', model: 'GPS-III' }))).toBe(
    '三菱 GPS-III',
  );
  expect(makeOf(assetRow({ id: 'x', model: 'GPS-III' }))).toBe('GPS-III');
});
