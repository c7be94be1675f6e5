/**
 * Identity made where a row is born. Twin of `sync/ids.py`; cases: `tests/contract/cases/ids.json`.
 */
import { blake2s } from '@noble/hashes/blake2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

function asUuid(digest: Uint8Array, version: number): string {
  const octets = digest.slice(0, 16);
  octets[6] = ((octets[6] ?? 0) & 0x0f) | (version << 4);
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(octets);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** UUIDv8 of the ordinal-th row born in entry `key` of `writer`: computed here and on the server. */
export function bornId(writer: string, key: string, ordinal: number): string {
  if (!Number.isInteger(ordinal) || ordinal < 0) throw new RangeError('an ordinal counts from 0');
  return asUuid(blake2s(utf8ToBytes(`fieldward/id\n${writer}\n${key}\n${ordinal}`)), 8);
}

/** UUIDv7 (RFC 9562) from a time in ms and 10 random bytes. */
export function uuid7(now_ms: number, random: Uint8Array): string {
  if (random.length !== 10) throw new RangeError('uuid7 takes 10 random bytes');
  const octets = new Uint8Array(16);
  let rest = now_ms;
  for (let at = 5; at >= 0; at -= 1) {
    octets[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  octets.set(random, 6);
  return asUuid(octets, 7);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that occurs in a text, each once. */
export function idsIn(text: string): string[] {
  return [...new Set(text.match(UUID) ?? [])];
}
