/** Which file goes next: what a job cannot end without, then what shows most for its bytes. */
import type { UploadRecord } from './records';
import { PART_BYTES_MIN } from './tus';

const SIGNATURE = 0;
const SMALL = 1;
/** In this order after what is small; every other file comes last. */
const TYPES = ['image/', 'video/', 'audio/'] as const;

type Ranked = Pick<UploadRecord, 'is_signature' | 'size_bytes' | 'captured' | 'order'>;

/** Signature, what fits into one part, photo, video, voice, any other file: 0 to 5. */
export function rankOf({ is_signature, size_bytes, captured }: Ranked): number {
  if (is_signature) return SIGNATURE;
  if (size_bytes <= PART_BYTES_MIN) return SMALL;
  // Records of older versions do not say; there were only pictures then.
  const media_type = captured?.media_type ?? TYPES[0];
  const at = TYPES.findIndex((type) => media_type.startsWith(type));
  return SMALL + 1 + (at < 0 ? TYPES.length : at);
}

/** Of one rank, the older first. */
export function compareUploads(a: Ranked, b: Ranked): number {
  return rankOf(a) - rankOf(b) || a.order - b.order;
}
