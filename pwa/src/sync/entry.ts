/** An outbox entry: how it is made and what is hashed. Twin of `sync/entries.py`. */
import { blake2s } from '@noble/hashes/blake2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { ENTRY_BYTES_MAX } from '../contract/limits';
import type { MutationName } from '../contract/mutations';
import { SCHEMA_HASH } from '../contract/version';
import { canonical, canonicalText, type Json } from './canonical';
import { bornId, idsIn } from './ids';
import type { EntryRecord, Identity } from './records';

/** What was typed does not fit one entry. Nothing was written. */
export class EntryTooLarge extends Error {
  override readonly name = 'EntryTooLarge';
}

/** More ordinals than any mutation gives birth to: report has five, a user one for each role. */
const BORN_MAX = 6;

export interface EntryBody {
  readonly replica: string;
  readonly n: number;
  readonly base: readonly [string, number];
  readonly device_ms: number;
  readonly mono_ms: number;
  readonly zone: string;
  readonly app: string;
  readonly schema: string;
  readonly name: string;
  readonly args: unknown;
}

function bodyOf(entry: EntryBody): Uint8Array {
  const { replica, n, base, device_ms, mono_ms, zone, app, schema, name, args } = entry;
  return canonical({ replica, n, base, device_ms, mono_ms, zone, app, schema, name, args });
}

/** Hex blake2s-256 over the canonical JSON of the entry. Throws NotCanonical. */
export function entryHash(entry: EntryBody): string {
  return bytesToHex(blake2s(bodyOf(entry)));
}

export interface Moment {
  readonly base: readonly [string, number];
  readonly device_ms: number;
  readonly mono_ms: number;
  readonly skew_ms: number;
  readonly zone: string;
  readonly app: string;
}

/** The next entry of an identity. Throws NotCanonical, EntryTooLarge. */
export function makeEntry(
  identity: Identity,
  name: MutationName,
  args: unknown,
  moment: Moment,
): EntryRecord {
  // Through text once: drops what is undefined and cuts every tie to the caller's object.
  const plain = JSON.parse(canonicalText(args)) as Json;
  return sealEntry({
    v: 1,
    replica: identity.replica,
    n: identity.next_n,
    order: identity.next_order,
    base: moment.base,
    device_ms: moment.device_ms,
    mono_ms: moment.mono_ms,
    zone: moment.zone,
    app: moment.app,
    schema: SCHEMA_HASH,
    name,
    args: plain,
    skew_ms: moment.skew_ms,
  });
}

/** Adds hash and rows to an entry whose replica, number and arguments are final. */
export function sealEntry(entry: Omit<EntryRecord, 'hash' | 'rows'>): EntryRecord {
  const bytes = bodyOf(entry);
  if (bytes.length > ENTRY_BYTES_MAX) {
    throw new EntryTooLarge(`${bytes.length} bytes, at most ${ENTRY_BYTES_MAX} fit one entry`);
  }
  const rows = new Set(idsIn(JSON.stringify(entry.args)));
  for (const id of bornIds(entry.replica, entry.n)) rows.add(id);
  return { ...entry, hash: bytesToHex(blake2s(bytes)), rows: [...rows] };
}

/** Ids that rows born in an entry can have. */
export function bornIds(replica: string, n: number): string[] {
  const found: string[] = [];
  for (let ordinal = 0; ordinal < BORN_MAX; ordinal += 1)
    found.push(bornId(replica, String(n), ordinal));
  return found;
}
