/** Hashes of the chain. Twin of `sync/chain.py`. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalText } from '../sync/canonical';

export const GENESIS = '0'.repeat(64);

/** Hex SHA-256 of salt ‖ canonical payload. Throws NotCanonical. */
export function payloadHash(salt: string, payload: unknown): string {
  return hashOf(`${salt}\n${canonicalText(payload)}`);
}

/** The chain hash of event `seq`, over the previous link. */
export function linkOf(previous: string, seq: number, hashedPayload: string): string {
  return hashOf(`${previous}\n${seq}\n${hashedPayload}`);
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
