/** From a file to what is kept: the original byte for byte, its hash, and small copies. */
import type { DeriveOptions } from './derive';
import { deriveOffPage } from './deriveOffPage';
import { HEADER_BYTES, type ImageHeader, readImageHeader } from './imageHeader';

export { type WatermarkFacts, watermarkLines } from './watermark';

export type PhotoOutcome =
  | {
      readonly ok: true;
      /** The bytes as they came. */
      readonly original: Blob;
      /** SHA-256 of the original, 64 hex digits */
      readonly sha256: string;
      readonly media_type: string;
      /** null when the picture is too large to decode here */
      readonly derivative: Blob | null;
      readonly thumb: Blob | null;
      readonly width_px: number;
      readonly height_px: number;
      readonly note?: 'too_large';
    }
  | {
      readonly ok: false;
      readonly reason: 'empty' | 'not_image' | 'broken';
      readonly original: Blob;
      readonly sha256: string;
    };

export type PhotoOptions = Partial<DeriveOptions>;

/** Above this a decode takes more memory than a cheap phone has. */
export const PIXELS_MAX = 50_000_000;

const DEFAULTS: DeriveOptions = {
  watermark: [],
  max_edge_px: 2048,
  thumb_edge_px: 320,
  quality: 0.82,
};

type Derive = typeof deriveOffPage;

/**
 * Never changes the file. A broken picture is an outcome, not an error: it is evidence all the same
 * and may be kept as it is.
 *
 * @param derive makes the copies; a test gives its own
 */
export async function preparePhoto(
  file: Blob,
  options: PhotoOptions = {},
  derive: Derive = deriveOffPage,
): Promise<PhotoOutcome> {
  const sha256 = await sha256Hex(file);
  const bad = (reason: 'empty' | 'not_image' | 'broken') =>
    ({ ok: false, reason, original: file, sha256 }) as const;
  if (file.size === 0) return bad('empty');
  const head = readImageHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (!head) return bad('not_image');
  const whole = { ok: true, original: file, sha256, media_type: head.type } as const;
  if (isTooLarge(head)) {
    const { width_px, height_px } = head;
    return { ...whole, derivative: null, thumb: null, width_px, height_px, note: 'too_large' };
  }
  const derived = await derive(file, { ...DEFAULTS, ...options });
  return derived ? { ...whole, ...derived } : bad('broken');
}

export async function sha256Hex(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isTooLarge(head: ImageHeader): boolean {
  return head.width_px * head.height_px > PIXELS_MAX;
}
