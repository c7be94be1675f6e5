import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFile, headsIn } from './file';
import type { Finding, Report } from './findings';
import { isWhole } from './findings';
import { checkByBrowser } from './signatures';

interface Case {
  readonly name: string;
  readonly lines: readonly (number | string)[];
  readonly rest: string;
  readonly keys: readonly string[];
  readonly heads: readonly string[];
  readonly says: {
    readonly events: number;
    readonly heads: number;
    readonly last_seq: number;
    readonly findings: readonly Finding[];
  };
}

const FILE = new URL('../../../tests/contract/cases/evidence.json', import.meta.url);
const { base, cases } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  base: string[];
  cases: Case[];
};
const WHOLE = base.map((line) => `${line}\n`).join('');

function textOf({ lines, rest }: Pick<Case, 'lines' | 'rest'>): Uint8Array {
  const texts = lines.map((line) => (typeof line === 'number' ? base[line] : line));
  return new TextEncoder().encode(texts.map((line) => `${line}\n`).join('') + rest);
}

/** In parts that end anywhere, as a browser reads a long file. */
async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function checked(bytes: Uint8Array, one: Partial<Case>, size = 700): Promise<Report> {
  const heads = headsIn(one.heads?.join('\n') ?? '') ?? [];
  return checkFile(inParts(bytes, size), { keys: one.keys ?? [], heads }, checkByBrowser, () => {});
}

describe('says what Python says', () => {
  it.each(cases)('$name', async (one) => {
    const report = await checked(textOf(one), one);
    expect({
      events: report.events,
      heads: report.heads,
      last_seq: report.lastSeq,
      findings: report.findings,
    }).toEqual(one.says);
  });
});

it('finds every single byte that was changed', async () => {
  const bytes = new TextEncoder().encode(WHOLE);
  const keys = cases.find(({ name }) => name === 'whole')?.keys ?? [];
  expect(isWhole(await checked(bytes, { keys }))).toBe(true);
  const missed: number[] = [];
  for (let at = 0; at < bytes.length; at += 23) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    if (isWhole(await checked(changed, { keys }, 4_096))) missed.push(at);
  }
  expect(missed).toEqual([]);
});

it('never calls a signature right that it could not check', async () => {
  const bytes = new TextEncoder().encode(WHOLE);
  const report = await checkFile(
    inParts(bytes, 999),
    { keys: [], heads: [] },
    async () => null,
    () => {},
  );
  expect(isWhole(report)).toBe(false);
  expect(report.findings.map(({ what }) => what)).toContain('unchecked_signature');
});

it('takes only heads as heads', () => {
  expect(headsIn(base.filter((line) => line.includes('"line":"head"')).join('\n'))).toHaveLength(4);
  expect(headsIn('')).toEqual([]);
  expect(headsIn(base[1] ?? '')).toBe(null);
  expect(headsIn('hello')).toBe(null);
});
