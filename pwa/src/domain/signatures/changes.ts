/** What of a signed page is different by now. Pure; means the same as `server/signatures/changes.py`. */
export interface ShownLine {
  readonly item: string;
  /** thousandths of a unit */
  readonly quantity_milli: number;
  readonly unit: string;
  readonly serial: string;
}

export interface ShownPhoto {
  readonly slot: string;
  readonly sha256: string;
}

/** The part of a signed page that can change; lists are whole. */
export interface Now {
  readonly title: string;
  readonly place: string;
  readonly summary: string;
  readonly lines: readonly ShownLine[];
  readonly photos: readonly ShownPhoto[];
}

/** As it was signed: lists may be cut, their counts are of the whole. */
export interface Seen extends Partial<Now> {
  /** The sentence above the pad. */
  readonly consent?: string;
  readonly line_count?: number;
  readonly photo_count?: number;
  /** Lines as sentences, of an older app: of these only the number counts. */
  readonly parts?: readonly string[];
}

export interface Change {
  readonly field: 'title' | 'place' | 'summary' | 'line' | 'photo' | 'line_count' | 'photo_count';
  /** "": added since. */
  readonly before: string;
  /** "": gone. */
  readonly after: string;
}

const PARTS_MAX = 20;
const TEXTS = ['title', 'place', 'summary'] as const;

/** A text that nobody can read proves nothing about the rest: it is no change. */
export function changesOf(text: string, now: Now): readonly Change[] {
  const seen = seenOf(text);
  if (seen === null) return [];
  return [...textChanges(seen, now), ...lineChanges(seen, now), ...photoChanges(seen, now)];
}

/** From the canonical JSON that was signed; null when nobody can read it. */
export function seenOf(text: string): Seen | null {
  try {
    const value: unknown = JSON.parse(text);
    return isSeen(value) ? value : null;
  } catch {
    return null;
  }
}

/** One field of another type, and nobody knows what the rest of it means. */
function isSeen(value: unknown): value is Seen {
  if (!isObject(value)) return false;
  const { lines, photos, parts, line_count, photo_count } = value;
  return (
    ['consent', ...TEXTS].every((name) => isMaybe(value[name], isText)) &&
    [line_count, photo_count].every((count) => isMaybe(count, Number.isInteger)) &&
    isMaybe(lines, isListOf(isLine)) &&
    isMaybe(photos, isListOf(isPhoto)) &&
    isMaybe(parts, isListOf(isText))
  );
}

type Is = (value: unknown) => boolean;

function isMaybe(value: unknown, is: Is): boolean {
  return value == null || is(value);
}

function isListOf(is: Is): Is {
  return (value) => Array.isArray(value) && value.every(is);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isLine(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { item, quantity_milli, unit = '', serial = '' } = value;
  return [item, unit, serial].every(isText) && Number.isInteger(quantity_milli);
}

function isPhoto(value: unknown): boolean {
  return isObject(value) && isText(value['slot']) && isText(value['sha256']);
}

function textChanges(seen: Seen, now: Now): Change[] {
  return TEXTS.flatMap((field) => {
    const before = seen[field];
    return before == null || before === now[field] ? [] : [{ field, before, after: now[field] }];
  });
}

function lineChanges({ lines, line_count, parts }: Seen, now: Now): Change[] {
  const after = now.lines.map(lineText);
  if (lines) return listed('line', lines.map(lineText), line_count, after);
  if (!parts || parts.length === Math.min(after.length, PARTS_MAX)) return [];
  return [{ field: 'line_count', before: `${parts.length}`, after: `${after.length}` }];
}

function photoChanges({ photos, photo_count }: Seen, now: Now): Change[] {
  const hashOf = ({ sha256 }: ShownPhoto) => sha256;
  return photos ? listed('photo', photos.map(hashOf), photo_count, now.photos.map(hashOf)) : [];
}

/** Of a list that was cut nobody knows what its rest was: only how much it was. */
function listed(
  field: 'line' | 'photo',
  before: readonly string[],
  count: number | undefined,
  after: readonly string[],
): Change[] {
  const gone = without(before, after).map((text) => ({ field, before: text, after: '' }));
  if (count == null || count === before.length) {
    return [...gone, ...without(after, before).map((text) => ({ field, before: '', after: text }))];
  }
  if (count === after.length) return gone;
  return [...gone, { field: `${field}_count`, before: `${count}`, after: `${after.length}` }];
}

/** The texts that have no twin among the others, in their order. */
function without(texts: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return texts.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** 聚氨酯防水涂料 2.5 kg PU-260803-17 */
export function lineText({ item, quantity_milli, unit, serial }: ShownLine): string {
  return [item, `${quantity_milli / 1_000}`, unit, serial].filter(Boolean).join(' ');
}
