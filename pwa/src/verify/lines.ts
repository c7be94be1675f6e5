/** Lines of an export of the chain, and what is signed. Twin of `sync/evidence.py`. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { canonical, canonicalText, NotCanonical } from '../sync/canonical';

export const FORMAT = 'fieldward-chain';
export const VERSION = 1;
export const RESTORED = 'firm.restored';
const KEY_ID_LENGTH = 32;
const HEAD_SIGNED = 'fieldward-head/1';
const END_SIGNED = 'fieldward-chain-end/1';

export interface Key {
  readonly key_id: string;
  readonly public: string;
}

export interface Epoch {
  readonly epoch: string;
  readonly first_seq: number;
}

export interface Header {
  readonly line: 'header';
  readonly format: string;
  readonly version: number;
  readonly tenant_id: string;
  readonly firm: string;
  readonly epochs: readonly Epoch[];
  readonly keys: readonly Key[];
  readonly made_ms: number;
}

/** Salt and payload are null once the payload was erased. */
export interface ChainEvent {
  readonly line: 'event';
  readonly seq: number;
  readonly salt: string | null;
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly payload_hash: string;
  readonly chain: string;
}

interface Signed {
  readonly tenant_id: string;
  readonly epoch: string;
  readonly seq: number;
  readonly chain: string;
  readonly key_id: string;
  readonly signature: string;
}

export interface Head extends Signed {
  readonly line: 'head';
  readonly signed_ms: number;
}

export interface End extends Signed {
  readonly line: 'end';
  readonly events: number;
  readonly sha256: string;
}

export type AnyLine = Header | ChainEvent | Head | End;

/** A line that nobody who writes this format has written. */
export class BrokenLine extends Error {
  override readonly name = 'BrokenLine';
}

type Is = (value: unknown) => boolean;
export type Shape = Readonly<Record<string, Is>>;

export const isText: Is = (value) => typeof value === 'string';
export const isNumber: Is = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const isObject: Is = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hex = (length: number): Is => {
  const pattern = new RegExp(`^[0-9a-f]{${length}}$`);
  return (value) => typeof value === 'string' && pattern.test(value);
};
const orNull =
  (is: Is): Is =>
  (value) =>
    value === null || is(value);
export const listOf =
  (shape: Shape): Is =>
  (value) =>
    Array.isArray(value) && value.every((each) => hasShape(each, shape));

export const HASH = hex(64);
const KEY_ID = hex(KEY_ID_LENGTH);
/** Public keys with their names. */
export const KEYS = listOf({ key_id: KEY_ID, public: HASH });
const SIGNED: Shape = {
  line: isText,
  tenant_id: isText,
  epoch: isText,
  seq: isNumber,
  chain: HASH,
  key_id: KEY_ID,
  signature: hex(128),
};
const SHAPES: Readonly<Record<AnyLine['line'], Shape>> = {
  header: {
    line: isText,
    format: isText,
    version: isNumber,
    tenant_id: isText,
    firm: isText,
    epochs: listOf({ epoch: isText, first_seq: isNumber }),
    keys: KEYS,
    made_ms: isNumber,
  },
  event: {
    line: isText,
    seq: isNumber,
    salt: orNull(hex(32)),
    payload: orNull(isObject),
    payload_hash: HASH,
    chain: HASH,
  },
  head: { ...SIGNED, signed_ms: isNumber },
  end: { ...SIGNED, events: isNumber, sha256: HASH },
};

/** Exactly these fields, each of them as it should be. */
export function hasShape(value: unknown, shape: Shape): boolean {
  if (!isObject(value)) return false;
  const fields = Object.entries(value as object);
  if (fields.length !== Object.keys(shape).length) return false;
  return fields.every(([name, part]) => Object.hasOwn(shape, name) && shape[name]?.(part));
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The line that these bytes are, and no others would be. Throws BrokenLine. */
export function readLine(bytes: Uint8Array): AnyLine {
  return lineOf(parsed(bytes));
}

/** The line that this value is. Throws BrokenLine. */
export function lineOf(value: unknown): AnyLine {
  const kind = isObject(value) ? (value as { line?: unknown }).line : undefined;
  const isKind = typeof kind === 'string' && Object.hasOwn(SHAPES, kind);
  if (!isKind || !hasShape(value, SHAPES[kind as AnyLine['line']])) {
    throw new BrokenLine('no line of this format');
  }
  const line = value as AnyLine;
  if (line.line === 'event' && (line.salt === null) !== (line.payload === null)) {
    throw new BrokenLine('a payload and its salt are erased together');
  }
  return line;
}

/** The value whose canonical form these bytes are. Throws BrokenLine. */
export function parsed(bytes: Uint8Array): unknown {
  try {
    const text = DECODER.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (canonicalText(value) === text) return value;
  } catch (error) {
    const isOurs = error instanceof NotCanonical || error instanceof SyntaxError;
    // A text that is no UTF-8 is a TypeError, one that is nested too deep a RangeError.
    if (!isOurs && !(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
  }
  throw new BrokenLine('not in canonical form');
}

/** The name of a public key: the first half of its SHA-256, in hex. */
export function keyIdOf(publicKey: string): string {
  return bytesToHex(sha256(hexToBytes(publicKey))).slice(0, KEY_ID_LENGTH);
}

/** What the signature of a head or an end is over. */
export function signedBytes(line: Head | End): Uint8Array {
  const { signature: _, ...said } = line;
  return canonical({ ...said, line: line.line === 'head' ? HEAD_SIGNED : END_SIGNED });
}
