import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isProof, type Judged, judge } from './proof';
import { checkByBrowser } from './signatures';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly keys: readonly string[];
  readonly paper: string;
  readonly says: Judged;
}

const FILE = new URL('../../../tests/contract/cases/proof.json', import.meta.url);
const CASES = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Case[];
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('says what Python says', () => {
  it.each(CASES)('$name', async ({ text, keys, paper, says }) => {
    expect(await judge(bytesOf(text), keys, paper, checkByBrowser)).toEqual(says);
  });
});

it('tells a proof from a chain by its beginning', () => {
  const whole = CASES.find(({ name }) => name === 'whole');
  expect(isProof(bytesOf(whole?.text ?? ''))).toBe(true);
  const chain = new URL('../../../tests/contract/cases/evidence.json', import.meta.url);
  const { base } = JSON.parse(readFileSync(chain, 'utf8')) as { base: string[] };
  expect(base.filter((line) => isProof(bytesOf(line)))).toEqual([]);
  expect(isProof(bytesOf('{"bef'))).toBe(false);
});

it('never calls a signature right that it could not check', async () => {
  const whole = CASES.find(({ name }) => name === 'whole');
  const judged = await judge(bytesOf(whole?.text ?? ''), [], '', async () => null);
  expect(judged.verdict).toBe('unchecked');
});
