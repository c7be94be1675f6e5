/**
 * A column of JSON values, written so that little is said twice. Twin of `sync/columns.py`, which
 * says how each coding is read; both are judged by `tests/contract/cases/columns.json`.
 */
import type { Json } from './canonical';

const [PLAIN, SAME, STEPS, WORDS, SMALL, IDS, ARGUMENTS, MORE] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PLACE_OF: ReadonlyMap<string, number> = new Map(
  [...DIGITS].map((letter, place) => [letter, place] as const),
);

export type Column = readonly Json[];

/** What came is no coded column of this length. */
export class BrokenColumn extends Error {
  override readonly name = 'BrokenColumn';
}

interface Candidate {
  readonly length: number;
  readonly column: Column;
}

const ENCODER = new TextEncoder();

function bytesOf(text: string): number {
  return ENCODER.encode(text).length;
}

/** The shortest coding of these values (never ids: the caller has the table). */
export function packColumn(values: readonly Json[]): Column {
  const [first] = values;
  if (first === undefined) return [PLAIN];
  const texts = values.map((value) => JSON.stringify(value));
  if (texts.every((text) => text === texts[0])) return [SAME, first];
  const plain = texts.reduce((sum, text) => sum + bytesOf(text) + 1, 0);
  const others = [...ofNumbers(values), ...ofWords(values, texts)];
  const best: Candidate = { length: plain, column: [PLAIN, ...values] };
  return others.reduce((a, b) => (b.length < a.length ? b : a), best).column;
}

function ofNumbers(values: readonly Json[]): Candidate[] {
  if (!values.every((value) => value === null || Number.isSafeInteger(value))) return [];
  const numbers = values as readonly (number | null)[];
  const steps = differences(numbers);
  const length = steps.reduce<number>((sum, step) => sum + String(step).length + 1, 0);
  const found: Candidate[] = [{ length, column: [STEPS, ...steps] }];
  if (numbers.every((value) => value !== null && value >= 0 && value < DIGITS.length)) {
    const text = numbers.map((value) => DIGITS[value ?? 0]).join('');
    found.push({ length: text.length + 2, column: [SMALL, text] });
  }
  return found;
}

function ofWords(values: readonly Json[], texts: readonly string[]): Candidate[] {
  const places = new Map<string, number>();
  const words: Json[] = [];
  for (const [at, text] of texts.entries()) {
    if (places.has(text)) continue;
    if (words.length === DIGITS.length) return [];
    places.set(text, words.length);
    words.push(values[at] ?? null);
  }
  const letters = texts.map((text) => DIGITS[places.get(text) ?? 0]).join('');
  const spelt = [...places.keys()].reduce((sum, text) => sum + bytesOf(text) + 1, 0);
  return [{ length: letters.length + 4 + spelt, column: [WORDS, words, letters] }];
}

/** What an entry of the request says, by name of argument. */
export type Said = Readonly<Record<string, Json>>;

/**
 * The `length` values of a column. `ids` is the table that columns of ids speak of, `said` what
 * the entry of each row says. Throws BrokenColumn.
 */
export function unpackColumn(
  column: unknown,
  length: number,
  ids: readonly string[] = [],
  said: () => readonly Said[] = () => [],
): readonly Json[] {
  if (!Array.isArray(column)) throw new BrokenColumn('a column is a list');
  const [coding, blank = null, ...names] = column as readonly Json[];
  const [inner] = names;
  let found: readonly Json[];
  if (coding === ARGUMENTS) found = said().map((entry) => firstSaid(entry, names, blank));
  else if (coding === MORE && Array.isArray(inner) && inner[0] !== MORE)
    found = unpackColumn(inner, length, ids, said).map((value) => sum(value, blank));
  else found = valuesOf(column as readonly Json[], length, ids);
  if (found.length !== length) {
    throw new BrokenColumn(`a column holds ${found.length} values where ${length} are wanted`);
  }
  return found;
}

function sum(a: Json, b: Json): number {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b))
    throw new BrokenColumn('a number that is none');
  return (a as number) + (b as number);
}

function firstSaid(entry: Said, names: readonly Json[], blank: Json): Json {
  for (const name of names) {
    const value = typeof name === 'string' ? entry[name] : undefined;
    if (value !== undefined) return value;
  }
  return blank;
}

function valuesOf(column: Column, length: number, ids: readonly string[]): readonly Json[] {
  const [coding, ...rest] = column;
  const [one, two] = rest;
  if (coding === PLAIN) return rest;
  if (coding === SAME && rest.length === 1) return new Array<Json>(length).fill(one ?? null);
  if (coding === STEPS) return sums(rest);
  if (coding === WORDS && Array.isArray(one) && typeof two === 'string' && rest.length === 2)
    return pick(one as readonly Json[], placesIn(two));
  if (coding === SMALL && typeof one === 'string' && rest.length === 1) return placesIn(one);
  if (coding === IDS && Array.isArray(one) && one[0] !== IDS && rest.length === 1)
    return pick(ids, unpackColumn(one, length));
  throw new BrokenColumn('a column of no known coding');
}

/** The first as it is, then what is added to the number before; null stays null. */
export function differences(values: readonly (number | null)[]): (number | null)[] {
  let before = 0;
  return values.map((value) => {
    if (value === null) return null;
    const step = value - before;
    before = value;
    return step;
  });
}

function sums(steps: readonly Json[]): Json[] {
  let total = 0;
  return steps.map((step) => {
    if (step === null) return null;
    if (!Number.isSafeInteger(step)) throw new BrokenColumn('a difference is no whole number');
    total += step as number;
    return total;
  });
}

function placesIn(letters: string): number[] {
  return [...letters].map((letter) => {
    const place = PLACE_OF.get(letter);
    if (place === undefined) throw new BrokenColumn('a place is no letter of base64url');
    return place;
  });
}

function pick(words: readonly Json[], places: readonly Json[]): Json[] {
  return places.map((place) => {
    if (place === null) return null;
    const word = typeof place === 'number' ? words[place] : undefined;
    if (word === undefined) throw new BrokenColumn('a place is outside its table');
    return word;
  });
}
