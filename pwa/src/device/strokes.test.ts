import { describe, expect, it } from 'vitest';
import { back, onto, packStrokes, place } from './strokes';

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

describe('packing', () => {
  const room = { points: 480, chars: 5_500 };

  it('stores whole numbers, each point as its difference', () => {
    const stroke = [
      { x: 10.26, y: 5, pressure: 0.5, at_ms: 0 },
      { x: 11, y: 6.04, pressure: 0.333, at_ms: 16.6 },
    ];
    expect(JSON.parse(packStrokes(portrait, [stroke], room))).toEqual({
      height_px: 200,
      strokes: [[103, 50, 0, 50, 7, 10, 17, -17]],
      width_px: 320,
    });
  });

  it('keeps the ends of a long signature within its room', () => {
    const at = (n: number) => ({ x: (n * 7) % 320, y: (n * 3) % 200, pressure: 0.5, at_ms: n * 8 });
    const long = Array.from({ length: 3_000 }, (_, n) => at(n));
    const short = [at(3_001), at(3_002)];
    const text = packStrokes(portrait, [long, short], room);
    const { strokes } = JSON.parse(text) as { strokes: number[][] };
    const lengths = strokes.map((stroke) => stroke.length / 4);
    expect(text.length).toBeLessThanOrEqual(room.chars);
    expect(lengths.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(room.points);
    expect(lengths[1]).toBe(2);
    const sum = (axis: number) =>
      strokes[0]?.filter((_, n) => n % 4 === axis).reduce((whole, value) => whole + value, 0);
    expect([sum(0), sum(1), sum(2)]).toEqual([at(2_999).x * 10, at(2_999).y * 10, 2_999 * 8]);
  });
});
