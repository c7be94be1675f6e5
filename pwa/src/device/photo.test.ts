import { describe, expect, it, vi } from 'vitest';
import { fit } from './derive';
import { preparePhoto, sha256Hex } from './photo';

const jpeg = (width: number, height: number) => {
  const frame = [0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255];
  return new Blob([Uint8Array.from([0xff, 0xd8, ...frame, ...new Array(40).fill(0)])]);
};
const copies = {
  derivative: new Blob(['d']),
  thumb: new Blob(['t']),
  width_px: 3024,
  height_px: 4032,
};

describe('preparePhoto', () => {
  it('keeps the original itself and adds copies of the upright picture', async () => {
    const file = jpeg(4032, 3024);
    const made = await preparePhoto(file, { watermark: ['x'] }, async () => copies);
    expect(made).toMatchObject({ ok: true, media_type: 'image/jpeg', ...copies });
    expect(made.original).toBe(file);
    expect(made.sha256).toBe(await sha256Hex(file));
  });
  it('does not decode more than fifty megapixels', async () => {
    const derive = vi.fn(async () => copies);
    const made = await preparePhoto(jpeg(9000, 6000), {}, derive);
    expect(made).toMatchObject({ ok: true, derivative: null, note: 'too_large', width_px: 9000 });
    expect(derive).not.toHaveBeenCalled();
  });
  it.each([
    ['empty', new Blob([])],
    ['not_image', new Blob(['%PDF-1.7 and more'])],
  ])('says why a file is no picture: %s', async (reason, file) => {
    const made = await preparePhoto(file, {}, async () => copies);
    expect(made).toMatchObject({ ok: false, reason, original: file });
  });
  it('keeps a picture that cannot be decoded, with its hash', async () => {
    const file = jpeg(10, 10);
    const made = await preparePhoto(file, {}, async () => null);
    expect(made).toMatchObject({ ok: false, reason: 'broken', sha256: await sha256Hex(file) });
  });
});

it('hashes as everyone does', async () => {
  expect(await sha256Hex(new Blob(['abc']))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

it.each([
  [4032, 3024, 2048, 2048, 1536],
  [3024, 4032, 2048, 1536, 2048],
  [800, 600, 2048, 800, 600],
  [10_000, 1, 320, 320, 1],
])('fits %s×%s into %s', (width, height, edge, w, h) => {
  expect(fit(width, height, edge)).toEqual({ width_px: w, height_px: h });
});
