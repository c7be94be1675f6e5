/**
 * What a file says it is, from its first bytes: type and size, before a decoder spends memory on
 * it.
 */
export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/heic';

export interface ImageHeader {
  readonly type: ImageType;
  /** px as stored, before any turning; 0 when the header does not say */
  readonly width_px: number;
  readonly height_px: number;
}

/** Enough for the EXIF block with its preview that many phones put before the size. */
export const HEADER_BYTES = 262_144;

/** @returns null when the bytes are no known picture */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 12) return null;
  if (view.getUint16(0) === 0xffd8) return { type: 'image/jpeg', ...jpegSize(view) };
  if (view.getUint32(0) === 0x89504e47) return { type: 'image/png', ...pngSize(view) };
  if (ascii(view, 0, 3) === 'GIF') {
    return size('image/gif', view.getUint16(6, true), view.getUint16(8, true));
  }
  if (ascii(view, 0, 4) === 'RIFF' && ascii(view, 8, 4) === 'WEBP') {
    return { type: 'image/webp', ...webpSize(view) };
  }
  const isHeic = ascii(view, 4, 4) === 'ftyp' && /^(hei|hev|mif|msf)/.test(ascii(view, 8, 4));
  return isHeic ? size('image/heic', 0, 0) : null;
}

interface Size {
  readonly width_px: number;
  readonly height_px: number;
}

const UNKNOWN: Size = { width_px: 0, height_px: 0 };

function size(type: ImageType, width_px: number, height_px: number): ImageHeader {
  return { type, width_px, height_px };
}

/** Walks the segments to the frame header (SOF0…15 but DHT, JPG and DAC). */
function jpegSize(view: DataView): Size {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height_px: view.getUint16(at + 5), width_px: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return UNKNOWN;
}

function pngSize(view: DataView): Size {
  if (view.byteLength < 24) return UNKNOWN;
  return { width_px: view.getUint32(16), height_px: view.getUint32(20) };
}

function webpSize(view: DataView): Size {
  if (view.byteLength < 30) return UNKNOWN;
  const kind = ascii(view, 12, 4);
  if (kind === 'VP8X') return { width_px: 1 + uint24(view, 24), height_px: 1 + uint24(view, 27) };
  if (kind === 'VP8 ') {
    const [w, h] = [view.getUint16(26, true), view.getUint16(28, true)];
    return { width_px: w & 0x3fff, height_px: h & 0x3fff };
  }
  if (kind !== 'VP8L') return UNKNOWN;
  const bits = view.getUint32(21, true);
  return { width_px: 1 + (bits & 0x3fff), height_px: 1 + ((bits >>> 14) & 0x3fff) };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;
}

function ascii(view: DataView, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i += 1) text += String.fromCharCode(view.getUint8(i));
  return text;
}
