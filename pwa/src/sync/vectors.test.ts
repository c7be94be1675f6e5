import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { canonicalText, type Json, NotCanonical } from './canonical';
import { BrokenColumn, packColumn, unpackColumn } from './columns';
import { add, partsText, rowDigest, subtract, toHex } from './digest';
import { type EntryBody, entryHash } from './entry';
import { foldedEntries, speltEntries } from './fold';
import { bornId, uuid7 } from './ids';
import { receiptCode } from './receipt';
import type { EntryRecord } from './records';
import { BadShape } from './shape';
import { decodeAnswer } from './wire';

const CASES = new URL('../../../tests/contract/cases/', import.meta.url);

type Page = readonly unknown[];
type Plain = [number, number, number[], string[], Json[][], [number, number[], Json[]][]];
/** The positions of an answer before its pages. */
const HEAD = [1, 'nonce', 0, 0, ['', 0], true, '', 0, 0, [], null, [], []];

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

  it('codes of receipts', () => {
    const cases =
      read<{ replica: string; last_n: number; files: [string, string][]; code: string }[]>(
        'receipt.json',
      );
    for (const { replica, last_n, files, code } of cases) {
      const stored = files.map(([attachment_id, sha256]) => ({ attachment_id, sha256 }));
      expect(receiptCode(replica, last_n, stored)).toBe(code);
    }
    expect(cases.length).toBeGreaterThan(4);
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
      parts: string;
      wraps: { a: string; b: string; sum: string; difference: string };
    }>('digest.json');
    const sums = cases.rows.map((row) =>
      rowDigest(row.scope, row.handle, row.kind, row.id, row.values),
    );
    expect(sums.map(toHex)).toEqual(cases.rows.map((row) => row.digest));
    const total = sums.reduce(add, 0n);
    expect(toHex(total)).toBe(cases.total);
    expect(partsText(cases.rows.map((row, at) => [row.handle, sums[at] ?? 0n]))).toBe(cases.parts);
    expect(toHex(subtract(total, sums[0] ?? 0n))).toBe(cases.total_without_first);
    const { a, b, sum, difference } = cases.wraps;
    expect(toHex(add(BigInt(`0x${a}`), BigInt(`0x${b}`)))).toBe(sum);
    expect(toHex(subtract(1n, 2n))).toBe(difference);
  });

  describe('the table of ids', () => {
    const cases =
      read<{ replica: string; plain: Page[]; coded: Page[]; ids: string; origins: unknown[] }[]>(
        'id_table.json',
      );
    const kinds = (pages: readonly Page[], ids: string, origins: readonly unknown[], who: string) =>
      decodeAnswer([...HEAD, pages, false, ids, origins], { replica: who, entries: [] }).kinds;
    const [first] = cases;

    it.each(cases)('says the same as ids written out, to $replica', (one) => {
      const found = kinds(one.coded, one.ids, one.origins, one.replica);
      const plain = (one.plain as unknown as Plain[]).map(([, , , ids, columns, changes]) => [
        ids,
        columns,
        changes.map(([, , values]) => values),
      ]);
      expect(
        found.map((page) => [page.ids, page.columns, page.changes.map((change) => change.values)]),
      ).toEqual(plain);
    });

    it.each([
      ['ends early', first?.ids.slice(0, 20) ?? ''],
      ['lacks an id that is named', first?.ids.slice(0, 64) ?? ''],
      ['is no base64', '?'],
      ['is not there', ''],
    ])('that %s makes an answer none', (_, ids) => {
      expect(() => kinds(first?.coded ?? [], ids, [], 'r')).toThrow(BadShape);
    });
  });

  describe('columns', () => {
    const cases = read<{
      written: { values: Json[]; column: Json[] }[];
      broken: { column: unknown; length: number }[];
      entries: Record<string, Json>[];
      said: { values: Json[]; column: Json[] }[];
    }>('columns.json');

    it.each(cases.written)('$column', ({ values, column }) => {
      expect(packColumn(values)).toEqual(column);
      expect(unpackColumn(column, values.length)).toEqual(values);
    });

    it.each(cases.broken)('$column is none', ({ column, length }) => {
      expect(() => unpackColumn(column, length)).toThrow(BrokenColumn);
    });

    it.each(cases.said)('of arguments: $column', ({ values, column }) => {
      expect(unpackColumn(column, 3, [], () => cases.entries)).toEqual(values);
    });
  });

  it('entries in columns', () => {
    const { entries, rows, columns } = read<{
      entries: EntryRecord[];
      rows: Record<string, [number, number]>;
      columns: unknown[];
    }>('fold.json');
    expect(foldedEntries(entries, (id) => rows[id] ?? null)).toEqual(columns);
    const spelt = speltEntries(entries);
    expect(spelt.slice(4, 5)).toEqual([[5_400_123, 901, 901]]);
    expect(spelt[8]).toEqual(entries.map((entry) => entry.args));
  });
});

it('an argument left out and one that is undefined are the same', () => {
  expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
});
