import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { canonicalText, NotCanonical } from './canonical';
import { add, rowDigest, subtract, toHex } from './digest';
import { type EntryBody, entryHash } from './entry';
import { bornId, uuid7 } from './ids';
import { BadShape, decodeAnswer } from './wire';

const CASES = new URL('../../../tests/contract/cases/', import.meta.url);

type Page = readonly unknown[];
/** The positions of an answer before its pages. */
const HEAD = [1, 'nonce', 0, 0, ['', 0, 0, 0, 0, 0], true, [], null, [], []];

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, CASES), 'utf8')) as T;
}

describe('the vectors that Python wrote', () => {
  const canonical = read<{ written: { value: unknown; canonical: string }[]; refused: string[] }>(
    'canonical.json',
  );

  it.each(canonical.written)('canonical $canonical', ({ value, canonical: text }) => {
    expect(canonicalText(value)).toBe(text);
  });

  it.each(canonical.refused)('%s has no canonical form', (text) => {
    expect(() => canonicalText(JSON.parse(text))).toThrow(NotCanonical);
  });

  it('ids', () => {
    const cases = read<{
      born: { writer: string; key: string; ordinal: number; id: string }[];
      uuid7: { now_ms: number; random: string; id: string }[];
    }>('ids.json');
    for (const { writer, key, ordinal, id } of cases.born)
      expect(bornId(writer, key, ordinal)).toBe(id);
    for (const { now_ms, random, id } of cases.uuid7) {
      expect(uuid7(now_ms, Uint8Array.from(Buffer.from(random, 'hex')))).toBe(id);
    }
    expect(cases.born.length + cases.uuid7.length).toBeGreaterThan(4);
  });

  it('entry hashes', () => {
    for (const { entry, hash } of read<{ entry: EntryBody; hash: string }[]>('entry_hash.json')) {
      expect(entryHash(entry)).toBe(hash);
    }
  });

  it('digests', () => {
    const cases = read<{
      rows: {
        scope: number;
        handle: number;
        kind: number;
        id: string;
        values: unknown[];
        digest: string;
      }[];
      total: string;
      total_without_first: string;
      wraps: { a: string; b: string; sum: string; difference: string };
    }>('digest.json');
    const sums = cases.rows.map((row) =>
      rowDigest(row.scope, row.handle, row.kind, row.id, row.values),
    );
    expect(sums.map(toHex)).toEqual(cases.rows.map((row) => row.digest));
    const total = sums.reduce(add, 0n);
    expect(toHex(total)).toBe(cases.total);
    expect(toHex(subtract(total, sums[0] ?? 0n))).toBe(cases.total_without_first);
    const { a, b, sum, difference } = cases.wraps;
    expect(toHex(add(BigInt(`0x${a}`), BigInt(`0x${b}`)))).toBe(sum);
    expect(toHex(subtract(1n, 2n))).toBe(difference);
  });

  describe('the table of ids', () => {
    const { plain, packed, ids } = read<{ plain: Page[]; packed: Page[]; ids: string }>(
      'id_table.json',
    );
    const kinds = (pages: readonly Page[], table: string) =>
      decodeAnswer([...HEAD, pages, '', 0, false, table]).kinds;

    it('says the same as ids written out', () => {
      expect(kinds(packed, ids)).toEqual(kinds(plain, ''));
      expect(kinds(packed, ids).map((page) => page.ids.length)).toEqual([2, 2, 1, 0]);
    });

    it.each([
      ['ends early', ids.slice(0, 20)],
      ['lacks an id that is named', ids.slice(0, 64)],
      ['is no base64', '?'],
      ['is not there', ''],
    ])('that %s makes an answer none', (_, table) => {
      expect(() => kinds(packed, table)).toThrow(BadShape);
    });
  });
});

it('an argument left out and one that is undefined are the same', () => {
  expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
});
