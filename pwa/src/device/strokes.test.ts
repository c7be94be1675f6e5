import { describe, expect, it } from 'vitest';
import { back, onto, place, strokesJson } from './strokes';

const portrait = { width: 320, height: 200 };
const landscape = { width: 700, height: 150 };

describe('placing a sheet', () => {
  it('fits the whole sheet in the middle without distorting it', () => {
    const placing = place(portrait, landscape);
    expect(placing.scale).toBe(0.75);
    expect(onto({ x: 0, y: 0 }, placing)).toEqual({ x: 230, y: 0 });
    expect(onto({ x: 320, y: 200 }, placing)).toEqual({ x: 470, y: 150 });
  });
  it('loses nothing however often the phone is turned', () => {
    let point = { x: 123.4, y: 56.7 };
    for (let turn = 0; turn < 50; turn += 1) {
      const placing = place(portrait, turn % 2 ? portrait : landscape);
      point = back(onto(point, placing), placing);
    }
    expect(point.x).toBeCloseTo(123.4, 9);
    expect(point.y).toBeCloseTo(56.7, 9);
  });
});

it('stores whole numbers, four for each point', () => {
  const stroke = [
    { x: 10.26, y: 5, pressure: 0.5, at_ms: 0 },
    { x: 11, y: 6.04, pressure: 0.333, at_ms: 16.6 },
  ];
  expect(strokesJson(portrait, [stroke], 1_000)).toEqual({
    version: 1,
    width: 320,
    height: 200,
    started_ms: 1_000,
    strokes: [[103, 50, 50, 0, 110, 60, 33, 17]],
  });
});
