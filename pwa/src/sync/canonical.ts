/**
 * Canonical JSON: the one byte string that both sides hash.
 *
 * Keys sorted, no white space, integers only, keys ASCII. Twin of `sync/canonical.py`; both are
 * judged by `tests/contract/cases/canonical.json`.
 */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** The value has no canonical form: a float, a huge integer, half a surrogate pair, a strange key. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
}

// With the u flag only surrogates that stand alone match.
const LONE_SURROGATE = /[\ud800-\udfff]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what the contract allows.
const ASCII = /^[\x00-\x7f]*$/;

function write(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotCanonical(`${value} is not a safe integer`);
      return String(value); // -0 becomes 0, as JSON.stringify has it
    case 'string':
      if (LONE_SURROGATE.test(value))
        throw new NotCanonical('a string holds half a surrogate pair');
      return JSON.stringify(value);
    case 'object':
      return Array.isArray(value)
        ? `[${value.map(write).join(',')}]`
        : writeObject(value as object);
    default:
      throw new NotCanonical(`${typeof value} has no canonical form`);
  }
}

function writeObject(value: object): string {
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (!ASCII.test(key)) throw new NotCanonical(`key ${JSON.stringify(key)} is not ASCII text`);
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue; // as JSON.stringify: an optional argument left out
    parts.push(`${JSON.stringify(key)}:${write(item)}`);
  }
  return `{${parts.join(',')}}`;
}

const ENCODER = new TextEncoder();

/** Canonical text of a JSON value. Throws NotCanonical. */
export function canonicalText(value: unknown): string {
  return write(value);
}

/** Canonical bytes of a JSON value. Throws NotCanonical. */
export function canonical(value: unknown): Uint8Array {
  return ENCODER.encode(write(value));
}
