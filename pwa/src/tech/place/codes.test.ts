import { describe, expect, test } from 'vitest';
import type { Asset } from '../../contract/kinds';
import { parseQr } from '../../device/qrText';
import { locationRow, viewOf } from '../../domain/testing/rows';
import { labelOf, meaningOf } from './codes';

const LIFT = { id: 'lift', name: '2 号电梯', code: 'LIFT-2' } as Asset;
const view = viewOf({ location: [locationRow({ id: 'room', code: 'JX-1' })], asset: [LIFT] });
const meant = (text: string) => meaningOf(view, parseQr(text), 'me');

describe('what a label means on this phone', () => {
  test('an asset, by our code or by what is printed on it', () => {
    expect(meant('fieldward:asset/LIFT-2')).toEqual({ kind: 'asset', asset: LIFT });
    expect(meant('lift-2')).toEqual({ kind: 'asset', asset: LIFT });
  });

  test('an asset that is not here, and a text that is nothing', () => {
    expect(meant('fieldward:asset/LIFT-9')).toEqual({ kind: 'asset_unknown', code: 'LIFT-9' });
    expect(meant('GAS-7')).toEqual({ kind: 'unknown', text: 'GAS-7' });
  });

  test('places come first', () => {
    expect(meant('jx-1')).toEqual({ kind: 'place', code: 'JX-1' });
  });
});

test('a label can be told to an order as it was read, unless no label is so long', () => {
  expect(labelOf(parseQr('fieldward:asset/LIFT-9'))).toBe('LIFT-9');
  expect(labelOf(parseQr('  GAS-7 '))).toBe('GAS-7');
  expect(labelOf(parseQr('fieldward:place/JX-1'))).toBe('');
  expect(labelOf(parseQr('x'.repeat(41)))).toBe('');
  expect(labelOf(null)).toBe('');
});
