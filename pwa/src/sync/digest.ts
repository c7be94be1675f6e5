/**
 * The digest of a replica: a sum over its members that both sides compute. Twin of `sync/digest.py`.
 */
import { blake2s } from '@noble/hashes/blake2.js';

import { canonical } from './canonical';

const MASK = (1n << 64n) - 1n;

/** 64-bit digest of one member; `values` are its visible fields in contract order, without id. */
export function rowDigest(
  scope: number,
  handle: number,
  kind: number,
  id: string,
  values: readonly unknown[],
): bigint {
  const digest = blake2s(canonical([scope, handle, kind, id, ...values]), { dkLen: 8 });
  return new DataView(digest.buffer, digest.byteOffset, 8).getBigUint64(0);
}

export function add(total: bigint, digest: bigint): bigint {
  return (total + digest) & MASK;
}

export function subtract(total: bigint, digest: bigint): bigint {
  return (total - digest) & MASK;
}

/** 16 hexadecimal digits. */
export function toHex(total: bigint): string {
  return total.toString(16).padStart(16, '0');
}
