/** What a certificate must have, and what changed after its signature. Pure; as
 * `server/papers/rules.py`. */
import type { Certificate } from './document';

const SHOWN_PARTS_MAX = 20;

/** What the signer had before him; what an older phone did not write is absent. */
interface Shown {
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly parts?: readonly string[] | null;
  readonly photos?: readonly { readonly sha256: string }[] | null;
  readonly photo_count?: number | null;
}

/** What the certificate cannot do without and the order does not have yet, '' when it is one. */
export function missingOf({ head, place, visits }: Certificate): string {
  if (head.number === '') return 'number';
  if (!place.project_name && place.location_names.length === 0 && !place.address) return 'place';
  return visits.some((visit) => visit.finished_ms !== null) ? '' : 'work';
}

/** Whether the order says something else by now than its signer saw. */
export function isChanged(shown: string, document: Certificate, summary: string): boolean {
  const seen = readShown(shown);
  if (seen === null) return false;
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [seen.title, document.head.title],
    [seen.summary, summary],
    [seen.photo_count, document.photos.length],
    [seen.parts?.length, Math.min(document.items.length, SHOWN_PARTS_MAX)],
  ];
  if (pairs.some(([before, now]) => before !== null && before !== undefined && before !== now))
    return true;
  const photos = new Set(document.photos.map((photo) => photo.sha256));
  return (seen.photos ?? []).some(({ sha256 }) => !photos.has(sha256));
}

/** Null for a text that is none of a phone's: it proves nothing. */
function readShown(text: string): Shown | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isShown(value) ? value : null;
}

function isShown(value: unknown): value is Shown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { title, summary, parts, photos, photo_count } = value as Record<string, unknown>;
  return (
    isMaybe(title, isText) &&
    isMaybe(summary, isText) &&
    isMaybe(photo_count, Number.isInteger) &&
    isMaybe(parts, (all) => Array.isArray(all) && all.every(isText)) &&
    isMaybe(photos, (all) => Array.isArray(all) && all.every(isPhoto))
  );
}

function isMaybe(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || is(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isPhoto(value: unknown): boolean {
  const { slot, sha256 } = (value ?? {}) as { slot?: unknown; sha256?: unknown };
  return isText(slot) && isText(sha256);
}
