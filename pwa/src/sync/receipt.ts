/**
 * The code of a day's receipt, worked out here from what this phone counts as stored and on the
 * server from what it stores. Twin of `sync/receipts.py`; cases: `tests/contract/cases/receipt.json`.
 */
import { blake2s } from '@noble/hashes/blake2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Crockford's: no I, L, O and U, so that nobody misreads it over the telephone. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTER_BITS = 5n;
const CODE_LETTERS = 8;

export interface StoredFile {
  readonly attachment_id: string;
  readonly sha256: string;
}

/** `7K4F-QM92`: 40 bits over the replica, the number of its last entry, and the files in any order. */
export function receiptCode(replica: string, last_n: number, files: readonly StoredFile[]): string {
  const each = files.map(({ attachment_id, sha256 }) => `${attachment_id} ${sha256}`).sort();
  const text = ['fieldward/receipt', replica, String(last_n), ...each].join('\n');
  let bits = 0n;
  for (const byte of blake2s(utf8ToBytes(text)).subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  let letters = '';
  for (let at = 0; at < CODE_LETTERS; at += 1) {
    letters = `${LETTERS[Number(bits & 31n)] ?? ''}${letters}`;
    bits >>= LETTER_BITS;
  }
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
