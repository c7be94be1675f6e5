import { describe, expect, test } from 'vitest';
import { coordinatesText, fixFrom, parseCoordinates, swapped } from './coordinates';

function read(text: string): { lon: number; lat: number; datum: string | null } | null {
  const found = parseCoordinates(text);
  return (
    found && {
      lon: Math.round(found.lon * 1e4) / 1e4,
      lat: Math.round(found.lat * 1e4) / 1e4,
      datum: found.datum,
    }
  );
}

describe('pasted coordinates', () => {
  test.each([
    ['31.23,121.47', null],
    ['121.47 31.23', null],
    ['31.23，121.47', null],
    ['31°13′48″N 121°28′12″E', null],
    ['北纬31度13分48秒 东经121度28分12秒', null],
    ["E 121°28.2' N 31°13.8'", null],
    ['https://uri.amap.com/marker?position=121.47,31.23&name=x', 'gcj02'],
    ['https://ditu.amap.com/regeo?lng=121.47&lat=31.23&src=uriapi', 'gcj02'],
    ['https://www.amap.com/?q=31.23,121.47,name', 'gcj02'],
    ['https://api.map.baidu.com/marker?location=31.23,121.47&title=x', 'bd09'],
    ['https://api.map.baidu.com/marker?location=31.23,121.47&coord_type=wgs84', 'wgs84'],
    ['https://apis.map.qq.com/uri/v1/marker?marker=coord:31.23,121.47;title:x', 'gcj02'],
    ['https://www.openstreetmap.org/#map=17/31.23/121.47', 'wgs84'],
    ['https://www.google.com/maps/@31.23,121.47,17z', null],
    ['geo:31.23,121.47', 'wgs84'],
  ])('%s', (text, datum) => {
    expect(read(text)).toEqual({ lon: 121.47, lat: 31.23, datum });
  });

  test('west and south are negative', () => {
    expect(read('40°42′46″N 74°0′22″W')).toEqual({ lon: -74.0061, lat: 40.7128, datum: null });
    expect(read('33.86 S')).toBeNull();
  });

  test('a pair that fits both ways is latitude first, and says so', () => {
    const found = parseCoordinates('40.71, -74.00');
    expect(found).toMatchObject({ lat: 40.71, lon: -74, isGuess: true });
    expect(found && swapped(found)).toMatchObject({ lat: -74, lon: 40.71 });
    expect(parseCoordinates('31.23,121.47')?.isGuess).toBe(false);
  });

  test.each(['', '浦东新区世纪大道 100 号', '200,300', 'https://surl.amap.com/abc'])(
    'no point in "%s"',
    (text) => {
      expect(parseCoordinates(text)).toBeNull();
    },
  );

  test('what is stored keeps what came in', () => {
    const fix = fixFrom({ lon: 121.47, lat: 31.23 }, 'gcj02', 'paste', '31.23,121.47');
    expect(fix).toMatchObject({ source: 'paste', datum: 'gcj02', original: '31.23,121.47' });
    expect(fix.lon_e7).toBeLessThan(1_214_700_000);
    expect(coordinatesText({ lon_e7: 1_214_700_000, lat_e7: 312_300_000 })).toBe(
      '31.23000, 121.47000',
    );
  });
});
