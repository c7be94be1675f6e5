// The library's hash with a memory, for the bundles of the simulation: the same rows are summed up
// again and again. What is hashed, and to what, stays as it is.
import { blake2s as shipped } from '@noble/hashes/blake2.js';

const KEPT_MAX = 50_000;
const known = new Map();

export function blake2s(bytes, { dkLen = 32 } = {}) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const key = `${dkLen} ${view.toString('latin1')}`;
  const found = known.get(key);
  if (found !== undefined) return found.slice();
  if (known.size >= KEPT_MAX) known.clear();
  const made = shipped(bytes, { dkLen });
  known.set(key, made);
  return made.slice();
}
