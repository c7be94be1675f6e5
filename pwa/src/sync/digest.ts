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

/** Into which the rows are dealt by their handles when the digests differ. */
const PARTS = 128;

export function partOf(handle: number): number {
  return handle % PARTS;
}

/** The low 32 bits of the sum of each part, 4 bytes each, in base64. */
export function partsText(rows: Iterable<readonly [handle: number, digest: bigint]>): string {
  const totals = new Array<bigint>(PARTS).fill(0n);
  for (const [handle, digest] of rows) {
    const part = partOf(handle);
    totals[part] = add(totals[part] ?? 0n, digest);
  }
  const view = new DataView(new ArrayBuffer(PARTS * 4));
  for (const [part, total] of totals.entries())
    view.setUint32(part * 4, Number(total & 0xffffffffn));
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}
