import { describe, expect, it } from 'vitest';
import { readImageHeader } from './imageHeader';

const bytes = (...parts: (number | string)[]) =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part,
    ),
  );
const pad = (source: Uint8Array, length = 64) => {
  const out = new Uint8Array(length);
  out.set(source);
  return out;
};

describe('readImageHeader', () => {
  it('finds the frame of a JPEG behind EXIF and tables', () => {
    const exif = [0xff, 0xe1, 0x00, 0x08, 1, 2, 3, 4, 5, 6];
    const table = [0xff, 0xc4, 0x00, 0x04, 9, 9];
    const frame = [0xff, 0xc2, 0x00, 0x11, 8, 0x0b, 0xd0, 0x0f, 0xc0];
    expect(readImageHeader(pad(bytes(0xff, 0xd8, ...exif, ...table, ...frame)))).toEqual({
      type: 'image/jpeg',
      width_px: 4032,
      height_px: 3024,
    });
  });
  it('does not invent a size for a JPEG that was cut off', () => {
    const cut = bytes(0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 0, 0, 0, 0, 0, 0);
    expect(readImageHeader(cut)).toMatchObject({ type: 'image/jpeg', width_px: 0 });
  });
  it('reads PNG and the three kinds of WebP', () => {
    const png = bytes(0x89, 'PNG', 13, 10, 26, 10, 0, 0, 0, 13, 'IHDR', 0, 0, 4, 0, 0, 0, 3, 0);
    expect(readImageHeader(png)).toMatchObject({ width_px: 1024, height_px: 768 });
    const vp8x = bytes(
      'RIFF',
      0,
      0,
      0,
      0,
      'WEBPVP8X',
      10,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0xff,
      3,
      0,
      0xff,
      2,
      0,
    );
    expect(readImageHeader(pad(vp8x))).toMatchObject({ width_px: 1024, height_px: 768 });
    const lossy = bytes(
      'RIFF',
      0,
      0,
      0,
      0,
      'WEBPVP8 ',
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0x9d,
      1,
      0x2a,
      0,
      4,
      0,
      3,
    );
    expect(readImageHeader(pad(lossy))).toMatchObject({ width_px: 1024, height_px: 768 });
    const bits = (1023 | (767 << 14)) >>> 0;
    const lossless = bytes(
      'RIFF',
      0,
      0,
      0,
      0,
      'WEBPVP8L',
      0,
      0,
      0,
      0,
      0x2f,
      bits & 255,
      (bits >> 8) & 255,
      (bits >> 16) & 255,
      bits >>> 24,
    );
    expect(readImageHeader(pad(lossless))).toMatchObject({ width_px: 1024, height_px: 768 });
  });
  it('knows HEIC and GIF by name, and nothing else', () => {
    expect(readImageHeader(bytes(0, 0, 0, 24, 'ftypheic'))?.type).toBe('image/heic');
    expect(readImageHeader(pad(bytes('GIF89a', 10, 0, 5, 0)))).toMatchObject({
      type: 'image/gif',
      width_px: 10,
      height_px: 5,
    });
    expect(readImageHeader(bytes(0, 0, 0, 24, 'ftypmp42'))).toBeNull();
    expect(readImageHeader(pad(bytes('%PDF-1.7')))).toBeNull();
    expect(readImageHeader(bytes('hi'))).toBeNull();
  });
});
