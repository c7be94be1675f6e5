import { expect, it } from 'vitest';
import { watermarkLines } from './watermark';

const facts = {
  number: 'WO-2611-0427',
  place: '云锦苑 3-1802',
  at_ms: Date.parse('2026-11-21T03:48:00Z'),
  zone: 'Asia/Shanghai',
};

it('says order and place, then time and point in the zone of the place', () => {
  const fix = { lon_e7: 1_214_512_000, lat_e7: 311_816_000, accuracy_m: 17.6 };
  expect(watermarkLines({ ...facts, fix })).toEqual([
    'WO-2611-0427 · 云锦苑 3-1802',
    '2026-11-21 11:48 · 31.1816, 121.4512 ±18 m',
  ]);
});

it('claims no point where none was taken', () => {
  expect(watermarkLines({ ...facts, place: '' })).toEqual(['WO-2611-0427', '2026-11-21 11:48']);
});
